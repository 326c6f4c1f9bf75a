"""Who could supply a good next: economies ranked by what can be shown for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.complexity.advantage import presence, revealed_advantage
from kanmon.analysis.dependency.complexity.evidence import Evidence
from kanmon.analysis.dependency.complexity.feasibility import feasibility
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix, Floats
from kanmon.analysis.dependency.complexity.proximity import density
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.errors import DataError
from kanmon.provenance import Lineage

_UNITS = {
    "rank": "place",
    "supplier": "iso3",
    "standing": "word",
    "rca": "ratio",
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
        shown with its parts, factors not given left out. Economies whose score cannot be had
        come last without rank. Figures: candidates, makers, unscored, top_candidate, top_score,
        top_newcomer (best that does not make it yet).

    Raises:
        CodeError: a product is not in the matrix.
        DataError: no product is named, or nobody exports any of them.

    Source:
        Kanmon, on revealed advantage (Balassa 1965) and density (Hidalgo et al. 2007);
        nearness = nearest distance / distance.

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
    columns = [exports.column(p) for p in dict.fromkeys(products)]
    value, advantage, close = _standing(exports, columns, good)
    outside = np.array([e not in members for e in exports.economies])
    candidates = np.flatnonzero(outside & (exports.values.sum(axis=1) > 0))
    names = [exports.economies[i] for i in candidates]
    ready = feasibility(advantage, close)[candidates]
    km = _looked_up(known.distance, names)
    near = np.nanmin(km) / km if np.isfinite(km).any() else km
    tier = [None if known.tiers is None else known.tiers.get(n) for n in names]
    trust = _looked_up(known.trust, tier)
    score = ready.copy()
    for given, factor in ((known.distance, near), (known.trust, trust)):
        if given is not None:
            score = score * factor
    order = sorted(range(len(names)), key=lambda i: (np.isnan(score[i]), -score[i], names[i]))
    scored = int(np.isfinite(score).sum())
    held = advantage[candidates]
    amount = value[candidates]
    standing = [_word(a, known.begun) for a in held]
    parts: dict[str, Sequence[object] | Floats] = {
        "supplier": names,
        "standing": standing,
        "value": amount,
        "rca": held,
        "density": close[candidates],
        "feasibility": ready,
        "growth": _growth(exports, columns, known.before, names, amount),
        "cover": amount / known.need if known.need else np.full(len(names), np.nan),
        "distance": km,
        "nearness": near,
        "tier": tier,
        "trust": trust,
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
            "(density + min(RCA, 1)) / 2 x nearest distance / distance x trust, as given",
            "Balassa (1965); Hidalgo et al. (2007); Kanmon",
        ),
        lineage=lineage.then("feasible", f"economies outside {party} scored for {good}"),
        caveats=_caveats(
            exports, columns, known, len(names) - scored, int(outside.sum()) - len(names)
        ),
    )


def _standing(
    exports: ExportMatrix, columns: list[int], good: str
) -> tuple[Floats, Floats, Floats]:
    """Exports, advantage and density of a good, its products taken together."""
    value = exports.values[:, columns].sum(axis=1)
    world = exports.values[:, columns].sum(axis=0)
    if not world.sum() > 0:
        raise DataError(
            "nobody exports it",
            where=f"suppliers of {good} in {exports.year}",
            remedy="check the year and the codes of the good",
        )
    present = presence(revealed_advantage(exports.values))
    each = density(present)[:, columns]
    made = np.isfinite(each).any(axis=0)
    close = each[:, made] @ (world[made] / world[made].sum())
    total = exports.values.sum(axis=1)
    with np.errstate(invalid="ignore"):
        advantage = (value / total) / (world.sum() / total.sum())
    return value, advantage, close


def _looked_up(table: Mapping[str, float] | None, names: Sequence[str | None]) -> Floats:
    if table is None:
        return np.full(len(names), np.nan)
    return np.array([np.nan if n is None else table.get(n, np.nan) for n in names])


def _word(advantage: float, begun: float) -> str:
    if advantage >= 1:
        return "makes"
    if advantage >= begun:
        return "has begun"
    return "exports a little" if advantage > 0 else "does not export"


def _growth(
    exports: ExportMatrix,
    columns: list[int],
    before: ExportMatrix | None,
    names: list[str],
    now: Floats,
) -> Floats:
    """Yearly growth since the earlier year; NaN where nothing was exported then."""
    if before is None:
        return np.full(len(names), np.nan)
    years = exports.year - before.year
    if years < 1 or before.unit != exports.unit:
        raise DataError(
            f"exports of {before.year} in {before.unit} against {exports.year} in {exports.unit}",
            where="growth",
            remedy="give an earlier year in the same unit",
        )
    earlier = [before.column(exports.products[c]) for c in columns]
    totals = dict(zip(before.economies, before.values[:, earlier].sum(axis=1), strict=True))
    then = np.array([totals.get(n, np.nan) for n in names])
    grown = np.full(len(names), np.nan)
    np.divide(now, then, out=grown, where=then > 0)
    return np.asarray(grown ** (1 / years) - 1)


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
    newcomers = [n for n, w in zip(names[:scored], words, strict=False) if w != "makes"]

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
    exports: ExportMatrix, columns: list[int], known: Evidence, unscored: int, silent: int
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
            "exports stand for making: re-exporters look like makers, and what is made for the "
            "home market is not seen",
        ),
    ]
    lacking = [
        name
        for name, given in (("distances", known.distance), ("trust tiers", known.tiers))
        if given is None
    ]
    if lacking:
        told.append(
            Caveat(
                "not_weighed",
                f"{' and '.join(lacking)} not given, so not weighed",
                {"what": ", ".join(lacking)},
            )
        )
    if unscored:
        told.append(
            Caveat(
                "unscored",
                f"{unscored} economies lack a distance, tier or density and are listed without "
                "a rank",
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
    if len(columns) > 1:
        told.append(
            Caveat(
                "several_products",
                f"{len(columns)} products taken together: density weighted by world exports",
                {"products": len(columns)},
            )
        )
    return tuple(told)
