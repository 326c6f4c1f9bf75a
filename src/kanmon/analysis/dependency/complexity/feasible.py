"""Who could supply a good next: economies ranked by what can be shown for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.complexity.candidates import candidates
from kanmon.analysis.dependency.complexity.evidence import Evidence
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix, Floats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.errors import DataError
from kanmon.provenance import Lineage

_UNITS = {
    "rank": "place",
    "supplier": "iso3",
    "standing": "word",
    "rca": "ratio",
    "own": "share",
    "density": "share",
    "feasibility": "score",
    "growth": "share a year",
    "cover": "ratio",
    "distance": "km",
    "nearness": "ratio",
    "tier": "word",
    "trust": "weight",
    "score": "score",
}


def feasible_suppliers(
    exports: ExportMatrix,
    good: str,
    products: Sequence[str],
    *,
    party: str,
    members: Collection[str],
    lineage: Lineage,
    evidence: Evidence | None = None,
) -> Finding:
    """Rank the economies outside a party that make a good or could make it next.

    Args:
        exports: what each economy exports of each product; the more products, the better.
        good: id of the good, for the finding.
        products: the good's columns in ``exports``; taken together.
        party: economy or bloc that buys.
        members: economies of the party, never candidates.
        lineage: where ``exports`` come from.
        evidence: what else is known of the candidates.

    Returns:
        Finding ``feasible_suppliers``, best first: score = feasibility x nearness x trust, each
        shown with its parts, factors not given left out. ``own`` is the share of its exports
        that an economy does not itself import; only that counts as advantage. Economies whose
        score cannot be had come last without rank. Figures: candidates, makers, unscored,
        top_candidate, top_score, top_newcomer (best that neither makes nor re-exports it yet).

    Raises:
        CodeError: a product is not in the matrix.
        DataError: no product is named, or nobody exports any of them.

    Source:
        Kanmon, on revealed advantage (Balassa 1965) and density (Hidalgo et al. 2007);
        nearness = 1 / (1 + distance / median distance).

    Example:
        >>> values = np.array([[9.0, 6, 1], [5, 4, 9], [0, 3, 9]])
        >>> m = ExportMatrix(("CHN", "AUS", "JPN"), ("260300", "740200", "850440"),
        ...                  values, 2022, "kUSD")
        >>> f = feasible_suppliers(m, "copper", ["260300"], party="JPN", members={"JPN"},
        ...                        lineage=Lineage())
        >>> f.figures["top_newcomer"].value, f.figures["makers"].value
        ('AUS', 1)
    """
    known = evidence or Evidence()
    if not products:
        raise DataError("no product", where=f"suppliers of {good}", remedy="name its codes")
    found = candidates(exports, products, members, known)
    score = found.ready.copy()
    for given, factor in ((known.distance, found.near), (known.trust, found.trust)):
        if given is not None:
            score = score * factor
    names = found.names
    order = sorted(range(len(names)), key=lambda i: (np.isnan(score[i]), -score[i], names[i]))
    scored = int(np.isfinite(score).sum())
    parts: dict[str, Sequence[object] | Floats] = {
        "supplier": names,
        "standing": found.standing,
        "value": found.value,
        "rca": found.advantage,
        "own": found.own,
        "density": found.close,
        "feasibility": found.ready,
        "growth": found.growth,
        "cover": found.cover,
        "distance": found.km,
        "nearness": found.near,
        "tier": found.tier,
        "trust": found.trust,
        "score": score,
    }
    places = [i + 1 if i < scored else None for i in range(len(names))]
    table = {"rank": pa.array(places, pa.int32())}
    table |= {name: _column(part, order) for name, part in parts.items()}
    return Finding(
        kind="feasible_suppliers",
        good=good,
        party=party,
        as_of=str(exports.year),
        table=pa.table(table),
        units={**_UNITS, "value": exports.unit},
        figures=_figures(table, scored, str(exports.year), lineage),
        method=Method(
            "feasible suppliers",
            "(density + min(own share x RCA, 1)) / 2, x median km / (median km + km), x trust",
            "Balassa (1965); Hidalgo et al. (2007); Kanmon",
        ),
        lineage=lineage.then("feasible", f"economies outside {party} scored for {good}"),
        caveats=_caveats(exports, known, len(set(products)), len(names) - scored, found.silent),
    )


def _column(part: Sequence[object] | Floats, order: list[int]) -> pa.Array:
    if isinstance(part, np.ndarray):
        sorted_part = part[order]
        return pa.array(sorted_part, pa.float64(), mask=np.isnan(sorted_part))
    return pa.array([part[i] for i in order], pa.string())


def _figures(
    table: Mapping[str, pa.Array], scored: int, date: str, lineage: Lineage
) -> dict[str, Figure]:
    sources = tuple(o.source for o in lineage.origins)
    names, words = table["supplier"].to_pylist(), table["standing"].to_pylist()
    scores = table["score"].to_pylist()
    newcomers = [
        n for n, w in zip(names[:scored], words, strict=False) if w not in ("makes", "re-exports")
    ]

    def best(listed: list[str]) -> Figure:
        missing = "" if listed else "no candidate could be scored"
        return Figure(listed[0] if listed else None, "iso3", date, sources, missing)

    return {
        "candidates": Figure(len(names), "economies", date, sources),
        "makers": Figure(words.count("makes"), "economies", date, sources),
        "unscored": Figure(len(names) - scored, "economies", date, sources),
        "top_candidate": best(names[:scored]),
        "top_score": Figure(
            scores[0] if scored else None,
            "score",
            date,
            sources,
            "" if scored else "no candidate could be scored",
        ),
        "top_newcomer": best(newcomers),
    }


def _caveats(
    exports: ExportMatrix, known: Evidence, products: int, unscored: int, silent: int
) -> tuple[Caveat, ...]:
    told = [
        Caveat(
            "universe",
            f"advantage and density are measured within {len(exports.products)} products, "
            "not within all that economies export",
            {"products": len(exports.products)},
        ),
        Caveat(
            "exports_only",
            "exports stand for making: deposits, plants being built and output for the home "
            "market are not seen",
        ),
    ]
    lacking = [
        name
        for name, given in (
            ("imports of candidates", known.imports),
            ("distances", known.distance),
            ("trust tiers", known.tiers),
        )
        if given is None
    ]
    if lacking:
        told.append(
            Caveat(
                "not_weighed",
                f"{', '.join(lacking)} not given, so not weighed",
                {"what": ", ".join(lacking)},
            )
        )
    if unscored:
        told.append(
            Caveat(
                "unscored",
                f"{unscored} economies lack something that is weighed and have no rank",
                {"count": unscored},
            )
        )
    if silent:
        told.append(
            Caveat(
                "no_exports",
                f"{silent} economies without any recorded exports are left out",
                {"count": silent},
            )
        )
    if products > 1:
        told.append(
            Caveat(
                "several_products",
                f"{products} products taken together: density weighted by world exports",
                {"products": products},
            )
        )
    return tuple(told)
