"""How the command line shows what the store holds: lists, receipts, licences, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kanmon.cli.options import console
from kanmon.provenance import Licence
from kanmon.sources.source import Card, Issue
from kanmon.store.records import Receipt, Snapshot, issue_json

_ISSUES_SHOWN = 20


def terms(licence: Licence) -> str:
    """Write a licence with what it forbids."""
    marks = [
        *(["non-commercial use only"] if licence.non_commercial else []),
        *([] if licence.redistribution else ["not to be passed on"]),
    ]
    return licence.name + (f" ({', '.join(marks)})" if marks else "")


def print_licences(licences: Sequence[Licence], to: Console | None = None) -> None:
    """Print each licence once, limited ones so that they are seen."""
    for licence in dict.fromkeys(licences):
        limited = licence.non_commercial or not licence.redistribution
        style = "yellow" if limited else "dim"
        (to or console()).print(f"Licence: {escape(terms(licence))}", style=style)


def listing(found: Sequence[Snapshot]) -> Table:
    """Draw snapshots as a table."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "edition", "years", "rows", "MB", "licence", "added (UTC)"):
        right = name in ("rows", "MB")
        table.add_column(name, justify="right" if right else "left", no_wrap=name == "id")
    for s in found:
        note = " [yellow]part[/]" if s.partial else ""
        note += " [red]removed[/]" if s.removed_at is not None else ""
        table.add_row(
            escape(s.id) + note,
            escape(s.vintage),
            _years(s),
            f"{s.rows:,}",
            f"{s.bytes / 1e6:,.1f}",
            escape(s.origin.licence.id),
            f"{s.added_at:%Y-%m-%d %H:%M}",
        )
    return table


def _years(s: Snapshot) -> str:
    if s.first_year is None:
        return "no years"
    return f"{s.first_year}" if s.first_year == s.last_year else f"{s.first_year}-{s.last_year}"


def print_receipt(receipt: Receipt) -> None:
    """Print what an add changed, what the reader noticed, the source and its licence."""
    out = console()
    if receipt.added:
        out.print(listing(receipt.added))
    for s in receipt.superseded:
        out.print(f"{escape(s.id)} is no longer the current version; it stays for --as-of.")
    for s in receipt.unchanged:
        out.print(f"{escape(s.id)} holds exactly this already: nothing was changed.")
    if receipt.issues:
        out.print(_issues(receipt.issues))
    out.print(f"Source: {escape(receipt.origin.cite())}", style="dim")
    print_licences([receipt.origin.licence])


def _issues(issues: Sequence[Issue]) -> Table:
    table = Table(title="Noticed while reading", title_justify="left", box=None, pad_edge=False)
    for name in ("kind", "what", "count", "where"):
        table.add_column(name, justify="right" if name == "count" else "left", overflow="fold")
    for issue in issues[:_ISSUES_SHOWN]:
        table.add_row(issue.kind, escape(issue.what), f"{issue.count:,}", escape(issue.where))
    if len(issues) > _ISSUES_SHOWN:
        table.caption = f"and {len(issues) - _ISSUES_SHOWN} more: see --json"
    return table


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as plain data."""
    return {
        "changed": receipt.changed,
        "added": [s.as_json() for s in receipt.added],
        "unchanged": [s.id for s in receipt.unchanged],
        "superseded": [s.id for s in receipt.superseded],
        "issues": [issue_json(i) for i in receipt.issues],
        "source": receipt.origin.cite(),
        "licence": {
            "id": receipt.origin.licence.id,
            "non_commercial": receipt.origin.licence.non_commercial,
            "redistribution": receipt.origin.licence.redistribution,
        },
    }


def card_json(c: Card) -> dict[str, Any]:
    """Return a source's card as plain data."""
    return {
        "source": c.name,
        "publisher": c.publisher,
        "title": c.title,
        "summary": c.summary,
        "licence": c.licence.id,
        "licence_url": c.licence.url,
        "redistribution": c.licence.redistribution,
        "non_commercial": c.licence.non_commercial,
        "url": c.url,
        "tables": list(c.tables),
        "accepts": list(c.accepts),
        "units": c.units,
        "cadence": c.cadence,
        "gaps": list(c.gaps),
        "fetch": {name: url for name, url in c.fetch.items() if url},
        "citation": c.citation,
    }
