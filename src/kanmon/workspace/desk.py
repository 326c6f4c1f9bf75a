"""What views are made from: the store and the reference pack, each question computed once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from kanmon.analysis.coercion.assess.assess import Assessed, assess_case
from kanmon.analysis.coercion.case.library import case_of
from kanmon.analysis.finding import Finding
from kanmon.brief.document import Brief
from kanmon.brief.moved import Transition
from kanmon.catalogue.chips import chip
from kanmon.catalogue.control_book import control_book
from kanmon.licensing.table import licence_table
from kanmon.moving.make import Asked as PathAsked
from kanmon.moving.make import make_transition
from kanmon.screening import open_screening
from kanmon.settings import store_path
from kanmon.store.state import FILE as STATE_FILE
from kanmon.store.store import Store
from kanmon.study import GoodStudy, Study
from kanmon.watching.watch import Watched, watch
from kanmon.workspace.memo import Memo
from kanmon.workspace.settings import Settings

_T = TypeVar("_T")
DRAWS = 200
"""Draws of a transition, as many as the brief makes."""
_KEPT = 48


class Desk:
    """Answer what views ask with the functions the command line and the brief use.

    Example:
        >>> from pathlib import Path
        >>> desk = Desk(Settings(store=Path("no-such-folder")))
        >>> desk.show("gallium_metal", "JPN", 2022).findings.good
        'gallium_metal'
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(store_path(settings.store))
        self._memo = Memo(_KEPT)

    @property
    def today(self) -> dt.date:
        """The day views are made on."""
        return self.settings.today

    def study(self) -> Study:
        """Open the store, as it stands, and the reference pack."""
        return self._once(("study",), lambda: Study(self.store))

    def brief(self, party: str, year: int | None) -> Brief:
        """Run every dependency analysis of a party, as `kanmon brief` does."""
        made_on = self.today
        return self._once(
            ("brief", party, year, made_on),
            lambda: self.study().brief(party, year, made_on=made_on),
        )

    def show(self, good: str, party: str, year: int | None) -> GoodStudy:
        """Gather all there is to tell of one good, as `kanmon show` does."""
        return self._once(("show", good, party, year), lambda: self.study().show(good, party, year))

    def screen(self, party: str, year: int | None, name: str) -> Finding:
        """Screen all goods, as `kanmon dependency` does."""
        return self._once(
            ("screen", party, year, name), lambda: self.study().screen(party, year, name)
        )

    def indicator(self, name: str, good: str, party: str, year: int | None) -> Finding:
        """Compute one indicator of a good, as `kanmon dependency --good` does."""
        return self._once(
            ("indicator", name, good, party, year),
            lambda: self.study().indicator(name, good, party, year),
        )

    def products(self, party: str, year: int | None) -> Finding:
        """Screen every HS6 product, as `kanmon dependency --all` does."""
        return self._once(
            ("products", party, year),
            lambda: open_screening(self.store, year=year).products(party),
        )

    def product(self, party: str, code: str, year: int | None) -> Finding:
        """Explain one HS6 product, as `kanmon dependency --why` does."""
        return self._once(
            ("product", party, code, year),
            lambda: open_screening(self.store, year=year).why(code, party),
        )

    def transition(self, party: str) -> Transition:
        """Run the documented path of a party, as its brief does."""
        asked = PathAsked(draws=DRAWS, made_on=self.today)
        return self._once(
            ("transition", party, self.today), lambda: make_transition(party, asked, self.store)
        )

    def case(self, name: str) -> Assessed:
        """Weigh a case of the library, as `kanmon coercion assess` does."""
        return self._once(("case", name), lambda: assess_case(case_of(name)))

    def licences(self, item: str, exporter: str, day: dt.date, use: str) -> Finding:
        """Decide an export for every destination, as `kanmon licence table` does."""
        return self._once(
            ("licences", item, exporter, day, use),
            lambda: licence_table(chip(item), exporter, day, control_book(), use),
        )

    def watched(self, party: str, as_of: dt.date, budget: int | None) -> Watched:
        """Watch a party without keeping anything: looking tells nobody."""
        book = self.store.path / STATE_FILE
        stamp = book.stat().st_mtime_ns if book.is_file() else 0
        return self._once(
            ("watched", party, as_of, budget, stamp),
            lambda: watch(self.store, party, as_of=as_of, budget=budget),
        )

    def _once(self, key: tuple[object, ...], make: Callable[[], _T]) -> _T:
        held = tuple(s.id for s in self.store.snapshots())
        return self._memo.get((held, *key), make)
