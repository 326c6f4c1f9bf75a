"""An invented brief: plausible shapes, made-up numbers, good for looking at and for testing."""

from __future__ import annotations

import math
from datetime import date

import pyarrow as pa

from brief.invented_depths import fuels, hidden, replaced
from kanmon.analysis.dependency.chokepoints import GoodFindings
from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.brief.document import Brief
from kanmon.provenance import Licence, Lineage, Origin

YEAR = 2024
NAMES = {
    "gallium": ("gallium metal", "金属ガリウム", "gallium métal"),
    "magnets": (
        "permanent magnets of rare earths",
        "希土類永久磁石",
        "aimants permanents aux terres rares",
    ),
    "polysilicon": ("polysilicon", "多結晶シリコン", "silicium polycristallin"),
    "anodes": (
        "natural graphite for battery anodes, spherical and coated",
        "電池負極材用天然黒鉛（球状化・被覆処理済みのもの）",
        "graphite naturel pour anodes de batteries, sphérique et enrobé",
    ),
    "lithography": ("lithography equipment", "半導体露光装置", "équipements de lithographie"),
    "penicillin": (
        "penicillin ingredients",
        "ペニシリン系原薬",
        "principes actifs de la pénicilline",
    ),
    "helium": ("helium", "ヘリウム", "hélium"),
}
_SUPPLIERS = (
    ("CHN", "VNM", "THA", "USA", "DEU", "KOR", "TWN", "FRA", "GBR", "MYS"),
    ("CHN", "PHL", "VNM", "THA", "DEU", "SVN", "USA", "CHE", "HKG"),
    ("USA", "DEU", "CHN", "NOR", "MYS"),
    ("CHN", "MOZ", "MDG", "BRA", "PRK", "LKA"),
    ("NLD", "USA", "SGP", "DEU", "KOR"),
    ("CHN", "IND", "ITA", "ESP", "AUT", "SGP", "COD"),
    ("USA", "QAT", "RUS", "DZA"),
)
_TOP = (0.93, 0.78, 0.55, 0.83, 0.41, 0.62, 0.47)


def origin(source: str) -> Origin:
    licence = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
    return Origin(
        source,
        "Kanmon tests",
        f"Invented figures of {source}",
        "2024",
        licence,
        url="https://example.org/data",
        retrieved="2026-11-01",
    )


def invented_brief(lang: str = "en", count: int = 7, party: str = "JPN") -> Brief:
    """Make a brief of ``count`` goods; the seventh and every tenth lack figures."""
    goods = tuple(_good(i, party) for i in range(count))
    rows = [_rank_row(i, g) for i, g in enumerate(goods)]
    ranked = sorted(
        (r for r in rows if r["score"] is not None), key=lambda r: -float(str(r["score"]))
    )
    for rank, row in enumerate(ranked, start=1):
        row["rank"] = rank
    others = [r for r in rows if r["score"] is None]
    above = sum(float(str(r["import_hhi"])) > 0.4 for r in ranked)
    units = {
        "rank": "",
        "good": "good",
        "stage": "",
        "sector": "",
        "score": "0-1",
        "import_hhi": "HHI",
        "top_supplier": "iso3",
        "top_share": "share",
        "production_hhi": "HHI",
        "top_producer": "iso3",
        "top_producer_share": "share",
        "world_export_hhi": "HHI",
        "concern_share": "share",
        "total_value": "kUSD",
        "trend": "HHI change",
        "flags": "",
    }
    text = ("good", "stage", "sector", "top_supplier", "top_producer", "flags")
    schema = pa.schema(
        [
            (n, pa.int16() if n == "rank" else pa.string() if n in text else pa.float64())
            for n in units
        ]
    )
    chokepoints = Finding(
        "chokepoints",
        "",
        party,
        str(YEAR),
        pa.Table.from_pylist([*ranked, *others], schema=schema),
        units,
        {
            "ranked": _figure(len(ranked), "goods"),
            "above_threshold": _figure(above, "goods"),
            "threshold": _figure(0.4, "HHI"),
            "top_good": _figure(str(ranked[0]["good"]), "good"),
        },
        Method("score", "sqrt(import HHI * max(production HHI, world export HHI))", "invented"),
        Lineage((origin("trade"), origin("mines"))),
        (
            Caveat("unranked", f"{len(others)} not ranked", {"count": len(others)}),
            Caveat("no_words_for_this", "A caveat of tomorrow, in English only."),
        ),
    )
    covered = [
        {
            "good": g.good,
            "sector": "minerals",
            "has_trade": r["score"] is not None,
            "has_production": g.production.table.num_rows > 0,
            "reason": "covered" if r["score"] is not None else "no_trade",
        }
        for g, r in zip(goods, rows, strict=True)
    ]
    coverage = Finding(
        "coverage",
        "",
        party,
        str(YEAR),
        pa.Table.from_pylist(covered),
        dict.fromkeys(("sector", "has_trade", "has_production", "reason"), "") | {"good": "good"},
        {
            "goods": _figure(count, "goods"),
            "with_trade": _figure(len(ranked), "goods"),
            "with_production": _figure(sum(bool(c["has_production"]) for c in covered), "goods"),
        },
        Method("coverage", "", ""),
        Lineage((origin("trade"),)),
    )
    return Brief(
        party,
        YEAR,
        lang,
        date(2026, 11, 1),
        chokepoints,
        goods,
        coverage,
        hidden=hidden(goods, party),
        fuels=fuels(party),
        replaced=replaced(party),
    )


def _figure(value: Value, unit: str, source: str = "trade", missing: str = "") -> Figure:
    return Figure(value, unit, str(YEAR), (source,), missing)


def _good(index: int, party: str) -> GoodFindings:
    base = index % 7
    identifier = list(NAMES)[base] + ("" if index < 7 else f"_{index}")
    blank = base == 6 and index < 7
    top = min(0.97, max(0.2, _TOP[base] - 0.03 * (index // 7)))
    codes = [] if blank else [c for c in _SUPPLIERS[base] if c != party]
    weights = [0.62**k for k in range(len(codes) - 1)]
    shares = [top, *((1 - top) * w / sum(weights) for w in weights)] if codes else []
    total = 54_321.7 * (1 + index) ** 1.7
    hhi = sum(s * s for s in shares)
    missing = "" if codes else "no imports recorded"

    def figure(value: Value, unit: str) -> Figure:
        return _figure(value if codes else None, unit, missing=missing)

    lineage = Lineage((origin("trade"),))
    suppliers = Finding(
        "supplier_shares",
        identifier,
        party,
        str(YEAR),
        pa.table(
            {
                "supplier": pa.array(codes, pa.string()),
                "value": pa.array([s * total for s in shares], pa.float64()),
                "share": pa.array(shares, pa.float64()),
                "quantity": pa.array(
                    [None if k == 2 else s * total / 40 for k, s in enumerate(shares)], pa.float64()
                ),
            }
        ),
        {"supplier": "iso3", "value": "kUSD", "share": "share", "quantity": "t"},
        {
            "hhi": figure(hhi, "HHI"),
            "effective_suppliers": figure(1 / hhi if hhi else None, "suppliers"),
            "top_supplier": figure(codes[0] if codes else None, "iso3"),
            "top_share": figure(top, "share"),
            "top3_share": figure(sum(shares[:3]), "share"),
            "total_value": figure(total, "kUSD"),
            "concern_share": Figure(None, "share", str(YEAR), ("trade",), "no trust tiers given"),
            "governance_weighted_hhi": figure(hhi * 0.47, "HHI"),
        },
        Method(
            "shares", "s_i = v_i / sum(v); HHI = sum(s_i^2)", "Herfindahl (1950); Hirschman (1945)"
        ),
        lineage,
        (
            Caveat("basket", "code holds more", {"codes": "811292", "edition": "HS2017"}),
            Caveat("hub", "VNM may be a hub", {"economy": "VNM", "ratio": 1.2, "share": 0.1}),
            Caveat("missing_quantity", "25 % lacks tonnage", {"share": 0.25}),
        )
        if base == 0
        else (),
    )
    return GoodFindings(
        identifier,
        suppliers,
        _production(identifier, party, base),
        _trend(identifier, party, hhi, base),
        _reliance(identifier, party, base),
    )


def _production(identifier: str, party: str, base: int) -> Finding:
    made = (
        []
        if base in (2, 4, 5)
        else [("CHN", 600.0), ("RUS", 10.5), ("JPN", 8.0), ("KOR", 2.0), ("OTH", 4.0)]
    )
    total = sum(q for _, q in made)
    shares = [q / total for _, q in made]
    hhi = sum(s * s for s in shares[:-1])
    missing = "" if made else "no production figures in the data"

    def figure(value: Value, unit: str) -> Figure:
        return _figure(value if made else None, unit, "mines", missing)

    return Finding(
        "production_shares",
        identifier,
        party,
        "2023",
        pa.table(
            {
                "producer": pa.array([p for p, _ in made], pa.string()),
                "quantity": pa.array([q for _, q in made], pa.float64()),
                "share": pa.array(shares, pa.float64()),
            }
        ),
        {"producer": "iso3", "quantity": "t", "share": "share"},
        {
            "hhi": figure(hhi, "HHI"),
            "top_producer": figure("CHN", "iso3"),
            "top_share": figure(shares[0] if made else None, "share"),
            "top3_share": figure(sum(shares[:3]), "share"),
            "world_total": figure(total, "t"),
            "edition": figure("2024", ""),
        },
        Method(
            "production shares", "s_i = q_i / world total", "Herfindahl (1950); Hirschman (1945)"
        ),
        Lineage((origin("mines"),)),
        (
            Caveat("estimated", "estimates", {"edition": "2024"}),
            Caveat("withheld", "no figure for USA", {"economies": "USA, DEU"}),
        )
        if made
        else (Caveat("no_production", missing),),
    )


def _trend(identifier: str, party: str, now: float, base: int) -> Finding:
    years = range(1995, YEAR + 1)
    rows = []
    for year in years:
        age = YEAR - year
        known = now > 0 and not (base == 3 and 2001 <= year <= 2003)
        hhi = min(
            0.98, max(0.08, now - 0.011 * age + 0.03 * math.sin(year * (base + 1)) * (age > 0))
        )
        world = min(0.95, 0.25 + 0.05 * base + 0.004 * (year - 1995) + 0.01 * math.cos(year))
        rows.append(
            {
                "year": year,
                "hhi": hhi if known else None,
                "top_supplier": "CHN" if known else None,
                "top_share": math.sqrt(hhi) if known else None,
                "total_value": 1000.0 * (year - 1990) if known else None,
                "world_export_hhi": world,
            }
        )
    change = None
    if now:
        change = float(str(rows[-1]["hhi"])) - float(str(rows[-6]["hhi"]))
    schema = pa.schema(
        [
            ("year", pa.int16()),
            ("hhi", pa.float64()),
            ("top_supplier", pa.string()),
            ("top_share", pa.float64()),
            ("total_value", pa.float64()),
            ("world_export_hhi", pa.float64()),
        ]
    )
    return Finding(
        "concentration_trend",
        identifier,
        party,
        str(YEAR),
        pa.Table.from_pylist(rows, schema=schema),
        {
            "year": "year",
            "hhi": "HHI",
            "top_supplier": "iso3",
            "top_share": "share",
            "total_value": "kUSD",
            "world_export_hhi": "HHI",
        },
        {
            "change": _figure(
                change, "HHI", missing="" if now else "no imports recorded in 2024 or 2019"
            )
        },
        Method("HHI by year", "HHI_t = sum(s_it^2)", "Herfindahl (1950)"),
        Lineage((origin("trade"),)),
    )


def _reliance(identifier: str, party: str, base: int) -> Finding:
    value = 0.95 if base == 0 else None
    schema = pa.schema(
        [
            ("year", pa.int16()),
            ("economy", pa.string()),
            ("detail", pa.string()),
            ("bound", pa.string()),
            ("reliance", pa.float64()),
            ("edition", pa.string()),
        ]
    )
    rows = (
        [
            {
                "year": 2023,
                "economy": party,
                "detail": "metal",
                "bound": "at_least",
                "reliance": 0.95,
                "edition": "2024",
            }
        ]
        if value
        else []
    )
    return Finding(
        "import_reliance",
        identifier,
        party,
        str(YEAR),
        pa.Table.from_pylist(rows, schema=schema),
        {
            "year": "year",
            "economy": "iso3",
            "detail": "",
            "bound": "",
            "reliance": "share",
            "edition": "",
        },
        {
            "net_import_reliance": Figure(
                value,
                "share",
                "2023",
                ("mines",),
                "" if value else "not published for this party and good",
            ),
            "imports_over_exports": _figure(12.34 + base, "ratio"),
        },
        Method("net import reliance", "(M - X) / apparent consumption", "invented"),
        Lineage((origin("mines"),)),
        (Caveat("bound", "at least", {"bound": "at_least"}),) if value else (),
    )


def _rank_row(index: int, g: GoodFindings) -> dict[str, Value]:
    bought, made = g.suppliers.figures, g.production.figures
    world = float(str(g.trend.table.column("world_export_hhi").to_pylist()[-1]))
    hhi = bought["hhi"].value
    score = (
        None if hhi is None else math.sqrt(float(hhi) * max(float(made["hhi"].value or 0), world))
    )
    return {
        "rank": None,
        "good": g.good,
        "stage": "refined",
        "sector": "minerals",
        "score": score,
        "import_hhi": hhi,
        "top_supplier": bought["top_supplier"].value,
        "top_share": bought["top_share"].value,
        "production_hhi": made["hhi"].value,
        "top_producer": made["top_producer"].value,
        "top_producer_share": made["top_share"].value,
        "world_export_hhi": world,
        "concern_share": None,
        "total_value": bought["total_value"].value,
        "trend": g.trend.figures["change"].value,
        "flags": "basket,hub" if index == 0 else "no_imports" if hhi is None else "",
    }
