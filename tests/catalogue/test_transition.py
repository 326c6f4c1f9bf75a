"""Technologies, materials, losses and intensities: wrong rows are one clear error."""

from __future__ import annotations

import re

import pytest

from kanmon.analysis.transition.layers import Layer, layer_intensity
from kanmon.catalogue.intensities import FILES, intensities, intensity, parse_intensities
from kanmon.catalogue.material_losses import loss, losses, parse_losses
from kanmon.catalogue.rows import read_text
from kanmon.catalogue.technologies import Span, parse_technologies, technologies, technology
from kanmon.catalogue.transition_materials import parse_materials, transition_materials
from kanmon.errors import CodeError, DataError

PARSERS = {
    "technologies": parse_technologies,
    "intensities_stated": parse_intensities,
    "materials": parse_materials,
    "losses": parse_losses,
}


def _lines(name: str) -> tuple[str, str]:
    head, first, *_ = read_text(f"transition/{name}.csv").splitlines()
    return head, first


def _with(name: str, **cells: str) -> str:
    import csv
    import io

    head, first = _lines(name)
    row = dict(zip(head.split(","), next(csv.reader([first])), strict=True)) | cells
    out = io.StringIO()
    csv.DictWriter(out, head.split(","), lineterminator="\n").writerow(row)
    return f"{head}\n{out.getvalue()}"


WRONG = [
    ("technologies", {"unit": "MW"}),
    ("technologies", {"life": "0"}),
    ("technologies", {"life": "ten"}),
    ("technologies", {"life_low": "60"}),
    ("technologies", {"factor_high": "1.2"}),
    ("technologies", {"factor": ""}),
    ("technologies", {"ja": ""}),
    ("technologies", {"status": "sure"}),
    ("technologies", {"id": ""}),
    ("intensities_stated", {"technology": "fusion"}),
    ("intensities_stated", {"material": ""}),
    ("intensities_stated", {"unit": "kg/MW"}),
    ("intensities_stated", {"low": "9e9"}),
    ("intensities_stated", {"best": "nan"}),
    ("intensities_stated", {"high": "-1"}),
    ("intensities_stated", {"studies": "2.5"}),
    ("intensities_stated", {"status": "guess"}),
    ("materials", {"produced": "unobtainium"}),
    ("materials", {"traded": "copper_ore;nothing"}),
    ("materials", {"contained": "2", "high": "2"}),
    ("materials", {"low": "0"}),
    ("materials", {"fr": ""}),
    ("losses", {"key": "luck"}),
    ("losses", {"scope": "fusion"}),
    ("losses", {"high": "1.5"}),
    ("losses", {"low": "0.9"}),
    ("losses", {"key": "yield", "low": "0"}),
]


@pytest.mark.parametrize(("name", "cells"), WRONG)
def test_a_wrong_row_is_one_clear_error(name: str, cells: dict[str, str]) -> None:
    with pytest.raises(DataError) as caught:
        PARSERS[name](_with(name, **cells), where="x.csv")
    assert "x.csv, line 2" in str(caught.value)


@pytest.mark.parametrize("name", list(PARSERS))
def test_a_row_that_stands_twice_is_refused(name: str) -> None:
    head, first = _lines(name)
    with pytest.raises(DataError):
        PARSERS[name](f"{head}\n{first}\n{first}\n", where="x.csv")


def test_what_is_not_on_record_is_an_error_not_zero() -> None:
    with pytest.raises(CodeError, match="no intensity of uranium"):
        intensity("solar_silicon", "uranium")
    with pytest.raises(CodeError, match="fusion"):
        technology("fusion")
    with pytest.raises(CodeError, match="luck"):
        loss("luck", "solar_silicon", "silver")


def test_the_most_telling_loss_wins() -> None:
    assert loss("decline", "solar_silicon", "silver").scope == "solar_silicon"
    assert loss("yield", "wind_floating_direct", "neodymium").scope == "wind"
    assert loss("recovered", "battery_lfp", "copper").material == "copper"
    assert loss("yield", "reactor_large", "steel").scope == "all"


def test_every_pair_has_every_loss() -> None:
    keys = {key for key, _, _ in losses()}
    assert keys == {"decline", "yield", "scrap_recycled", "collected", "recovered", "shape"}
    for name, material in intensities():
        for key in keys - {"shape"}:
            assert loss(key, name, material).key == key


def test_rare_earths_of_a_tonne_of_oxide_are_no_more_than_a_tonne() -> None:
    # Tonnes of metal in a tonne of its oxide, by atomic weights (CeO2, Pr6O11, Tb4O7, else R2O3).
    metal = {
        **{"lanthanum": 0.8527, "cerium": 0.8141, "praseodymium": 0.8277, "neodymium": 0.8574},
        **{"terbium": 0.8502, "dysprosium": 0.8713, "yttrium": 0.7874},
    }
    held = {m.id: m.contained for m in transition_materials().values()}
    counted = {m.id for m in transition_materials().values() if m.produced == "rare_earth_ore"}
    assert counted == set(metal)
    assert 0.85 < sum(held[name].best / part for name, part in metal.items()) < 1.0


def test_natural_and_artificial_graphite_are_the_anode() -> None:
    for name in ("battery_lfp", "battery_nca", "battery_nmc622", "battery_nmc811"):
        natural, made = intensity(name, "graphite"), intensity(name, "artificial_graphite")
        whole = parse_intensities(read_text(FILES[0]), where=FILES[0])[name, "graphite"].amount
        assert natural.amount.best + made.amount.best == pytest.approx(whole.best, rel=1e-3)
        assert natural.amount.low + made.amount.high == pytest.approx(whole.best, rel=1e-3)


def test_names_are_in_three_languages() -> None:
    named = [t.names for t in technologies().values()]
    named += [m.names for m in transition_materials().values()]
    for names in named:
        assert set(names) == {"en", "ja", "fr"}
        assert all(names.values())


def test_a_perovskite_layer_by_hand() -> None:
    # Cs0.1FA0.9PbI3: lead 207.2 of 641.77 g/mol; 0.5 um of 4.1 t/m3; 19.04 %: 5.25 million m2 a GW.
    grams = 0.5 * 4.1 * 207.2 / (0.1 * 132.905 + 0.9 * 45.065 + 207.2 + 3 * 126.904)
    assert layer_intensity(Layer(0.5, 4.1, 0.32286), 0.1904) == pytest.approx(grams / 0.1904, 1e-3)
    stated = intensity("solar_perovskite", "lead").amount
    assert stated.best == pytest.approx(grams / 0.1904, rel=1e-3)
    iodine = intensity("solar_perovskite", "iodine").amount
    assert iodine.best / stated.best == pytest.approx(3 * 126.904 / 207.2, rel=1e-3)


def test_the_density_of_the_absorber_is_that_of_its_cell() -> None:
    # FAPbI3: 632.98 g/mol in a cube of 0.636 nm.
    density = 632.98 / (0.602214 * 6.36**3)
    assert density == pytest.approx(4.1, rel=0.01)


@pytest.mark.parametrize("name", ["solar_perovskite", "solar_tandem"])
def test_indium_in_a_note_is_the_indium_of_the_row(name: str) -> None:
    row = intensity(name, "indium")
    layers = re.findall(r"([\d.]+) um x ([\d.]+) t/m3 x ([\d.]+) / ([\d.]+) %", row.note)
    made = [layer_intensity(Layer(*map(float, x[:3])), float(x[3]) / 100) for x in layers]
    assert made == pytest.approx([row.amount.low, row.amount.best, row.amount.high], rel=1e-3)


def test_a_published_layer_thinner_than_an_atom_is_not_taken() -> None:
    # premise's 1.2176e-6 kg/MW of indium, as thickness of the oxide in nanometres at 19.04 %.
    layer = 1.2176e-6 * 1e6 / (1e9 / 190.4) / (7.14 * 0.744) * 1e3
    assert layer < 1e-4  # an atom has about 0.3
    assert layer * 1e6 == pytest.approx(43.6, rel=0.01)
    assert intensity("solar_perovskite", "indium").amount.best > 1e5 * 1.2176e-6


def test_steel_of_a_floating_turbine_by_hand() -> None:
    # Semi-submersible and spar of 10 MW in 200 m of water, four chains of 0.45 t/m and anchors.
    semi = 1115.18 + 700.88 + 348.90 + 178.44
    spar = 535.93 + 1766.4 + 24.67 + 348.40 + 151.2
    chain = 4 * ((8.0 + 252.8 + 47.776) * 0.45 + 50.0)
    tower = intensity("wind_onshore_direct", "steel").amount.best
    hand = (semi + spar) / 2 / 10 * 1e3 + chain / 10 * 1e3 + tower
    for name in ("wind_floating_direct", "wind_floating_gearbox"):
        assert intensity(name, "steel").amount.best == pytest.approx(hand, rel=2e-3)
        assert intensity(name, "steel").amount.best > 316e3  # the hulls of Kincardine alone


@pytest.mark.parametrize("ends", [(2.0, 1.0, 3.0), (1.0, 4.0, 3.0), (1.0, float("nan"), 3.0)])
def test_a_span_out_of_order_is_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(DataError):
        Span(*ends)


@pytest.mark.parametrize("bad", [(-1.0, 1.0, 0.5), (1.0, -1.0, 0.5), (1.0, 1.0, 1.5)])
def test_a_layer_that_is_none_is_refused(bad: tuple[float, float, float]) -> None:
    with pytest.raises(DataError):
        Layer(*bad)
    with pytest.raises(DataError):
        layer_intensity(Layer(1.0, 1.0, 1.0), 0.0)
