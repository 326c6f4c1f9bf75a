"""`kanmon impact`: a table of the reader's, a scenario, an assessment; and clear refusals."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import AlliedSharing
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.assessment.assess import assess
from kanmon.assessment.runs import Options
from kanmon.assessment.tables import world_table
from kanmon.brief.assessed import Assessment
from kanmon.cli.main import app
from kanmon.cli.scenarios import Written, find_scenario, restriction
from kanmon.errors import CodeError, DataError, KanmonError, ScenarioError
from kanmon.provenance import Lineage
from kanmon.sources.registry import source
from kanmon.store.store import Store

_RUN = CliRunner()
_DAY = dt.date(2027, 1, 1)
_CUT = ["impact", "--restrict", "gallium_metal", "--by", "CHN"]
TABLE = Path(__file__).parents[2] / "src/kanmon/sources/mrio/sample/ICIO2023_2018.csv"


def _scenario(cut: Range | float = 0.5, id: str = "cut", days: int = 40) -> Scenario:
    act = Restriction("cut", ("ROW",), ("industry:C26",), _DAY, on=("JPN",), cut=cut)
    pool = AlliedSharing("pool", ("JPN",), ("gallium_metal",))
    return Scenario(id, "Chips are cut off", _DAY, days, shocks=(act,), responses=(pool,))


def _made(scenario: Scenario, options: Options) -> Assessment:
    table = world_table(None, TABLE)
    return assess(
        scenario,
        "JPN",
        EconomyEngine(table, engine="numpy"),
        lineage=table.lineage,
        options=options,
    )


def test_the_store_and_the_file_give_the_same_table(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.add_reading(source("mrio").read(TABLE), "mrio")
    one, other = world_table(store), world_table(None, TABLE)
    assert one.economies == other.economies == ("JPN", "ROW")
    assert one.sales.tolist() == other.sales.tolist()
    assert one.final.tolist() == other.final.tolist()
    assert one.unit == "MUSD 2018"
    assert one.lineage.origins[0].publisher == "OECD"


def test_without_a_table_the_error_says_what_to_load(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="kanmon data add mrio") as caught:
        world_table(Store(tmp_path / "none"))
    assert "--table" in caught.value.remedy


def test_an_assessment_adds_up_and_names_what_the_engine_cannot_say() -> None:
    made = _made(_scenario(Range(0.2, 0.5, 0.9)), Options(made_on=_DAY))
    rows = made.losses.table.to_pylist()
    assert {r["good"] for r in rows} == {"A01", "C26"}
    daily = made.get("impact_days")
    assert daily is not None
    for row in rows:
        shares = [r["mid"] for r in daily.table.to_pylist() if r["good"] == row["good"]]
        assert sum(max(0.0, 1.0 - s) for s in shares) == pytest.approx(row["lost_days"], abs=1e-9)
        assert row["lost_low"] is None
    swings = made.get("impact_tornado")
    assert swings is not None
    assert swings.table.column("part").to_pylist() == ["cut"]
    assert swings.table.column("low").to_pylist() == [0.2]
    assert made.left_out == ("AlliedSharing",)
    assert made.draws == 0


def test_same_seed_same_bytes_for_any_workers_and_another_seed_differs() -> None:
    scenario = _scenario(Range(0.2, 0.5, 1.0))
    one, two, other = (
        _made(scenario, Options(draws=9, seed=seed, workers=workers, made_on=_DAY)).as_json()
        for seed, workers in ((3, 1), (3, 2), (4, 1))
    )
    assert json.dumps(one) == json.dumps(two)
    assert one["draws"] == 9
    assert json.dumps(one["findings"]) != json.dumps(other["findings"])


def test_an_interrupted_sweep_goes_on_from_its_folder(tmp_path: Path) -> None:
    scenario = _scenario(Range(0.2, 0.5, 1.0))
    whole = _made(scenario, Options(draws=5, made_on=_DAY))
    kept = [
        _made(scenario, Options(draws=5, folder=tmp_path / "kept", made_on=_DAY)) for _ in range(2)
    ]
    assert any((tmp_path / "kept").iterdir())
    assert all(json.dumps(k.as_json()) == json.dumps(whole.as_json()) for k in kept)


def test_scenarios_stand_side_by_side() -> None:
    other = _scenario(1.0, id="all")
    made = _made(_scenario(0.1), Options(others=(other,), made_on=_DAY))
    found = made.get("impact_comparison")
    assert found is not None
    assert found.table.num_rows == 2
    assert made.as_json()["compared_with"] == ["all"]


def test_a_party_without_makers_is_refused() -> None:
    table = world_table(None, TABLE)
    with pytest.raises(ScenarioError, match="no maker in USA"):
        assess(_scenario(), "USA", EconomyEngine(table, engine="numpy"), lineage=Lineage())


def test_a_restriction_in_one_line() -> None:
    made = restriction(
        Written(("gallium_metal",), ("chn",), all_but=("eu27",), cut="0.5:0.8:1", days=90), _DAY
    )
    (act,) = made.shocks
    assert isinstance(act, Restriction)
    assert act.by == ("CHN",)
    assert act.all_but == ("EU27",)
    assert act.cut == Range(0.5, 0.8, 1.0)
    assert made.start == dt.date(2027, 1, 2)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (["impact"], ScenarioError, "no scenario"),
        (["impact", "x", "--restrict", "gallium_metal"], ScenarioError, "both"),
        (["impact", "no_such_scenario"], CodeError, "no scenario"),
        (["impact", "absent.toml"], ScenarioError, "no such file"),
        (
            ["impact", "--restrict", "gallium_metal", "--by", "CHN", "--cut", "much"],
            ScenarioError,
            "much",
        ),
        (
            ["impact", "--restrict", "gallium_metal", "--by", "CHN", "--start", "soon"],
            ScenarioError,
            "soon",
        ),
        (["impact", "x", *(["--compare", "y"] * 5)], ScenarioError, "5 scenarios"),
        (["impact", "--all-firms"], DataError, "no --links"),
        (["impact", "--lang", "tlh", "--list"], CodeError, "tlh"),
        (
            ["impact", "--restrict", "industry:C26", "--by", "CHN", "--engine", "economy"],
            DataError,
            "input-output",
        ),
        (
            ["impact", "--restrict", "industry:C26", "--by", "CHN"],
            ScenarioError,
            "no good of the catalogue",
        ),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, arguments: list[str], error: type[KanmonError], said: str
) -> None:
    done = _RUN.invoke(app, [*arguments, "--store", str(tmp_path / "none")])
    assert isinstance(done.exception, error), done.output
    assert said in str(done.exception)


def test_a_library_id_or_a_file_names_a_scenario(tmp_path: Path) -> None:
    with pytest.raises(CodeError):
        find_scenario("atlantis")
    with pytest.raises(ScenarioError, match="no such file"):
        find_scenario(str(tmp_path / "none.toml"))
