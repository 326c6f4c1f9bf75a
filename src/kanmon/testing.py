"""A tiny world for examples and tests: four economies, two goods, figures easy to check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.coercion.trade.example import example_panel
from kanmon.analysis.coercion.trade.findings import counterfactual, trade_loss
from kanmon.analysis.coercion.trade.gains import gainers, placebos
from kanmon.analysis.coercion.trade.losses import losses
from kanmon.analysis.coercion.trade.measure import Measure
from kanmon.analysis.dependency.chokepoints import GoodFindings, chokepoints
from kanmon.analysis.dependency.coverage import coverage
from kanmon.analysis.dependency.production import production_shares
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.dependency.trend import concentration_trend
from kanmon.analysis.finding import Finding
from kanmon.brief.document import Brief
from kanmon.catalogue.thresholds import thresholds
from kanmon.picture.picture import GoodView, Picture
from kanmon.provenance import Licence, Lineage, Origin
from kanmon.sources.source import Reading
from kanmon.tables.schema import schema


def tiny_origin(source: str = "tiny") -> Origin:
    """Make an origin for invented figures.

    Args:
        source: source name it carries.

    Returns:
        An origin whose licence says the figures are invented.

    Example:
        >>> tiny_origin().publisher
        'Kanmon tests'
    """
    licence = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
    return Origin(source, "Kanmon tests", "Tiny world", "2022", licence)


def tiny_flows() -> pa.Table:
    """Make six yearly flows of two products between four economies.

    Returns:
        A ``flows`` table; in 2022 Japan buys 60 of 280530 from CHN, 30 from VNM, 10 from THA.

    Example:
        >>> tiny_flows().num_rows
        6
    """
    rows = [
        ("CHN", "JPN", "280530", 60.0, 6.0),
        ("VNM", "JPN", "280530", 30.0, 2.0),
        ("THA", "JPN", "280530", 10.0, None),
        ("CHN", "USA", "280530", 50.0, 5.0),
        ("JPN", "USA", "280530", 50.0, 4.0),
        ("CHN", "JPN", "250410", 100.0, 90.0),
    ]
    exporter, importer, product, value, quantity = zip(*rows, strict=True)
    n = len(rows)
    s = schema("flows").arrow
    return pa.table(
        {
            "year": pa.array([2022] * n, s.field("year").type),
            "month": pa.array([None] * n, s.field("month").type),
            "exporter": pa.array(exporter).dictionary_encode(),
            "importer": pa.array(importer).dictionary_encode(),
            "product": pa.array(product).dictionary_encode(),
            "hs": pa.array(["HS1992"] * n).dictionary_encode(),
            "reported_by": pa.array(["reconciled"] * n).dictionary_encode(),
            "valuation": pa.array(["fob"] * n).dictionary_encode(),
            "value": pa.array(value, pa.float64()),
            "quantity": pa.array(quantity, pa.float64()),
        },
        schema=s,
    )


def tiny_reading() -> Reading:
    """Make a reading that holds :func:`tiny_flows`.

    Returns:
        A reading of variant ``HS1992``.

    Example:
        >>> tiny_reading().variant
        'HS1992'
    """
    return Reading({"flows": tiny_flows()}, tiny_origin(), "HS1992")


def tiny_production() -> pa.Table:
    """Make one year of production of a mineral, with the publisher's world total.

    Returns:
        A ``production`` table: CHN 70, USA 20, other economies 10 of a world of 100 t.

    Example:
        >>> tiny_production().num_rows
        4
    """
    shares = {"CHN": 70.0, "USA": 20.0, "OTH": 10.0, "WLD": 100.0}
    n = len(shares)
    return pa.table(
        {
            "year": pa.array([2022] * n, pa.int16()),
            "economy": pa.array(list(shares)).dictionary_encode(),
            "mineral": pa.array(["Rare earths"] * n),
            "kind": pa.array(["mine production"] * n),
            "statistic": pa.array(["production"] * n).dictionary_encode(),
            "quantity": pa.array(list(shares.values()), pa.float64()),
            "unit": pa.array(["t"] * n).dictionary_encode(),
            "estimated": pa.array([False] * n),
            "edition": pa.array(["2023"] * n),
            "note": pa.array([None] * n, pa.string()),
        },
        schema=schema("production").arrow,
    )


def tiny_balances() -> pa.Table:
    """Make one published net import reliance.

    Returns:
        A ``balances`` table with one row.

    Example:
        >>> tiny_balances().column("value").to_pylist()
        [80.0]
    """
    row = {
        "year": 2022,
        "economy": "USA",
        "partner": None,
        "mineral": "Tinium",
        "item": "net_import_reliance",
        "detail": "net import reliance",
        "bound": "point",
        "value": 80.0,
        "unit": "percent",
        "edition": "2023",
        "note": None,
    }
    return pa.Table.from_pylist([row], schema=schema("balances").arrow)


def tiny_picture(party: str) -> Picture:
    """Make the picture of a party in the tiny world of 2022.

    Args:
        party: JPN, USA or EPCC (Japan and the United States).

    Returns:
        A picture of one good, ``rare_earth_metals`` (HS 280530).

    Example:
        >>> sorted(tiny_picture("EPCC").members)
        ['JPN', 'USA']
    """
    good = "rare_earth_metals"
    flows = tiny_flows().filter(pc.equal(tiny_flows().column("product"), "280530"))
    n = flows.num_rows
    plain = tiny_production()
    made = pa.table(
        {
            "year": plain.column("year"),
            "good": pa.array([good] * plain.num_rows),
            "economy": plain.column("economy").cast(pa.string()),
            "source": pa.array(["tiny"] * plain.num_rows),
            "edition": plain.column("edition"),
            "kind": plain.column("kind"),
            "quantity": plain.column("quantity"),
            "unit": plain.column("unit").cast(pa.string()),
            "estimated": plain.column("estimated"),
            "note": plain.column("note"),
        }
    ).cast(schema("good_production").arrow)
    scores = {"CHN": -0.5, "VNM": 0.0, "THA": -0.4, "JPN": 1.0, "USA": 0.0}
    governance = pa.Table.from_pylist(
        [
            {
                "year": 2022,
                "economy": e,
                "dimension": "PV",
                "estimate": s,
                "standard_error": None,
                "percentile": None,
            }
            for e, s in scores.items()
        ],
        schema=schema("governance").arrow,
    )
    lineage = Lineage((tiny_origin(),))
    return Picture(
        party=party,
        members=frozenset({"JPN", "USA"} if party == "EPCC" else {party}),
        year=2022,
        flows={
            good: pa.table(
                {
                    "year": flows.column("year"),
                    "good": pa.array([good] * n),
                    "exporter": flows.column("exporter").cast(pa.string()),
                    "importer": flows.column("importer").cast(pa.string()),
                    "value": flows.column("value"),
                    "quantity": flows.column("quantity"),
                }
            ).cast(schema("good_flows").arrow)
        },
        production=made,
        reliance=schema("good_reliance").arrow.empty_table(),
        prices=schema("good_prices").arrow.empty_table(),
        governance=governance,
        goods={good: GoodView(good, "metal", "minerals", "HS1992", ("280530",), ())},
        lineages=dict.fromkeys(
            ("flows", "production", "reliance", "prices", "governance"), lineage
        ),
        thresholds={key: t.value for key, t in thresholds().items()},
    )


def tiny_good_findings(party: str) -> GoodFindings:
    """Make every dependency finding of the tiny world's good for a party.

    Args:
        party: JPN, USA or EPCC.

    Returns:
        Suppliers, production, trend and reliance of ``rare_earth_metals``.

    Example:
        >>> tiny_good_findings("EPCC").suppliers.figures["total_value"].value
        150.0
    """
    picture = tiny_picture(party)
    good = "rare_earth_metals"
    return GoodFindings(
        good,
        supplier_shares(picture, good),
        production_shares(picture, good),
        concentration_trend(picture, good),
        import_reliance(picture, good),
    )


def tiny_brief(party: str, lang: str = "en") -> Brief:
    """Make the brief of a party in the tiny world, its one good large enough to be ranked.

    Args:
        party: JPN, USA or EPCC.
        lang: language of the brief.

    Returns:
        A brief with one ranked good.

    Example:
        >>> tiny_brief("JPN").ranking()[0]["rank"]
        1
    """
    picture = tiny_picture(party)
    picture = replace(picture, thresholds={**picture.thresholds, "value_floor": 0.0})
    found = (tiny_good_findings(party),)
    ranked = chokepoints(picture, found)
    made_on = date(2026, 11, 1)
    return Brief(party, 2022, lang, made_on, ranked, found, coverage(picture))


def tiny_trade_findings() -> tuple[Finding, ...]:
    """Make findings on what a made-up measure of 2013 cost: every kind there is.

    Returns:
        Findings ``counterfactual``, ``trade_loss``, ``gainers`` and ``placebos``.

    Example:
        >>> tiny_trade_findings()[1].kind
        'trade_loss'
    """
    found = losses(example_panel(), Measure("T", "I", "g0", 2013))
    made = (counterfactual, trade_loss, gainers, placebos)
    return tuple(make(found, Lineage((tiny_origin(),))) for make in made)
