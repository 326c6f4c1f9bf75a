"""Who a party buys a good from: shares, concentration, and what to beware of."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.concentration import (
    effective_suppliers,
    governance_risk,
    hhi,
    top_share,
    weighted_hhi,
)
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy


def supplier_shares(picture: Picture, good: str) -> Finding:
    """Compute the shares of the economies a party imports a good from.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``supplier_shares``: supplier, value (kUSD), share, quantity (t, empty when
        missing); figures hhi, effective_suppliers, top_supplier, top_share, top3_share,
        total_value, concern_share, governance_weighted_hhi.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        HHI and CR over imports by value, trade among members of a bloc netted out.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> supplier_shares(tiny_picture("JPN"), "rare_earth_metals").figures["top_share"].value
        0.6
    """
    rows = picture.imports(good)
    suppliers, value, quantity = by_economy(rows, "exporter")
    total = float(value.sum())
    share = value / total if total else value
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)

    def figure(
        amount: float | str | None, unit: str, missing: str = "no imports recorded"
    ) -> Figure:
        return Figure(amount, unit, date, sources, missing if amount is None else "")

    weighted, weighted_missing, weighted_caveats = _governance(picture, suppliers, value)
    concern, concern_missing = _concern(picture, suppliers, share)
    figures = {
        "hhi": figure(hhi(value), "HHI"),
        "effective_suppliers": figure(effective_suppliers(value), "suppliers"),
        "top_supplier": figure(suppliers[0] if total else None, "iso3"),
        "top_share": figure(top_share(value), "share"),
        "top3_share": figure(top_share(value, 3), "share"),
        "total_value": figure(total if total else None, "kUSD"),
        "concern_share": figure(concern, "share", concern_missing),
        "governance_weighted_hhi": figure(weighted, "HHI", weighted_missing),
    }
    return Finding(
        kind="supplier_shares",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(
            {
                "supplier": pa.array(suppliers, pa.string()),
                "value": pa.array(value, pa.float64()),
                "share": pa.array(share, pa.float64()),
                "quantity": pa.array(quantity, pa.float64(), mask=np.isnan(quantity)),
            }
        ),
        units={"supplier": "iso3", "value": "kUSD", "share": "share", "quantity": "t"},
        figures=figures,
        method=Method(
            "supplier shares and HHI of imports",
            "s_i = v_i / sum(v); HHI = sum(s_i^2)",
            "Herfindahl (1950); Hirschman (1945)",
        ),
        lineage=picture.lineage("flows", good)
        .join(picture.lineage("governance"))
        .then("net", f"trade among the members of {picture.party} left out")
        .then("share", f"imports of {good} in {date} by value"),
        caveats=(
            *good_caveats(picture, good),
            *_quantity_caveat(picture, rows),
            *_hub_caveats(picture, good, suppliers, share),
            *weighted_caveats,
        ),
    )


def good_caveats(picture: Picture, good: str) -> tuple[Caveat, ...]:
    """Say what a reader must know of the codes behind a good.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Caveats ``basket`` and ``absent_codes`` where they apply.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> good_caveats(tiny_picture("JPN"), "rare_earth_metals")
        ()
    """
    view = picture.view(good)
    caveats = []
    if view.basket and view.codes:
        caveats.append(
            Caveat(
                "basket",
                f"HS {', '.join(view.codes)} ({view.edition}) holds more than this good: "
                f"{view.basket_note}",
                {"codes": ", ".join(view.codes), "edition": view.edition},
            )
        )
    if view.absent and view.codes:
        caveats.append(
            Caveat(
                "absent_codes",
                f"the trade data lack HS {', '.join(view.absent)} ({view.edition}), "
                "so part of the good is not counted",
                {"codes": ", ".join(view.absent), "edition": view.edition},
            )
        )
    return tuple(caveats)


def _quantity_caveat(picture: Picture, rows: pa.Table) -> tuple[Caveat, ...]:
    value = rows.column("value").to_numpy()
    total = float(value.sum())
    if not total:
        return ()
    empty = rows.column("quantity").is_null().to_numpy(zero_copy_only=False)
    missing = float(value[empty].sum()) / total
    if missing <= picture.thresholds["missing_quantity"]:
        return ()
    return (
        Caveat(
            "missing_quantity",
            f"{100 * missing:.0f} % of the import value has no tonnage",
            {"share": missing},
        ),
    )


def _hub_caveats(
    picture: Picture, good: str, suppliers: list[str], share: np.ndarray
) -> tuple[Caveat, ...]:
    """Flag suppliers that buy about as much of the good as they sell."""
    trade = picture.trade(good, picture.year)
    sellers, sold, _ = by_economy(trade, "exporter")
    buyers, bought, _ = by_economy(trade, "importer")
    sales = dict(zip(sellers, sold, strict=True))
    purchases = dict(zip(buyers, bought, strict=True))
    caveats = []
    for supplier, part in zip(suppliers, share, strict=True):
        if part < picture.thresholds["significant_share"]:
            continue
        ratio = float(purchases.get(supplier, 0.0) / sales[supplier])
        if ratio >= picture.thresholds["hub_ratio"]:
            caveats.append(
                Caveat(
                    "hub",
                    f"{supplier} itself buys {ratio:.2g} times what it sells of this good: the "
                    "origin may lie further back",
                    {"economy": supplier, "ratio": ratio, "share": float(part)},
                )
            )
    return tuple(caveats)


def governance_scores(picture: Picture) -> tuple[dict[str, float], str]:
    """Take the newest political-stability scores up to the picture's year.

    Args:
        picture: tables of the party and year.

    Returns:
        WGI estimate by economy, and the year they are of ('' when there are none).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> governance_scores(tiny_picture("JPN"))[1]
        '2022'
    """
    table = picture.governance
    years = table.column("year").to_numpy()
    stability = np.asarray(table.column("dimension").cast(pa.string()).to_pylist()) == "PV"
    usable = stability & (years <= picture.year)
    if not usable.any():
        return {}, ""
    year = int(years[usable].max())
    chosen = table.filter(pa.array(usable & (years == year)))
    economies = chosen.column("economy").cast(pa.string()).to_pylist()
    return dict(zip(economies, chosen.column("estimate").to_pylist(), strict=True)), str(year)


def _governance(
    picture: Picture, suppliers: list[str], value: np.ndarray
) -> tuple[float | None, str, tuple[Caveat, ...]]:
    scores, year = governance_scores(picture)
    if not scores:
        return None, "no governance scores up to this year", ()
    known = np.array([s in scores for s in suppliers], dtype=bool)
    total = float(value.sum())
    if not total:
        return None, "no imports recorded", ()
    covered = float(value[known].sum()) / total
    if covered < picture.thresholds["governance_coverage"]:
        return None, "governance scores cover too little of supply", ()
    weights = [governance_risk(scores[s]) for s in np.asarray(suppliers)[known]]
    result = weighted_hhi(value[known], weights)
    return (
        result,
        "",
        (
            Caveat(
                "governance_year",
                f"governance: WGI political stability of {year}, 0 best to 1 worst",
                {"year": year},
            ),
        ),
    )


def _concern(picture: Picture, suppliers: list[str], share: np.ndarray) -> tuple[float | None, str]:
    if picture.tiers is None:
        return None, "no trust tiers given"
    if not suppliers:
        return None, "no imports recorded"
    of_concern = [picture.tiers.get(s) == "of_concern" for s in suppliers]
    return float(share[of_concern].sum()), ""
