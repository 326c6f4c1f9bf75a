"""What is loaded: the reference pack and the store, edition, years, licence; what can be added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.brief.numbers import as_of as dated
from kanmon.brief.numbers import number
from kanmon.brief.wording import Words, words
from kanmon.reference.pack import Pack, pack
from kanmon.sources import registry
from kanmon.store.records import Snapshot
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import sources
from kanmon.workspace.choices import toggle
from kanmon.workspace.desk import Desk
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Block, Kind, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("check",)
_PACK: dict[str, tuple[Kind, str]] = {
    "table_name": ("text", ""),
    "table": ("text", ""),
    "rows": ("number", "rows"),
    "first_year": ("number", "year"),
    "last_year": ("number", "year"),
    "publisher": ("text", ""),
    "title": ("text", ""),
    "vintage": ("text", ""),
    "licence": ("text", ""),
    "retrieved": ("date", ""),
    "steps": ("text", ""),
}
_STORE: dict[str, tuple[Kind, str]] = {
    "table_name": ("text", ""),
    "id": ("text", ""),
    "table": ("text", ""),
    "rows": ("number", "rows"),
    "bytes": ("number", "bytes"),
    "first_year": ("number", "year"),
    "last_year": ("number", "year"),
    "publisher": ("text", ""),
    "title": ("text", ""),
    "vintage": ("text", ""),
    "licence": ("text", ""),
    "redistribution": ("flag", ""),
    "partial": ("flag", ""),
    "issues": ("number", "issues"),
    "added_at": ("date", ""),
    "sha256": ("text", ""),
}
_CHECKS: dict[str, tuple[Kind, str]] = {
    "kind": ("text", ""),
    "where": ("text", ""),
    "what": ("text", ""),
    "remedy": ("text", ""),
}
_SOURCES: dict[str, tuple[Kind, str]] = {
    "source": ("text", ""),
    "publisher": ("text", ""),
    "title": ("text", ""),
    "tables_name": ("text", ""),
    "tables": ("text", ""),
    "licence": ("text", ""),
    "redistribution": ("flag", ""),
    "cadence": ("text", ""),
    "gaps": ("text", ""),
    "held": ("flag", ""),
}


def data(desk: Desk, asked: Asked) -> View:
    """Show what the figures come from.

    Args:
        desk: what it is made from.
        asked: whether the store is checked, byte by byte.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> [b.id for b in data(Desk(Settings()), Asked("data", "en")).blocks]
        ['pack', 'store', 'sources']
    """
    w, held = words(asked.lang), pack()
    kept = desk.store.snapshots()
    checked = asked.flag("check")
    blocks = [_pack(held, w), _store(kept, w), _known({s.source for s in kept}, w)]
    if checked:
        blocks.insert(2, _checks(desk, len(kept), w))
    return view(
        asked,
        Page(
            headline=w.say(
                "workspace.data_headline",
                tables=number(len(held.tables), w.lang),
                date=dated(held.built, w.lang),
                snapshots=number(len(kept), w.lang),
            ),
            blocks=blocks,
            controls=[toggle("check", checked, w)],
            links=[link(w, "overview", party=desk.settings.party)],
            as_of=held.built,
            extra=[o.cite() for o in dict.fromkeys(_origins(held))],
        ),
    )


def _origins(held: Pack) -> list[Any]:
    return [o for lineage in held.lineages.values() for o in lineage.origins]


def _pack(held: Pack, w: Words) -> Block:
    rows = []
    for name, table in held.tables.items():
        first, last = _years(table)
        lineage = held.lineages[name]
        rows.append(
            {
                "table_name": _table(name, w),
                "table": name,
                "rows": table.num_rows,
                "first_year": first,
                "last_year": last,
                "publisher": _each(o.publisher for o in lineage.origins),
                "title": _each(o.title for o in lineage.origins),
                "vintage": _each(o.vintage for o in lineage.origins),
                "licence": _each(o.licence.name for o in lineage.origins),
                "retrieved": _each(o.retrieved for o in lineage.origins),
                "steps": "; ".join(f"{s.verb}: {s.what}" for s in lineage.steps),
            }
        )
    origins = sources(_origins(held))
    sheet = Sheet("pack", _PACK, as_of=held.built, sources=origins, hidden=("table",))
    return listing(sheet, rows, w)


def _table(name: str, w: Words) -> str:
    """Word the name of a table; one without words stands as it is."""
    key = f"workspace.table_{name}"
    return w.say(key) if w.has(key) else name


def _each(texts: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(t for t in texts if t)) or None


def _years(table: pa.Table) -> tuple[int | None, int | None]:
    if "year" not in table.column_names:
        return None, None
    ends = pc.min_max(table.column("year"))
    return ends["min"].as_py(), ends["max"].as_py()


def _store(kept: tuple[Snapshot, ...], w: Words) -> Block:
    rows = [
        {**s.as_json(), "table_name": _table(s.table, w), "issues": len(s.issues)} for s in kept
    ]
    named = sources([s.origin for s in kept])
    sheet = Sheet(
        "store",
        _STORE,
        sources=named,
        hidden=("table", "sha256"),
        empty=w.say("workspace.store_empty"),
    )
    return listing(sheet, rows, w)


def _checks(desk: Desk, snapshots: int, w: Words) -> Block:
    """Read every byte of the store, as `kanmon data check` does."""
    found = desk.store.check()
    rows = [{"kind": p.kind, "where": p.where, "what": p.what, "remedy": p.remedy} for p in found]
    whole = w.say("workspace.checked_whole", snapshots=number(snapshots, w.lang))
    return listing(Sheet("checks", _CHECKS, empty=whole), rows, w)


def _known(held: set[str], w: Words) -> Block:
    rows = []
    for name in registry.sources():
        card = registry.source(name).card
        rows.append(
            {
                "source": name,
                "publisher": card.publisher,
                "title": card.title,
                "tables_name": w.say("page.list").join(_table(t, w) for t in card.tables),
                "tables": card.tables,
                "licence": card.licence.name,
                "redistribution": card.licence.redistribution,
                "cadence": card.cadence,
                "gaps": " ".join(card.gaps),
                "held": name in held,
            }
        )
    sheet = Sheet("sources", _SOURCES, labels={"source": w.say("page.source")}, hidden=("tables",))
    return listing(sheet, rows, w)
