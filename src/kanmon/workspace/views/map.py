"""The map of exposure: who supplies most goods, or one good."""

from __future__ import annotations

from kanmon.brief.atlas import exposure_finding
from kanmon.brief.document import exposure
from kanmon.brief.headlines import headline, map_headline
from kanmon.brief.wording import words
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.charts import Map
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import View
from kanmon.workspace.page import Page, about, link, view
from kanmon.workspace.views.overview import FIRST, LAST

ALLOWED = ("year", "measure")
_MEASURES = {"goods": "goods", "import_value": "kUSD", "import_share": "share"}


def exposure_map(desk: Desk, asked: Asked) -> View:
    """Show where exposure sits.

    Args:
        desk: what it is made from.
        asked: party, year and figure; with a good, its suppliers.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = exposure_map(Desk(Settings()), Asked("map", "en", {"year": "2022"}))
        >>> made.blocks[0].chart.economy
        'economy'
    """
    w = words(asked.lang)
    party, good = asked.party(desk.settings.party), asked.good()
    year = asked.whole("year", FIRST, LAST)
    measure = asked.one("measure", tuple(_MEASURES), "goods")
    if good is None:
        made = desk.brief(party, year)
        year, found = made.year, exposure_finding(made)
        said = map_headline(made.in_language(w.lang), exposure(made))
        chart = Map(kind="map", economy="economy", value=measure, label="economy_name")
        unit = _MEASURES[measure]
    else:
        told = desk.show(good, party, year)
        year, found = told.picture.year, told.findings.suppliers
        said = headline(found, w.lang)
        chart = Map(kind="map", economy="supplier", value="share", label="supplier_name")
        unit = "share"
    shown = block(found, w, "map", Look(chart=chart, sentence=said, unit=unit))
    options = [(one, w.say(f"workspace.measure_{one}")) for one in _MEASURES]
    own = [] if good is not None else [choices.select("measure", measure, options, w)]
    return view(
        asked,
        Page(
            headline=said if good is None else about(good, said, w),
            blocks=[shown],
            findings=[found],
            controls=[*own, choices.amount("year", year, (FIRST, LAST), w, 1)],
            links=[
                link(w, "overview", party=party),
                *([] if good is None else [link(w, "good", party=party, good=good)]),
            ],
            party=party,
            good=good,
            as_of=found.as_of,
        ),
    )
