"""Invented findings of hidden dependence and fuels, for the invented brief."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from kanmon.analysis.dependency.chokepoints import GoodFindings
from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.provenance import Licence, Lineage, Origin

_YEAR = "2024"
_LINEAGE = Lineage(
    (
        Origin(
            "trade",
            "Kanmon tests",
            "Invented figures of trade",
            _YEAR,
            Licence("CC0-1.0", "invented figures, public domain", redistribution=True),
        ),
    )
)


def _figure(value: Value, unit: str, missing: str = "", date: str = _YEAR) -> Figure:
    return Figure(value, unit, date, ("trade",), missing)


def hidden(goods: Sequence[GoodFindings], party: str) -> tuple[Finding, ...]:
    """Look each good through, some through Viet Nam, and two goods through their inputs."""
    looked = [_looked(g.good, party, i) for i, g in enumerate(goods)]
    # The second shows no more of China than the good's own suppliers already do.
    chains = [_chain("magnets", party, "MYS", 0.47), _chain("gallium", party, "CHN", 0.6)]
    return (*looked, *chains)


def _looked(good: str, party: str, index: int) -> Finding:
    gap = (0.30, 0.02, 0.12, 0.0, 0.41, 0.07)[index % 6]
    face, lost = 0.5, max(0.0, 0.3 - gap)
    shares = [("CHN", face, face + gap), ("VNM", 0.5, lost), (party, 0.0, 0.5 - gap - lost)]
    rows = [
        {
            "supplier": who,
            "face_share": before,
            "origin_share": after,
            "hidden_share": after - before,
            "path": f"{who} > VNM > {party}" if who == "CHN" else f"{who} > {party}",
        }
        for who, before, after in shares
    ]
    known = index != 6
    schema = pa.schema(
        [
            ("supplier", pa.string()),
            ("face_share", pa.float64()),
            ("origin_share", pa.float64()),
            ("hidden_share", pa.float64()),
            ("path", pa.string()),
        ]
    )
    missing = "" if known else "no imports recorded"
    return Finding(
        "look_through",
        good,
        party,
        _YEAR,
        pa.Table.from_pylist(rows if known else [], schema=schema),
        {
            "supplier": "iso3",
            "face_share": "share",
            "origin_share": "share",
            "hidden_share": "share",
            "path": "iso3 route",
        },
        {
            "face_hhi": _figure(0.5 if known else None, "HHI", missing),
            "origin_hhi": _figure((face + gap) ** 2 if known else None, "HHI", missing),
        },
        Method("re-export look-through", "O = (I - A)^-1 D", "invented"),
        _LINEAGE,
        (
            Caveat("proportional", "same mix"),
            Caveat("circling", "circles", {"share": 0.03}),
        )
        if known
        else (),
    )


def _chain(good: str, party: str, origin: str, share: float) -> Finding:
    row = {
        "input": "anodes",
        "role": "feedstock",
        "origin": origin,
        "share": share,
        "through": "VNM",
        "through_share": 0.8,
        "path": f"{origin} > VNM > {party}",
    }
    face_units = {"share": "share", "through_share": "share", "path": "iso3 route", "role": ""}
    return Finding(
        "chain_exposure",
        good,
        party,
        _YEAR,
        pa.Table.from_pylist([row] if share < 0.6 else [{**row, "share": 0.52}]),
        {"input": "good", "origin": "iso3", "through": "iso3", **face_units},
        {
            "worst_origin": _figure(origin, "iso3"),
            "worst_input": _figure("anodes", "good"),
            "worst_share": _figure(share if share < 0.6 else 0.52, "share"),
        },
        Method("chain exposure", "e_k = sum_j s_j O_jk", "invented"),
        _LINEAGE,
        (
            Caveat("proportional", "same mix"),
            Caveat("inputs_not_followed", "not followed", {"goods": "helium, polysilicon"}),
        ),
    )


def fuels(party: str) -> Finding:
    """Make three fuels: one that fell, one that rose, one never bought."""
    rows = [
        {
            "good": good,
            "year": year,
            "share": None if good == "anodes" else share,
            "value": 0.0 if good == "anodes" else 2000.0,
            "total_value": 0.0 if good == "anodes" else 2000.0 / share,
            "unit_value": 0.16 if year == 2024 else None,
        }
        for good, way in (("helium", -1), ("polysilicon", 1), ("anodes", 0))
        for year in range(1995, 2025)
        for share in [0.3 + way * 0.008 * (year - 1995)]
    ]
    return Finding(
        "fuel_dependence",
        "",
        party,
        _YEAR,
        pa.Table.from_pylist(rows),
        {
            "good": "good",
            "year": "year",
            "share": "share",
            "value": "kUSD",
            "total_value": "kUSD",
            "unit_value": "kUSD/t",
        },
        {
            "supplier": _figure("RUS", "iso3"),
            "share_now": _figure(0.08, "share"),
            "share_highest": _figure(0.25, "share", date="2008"),
            "paid_now": _figure(4000.0, "kUSD"),
            "years_to_target": _figure(None, "years", "the party's own target date was not given"),
        },
        Method("fuel dependence", "share_t = v_t / sum v_t", ""),
        _LINEAGE,
        (
            Caveat("destination_unknown", "reported late"),
            Caveat("same_codes", "within", {"goods": "magnets", "good": "helium"}),
        ),
    )


def replaced(party: str) -> tuple[Finding, ...]:
    """Make the change of shares of each of those fuels."""
    return (
        _replaced("helium", party, -0.2),
        _replaced("polysilicon", party, 0.1),
        _replaced("anodes", party, None),
    )


def _replaced(good: str, party: str, change: float | None) -> Finding:
    moved = change or 0.0
    shares = [("NOR", 0.2, 0.2 - moved), ("RUS", 0.3, 0.3 + moved), ("QAT", 0.5, 0.5)]
    rows = [
        {"economy": who, "share_then": then, "share_now": now, "change": now - then}
        for who, then, now in shares
    ]
    return Finding(
        "replaced_by",
        good,
        party,
        _YEAR,
        pa.Table.from_pylist(sorted(rows, key=lambda r: -float(str(r["change"])))).slice(
            0, 3 if change else 0
        ),
        {"economy": "iso3", "share_then": "share", "share_now": "share", "change": "share"},
        {
            "lost": _figure(
                change, "share", "" if change else "no imports in one of the years compared"
            )
        },
        Method("change of supplier shares", "s_now - s_then", ""),
        _LINEAGE,
    )
