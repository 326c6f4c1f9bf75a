"""The user's own measures: CSV or JSON in the layout `kanmon measures export` writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kanmon.errors import DataError
from kanmon.sources.raw import origin
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.tables.measure import measure_rows
from kanmon.tables.measure_files import COLUMNS, parse_measures


@dataclass(frozen=True, slots=True)
class Measures:
    """Read acts of the user's own.

    Example:
        >>> Measures().card.publisher
        'the user'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a file of acts; those that wait for an imposer are counted and left out."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as e:
            raise DataError(
                f"it cannot be read as text ({e})", where=path.name, remedy="save it as UTF-8"
            ) from e
        acts = parse_measures(text, where=path.name)
        nameless = sum(not act.imposer for act in acts)
        table = measure_rows(acts, where=path.name)
        tell("read", 1.0)
        issues = []
        if nameless:
            issues.append(Issue("dropped", "acts without an imposer", nameless, "measures"))
        blank = [name for name in COLUMNS if not any(getattr(act, name) for act in acts)]
        if blank:
            issues.append(Issue("doubt", f"no act gives {', '.join(blank)}", len(acts), "measures"))
        return Reading(
            {"measures": table}, origin(self.card, [path], "not stated"), "acts", tuple(issues)
        )
