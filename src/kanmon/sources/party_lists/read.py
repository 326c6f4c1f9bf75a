"""Read a list of parties: the layout is told from the file, every entry accounted for."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

from kanmon.errors import DataError
from kanmon.sources.party_lists.csl import COLUMNS, read_csl_json, read_csl_rows
from kanmon.sources.party_lists.eu import read_eu
from kanmon.sources.party_lists.ftm import read_ftm
from kanmon.sources.party_lists.json_records import parse
from kanmon.sources.party_lists.meti import columns_of, read_meti
from kanmon.sources.party_lists.ofac import ENTRY, read_ofac, read_ofac_xml
from kanmon.sources.party_lists.party_list import Gathering, PartyList
from kanmon.sources.party_lists.rows import delimited, read_rows
from kanmon.sources.party_lists.table import read_table
from kanmon.sources.party_lists.un import read_un

LAYOUTS = {
    "csl": "US Consolidated Screening List, CSV or JSON",
    "eu": "European Union consolidated list, XML",
    "ftm": "FollowTheMoney entities (OpenSanctions), JSON or a record a line",
    "meti": "Japan's End User List as a table",
    "ofac": "OFAC sdn.csv with alt.csv and add.csv beside it (or cons_prim, cons_alt, cons_add)",
    "ofac_xml": "OFAC legacy XML",
    "table": "a plain table with a column `name`, CSV, Parquet or workbook",
    "un": "UN Security Council consolidated list, XML",
}
_XML: dict[str, tuple[bytes, Callable[[bytes, Gathering], None]]] = {
    "un": (b"<CONSOLIDATED_LIST", read_un),
    "eu": (b"sanctionEntity", read_eu),
    "ofac_xml": (b"<sdnList", read_ofac_xml),
}
_MOST = 1 << 30  # bytes of an unpacked file
_TABLES = (".csv", ".txt", ".tsv", ".parquet", ".xlsx")


def read_parties(path: Path, layout: str = "") -> PartyList:
    """Read a list of parties.

    Args:
        path: a file; ``.gz`` is unpacked.
        layout: one of ``LAYOUTS``; told from the file when not given.

    Returns:
        The list, every entry loaded or left out with a reason.

    Raises:
        DataError: the file is not there, is of no known layout, or cannot be read.

    Example:
        >>> read_parties(Path("no such list.csv"))
        Traceback (most recent call last):
        ...
        kanmon.errors.DataError: no such list.csv: cannot be read (No such file or directory). \
To mend: give a file of a list of parties.
    """
    if layout and layout not in LAYOUTS:
        raise DataError(
            f"no layout {layout!r}", where=str(path), remedy=f"one of {', '.join(LAYOUTS)}"
        )
    raw = _bytes(path)
    bare = Path(path.name.removesuffix(".gz"))
    gathering = Gathering(path.name, layout)
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or bare.suffix == ".xml":
        _xml(raw, gathering)
    elif bare.suffix in (".json", ".jsonl", ".ndjson"):
        _json(raw, gathering)
    elif bare.suffix in _TABLES:
        _table(path, bare, raw, gathering)
    else:
        raise DataError(
            f"ending {bare.suffix!r}", where=path.name, remedy=f"one of .xml, .json, {_TABLES}"
        )
    found = gathering.done()
    if not found.found:
        raise DataError("no entries", where=path.name, remedy="check that it is the whole list")
    return found


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})",
            where=path.name,
            remedy="give a file of a list of parties",
        ) from e
    if path.suffix == ".gz":
        try:
            packed = zlib.decompressobj(wbits=31)
            raw = packed.decompress(raw, _MOST)
            if not packed.eof:
                raise gzip.BadGzipFile("cut short, or larger than 1 GiB")
        except (OSError, zlib.error) as e:
            raise DataError(
                f"cannot be unpacked ({e})", where=path.name, remedy="get the file again"
            ) from e
    return raw


def _xml(raw: bytes, gathering: Gathering) -> None:
    head = raw[:65_536]
    for layout, (mark, reader) in _XML.items():
        if gathering.layout == layout or (not gathering.layout and mark in head):
            gathering.layout = layout
            reader(raw, gathering)
            return
    raise DataError(
        "XML of a list not known here",
        where=gathering.file,
        remedy="give the UN, EU or OFAC list, or a plain table",
    )


def _json(raw: bytes, gathering: Gathering) -> None:
    told = parse(raw, gathering.file)
    if not gathering.layout:
        results = isinstance(told, dict) and "results" in told
        first = told[0] if isinstance(told, list) and told else {}
        listed = isinstance(first, dict) and "source" in first and "schema" not in first
        gathering.layout = "csl" if results or listed else "ftm"
    (read_csl_json if gathering.layout == "csl" else read_ftm)(told, gathering)


def _table(path: Path, bare: Path, raw: bytes, gathering: Gathering) -> None:
    if not gathering.layout and bare.suffix == ".csv" and not _has_header(raw, path.name):
        gathering.layout = "ofac"
    if gathering.layout == "ofac":
        others, addresses = (delimited(_bytes(p), p.name, ",") for p in _beside(path))
        read_ofac(delimited(raw, path.name, ","), others, addresses, gathering)
        return
    header, rows = read_rows(path if path.suffix == ".xlsx" else bare, raw)
    if not gathering.layout:
        known = set(columns_of(header))
        gathering.layout = (
            "csl" if set(header) >= COLUMNS else "meti" if {"name", "concern"} <= known else "table"
        )
    if gathering.layout == "csl":
        read_csl_rows(rows, gathering)
    elif gathering.layout == "meti":
        read_meti(header, rows, gathering)
    else:
        read_table(header, rows, gathering)


def _has_header(raw: bytes, where: str) -> bool:
    """Tell OFAC's file, which has no header and 12 cells a row, from one that has."""
    first = next(delimited(raw, where), [])
    return len(first) != ENTRY or not first[0].strip().isdigit()


def _beside(path: Path) -> tuple[Path, Path]:
    """Name the files of other names and addresses that go with OFAC's file of entries."""
    name = path.name
    for main, other, address in (("cons_prim", "cons_alt", "cons_add"), ("sdn", "alt", "add")):
        if name.lower().startswith(main):
            rest = name[len(main) :]
            return path.with_name(other + rest), path.with_name(address + rest)
    raise DataError(
        "a file of 12 cells a row without a header, not named sdn or cons_prim",
        where=name,
        remedy="name the three files as OFAC does, so that other names and addresses are found",
    )
