"""Cases by name: of the library, or the reader's own file."""

from __future__ import annotations

from pathlib import Path

from kanmon.analysis.coercion.case.library import case_of
from kanmon.analysis.coercion.case.read import LARGEST, parse_case
from kanmon.analysis.coercion.case.record import Case
from kanmon.errors import DataError


def find_case(name: str) -> Case:
    """Find a case.

    Args:
        name: id of the library, or the name of a TOML or JSON file.

    Returns:
        The case.

    Raises:
        CodeError: the library has none of that id.
        DataError: the file cannot be read, or is not of the layout.

    Example:
        >>> find_case("seafood_japan_2025").imposer
        'CHN'
    """
    if not name.endswith((".toml", ".json")):
        return case_of(name)
    path = Path(name)
    try:
        if path.stat().st_size > 4 * LARGEST:
            raise DataError(
                f"{path.stat().st_size:,} bytes", where=path.name, remedy="a case is a small file"
            )
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e)[:200], where=path.name, remedy="give a file in UTF-8") from e
    return parse_case(text, where=path.name, kind=path.suffix[1:])
