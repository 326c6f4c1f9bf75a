"""Indonesia's ban on nickel ore of January 2014: the break, and where China turned."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kanmon.analysis.coercion.trade.findings import counterfactual, trade_loss
from kanmon.analysis.coercion.trade.gains import gainers, placebos
from kanmon.analysis.coercion.trade.losses import Losses, losses
from kanmon.analysis.coercion.trade.measure import Measure
from kanmon.analysis.coercion.trade.panel import panel_of
from kanmon.analysis.finding import Finding
from kanmon.provenance import Lineage
from kanmon.reference.pack import pack
from shared_data import SHARED, needs_shared

# The ban was on ores in the raw: bauxite was hit on the same day.
BAN = Measure("IDN", "CHN", "nickel_ore", 2014, every_buyer=True, also_goods=frozenset({"bauxite"}))


def number(finding: Finding, name: str) -> float:
    value = finding.figures[name].value
    assert isinstance(value, float)
    return value


def reported() -> Losses:
    raw = pq.read_table(SHARED / "comtrade_nickel_hs6" / "un_nickel_trade.parquet")
    imports = raw.filter(
        pc.and_(pc.equal(raw["flowCode"], "M"), pc.not_equal(raw["partnerISO"], "W00"))
    )
    added = imports.group_by(["period", "partnerISO", "reporterISO", "cmdCode"]).aggregate(
        [("netWgt", "sum")]
    )
    codes = pc.cast(added["cmdCode"], pa.string())
    flows = pa.table(
        {
            "year": pc.cast(added["period"], pa.int64()),
            "exporter": added["partnerISO"],
            "importer": added["reporterISO"],
            "good": pc.if_else(pc.equal(codes, "260400"), "nickel_ore", "matte"),
            "quantity": pc.divide(added["netWgt_sum"], 1000.0),
        }
    )
    # 2016 has no usable weights for China.
    panel = panel_of(flows, gaps="unknown", amount="quantity", unit="t", first=2007, last=2015)
    return losses(panel, BAN)


def embedded(amount: str) -> Losses:
    flows = pack().tables["good_flows"]
    flows = flows.set_column(
        flows.schema.get_field_index("good"), "good", pc.cast(flows["good"], pa.string())
    )
    ore = pc.equal(flows["good"], "nickel_ore")
    names = {c: pc.cast(flows[c], pa.string()) for c in ("exporter", "importer")}
    ends = pc.or_(pc.equal(names["exporter"], "IDN"), pc.equal(names["importer"], "CHN"))
    panel = panel_of(
        flows.filter(pc.or_(ore, ends)),
        gaps="zero",
        amount="value" if amount == "value" else "quantity",
        unit="kUSD" if amount == "value" else "t",
        first=2007,
        last=2015,
    )
    return losses(panel, BAN)


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_shared, id="comtrade")])
def test_the_loss_is_the_break_in_the_data(_: int) -> None:
    found = reported()
    own = next(one for one in found.direct if one.method == "own_past")
    # Published: 41.1 Mt in 2013, 10.6 in 2014, 0.2 in 2015.
    assert own.expected[own.after] / 1e6 == pytest.approx([41.05, 41.05], abs=0.05)
    assert own.observed[own.after] / 1e6 == pytest.approx([10.64, 0.17], abs=0.05)
    assert own.loss / 1e6 == pytest.approx(30.4 + 40.9, abs=0.2)
    # Against the good elsewhere the fall is the largest of all, and beyond the interval.
    last = next(one for one in found.direct if one.method == "elsewhere_last")
    assert last.p_fall == 1 / (len(last.placebos) + 1)
    assert last.total[2] is not None
    assert last.total[0] < last.total[2]
    told = gainers(found, Lineage(), "CHN")
    assert told.figures["first"].value == "PHL"
    # 29.7 Mt in 2013 became 36.5 and 34.4.
    assert number(told, "gain") == pytest.approx((36.49 + 34.42 - 2 * 29.69) * 1e6, rel=0.01)
    row = next(r for r in told.table.to_pylist() if r["seller"] == "PHL" and r["period"] is None)
    assert row["share_before"] < 0.5
    assert row["share_after"] > 0.8
    # Few of its other buyers report in every year: diversion is then said not to be known.
    loss = trade_loss(found, Lineage(), "CHN")
    assert any("known throughout took only" in c.text for c in loss.caveats)


def test_the_embedded_pack_finds_the_fall_and_the_philippines() -> None:
    found = embedded("value")
    lost = trade_loss(found, Lineage(), "CHN")
    gone = counterfactual(found, Lineage(), "CHN")
    assert number(gone, "observed") == pytest.approx(548_300, rel=0.01)
    assert number(lost, "gross_most") > 2_000_000
    assert number(lost, "rerouted") < 0.02 * number(lost, "gross_most")
    # Sales to all others fell as well, so that the net loss is larger than the gross.
    rows = [r for r in lost.table.to_pylist() if r["period"] is None and r["net"] is not None]
    assert rows
    assert all(r["net"] > r["gross"] for r in rows)
    told = gainers(found, Lineage(), "CHN")
    assert told.figures["first"].value == "PHL"
    assert told.figures["methods_that_agree"].value == told.figures["methods_asked"].value
    ps = placebos(found, Lineage(), "CHN")
    assert number(ps, "p_fall_elsewhere_last") < 0.06
    silent = {c.values["method"] for c in lost.caveats if c.code == "no_answer"}
    assert {"other_buyers_mean", "other_buyers_last", "triple", "gravity"} <= silent


def test_by_weight_the_fall_is_rank_one_once_bauxite_is_known_to_be_hit() -> None:
    found = embedded("quantity")
    by_name = {one.method: one for one in found.direct}
    last = by_name["other_goods_last"]
    assert not any("bauxite" in label for label, _ in last.placebos)
    assert last.p_fall == pytest.approx(1 / (len(last.placebos) + 1))
    assert by_name["own_past"].p_time == pytest.approx(1 / 9)
    assert by_name["own_past"].loss / 1e6 == pytest.approx(2 * 50.9 - 6.91 - 0.17, abs=0.05)
