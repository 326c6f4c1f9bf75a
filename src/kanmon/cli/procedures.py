"""`kanmon coercion clock`: where a procedure against coercion stands."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.table import Table

from kanmon.analysis.coercion.clock.state import stands
from kanmon.brief.numbers import check_language
from kanmon.catalogue.procedures import procedure, procedures
from kanmon.cli.options import JsonOption, LangOption, console, print_json
from kanmon.errors import CodeError


def clock(
    name: Annotated[
        str, typer.Argument(help="EU-ACI, WTO-DSU, IPEF-CRN...; nothing lists them.")
    ] = "",
    done: Annotated[
        list[str] | None,
        typer.Option("--done", help="STEP=DAY, such as request=2026-01-05. Repeatable."),
    ] = None,
    today: Annotated[str, typer.Option("--today", help="Day of the answer; today otherwise.")] = "",
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """Where a procedure stands: what is done, what is due, what is late.

    Example: [bold]kanmon coercion clock EU-ACI --done request=2026-01-05[/]
    """
    check_language(lang)
    if not name:
        for one in procedures().values():
            console().print(f"{one.id}  {getattr(one, lang)}  [dim]{one.source}[/]")
        return
    chosen = procedure(name.upper())
    found = stands(chosen, _days(done or []), _day(today) if today else dt.date.today())
    if as_json:
        print_json(
            [
                {
                    "step": s.step.id,
                    "state": s.state,
                    "done": None if s.done is None else s.done.isoformat(),
                    "normal": None if s.normal is None else s.normal.isoformat(),
                    "latest": None if s.latest is None else s.latest.isoformat(),
                    "source": s.step.source,
                    "status": s.step.status,
                }
                for s in found
            ]
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim", title=getattr(chosen, lang))
    for head in ("step", "state", "done", "normally by", "at the latest", "source"):
        table.add_column(head, overflow="fold")
    for s in found:
        days = (str(d) if d is not None else "" for d in (s.done, s.normal, s.latest))
        table.add_row(getattr(s.step, lang), s.state, *days, f"[dim]{s.step.source}[/]")
    console().print(table)
    if any(s.step.status == "memory" for s in found):
        console().print(
            "! times marked as from memory are to be checked; no legal advice", style="yellow"
        )


def _days(written: list[str]) -> dict[str, dt.date]:
    found = {}
    for one in written:
        step, mark, day = one.partition("=")
        if not mark:
            raise CodeError(f"--done {one!r}", remedy="write STEP=DAY, such as request=2026-01-05")
        found[step] = _day(day)
    return found


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise CodeError(f"day {text!r}", remedy="write it as 2026-01-05") from e
