"""Which encoding a publisher wrote in: told from the bytes, reported, never guessed at."""

from __future__ import annotations

import codecs

from kanmon.errors import DataError
from kanmon.sources.source import Issue

_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1a")
_EXPORT_AGAIN = "export the file again as CSV in UTF-8"


def to_utf8(raw: bytes, *, where: str) -> tuple[bytes, tuple[Issue, ...]]:
    """Turn text of UTF-8, UTF-16 (with mark), CP932 or CP1252 into UTF-8 without a mark.

    CP932 (Shift-JIS) and CP1252 can often both be decoded. They are told apart by their
    neighbours: Japanese characters stand side by side, accented letters stand alone. Where
    that does not settle it, this raises rather than write the wrong letters.

    Args:
        raw: bytes of a text file.
        where: file named in an error.

    Returns:
        UTF-8 bytes, and a repair when the encoding was another.

    Raises:
        DataError: empty, binary, or of an encoding that cannot be told.

    Example:
        >>> text, issues = to_utf8("Côte d'Ivoire".encode("cp1252"), where="x.csv")
        >>> text.decode(), issues[0].kind
        ("Côte d'Ivoire", 'repair')
    """
    if not raw.strip():
        raise DataError("the file is empty", where=where, remedy="get the file again")
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if raw.startswith(mark):
            return _decoded(raw, "utf-16", where)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    head = raw[:65_536]
    if len(head.translate(None, _CONTROLS)) != len(head):
        raise DataError("binary data, not text", where=where, remedy=_EXPORT_AGAIN)
    if raw.isascii() or _decodes(raw, "utf-8") is not None:
        return raw, ()
    japanese, western = _decodes(raw, "cp932"), _decodes(raw, "cp1252")
    if japanese is not None and western is not None:
        together = _share_side_by_side(japanese)
        if 0.35 < together < 0.65:
            raise DataError(
                "text that could be CP932 (Japanese) or CP1252 (Western)",
                where=where,
                remedy=_EXPORT_AGAIN,
            )
        return _decoded(raw, "cp932" if together >= 0.65 else "cp1252", where)
    if japanese is not None:
        return _decoded(raw, "cp932", where)
    return _decoded(raw, "cp1252", where)


def _decodes(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(raw: bytes, encoding: str, where: str) -> tuple[bytes, tuple[Issue, ...]]:
    text = _decodes(raw, encoding)
    if text is None or "\x00" in text:
        raise DataError("text of an unknown encoding", where=where, remedy=_EXPORT_AGAIN)
    lines = sum(not line.isascii() for line in text.splitlines())
    repair = Issue("repair", f"text read as {encoding.upper()}, not UTF-8", lines, where)
    return text.removeprefix("\ufeff").encode("utf-8"), (repair,)


def _share_side_by_side(text: str) -> float:
    foreign = [not c.isascii() for c in text]
    pairs = zip(foreign, [False, *foreign[:-1]], [*foreign[1:], False], strict=True)
    beside = sum(here and (before or after) for here, before, after in pairs)
    return beside / max(sum(foreign), 1)
