"""Three axes of a good for a party: criticality, vulnerability and lack of resilience."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from kanmon.analysis.dependency.concentration import hhi
from kanmon.analysis.dependency.criticality.sensitivity import Ranking, weight_sensitivity
from kanmon.analysis.dependency.fragility import fragility
from kanmon.analysis.dependency.production import production_shares
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy

Components = dict[str, float | None]

AXES = {
    "criticality": ("production_hhi", "world_export_hhi", "removal_loss"),
    "vulnerability": ("import_hhi", "top_share", "governance_weighted_hhi", "concern_share"),
    "lack_of_resilience": ("net_buyer", "not_made", "irreplaceable"),
}


def axis_components(picture: Picture, good: str) -> Components:
    """Compute every component of the three axes of a good for a party.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        By name, 0 (good) to 1 (bad), None where it cannot be had: production_hhi,
        world_export_hhi, removal_loss (see fragility); import_hhi, top_share,
        governance_weighted_hhi, concern_share (see suppliers); net_buyer (imports over imports
        and exports), not_made (one minus own share of world production), irreplaceable (part of
        the largest exporter's sales no other could take over).

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> axis_components(tiny_picture("JPN"), "rare_earth_metals")["import_hhi"]
        0.46
    """
    bought, made = supplier_shares(picture, good), production_shares(picture, good)
    network = fragility(picture, good)
    _, exported, _ = by_economy(picture.trade(good, picture.year), "exporter")
    m = float(picture.imports(good).column("value").to_numpy().sum())
    x = float(picture.exports(good).column("value").to_numpy().sum())
    replaceable = _number(network, "replaceable")
    shares = dict(
        zip(
            made.table.column("producer").to_pylist(),
            made.table.column("share").to_pylist(),
            strict=True,
        )
    )
    own = sum(s for e, s in shares.items() if e in picture.members)
    return {
        "production_hhi": _number(made, "hhi"),
        "world_export_hhi": hhi(exported),
        "removal_loss": _number(network, "max_unmet"),
        "import_hhi": _number(bought, "hhi"),
        "top_share": _number(bought, "top_share"),
        "governance_weighted_hhi": _number(bought, "governance_weighted_hhi"),
        "concern_share": _number(bought, "concern_share"),
        "net_buyer": m / (m + x) if m + x else None,
        "not_made": max(0.0, 1.0 - own) if shares else None,
        "irreplaceable": None if replaceable is None else 1.0 - replaceable,
    }


def three_axes(
    picture: Picture, goods: Sequence[str], *, draws: int = 1000, seed: int = 0
) -> Finding:
    """Score and rank goods on three axes, with every component and rank intervals.

    An axis is the mean of its components; one that is missing for any of the goods is left out
    for all, so that goods are compared on the same footing, and a caveat names it. Goods the
    party does not import are left out and named.

    Args:
        picture: tables of the party and year.
        goods: ids of strategic goods.
        draws: weight vectors drawn for the rank intervals.
        seed: seed of the draws.

    Returns:
        Finding ``three_axes``: rank, good, best_rank, worst_rank (5-95 % of weight draws), the
        three axes, then every component; worst first. Figures ranked and left_out.

    Raises:
        CodeError: a good is not in the picture.

    Source:
        Axes as named by SCALE; which measures stand for them is Kanmon's own choice. Weights:
        OECD/JRC Handbook on Constructing Composite Indicators (2008).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = three_axes(tiny_picture("JPN"), ["rare_earth_metals"], draws=10)
        >>> f.table.select(["rank", "good"]).to_pylist()
        [{'rank': 1, 'good': 'rare_earth_metals'}]
    """
    found = {g: axis_components(picture, g) for g in dict.fromkeys(goods)}
    absent = [g for g, c in found.items() if c["import_hhi"] is None]
    kept = {g: c for g, c in found.items() if g not in absent}
    used = {
        axis: [n for n in names if all(c[n] is not None for c in kept.values())]
        for axis, names in AXES.items()
    }
    dropped = [n for axis, names in AXES.items() for n in names if n not in used[axis]]
    axes = {g: [_mean(c, names) for names in used.values()] for g, c in kept.items()}
    ranking = weight_sensitivity(axes, draws=draws, seed=seed) if axes else Ranking({}, {}, {})
    rows = [
        {
            "rank": ranking.rank[g],
            "good": g,
            "best_rank": ranking.best[g],
            "worst_rank": ranking.worst[g],
            **dict(zip(AXES, axes[g], strict=True)),
            **kept[g],
        }
        for g in sorted(axes, key=lambda g: (ranking.rank[g], g))
    ]
    lineage = picture.lineage("flows").join(
        *(picture.lineage("flows", g) for g in kept),
        picture.lineage("production"),
        picture.lineage("governance"),
    )
    date = str(picture.year)
    sources = tuple(o.source for o in lineage.origins)
    return Finding(
        kind="three_axes",
        good="",
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units=_UNITS,
        figures={
            "ranked": Figure(len(rows), "goods", date, sources),
            "left_out": Figure(len(absent), "goods", date, sources),
        },
        method=Method(
            "three axes",
            "mean of components by axis; ranks over weights drawn evenly from the simplex",
            "axes after SCALE; composition Kanmon's own",
        ),
        lineage=lineage.then("rank", f"{len(rows)} goods, {draws} weight draws, seed {seed}"),
        caveats=(
            Caveat("no_need", "how much the party's economy needs a good is not in these axes"),
            *_named("axis_without", "not known for every good, so not used", dropped),
            *_named("not_imported", "not imported, so not ranked", absent),
        ),
    )


def _named(code: str, text: str, names: Sequence[str]) -> tuple[Caveat, ...]:
    listed = ", ".join(names)
    return (Caveat(code, f"{text}: {listed}", {"names": listed}),) if names else ()


def _mean(components: Components, names: Sequence[str]) -> float:
    values = [v for n in names if (v := components[n]) is not None]
    return sum(values) / len(values)


def _number(finding: Finding, name: str) -> float | None:
    value = finding.figures[name].value
    return float(value) if isinstance(value, int | float) else None


_COLUMNS = (*AXES, *(n for names in AXES.values() for n in names))
_RANKS = {"rank": "", "good": "good", "best_rank": "", "worst_rank": ""}
_UNITS = {**_RANKS, **dict.fromkeys(_COLUMNS, "0-1")}
_SCHEMA = pa.schema(
    [
        *((n, pa.string() if n == "good" else pa.int16()) for n in _RANKS),
        *((n, pa.float64()) for n in _COLUMNS),
    ]
)
