"""Exposure against the dependency finding, and the order of alerts it makes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.warning.alert import SEVERITIES, Alert, Exposure
from kanmon.analysis.warning.exposure import exposure_of, ranked, with_exposure
from kanmon.testing import tiny_picture

GOOD = "rare_earth_metals"


def alert(economy: str = "CHN", good: str = GOOD, severity: str = "watch") -> Alert:
    return Alert("a", good, economy, "", "JPN", severity, 0.99, dt.date(2024, 1, 1), (), "")


def test_each_suppliers_share_is_that_of_the_finding() -> None:
    picture = tiny_picture("JPN")
    found = supplier_shares(picture, GOOD)
    shares = dict(
        zip(found.table["supplier"].to_pylist(), found.table["share"].to_pylist(), strict=True)
    )
    assert len(shares) > 1
    for supplier, share in shares.items():
        made = with_exposure([alert(supplier)], picture)[0]
        assert made.exposed is not None
        assert made.exposed.share == pytest.approx(share)
        assert made.exposed.hhi == pytest.approx(sum(s * s for s in shares.values()))
        assert f"{100 * share:.1f} %" in made.exposure
        assert f"({found.as_of}, tiny)" in made.exposure


def test_who_supplies_nothing_has_a_share_of_nought_not_none() -> None:
    made = with_exposure([alert("BRA")], tiny_picture("JPN"))[0]
    assert made.exposed is not None
    assert made.exposed.share == 0.0


def test_what_is_not_known_says_why() -> None:
    picture = tiny_picture("JPN")
    for one, why in (
        (alert(good=""), "no good"),
        (alert(good="urea"), "no trade figures"),
        (alert(economy=""), "no economy"),
        (alert(economy="JPN"), "no economy"),
    ):
        made = with_exposure([one], picture)[0]
        assert made.exposed is not None
        assert made.exposed.share is None
        assert why in made.exposed.why
    assert exposure_of(alert(), None).why == "no trade figures for this good"
    assert with_exposure([alert()], None)[0].exposure == ""


def test_alerts_stand_by_severity_then_exposure_then_rarity() -> None:
    def seen(name: str, severity: str, share: float | None, rank: float) -> Alert:
        exposed = Exposure(share, None, "", ())
        return replace(alert(severity=severity), id=name, rank=rank, exposed=exposed)

    alerts = [
        seen("f", "watch", None, 1.0),
        seen("e", "watch", 0.0, 0.99),
        seen("d", "watch", 0.2, 0.99),
        seen("c", "watch", 0.2, 0.999),
        seen("b", "warning", 0.1, 0.9),
        seen("a", "alarm", None, 0.9),
    ]
    assert [a.id for a in ranked(alerts)] == list("abcdef")
    assert [a.id for a in ranked(reversed(alerts))] == list("abcdef")
    assert SEVERITIES[-1] == "alarm"
