"""`kanmon names`: whether a party is on a list, who is on it, what an update changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from kanmon.analysis.names.answers import why
from kanmon.analysis.names.changes import changes
from kanmon.analysis.names.index import NameIndex, check, index_names
from kanmon.analysis.names.pair import words_met
from kanmon.analysis.names.record import Band, Checked, Query, Reach
from kanmon.cli.names_batch import Batch, read_queries, run_batch
from kanmon.cli.options import JsonOption, console, print_json
from kanmon.errors import DataError
from kanmon.sources.party_lists.cells import economy_of
from kanmon.sources.party_lists.example import example_list
from kanmon.sources.party_lists.party_list import PartyList
from kanmon.sources.party_lists.read import read_parties
from kanmon.tables.listed import Listed

app = typer.Typer(
    help="End-user names against lists of parties: in six scripts, with the reasons.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
ListOption = Annotated[
    list[Path] | None,
    typer.Option("--list", "-l", help="File of a list of parties; may be given several times."),
]
ExampleOption = Annotated[
    bool, typer.Option("--example", help="Use the invented list that comes with Kanmon.")
]
_COLOURS = {Band.CLEAR: "green", Band.REVIEW: "yellow", Band.HIT: "red"}
_TABLES = (".csv", ".parquet", ".xlsx")


@app.command("check")
def check_names(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...|FILE", help="Names, or one table of names.")
    ],
    lists: ListOption = None,
    example: ExampleOption = False,
    country: Annotated[str, typer.Option("--country", help="Where the party is.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="Write answers to .csv, .parquet or .arrow.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100, help="Matches a name.")] = 5,
    threads: Annotated[int, typer.Option("--threads", min=0, help="0: every processor.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Check names against lists; a run over a file that was cut off goes on where it stopped.

    Example: [bold]kanmon names check "Volga Record" --example[/]
    """
    read = _lists(lists, example)
    entries = [entry for one in read for entry in one.entries]
    file = _file(names)
    if file is not None and out is not None:
        batch = Batch(file, out, most, threads)
        counts = run_batch(batch, read, entries)
        console().print(
            ", ".join(f"{number} {band}" for band, number in counts.items()) + f": {out}",
            markup=False,
        )
        return
    if file is not None:
        queries = read_queries(file)
    else:
        lands = frozenset(filter(None, [_economy(country)]))
        queries = [Query(str(n), (name,), countries=lands) for n, name in enumerate(names, 1)]
    index = index_names(entries)
    found = check(queries, index, reach=Reach(threads=threads), most=most)
    if as_json:
        print_json([_plain(query, answer) for query, answer in zip(queries, found, strict=True)])
        return
    _show(queries, found, index)


@app.command("lists")
def show_lists(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...")] = None,
    example: ExampleOption = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what files of lists hold: entries loaded, left out and why, what was not understood.

    Example: [bold]kanmon names lists --example[/]
    """
    read = _lists(files, example)
    if as_json:
        print_json(
            [
                {
                    "file": one.file,
                    "layout": one.layout,
                    "edition": one.edition,
                    "found": one.found,
                    "loaded": len(one.entries),
                    "left_out": [{"where": left.where, "why": left.why} for left in one.left],
                    "doubts": dict(one.doubts),
                    "lists": one.lists,
                    "digest": one.digest,
                }
                for one in read
            ]
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("file", "layout", "edition", "list", "entries"):
        table.add_column(head, justify="right" if head == "entries" else "left", overflow="fold")
    for one in read:
        for list_id, number in one.lists.items():
            table.add_row(escape(one.file), one.layout, one.edition, escape(list_id), f"{number:,}")
    console().print(table)
    for one in read:
        console().print(
            f"{one.file}: {one.found:,} found, {len(one.entries):,} loaded, "
            f"{len(one.left):,} left out",
            markup=False,
        )
        for left in one.left[:10]:
            console().print(f"  left out: {left.where}: {left.why}", markup=False)
        for doubt, number in sorted(one.doubts, key=lambda d: -d[1])[:10]:
            console().print(f"  {number} x {doubt}", markup=False)


@app.command("changes")
def show_changes(
    before: Annotated[Path, typer.Argument(help="The older edition.")],
    after: Annotated[Path, typer.Argument(help="The newer edition.")],
    names: Annotated[
        Path | None, typer.Option("--names", help="Table of names to check against what changed.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what changed between two editions; check names against that alone.

    Example: [bold]kanmon names changes sdn-march.xml sdn-april.xml --names customers.csv[/]
    """
    old, new = read_parties(before), read_parties(after)
    found = changes(old.entries, new.entries)
    fresh = {*found.added, *found.changed}
    entries = [entry for entry in new.entries if entry.key in fresh]
    met: list[tuple[Query, Checked]] = []
    if names is not None and entries:
        # Weighed as in the whole newer edition, or a short list would make every word rare.
        counts = index_names(new.entries).counts
        queries = read_queries(names)
        answers = check(queries, index_names(entries, counts=counts))
        met = [(q, a) for q, a in zip(queries, answers, strict=True) if a.matches]
    if as_json:
        print_json(
            {
                "added": list(found.added),
                "removed": list(found.removed),
                "changed": list(found.changed),
                "matches": [_plain(query, answer) for query, answer in met],
            }
        )
        return
    for what, keys in (
        ("added", found.added),
        ("removed", found.removed),
        ("changed", found.changed),
    ):
        console().print(f"{len(keys):,} {what}" + (": " if keys else "") + ", ".join(keys[:10]))
    if names is not None:
        console().print(f"{len(met)} names meet an entry that came or changed.")
        _show([q for q, _ in met], [a for _, a in met], None)


def _lists(files: list[Path] | None, example: bool) -> list[PartyList]:
    read = [read_parties(path) for path in files or []]
    if example:
        read.append(example_list())
    if not read:
        raise DataError(
            "no list to check against",
            where="kanmon names",
            remedy="give --list FILE (UN, EU, OFAC, US consolidated, METI, FollowTheMoney or a "
            "plain table), or --example for the invented one",
        )
    return read


def _economy(text: str) -> str:
    found = economy_of(text)
    if text and not found:
        raise DataError(f"country {text!r}", where="--country", remedy="see `kanmon codes`")
    return found


def _file(names: list[str]) -> Path | None:
    if len(names) == 1 and names[0].lower().endswith(_TABLES) and Path(names[0]).is_file():
        return Path(names[0])
    return None


def _show(queries: list[Query], found: Any, index: NameIndex | None) -> None:
    entries: dict[str, Listed] = {e.key: e for e in index.entries} if index else {}
    for query, answer in zip(queries, found, strict=True):
        colour = _COLOURS[answer.band]
        told = f" ({', '.join(answer.flags)})" if answer.flags else ""
        console().print(f"[bold {colour}]{answer.band.value}[/] {escape(query.names[0])}{told}")
        for match in answer.matches:
            entry = entries.get(match.entry)
            under = f", {entry.program}" if entry and entry.program else ""
            console().print(
                f"  {match.chance:.3f} {escape(match.listed)} [dim]{escape(match.entry)}"
                f"{escape(under)}[/]\n        {escape(words_met(match.asked, match.listed))}"
                f"\n        [dim]{escape(why(match))}[/]"
            )


def _plain(query: Query, answer: Checked) -> dict[str, Any]:
    return {
        "query": query.id,
        "names": list(query.names),
        "band": answer.band.value,
        "flags": list(answer.flags),
        "matches": [
            {
                "entry": match.entry,
                "asked": match.asked,
                "listed": match.listed,
                "band": match.band.value,
                "score": match.score,
                "chance": match.chance,
                "words": words_met(match.asked, match.listed),
                "features": [
                    {"feature": f.name, "value": f.value, "weight": f.weight, "why": f.why}
                    for f in match.features
                ],
            }
            for match in answer.matches
        ],
    }
