"""The measures register: acts found once, moved forward by later news, with a queue for review."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kanmon.errors import CodeError
from kanmon.store.state import State
from kanmon.tables.measure import DAYS, STAGES, Act, act_id, hold
from kanmon.tables.measure_files import act_of, plain_act


@dataclass(frozen=True, slots=True)
class Entered:
    """Say what adding acts changed, by id.

    Example:
        >>> Entered((), (), ()).added
        ()
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def join(known: Act, news: Act) -> Act:
    """Join what is known of an act with news of it.

    The stage never goes back: easing follows being in force, and ends. A day once known is kept
    and missing ones are filled; so are empty texts. Goods, products and targets add up. What a
    person confirmed stays confirmed.

    Args:
        known: as it stands.
        news: a later record of the same act.

    Returns:
        The act with the id it had.

    Example:
        >>> first = hold(Act("CHN", ("JPN",), "export", "announced", "x"), where="x")
        >>> join(first, replace(first, stage="in_force")).stage
        'in_force'
    """
    made: dict[str, Any] = {
        f.name: getattr(known, f.name) or getattr(news, f.name) for f in fields(Act)
    }
    for name in ("targets", "goods", "products"):
        made[name] = tuple(sorted({*getattr(known, name), *getattr(news, name)}))
    if known.hs and news.hs and known.hs != news.hs:
        # Codes of two editions cannot stand side by side: those held stay.
        made["products"] = known.products
    made["stage"] = max(known.stage, news.stage, key=STAGES.index)
    made["standing"] = max(known.standing, news.standing, key=("read", "reviewed").index)
    made["review"] = "" if made["standing"] == "reviewed" else known.review or news.review
    if known.quote:
        made["span"], made["source"], made["lang"] = known.span, known.source, known.lang
    return Act(**made)


class MeasureRegister:
    """Keep trade-policy acts of one store.

    Example:
        >>> import tempfile
        >>> act = Act("CHN", ("JPN",), "export", "announced", "x", goods=("gallium_metal",))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     register = MeasureRegister(Path(folder))
        ...     _ = register.add([act])
        ...     print([a.imposer for a in register.find(good="gallium_metal")])
        ['CHN']
    """

    def __init__(self, path: Path, *, timeout: float = 60.0) -> None:
        self._state = State(path, timeout=timeout)

    def add(self, acts: Iterable[Act]) -> Entered:
        """Enter acts, all or none; those known already are moved forward, never doubled."""
        ready = [hold(act, where=f"measure {n}") for n, act in enumerate(acts, start=1)]
        ids: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
        with self._state.changing() as held:
            for act in ready:
                known = _one(held, act.id)
                made = act if known is None else hold(join(known, act), where=act.id)
                what = "added" if known is None else "changed" if made != known else "unchanged"
                if act.id not in ids["added"] and act.id not in ids["changed"]:
                    ids[what].append(act.id)
                if what != "unchanged":
                    _put(held, made)
        return Entered(*(tuple(dict.fromkeys(i)) for i in ids.values()))

    def update(self, which: str, **changed: Any) -> Act:
        """Change fields of one act; its stage may be set back here, by a person's hand."""
        with self._state.changing() as held:
            made = hold(replace(self._known(held, which), **changed, id=which), where=which)
            _put(held, made)
        return made

    def review(self, which: str, *, accept: bool = True) -> Act:
        """Confirm an act that waits for review, or take it out of the register."""
        with self._state.changing() as held:
            known = self._known(held, which)
            if not accept:
                held.execute("delete from measures where id = ?", (which,))
                return known
            made = hold(replace(known, standing="reviewed", review=""), where=which)
            _put(held, made)
        return made

    def list(self, standing: str = "") -> tuple[Act, ...]:
        """List acts by the day they were made public, of one standing where named."""
        return tuple(a for a in self._all() if standing in ("", a.standing))

    def queue(self) -> tuple[Act, ...]:
        """List acts a person should look at, each with the reason in ``review``."""
        return tuple(a for a in self._all() if a.review)

    def find(
        self,
        *,
        imposer: str = "",
        target: str = "",
        good: str = "",
        stage: str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> tuple[Act, ...]:
        """Find acts; a target also finds those aimed at all, and days are those of any stage."""
        found = []
        for act in self._all():
            days = [d for d in (getattr(act, name) for name in DAYS) if d is not None]
            if (
                imposer in ("", act.imposer)
                and (not target or target in act.targets or "WLD" in act.targets)
                and (not good or good in act.goods or good in act.products)
                and stage in ("", act.stage)
                and (since is None or any(d >= since for d in days))
                and (until is None or any(d <= until for d in days))
            ):
                found.append(act)
        return tuple(found)

    def _all(self) -> tuple[Act, ...]:
        with self._state.reading() as held:
            if held is None:
                return ()
            rows = held.execute("select id, body from measures order by announced, id").fetchall()
        return tuple(act_of(json.loads(body), where=f"measure {key}") for key, body in rows)

    def _known(self, held: sqlite3.Connection, which: str) -> Act:
        known = _one(held, which)
        if known is None:
            raise CodeError(
                f"no measure {which!r}",
                where="measures register",
                remedy="see `kanmon measures list` for the ids there are",
            )
        return known


def _one(held: sqlite3.Connection, which: str) -> Act | None:
    row = held.execute("select body from measures where id = ?", (which,)).fetchone()
    return None if row is None else act_of(json.loads(row[0]), where=f"measure {which}")


def _put(held: sqlite3.Connection, act: Act) -> None:
    first = min((d for d in (getattr(act, n) for n in DAYS) if d is not None), default=None)
    held.execute(
        "insert into measures (id, imposer, stage, standing, announced, body) "
        "values (?, ?, ?, ?, ?, ?) on conflict (id) do update set imposer = excluded.imposer, "
        "stage = excluded.stage, standing = excluded.standing, "
        "announced = excluded.announced, body = excluded.body",
        (
            act.id or act_id(act),
            act.imposer,
            act.stage,
            act.standing,
            "" if first is None else first.isoformat(),
            json.dumps(plain_act(act), ensure_ascii=False),
        ),
    )
