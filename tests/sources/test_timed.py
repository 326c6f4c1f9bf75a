"""Series by day and month: known episodes in the real files, strictness in the samples."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from kanmon.errors import DataError
from kanmon.sources.entsog.read import Entsog
from kanmon.sources.gpr.read import Gpr
from kanmon.sources.gscpi.read import Gscpi
from kanmon.sources.portwatch.read import PortWatch
from kanmon.sources.series.read import Series
from kanmon.sources.timed import days_of, series_table
from kanmon.tables.schema import schema


def value(table: pa.Table, series: str, period: dt.date) -> float:
    rows = [r for r in table.to_pylist() if r["series"] == series and r["period"] == period]
    assert len(rows) == 1
    return float(rows[0]["value"])


@pytest.mark.shared
def test_hormuz_and_suez_fell_when_they_did(shared_data: Path) -> None:
    folder = shared_data / "imf_portwatch_chokepoints"
    month = PortWatch().read(folder / "chokepoint_monthly.parquet").tables["series"]
    suez = "chokepoint1/n_total"
    assert value(month, suez, dt.date(2023, 11, 1)) * 30 == pytest.approx(2286)
    assert value(month, suez, dt.date(2024, 2, 1)) * 29 == pytest.approx(1219)
    # March 2026 was counted over 22 days only.
    assert value(month, "chokepoint6/n_total", dt.date(2026, 3, 1)) == pytest.approx(111 / 22)


@pytest.mark.shared
def test_indices_peaked_when_they_did(shared_data: Path) -> None:
    gscpi = Gscpi().read(shared_data / "gscpi" / "gscpi.csv").tables["series"]
    assert value(gscpi, "gscpi", dt.date(2021, 12, 1)) == pytest.approx(4.44, abs=0.01)
    gpr = Gpr().read(shared_data / "gpr_index" / "gpr_monthly.parquet").tables["series"]
    world = [r for r in gpr.to_pylist() if r["series"] == "GPR"]
    assert max(world, key=lambda r: r["value"])["period"] == dt.date(2001, 10, 1)
    assert len({r["economy"] for r in gpr.to_pylist()} - {None}) == 44


@pytest.mark.shared
def test_gas_is_added_up_by_day_and_border(shared_data: Path) -> None:
    path = shared_data / "eu_gas_flows_daily" / "eu_gas_flows_daily.parquet"
    reading = Entsog().read(path)
    rows = reading.tables["series"].to_pylist()
    by_name = {r["series"] for r in rows}
    assert "gas into the EU/RUS" in by_name
    assert "gas into the EU/LNG" in by_name
    assert {i.what for i in reading.issues} >= {"exits (reverse flow)"}


@pytest.mark.parametrize("text", ["2022-13-01", "2022-02-30", "yesterday", "", "20220301"])
def test_no_day_is_guessed(text: str) -> None:
    with pytest.raises(DataError, match="is no day"):
        days_of([text], where="x.csv")


def test_a_period_may_stand_once(tmp_path: Path) -> None:
    path = tmp_path / "gscpi.csv"
    path.write_text("date,value\n2021-10-01,1\n2021-10-31,2\n")
    with pytest.raises(DataError, match="stands twice"):
        Gscpi().read(path)


def test_infinity_is_no_figure() -> None:
    with pytest.raises(DataError, match="infinite"):
        series_table(
            {
                "series": "a",
                "indicator": "index",
                "freq": "monthly",
                "period": [dt.date(2022, 1, 1)],
                "value": [float("inf")],
                "unit": "index",
            },
            1,
            where="x",
        )


def test_a_month_without_its_days_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "monthly.csv"
    path.write_text(
        "period_dt,portid,portname,n_container,n_tanker,n_total,capacity\n"
        "2024-01-01,chokepoint1,Suez Canal,1,2,3,4\n"
    )
    with pytest.raises(DataError, match="n_days"):
        PortWatch().read(path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,index,no_such_good,,,,monthly,2023-08,1,u,", "no_such_good"),
        ("x,index,,,,,monthly,2023-08,1,u,2023-07-01", "before their period"),
        ("x,guess,,,,,monthly,2023-08,1,u,", "guess"),
        ("x,index,,QQQ,,,monthly,2023-08,1,u,", "QQQ"),
        ("x,index,,,,,weekly,2023-08,1,u,", "weekly"),
    ],
)
def test_own_series_are_held_to_the_layout(row: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(",".join(schema("series").names) + f"\n{row}\n")
    with pytest.raises(DataError, match=said):
        Series().read(path)
