"""Global Trade Alert: one row an intervention and affected jurisdiction, made acts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kanmon.codes import products
from kanmon.codes.economies import find
from kanmon.errors import CodeError, DataError
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.timed import days_of
from kanmon.tables.measure import Act, hold, measure_rows

_COLUMNS = (
    "intervention.id",
    "state.act.id",
    "title",
    "intervention.type",
    "mast.chapter",
    "implementing.jurisdiction",
    "affected.jurisdiction",
    "affected.product",
    "affected.flow",
    "date.announced",
    "date.implemented",
    "date.removed",
    "gta.evaluation",
)
_OECD = {
    "export ban": "prohibition",
    "export quota": "quota",
    "export licensing requirement": "licensing",
    "export tax": "export_tax",
}
_EDITION = "HS2012"
_NOTHING = frozenset(("", "NA"))


@dataclass(frozen=True, slots=True)
class Gta:
    """Read interventions of Global Trade Alert.

    Example:
        >>> Gta().card.cadence
        'weekly'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read the master data; rows of one intervention and implementer are one act."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=_COLUMNS)
        rows = table.select(_COLUMNS).to_pylist()
        days = [_day(r["date.announced"], path.name) for r in rows]
        newest = max((d for d in days if d is not None), default=dt.date.min)
        groups: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in rows:
            about = (row["intervention.id"], row["implementing.jurisdiction"])
            groups.setdefault(about, []).append(row)
        lost: Counter[str] = Counter()
        made = [_act(group, newest, path.name, lost) for group in groups.values()]
        acts = [act for act in made if act is not None]
        if not acts:
            raise DataError(
                "no intervention with known jurisdictions on imports or exports",
                where=path.name,
                remedy="check that the file has the columns of the master data",
            )
        left = tuple(Issue("dropped", what, n, "measures") for what, n in sorted(lost.items()) if n)
        tell("read", 1.0)
        return Reading(
            {"measures": measure_rows(acts, where=path.name)},
            origin(self.card, [path], f"to {newest}" if newest > dt.date.min else "not stated"),
            "interventions",
            (*issues, *left),
        )


def _act(
    group: list[dict[str, str]], newest: dt.date, where: str, lost: Counter[str]
) -> Act | None:
    first = group[0]
    flow = first["affected.flow"].strip().casefold()
    side = "import" if flow.startswith("inward") else "export" if flow.startswith("outward") else ""
    imposer = _economy(first["implementing.jurisdiction"])
    named = {row["affected.jurisdiction"].strip() for row in group} - _NOTHING
    targets = {_economy(name) for name in named}
    lost["affected jurisdictions not known"] += sum(not t for t in targets)
    targets.discard("")
    if not imposer or not side or (named and not targets):
        lost["interventions without known implementer, flow or affected jurisdiction"] += 1
        return None
    codes = {c.strip() for row in group for c in re.split(r"[,;]", row["affected.product"])}
    codes = {c.zfill(6) for c in codes - _NOTHING}
    known = {c for c in codes if products.is_hs6(c)}
    lost["affected products not known"] += len(codes - known)
    begins, ends = (_day(first[f"date.{n}"], where) for n in ("implemented", "removed"))
    ended = ends is not None and ends <= newest
    green = first["gta.evaluation"].strip().casefold() in ("green", "3")
    started = begins is not None and begins <= newest
    kind = first["intervention.type"].strip()
    mast = first["mast.chapter"].strip()[:1].upper()
    stage = "ended" if ended else "eased" if green else "in_force" if started else "announced"
    return hold(
        Act(
            imposer,
            tuple(targets) or ("WLD",),
            side,
            stage,
            f"https://globaltradealert.org/intervention/{first['intervention.id'].strip()}",
            products=tuple(known),
            hs=_EDITION if known else "",
            mast=mast if "A" <= mast <= "P" else "",
            oecd=_OECD.get(kind.casefold(), "") if side == "export" else "",
            announced=_day(first["date.announced"], where),
            in_force=begins,
            ended=ends if ended else None,
            instrument=" ".join(f"{first['title']} ({kind})".split())[:2000],
            id=f"gta:{first['intervention.id'].strip()}:{imposer}",
        ),
        where=f"{where}, intervention {first['intervention.id']}",
    )


def _day(text: str, where: str) -> dt.date | None:
    return None if text.strip() in _NOTHING else days_of([text.strip()], where=where)[0]


def _economy(text: str) -> str:
    try:
        return find(text.strip())
    except CodeError:
        return ""
