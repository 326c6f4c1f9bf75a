"""Candidates on the real pack: sensible to a specialist, bounded, and traced to the mine."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.complexity.feasible import feasible_suppliers
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.analysis.plan.candidates.agreements import in_force
from kanmon.analysis.plan.candidates.announced import COLUMNS, parse_announced, read_announced
from kanmon.analysis.plan.candidates.candidate import Candidate, CandidateSet, Interval
from kanmon.analysis.plan.candidates.capacity import Sales, sold_capacity, spare_capacity
from kanmon.analysis.plan.candidates.distance import party_distances
from kanmon.analysis.plan.candidates.find import Given, candidates
from kanmon.analysis.plan.candidates.grouping import ends
from kanmon.analysis.plan.candidates.price import fence, unit_values, weighted_quantile
from kanmon.catalogue.feeds import parse_feeds
from kanmon.catalogue.load import goods
from kanmon.catalogue.sourcing import parse_sourcing, sourcing
from kanmon.errors import CodeError, DataError
from kanmon.picture.build import Supply, build_picture
from kanmon.picture.picture import Picture
from kanmon.provenance import Lineage
from kanmon.reference.pack import pack
from kanmon.testing import tiny_picture

PLANNED = (
    "gallium_metal",
    "natural_graphite",
    "rare_earth_compounds",
    "rare_earth_metals",
    "rare_earth_magnets",
    "cobalt_metal",
    "cobalt_oxides",
    "palladium",
    "enriched_uranium",
    "nickel_metal",
    "nickel_ore",
)


@cache
def real() -> Picture:
    return build_picture("EPCC", list(goods().values()), Supply(None, pack()), year=2024)


@cache
def found(good: str) -> CandidateSet:
    return candidates(real(), good)


@pytest.mark.parametrize("good", PLANNED)
def test_no_supplier_is_above_what_it_makes(good: str) -> None:
    for one in found(good).candidates:
        if one.available is None:
            assert one.missing["spare"]
            continue
        assert one.capacity is not None
        if one.output is not None and one.output.same:
            assert one.available.best <= one.capacity.best
            assert one.available.high <= one.capacity.high
        assert one.spare is not None
        assert one.spare.best <= one.capacity.best * (1 + 1e-12)


@pytest.mark.parametrize("good", PLANNED)
def test_nothing_is_left_out_without_a_reason(good: str) -> None:
    known = found(good)
    assert known.candidates
    optional = [f.name for f in dataclasses.fields(Candidate) if f.name not in ("missing", "group")]
    for one in known.candidates:
        for name in optional:
            if getattr(one, name) is None:
                assert one.missing[name], (one.economy, name)
        assert one.economy not in real().members
    assert {"no_climate", "no_product_space"} <= {c.code for c in known.caveats}
    assert known.table.num_rows == len(known.candidates)


@pytest.mark.parametrize("good", PLANNED)
def test_shares_and_masses_add_up_to_the_imports(good: str) -> None:
    known = found(good)
    rows = real().imports(good)
    if not rows.num_rows:
        assert known.demand is None
        assert "no_trade" in {c.code for c in known.caveats}
        return
    assert sum(c.share or 0.0 for c in known.candidates) == pytest.approx(1.0, abs=0.02)
    mass = rows.column("quantity").to_numpy(zero_copy_only=False)
    assert known.demand == pytest.approx(np.nansum(mass), rel=0.1)


def test_one_mine_is_one_source() -> None:
    assert found("rare_earth_magnets").of("DEU").group == "CHN"
    assert found("rare_earth_compounds").of("MYS").group == "AUS"
    assert found("rare_earth_compounds").of("FRA").group == "CHN"
    assert found("natural_graphite").of("KOR").group == "CHN"
    cobalt = found("cobalt_oxides")
    assert {"FIN", "CHN", "BEL"} <= set(cobalt.groups["COD"])
    assert found("cobalt_metal").of("NOR").group == "CAN"
    assert found("palladium").of("HKG").group == "RUS"
    assert found("palladium").of("ZAF").independent
    assert found("nickel_metal").of("FIN").group == "RUS"


def test_makers_nobody_sells_from_are_producers() -> None:
    assert found("gallium_metal").of("CHN").relation == "producer"
    assert found("natural_graphite").of("TZA").output is not None
    assert {c.economy for c in found("enriched_uranium").candidates} >= {"FRA", "NLD", "GBR", "DEU"}
    assert "from_memory" in {c.code for c in found("enriched_uranium").caveats}
    near = found("nickel_metal").of("IDN")
    assert near.relation == "near"
    assert near.spare is None
    assert "nickel_ore" in near.missing["spare"]


def test_hubs_have_nothing_of_their_own() -> None:
    hong_kong = found("palladium").of("HKG")
    assert hong_kong.spare == Interval(0.0, 0.0, 0.0, hong_kong.spare.basis)  # type: ignore[union-attr]


def test_unit_values_agree_with_the_published_price() -> None:
    # London palladium averaged about 983 USD an ounce in 2024 (from memory): 31.6 MUSD/t.
    price = found("palladium").of("RUS").unit_value
    assert price is not None
    assert price.best == pytest.approx(31.6e6, rel=0.1)
    nickel = found("nickel_metal").of("CAN").unit_value
    assert nickel is not None
    assert nickel.low < 16_814 < nickel.high


def test_what_the_reader_adds() -> None:
    text = ",".join(COLUMNS) + "\n"
    text += "gallium_metal,AUS,100,2028-01-01,construction,company\n"
    text += "gallium_metal,CAN,10,2020-01-01,operating,ministry\n"
    text += "palladium,AUS,5,2020-01-01,operating,ministry\n"
    rows = {"agreement": ["A"] * 2, "economy": ["JPN", "AUS"], "from_date": ["2018-12-30"] * 2}
    bound = pa.table(rows | {"to_date": ["", ""], "source": ["x"] * 2})
    more = Given(announced=parse_announced(text, goods()), agreements=bound)
    known = candidates(real(), "gallium_metal", more)
    australia = known.of("AUS")
    assert australia.relation == "announced"
    assert australia.spare is not None
    assert australia.spare.best == pytest.approx(80.0)
    assert australia.announced[0].start == dt.date(2028, 1, 1)
    assert australia.agreements == ("A (JPN)",)
    assert known.of("CHN").agreements == ()
    assert known.of("CAN").relation == "producer"
    assert known.of("CAN").capacity == Interval(10, 10, 10, known.of("CAN").capacity.basis)  # type: ignore[union-attr]
    with pytest.raises(CodeError):
        known.of("FRA")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nothing,AUS,1,2027-01-01,announced,x", "good 'nothing'"),
        ("palladium,XXX,1,2027-01-01,announced,x", "economy 'XXX'"),
        ("palladium,WLD,1,2027-01-01,announced,x", "economy 'WLD'"),
        ("palladium,AUS,-1,2027-01-01,announced,x", "tonnes_per_year '-1'"),
        ("palladium,AUS,nan,2027-01-01,announced,x", "tonnes_per_year 'nan'"),
        ("palladium,AUS,1,soon,announced,x", "from_date 'soon'"),
        ("palladium,AUS,1,2027-01-01,maybe,x", "firmness 'maybe'"),
        ("palladium,AUS,1,2027-01-01,announced,", "no source"),
        ("palladium,AUS,1,2027-01-01,announced", "announced capacity"),
    ],
)
def test_a_wrong_announcement_is_refused_by_its_line(row: str, words: str) -> None:
    with pytest.raises(DataError) as error:
        parse_announced(",".join(COLUMNS) + "\n" + row, goods())
    assert words in str(error.value)
    assert error.value.remedy


def test_announcements_in_arrow_are_those_of_the_text() -> None:
    text = ",".join(COLUMNS) + "\npalladium,AUS,5,2027-01-01,financed,x"
    row = ["palladium", "AUS", 5.0, dt.date(2027, 1, 1), "financed", "x"]
    table = pa.table({c: [v] for c, v in zip(COLUMNS, row, strict=True)})
    assert read_announced(table, goods()) == parse_announced(text, goods())
    with pytest.raises(DataError, match="twice"):
        read_announced(pa.concat_tables([table, table]), goods())
    with pytest.raises(DataError, match="columns"):
        read_announced(table.drop_columns(["source"]), goods())


def test_agreements_end_and_wrong_rows_are_refused() -> None:
    rows = {"agreement": ["A"] * 2, "economy": ["JPN", "AUS"], "from_date": ["2018-12-30"] * 2}
    over = pa.table(rows | {"to_date": ["2020-01-01"] * 2, "source": ["x"] * 2})
    assert in_force(over, {"JPN"}, dt.date(2024, 1, 1)) == {}
    assert in_force(over, {"JPN"}, dt.date(2019, 1, 1)) == {"AUS": ("A",)}
    for column, value in (("economy", "XXX"), ("from_date", ""), ("from_date", "once")):
        wrong = over.to_pylist()
        wrong[0][column] = value
        with pytest.raises(DataError, match="row 1"):
            in_force(pa.Table.from_pylist(wrong), {"JPN"}, dt.date(2024, 1, 1))
    with pytest.raises(DataError, match="columns"):
        in_force(over.drop_columns(["source"]), {"JPN"}, dt.date(2024, 1, 1))


def test_distances_of_the_reader_go_first() -> None:
    own = pa.table({"economy": ["JPN"], "partner": ["CHN"], "km": [3000.0]})
    assert party_distances(["CHN", "VNM"], ["JPN"], {}, own) == {"CHN": 3000.0}
    with pytest.raises(DataError, match="km"):
        party_distances(["CHN"], ["JPN"], {}, own.set_column(2, "km", pa.array([-1.0])))
    with pytest.raises(DataError, match="columns"):
        party_distances(["CHN"], ["JPN"], {}, own.drop_columns(["km"]))
    assert party_distances(["ABW"], ["JPN"], {}) == {}


HEAD = "key,scope,low,best,high,unit,source,date,status,note\n"


@pytest.mark.parametrize(
    "rows",
    [
        "a,all,2,1,3,share,x,2026,assumption,",
        "a,all,-1,1,3,share,x,2026,assumption,",
        "a,all,1,inf,inf,share,x,2026,assumption,",
        "a,all,1,1,3,share,x,2026,guess,",
        "a,all,1,1,3,share,x,2026,memory,\na,all,1,1,3,share,x,2026,memory,",
    ],
)
def test_wrong_assumptions_are_refused(rows: str) -> None:
    with pytest.raises(DataError, match="line"):
        parse_sourcing(HEAD + rows, where="x.csv")


@pytest.mark.parametrize(
    "rows",
    [
        "a,FIN,RUS,1.2,s,2023,memory,",
        "a,FIN,RUS,0.2,s,2023,guess,",
        "a,FIN,RUS,0.2,,2023,memory,",
        "a,FIN,RUS,0.2,s,2023,memory,\na,FIN,RUS,0.2,s,2023,memory,",
        "a,FIN,RUS,0.7,s,2023,memory,\na,FIN,CAN,0.7,s,2023,memory,",
    ],
)
def test_wrong_feeds_are_refused(rows: str) -> None:
    head = "input,economy,origin,share,source,date,status,note\n"
    with pytest.raises(DataError, match="line"):
        parse_feeds(head + rows, where="x.csv")


def test_every_assumption_has_source_date_and_unit() -> None:
    assert all(a.source and a.date and a.unit for a in sourcing().values())


amounts = st.floats(0, 1e7)
shares = st.floats(0, 1)


@given(amounts, amounts, shares, amounts, shares, st.floats(0.001, 1000))
def test_spare_is_ordered_scales_and_stays_within_capacity(
    party: float, others: float, own: float, beyond: float, most: float, factor: float
) -> None:
    sales = Sales(party, others, own, party + others + beyond, most)
    spare, capacity = spare_capacity(sales, None), sold_capacity(sales)
    for name in ("low", "best", "high"):
        assert getattr(spare, name) <= getattr(capacity, name) * (1 + 1e-9) + 1e-9
    scaled = Sales(party * factor, others * factor, own, sales.peak * factor, most)
    if sales.selling == scaled.selling:  # rounding may cross the threshold
        again = spare_capacity(scaled, None)
        near = 1e-12 * max(1.0, sales.peak * factor)  # peak less exports cancels digits
        assert again.best == pytest.approx(spare.best * factor, rel=1e-9, abs=near)
        assert again.high == pytest.approx(spare.high * factor, rel=1e-9, abs=near)
    cut = Interval(party, party + 1.0, party + 2.0)
    assert spare_capacity(sales, cut).high <= 2.0 + 1e-6 * max(1.0, party)


@given(st.floats(-1, 1e6), st.floats(-1, 1e6), st.floats(-1, 1e6))
def test_an_interval_is_ordered_or_refused(low: float, best: float, high: float) -> None:
    if 0 <= low <= best <= high:
        twice = Interval(low, best, high).plus(Interval(low, best, high))
        assert twice.low <= twice.best <= twice.high
    else:
        with pytest.raises(DataError):
            Interval(low, best, high)


values = st.lists(st.tuples(st.floats(0.1, 1e5), st.floats(0.1, 1e5)), min_size=1, max_size=40)


@given(values, st.randoms(use_true_random=False))
def test_the_weighted_median_halves_the_weight_whatever_the_order(pairs, random) -> None:  # type: ignore[no-untyped-def]
    value, weight = (np.array(side) for side in zip(*pairs, strict=True))
    middle = weighted_quantile(value, weight, 0.5)
    half = weight.sum() / 2
    assert weight[value < middle].sum() <= half * (1 + 1e-9)
    assert weight[value > middle].sum() <= half * (1 + 1e-9)
    order = list(range(len(pairs)))
    random.shuffle(order)
    assert weighted_quantile(value[order], weight[order], 0.5) == pytest.approx(middle, rel=1e-12)
    low, high = fence(value, weight, 3.5)
    assert low <= middle <= high


def test_one_absurd_flow_moves_no_price() -> None:
    rows = real().trade("natural_graphite", 2024)
    plain = unit_values(rows).of("CHN")
    fake = rows.slice(0, 1).to_pylist()[0] | {"exporter": "CHN", "value": 1.0, "quantity": 1e7}
    worse = unit_values(pa.concat_tables([rows, pa.Table.from_pylist([fake], rows.schema)]))
    moved = worse.of("CHN")
    assert plain is not None
    assert moved is not None
    assert moved.best == pytest.approx(plain.best, rel=0.02)


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random) -> None:  # type: ignore[no-untyped-def]
    plain = tiny_picture("JPN")
    good = "rare_earth_metals"
    rows = plain.flows[good]
    order = list(range(rows.num_rows))
    random.shuffle(order)
    mixed = dataclasses.replace(plain, flows={good: rows.take(order)})
    assert candidates(mixed, good).candidates == candidates(plain, good).candidates


def test_the_order_of_a_real_good_changes_nothing() -> None:
    good = "cobalt_metal"
    rows = real().flows[good]
    order = np.random.default_rng(20260101).permutation(rows.num_rows)
    mixed = dataclasses.replace(real(), flows={**real().flows, good: rows.take(order)})
    assert [c.economy for c in candidates(mixed, good).candidates] == [
        c.economy for c in found(good).candidates
    ]
    for one, other in zip(candidates(mixed, good).candidates, found(good).candidates, strict=True):
        assert one.group == other.group
        assert one.spare == other.spare or one.spare.best == pytest.approx(other.spare.best)  # type: ignore[union-attr]


names = st.sampled_from(["CHN", "FIN", "COD", "BEL", "CAN"])


@given(st.dictionaries(names, names))
def test_groups_followed_to_their_end_stay_there(groups: dict[str, str]) -> None:
    last = ends(groups)
    assert ends(last) == last
    for name, after in groups.items():
        assert last[name] == last.get(after, after)


def test_newcomers_of_the_product_space_are_near() -> None:
    exports = ExportMatrix(
        ("CHN", "AUS", "JPN", "CHL"),
        ("280530", "740200", "850440"),
        np.array([[9.0, 6, 1], [5, 4, 9], [0, 3, 9], [0, 9, 1]]),
        2022,
        "kUSD",
    )
    good = "rare_earth_metals"
    space = feasible_suppliers(
        exports, good, ["280530"], party="JPN", members={"JPN"}, lineage=Lineage()
    )
    known = candidates(tiny_picture("JPN"), good, Given(feasible=space))
    chile = known.of("CHL")
    assert chile.relation == "near"
    assert chile.nearness is not None
    assert chile.spare is None
    assert known.of("CHN").relation == "current"
    assert "no_product_space" not in {c.code for c in known.caveats}


@pytest.mark.parametrize("factor", [1e-3, 7.0, 1e3])
def test_scaling_money_scales_prices_and_no_tonne(factor: float) -> None:
    good = "natural_graphite"
    rows = real().flows[good]
    at = rows.column_names.index("value")
    scaled = rows.set_column(at, "value", pc.multiply(rows.column("value"), factor))
    dearer = candidates(dataclasses.replace(real(), flows={**real().flows, good: scaled}), good)
    assert dearer.demand == pytest.approx(found(good).demand)
    for one in found(good).candidates:
        other = dearer.of(one.economy)
        assert other.unit_value is not None
        assert one.unit_value is not None
        assert other.unit_value.best == pytest.approx(one.unit_value.best * factor)
        assert other.group == one.group
        if one.spare is not None:
            assert other.spare is not None
            assert other.spare.high == pytest.approx(one.spare.high, abs=1e-6)
