"""The files of a BACI release: which they are, and which edition, vintage and year they state."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kanmon.errors import DataError
from kanmon.sources.archive import members, read_member

_EDITION = re.compile(r"HS(92|96|02|07|12|17|22)(?!\d)", re.IGNORECASE)
_VINTAGE = re.compile(r"V(20\d{4}[a-z]?)(?![0-9a-z])")
_YEAR = re.compile(r"_Y((?:19|20)\d{2})(?!\d)")
_BESIDE = ("country_codes", "product_codes", "readme")
_TAIL = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Part:
    """Name one file of flows: a path, or the bytes of a zip member when asked for."""

    name: str
    year: int | None
    load: Callable[[], Path | bytes]


@dataclass(frozen=True, slots=True)
class Release:
    """List the files handed in and what their names state; empty where they state nothing."""

    parts: tuple[Part, ...]
    files: tuple[Path, ...]
    edition: str
    vintage: str


def find_release(path: Path) -> Release:
    """Find the flow files in a zip, a folder or a lone file.

    Args:
        path: what was handed in.

    Returns:
        The parts in name order, the files they came from, edition and vintage as named.

    Raises:
        DataError: there is no flow file, or the names contradict one another.

    Example:
        >>> from importlib.resources import files
        >>> folder = Path(str(files("kanmon.sources.baci") / "sample" / "BACI_HS92_V202401b"))
        >>> release = find_release(folder)
        >>> release.edition, release.vintage, [p.year for p in release.parts]
        ('HS1992', 'V202401b', [2021, 2022])
    """
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.is_file() and _is_flows(f.name))
        parts = [_part(f.name, lambda f=f: f) for f in files]  # type: ignore[misc]
    elif path.suffix.lower() == ".zip":
        files = [path]
        names = [n for n in members(path) if _is_flows(n) and n.lower().endswith(".csv")]
        parts = [_part(n, lambda n=n: read_member(path, n)) for n in names]  # type: ignore[misc]
    elif path.is_file():
        files = [path]
        parts = [_part(path.name, lambda: path)]
    else:
        raise DataError("no such file or folder", where=str(path.name), remedy="check the path")
    if not parts:
        raise DataError(
            "no yearly BACI file",
            where=path.name,
            remedy="hand in the publisher's zip, or a folder with BACI_HS.._Y...._V......csv files",
        )
    years = [p.year for p in parts if p.year is not None]
    if len(set(years)) != len(years):
        raise DataError(
            "one year stands there in two files", where=path.name, remedy="keep one release only"
        )
    names = [path.name, *(p.name for p in parts)]
    short = _only_one(_EDITION, names, "edition of the HS", path.name)
    century = "19" if short > "50" else "20"
    return Release(
        tuple(parts),
        tuple(files),
        f"HS{century}{short}" if short else "",
        _only_one(_VINTAGE, names, "vintage", path.name, "V"),
    )


def _part(name: str, load: Callable[[], Path | bytes]) -> Part:
    year = _YEAR.search(name)
    return Part(name, int(year.group(1)) if year else None, load)


def _is_flows(name: str) -> bool:
    last = name.rsplit("/", 1)[-1].lower()
    return last.endswith(_TAIL) and not last.startswith((*_BESIDE, ".", "__"))


def _only_one(
    pattern: re.Pattern[str], names: list[str], what: str, where: str, head: str = ""
) -> str:
    found = sorted({m.group(1) for n in names for m in pattern.finditer(n)})
    if len(found) > 1:
        raise DataError(
            f"more than one {what} in the file names: {', '.join(head + f for f in found)}",
            where=where,
            remedy="hand in the files of one release",
        )
    return head + found[0] if found else ""
