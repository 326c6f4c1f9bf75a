"""The map of the page: who supplies most goods, drawn, listed and cited."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from kanmon.analysis.finding import Finding, Method
from kanmon.brief import names
from kanmon.brief.charts.map import Place, classes, swatch, world_map
from kanmon.brief.document import Brief, exposure
from kanmon.brief.headlines import map_headline
from kanmon.brief.numbers import number
from kanmon.brief.twin import Twin, twin
from kanmon.brief.wording import words
from kanmon.codes import blocs
from kanmon.provenance import Lineage

_LABELS = 8


@dataclass(frozen=True, slots=True)
class Atlas:
    """Carry the map, its legend, its sentence and its table.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> len(atlas(tiny_brief("JPN")).svg) > 1000
        True
    """

    headline: str
    svg: str
    legend: tuple[tuple[str, str], ...]
    leaders: tuple[tuple[str, str], ...]
    table: Twin


def atlas(brief: Brief) -> Atlas:
    """Draw and list who the largest suppliers of the ranked goods are.

    Args:
        brief: any brief.

    Returns:
        The map with legend and table.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> atlas(tiny_brief("JPN")).headline
        'Largest supplier for most goods: China (1 of 1 ranked goods).'
    """
    w, lang = words(brief.lang), brief.lang
    found = exposure(brief)
    leading = [e for e in found if e.goods]
    places = {}
    for index, one in enumerate(leading):
        name, count = names.economy(one.economy, lang), number(one.goods, lang)
        title = w.say("chart.map_item", economy=name, count=count)
        label = f"{name} {count}" if index < _LABELS else ""
        places[one.economy] = Place(one.goods, title, label)
    bands = classes(max((e.goods for e in leading), default=0))
    legend = tuple(
        (swatch(i, len(bands)), str(low) if low == high else f"{low}–{high}")
        for i, (low, high) in enumerate(bands)
    )
    items = w.say("page.separator").join(p.title for p in places.values())
    svg = world_map(
        places,
        sorted(blocs.party(brief.party, brief.year)),
        "map-world",
        w.say("chart.map"),
        w.say("chart.map_desc", items=items or w.say("chart.map_none")),
    )
    return Atlas(
        headline=map_headline(brief, found),
        svg=svg,
        legend=legend,
        leaders=tuple((names.economy(e.economy, lang), number(e.goods, lang)) for e in leading),
        table=twin(exposure_finding(brief), lang, id="table-map"),
    )


def exposure_finding(brief: Brief) -> Finding:
    """Put the counts of the map into a finding: units, sources and date as all have them.

    Args:
        brief: any brief.

    Returns:
        Finding ``map``: by economy, the goods it is the largest supplier of and what is bought.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> exposure_finding(tiny_brief("JPN")).table.column("goods").to_pylist()[0]
        1
    """
    found = exposure(brief)
    table = pa.table(
        {
            "economy": pa.array([e.economy for e in found], pa.string()),
            "goods": pa.array([e.goods for e in found], pa.int32()),
            "import_value": pa.array([e.value for e in found], pa.float64()),
            "import_share": pa.array([e.share for e in found], pa.float64()),
        }
    )
    origins = dict.fromkeys(
        o
        for g in brief.goods
        for o in g.suppliers.sources
        if o.source in g.suppliers.figures["hhi"].sources
    )
    return Finding(
        kind="map",
        good="",
        party=brief.party,
        as_of=brief.chokepoints.as_of,
        table=table,
        units={
            "economy": "iso3",
            "goods": "goods",
            "import_value": "kUSD",
            "import_share": "share",
        },
        figures={},
        method=Method("largest suppliers", "count of goods; sum of import value", "Kanmon"),
        lineage=Lineage(tuple(origins)),
    )
