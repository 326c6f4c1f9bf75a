"""`kanmon read`: what a policy text says, each fact with the words it stands on."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kanmon.analysis.reading.plain import plain_reading
from kanmon.analysis.reading.read import read as read_text
from kanmon.analysis.reading.record import Commitment, Listing, Measure, Reading, Span
from kanmon.brief import names
from kanmon.catalogue.load import goods
from kanmon.cli.options import JsonOption, StoreOption, console, print_json
from kanmon.codes import blocs
from kanmon.errors import DataError
from kanmon.settings import store_path
from kanmon.store.disk import disk_errors
from kanmon.store.register import MeasureRegister
from kanmon.watching.read_acts import acts_of
from kanmon.watching.second_reader import Endpoint, second_reading

_LARGEST = 20_000_000
_TOPIC = "topic:"


def read(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="Text file, or - for a pipe.")],
    lang: Annotated[
        str, typer.Option("--lang", help="en, fr or ja; found from the text otherwise.")
    ] = "",
    register: Annotated[
        bool,
        typer.Option("--register", help="Enter the measures; unsure ones wait for review."),
    ] = False,
    origin: Annotated[
        str, typer.Option("--source", help="Where the text can be read; the file's name otherwise.")
    ] = "",
    published: Annotated[
        str, typer.Option("--published", help="Day it came out (2023-08-24); needed to register.")
    ] = "",
    author: Annotated[
        str,
        typer.Option("--author", help="Economy or bloc whose official notice it is (USA, JPN)."),
    ] = "",
    llm: Annotated[
        str,
        typer.Option(
            "--llm",
            help="Also ask a language model here (OpenAI chat protocol); the text is sent there.",
        ),
    ] = "",
    llm_model: Annotated[str, typer.Option("--llm-model", help="Its name.")] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read an article or notice into measures, commitments and changes of lists.

    Word lists and ordered rules decide, for English, French and Japanese; nothing is stated
    without the characters it stands on, and what is unsure waits for a person. How often it is
    right is in docs/reading-accuracy.md.

    Examples: [bold]kanmon read article.txt[/]
    [bold]curl -s URL | kanmon read - --lang fr --json[/]
    """
    if lang not in ("", "en", "fr", "ja"):
        raise DataError(f"language {lang!r}", where="--lang", remedy="use en, fr or ja")
    day = _day(published, register)
    text = _text(source)
    if author:
        blocs.party_name(author.upper())
    found = read_text(text, lang, author.upper())
    if llm:
        found = _with_second(found, text, Endpoint(llm, llm_model))
    entered = None
    if register and day is not None:
        acts = acts_of(found, text, source=origin or Path(source).name, published=day)
        entered = MeasureRegister(store_path(store)).add(acts)
    if as_json:
        made = plain_reading(found, text)
        if entered is not None:
            made["registered"] = {
                "added": list(entered.added),
                "changed": list(entered.changed),
                "unchanged": list(entered.unchanged),
            }
        print_json(made)
        return
    screen = console()
    screen.print(_shown(found, text))
    if entered is not None:
        screen.print(
            f"Registered: {len(entered.added)} added, {len(entered.changed)} moved forward, "
            f"{len(entered.unchanged)} known already. See `kanmon measures list --queue`."
        )


def _with_second(found: Reading, text: str, endpoint: Endpoint) -> Reading:
    """Add to the queue what a second reader found that the rules did not."""
    second = second_reading(text, found.lang, endpoint)
    for why in second.dropped:
        Console(stderr=True).print(f"[dim]dropped, {escape(why)}[/]", soft_wrap=True)
    known = {(m.imposer, m.side, m.stage, m.targets) for m in (*found.measures, *found.queue)}
    more = [m for m in second.measures if (m.imposer, m.side, m.stage, m.targets) not in known]
    return replace(found, queue=(*found.queue, *more))


def _day(published: str, register: bool) -> dt.date | None:
    if not published:
        if register:
            raise DataError(
                "no --published",
                where="kanmon read --register",
                remedy="say on which day the text came out: a measure is known from that day",
            )
        return None
    try:
        return dt.date.fromisoformat(published)
    except ValueError as e:
        raise DataError(
            f"day {published[:20]!r}", where="--published", remedy="write it as 2023-08-24"
        ) from e


def _text(source: str) -> str:
    if source == "-":
        raw = sys.stdin.buffer.read(_LARGEST + 1)
    else:
        path = Path(source)
        if not path.is_file():
            raise DataError("no such file", where=source, remedy="check the path, or use - to pipe")
        with disk_errors(path), path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise DataError(
            f"more than {_LARGEST:,} bytes", where=source, remedy="split it into documents"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise DataError(
            f"it is not UTF-8 at byte {e.start}",
            where=source,
            remedy="save it as UTF-8 text (`iconv -t utf-8`); PDF and HTML need a converter first",
        ) from e


def _shown(found: Reading, text: str) -> RenderableType:
    parts: list[RenderableType] = [
        Text.assemble(
            ("関門 ", "bold red"), (found.title or "(no title)", "bold"), f"  {found.lang}"
        )
    ]
    for title, measures in (("Measures", found.measures), ("For a person to check", found.queue)):
        if measures:
            parts += [_head(title), _measures(measures, text)]
    if found.listings:
        parts += [_head("Changes of lists"), _listings(found.listings, text)]
    if found.commitments:
        parts += [_head("Commitments"), _commitments(found.commitments, text)]
    if len(parts) == 1:
        parts.append(Text("No measure, commitment or change of a list was found.", "dim"))
    return Group(*parts)


def _head(title: str) -> RenderableType:
    return Padding(Text(title, "bold"), (1, 0, 0, 0))


def _measures(measures: tuple[Measure, ...], text: str) -> Table:
    drawn = _table("who", "against", "what", "stage", "sure")
    for m in measures:
        what = " ".join(filter(None, (m.side, m.kind.replace("_", " "))))
        about = [_about(g) for g in m.goods]
        lines = [what + (f": {', '.join(about)}" if about else "")]
        lines += [f"[dim]because: {escape(m.reason)}[/]"] if m.reason else []
        apart = {k: v for k, v in m.spans.items() if k not in ("reason", "attributed")}
        lines.append(_words(apart, m.sentence, text))
        lines += [f"[yellow]{escape(m.review)}[/]"] if m.review else []
        stage = m.stage.replace("_", " ") + (" [red]denied[/]" if m.negated else "")
        drawn.add_row(
            _party(m.imposer) if m.imposer else "?",
            ", ".join(map(_party, m.targets)),
            "\n".join(lines),
            stage + (f"\n{m.date}" if m.date else ""),
            f"{m.confidence:.0%}",
        )
    return drawn


def _commitments(found: tuple[Commitment, ...], text: str) -> Table:
    drawn = _table("who", "will", "about", "words")
    for c in found:
        drawn.add_row(
            ", ".join(map(_party, c.owners)),
            c.act.replace("_", " ") + (f" by {c.due}" if c.due else ""),
            ", ".join(map(_about, c.about)),
            _words({k: v for k, v in c.spans.items() if k != "owners"}, c.sentence, text),
        )
    return drawn


def _listings(found: tuple[Listing, ...], text: str) -> Table:
    drawn = _table("list", "change", "count", "destinations", "words")
    for one in found:
        places = [_party(p) + (f" {n}" if n is not None else "") for p, n in one.destinations]
        drawn.add_row(
            one.list.replace("_", " "),
            one.action,
            "" if one.count is None else str(one.count),
            ", ".join(places),
            _words(one.spans, one.sentence, text),
        )
    return drawn


def _table(*heads: str) -> Table:
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    for head in heads:
        wide = head in ("what", "words")
        drawn.add_column(head, overflow="fold", ratio=3 if wide else None)
    return drawn


def _party(code: str) -> str:
    return names.party(code, "en")


def _about(code: str) -> str:
    if code.startswith(_TOPIC):
        return code.removeprefix(_TOPIC).replace("_", " ")
    return names.good(code, "en") if code in goods() else code.replace("_", " ")


def _words(spans: dict[str, Span], sentence: Span, text: str, most: int = 160) -> str:
    """Quote the words a fact stands on, from the first to the last, and where they stand."""
    found = list(spans.values()) or [sentence]
    whole = Span(min(s.start for s in found), max(s.end for s in found))
    plain = " ".join(whole.of(text).split())
    plain = plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
    return f"[dim]“{escape(plain)}” ({whole.start}-{whole.end})[/]"
