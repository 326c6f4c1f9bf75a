"""Cascades worked out by hand, with pen and paper."""

from __future__ import annotations

import numpy as np
import pytest

from kanmon.analysis.impact.engines.cascade.cascade import cascade
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, firm_shock
from kanmon.analysis.impact.network import firm_network

ENGINES = pytest.mark.parametrize("engine", ["native", "numpy"])
ALONE = CascadeRules(replaceable=False)


def chain(kind: int, **more: object):  # type: ignore[no-untyped-def]
    """0 and 1 (sector a) sell 3 and 1 to 2 (sector b), which sells 2 to 3 (sector c)."""
    net = firm_network([0, 1, 2], [2, 2, 3], [3.0, 1.0, 2.0], [0, 0, 1, 2], sectors=tuple("abc"))
    matrix = [[0, kind, 0], [0, 0, kind], [0, 0, 0]]
    return cascade_graph(net, input_classes(matrix, net.sectors), **more)  # type: ignore[arg-type]


@ENGINES
def test_an_essential_input_stops_its_share_of_the_buyer_and_on(engine: str) -> None:
    end = cascade(chain(2), [firm_shock(4, {0: 1.0})], ALONE, engine=engine)
    np.testing.assert_allclose(end.down[0], [0.0, 1.0, 0.25, 0.25])
    # Nobody sells less because firm 0 fails: it bought from nobody.
    np.testing.assert_allclose(end.up[0], [0.0, 1.0, 1.0, 1.0])
    # Weights are sales 3, 1, 2, 0: (3 x 1 + 2 x 0.75) / 6.
    np.testing.assert_allclose(end.losses.joint, [0.75])


@ENGINES
def test_a_negligible_input_stops_nobody(engine: str) -> None:
    end = cascade(chain(0), [firm_shock(4, {0: 1.0})], ALONE, engine=engine)
    np.testing.assert_allclose(end.down[0], [0.0, 1.0, 1.0, 1.0])
    np.testing.assert_allclose(end.losses.joint, [0.5])


@ENGINES
def test_a_lost_customer_costs_its_suppliers_their_sales_to_it(engine: str) -> None:
    end = cascade(chain(0), [firm_shock(4, {3: 0.5})], ALONE, engine=engine)
    np.testing.assert_allclose(end.up[0], [0.5, 0.5, 0.5, 0.5])
    # With sales to others of as much again, half as much is lost at each step up.
    wide = chain(0, revenue=[6.0, 2.0, 4.0, 0.0])
    end = cascade(wide, [firm_shock(4, {3: 0.5})], ALONE, engine=engine)
    np.testing.assert_allclose(end.up[0], [0.875, 0.875, 0.75, 0.5])


@ENGINES
def test_goods_of_others_in_the_market_replace_what_is_lost(engine: str) -> None:
    # Firm 1 fails: 1 of 4 sold in market a. Left is 3; its share of that, 1/3, is not replaced.
    end = cascade(chain(2), [firm_shock(4, {1: 1.0})], CascadeRules(), engine=engine)
    np.testing.assert_allclose(end.down[0, 2], 1.0 - (1 / 4) * (1 / 3))
    # Firm 0 fails: 3 of what is left, 1: nothing of it is replaced.
    end = cascade(chain(2), [firm_shock(4, {0: 1.0})], CascadeRules(), engine=engine)
    np.testing.assert_allclose(end.down[0, 2], 0.25)
    # Each its own market: nobody left to replace either.
    apart = chain(2, market=[0, 1, 2, 3])
    end = cascade(apart, [firm_shock(4, {1: 1.0})], CascadeRules(), engine=engine)
    np.testing.assert_allclose(end.down[0, 2], 0.75)


@ENGINES
def test_non_essential_inputs_weigh_by_all_inputs_also_essential_and_negligible(
    engine: str,
) -> None:
    # Firm 3 buys 1 essential (a), 2 non-essential (b), 5 negligible (c).
    net = firm_network([0, 1, 2], [3, 3, 3], [1.0, 2.0, 5.0], [0, 1, 2, 3], sectors=tuple("abcd"))
    matrix = np.zeros((4, 4), int)
    matrix[0, 3], matrix[1, 3] = 2, 1
    graph = cascade_graph(net, input_classes(matrix, net.sectors))
    lost = [firm_shock(4, {1: 1.0}), firm_shock(4, {0: 0.1}), firm_shock(4, {2: 1.0})]
    end = cascade(graph, lost, ALONE, engine=engine)
    np.testing.assert_allclose(end.down[:, 3], [0.75, 0.9, 1.0])
    # With costs of twice as much, a non-essential input weighs half; an essential one as before.
    dear = cascade_graph(net, input_classes(matrix, net.sectors), cost=[0, 0, 0, 16.0])
    end = cascade(dear, lost, ALONE, engine=engine)
    np.testing.assert_allclose(end.down[:, 3], [0.875, 0.9, 1.0])


@ENGINES
def test_a_cut_link_starves_the_buyer_and_unsells_the_seller(engine: str) -> None:
    # Links are sorted by client, then supplier: link 0 is 0 -> 2.
    end = cascade(chain(2), [firm_shock(4, links=[0], passes=[0.2])], ALONE, engine=engine)
    # 2 loses 3/4 x 0.8 of an essential input, and so does 3 of 2's goods.
    np.testing.assert_allclose(end.down[0], [1.0, 1.0, 0.4, 0.4])
    # 0 sells to 2 alone, and 2 buys 0.2 of it.
    np.testing.assert_allclose(end.up[0], [0.2, 1.0, 1.0, 1.0])
    np.testing.assert_allclose(end.losses.joint, [(3 * 0.8 + 2 * 0.6) / 6])


@ENGINES
def test_a_cut_and_a_loss_on_one_link_multiply(engine: str) -> None:
    shock = firm_shock(4, {0: 0.5}, links=[0], passes=[0.5])
    end = cascade(chain(2), [shock], ALONE, engine=engine)
    np.testing.assert_allclose(end.down[0, 2], 1.0 - 0.75 * (1.0 - 0.5 * 0.5))


@ENGINES
def test_a_cycle_of_essential_inputs_dies_out_step_by_step(engine: str) -> None:
    net = firm_network([0, 1, 2], [1, 2, 0], [1.0, 1.0, 1.0], [0, 1, 2])
    graph = cascade_graph(net, input_classes([[0, 2, 0], [0, 0, 2], [2, 0, 0]], net.sectors))
    end = cascade(graph, [firm_shock(3, {0: 1.0})], ALONE, engine=engine)
    np.testing.assert_array_equal(end.made[0], [0.0, 0.0, 0.0])
    # Both ways two steps to the others, one more in which nothing changes.
    np.testing.assert_array_equal(end.losses.steps, [3])


@ENGINES
def test_the_ratio_rule_stops_when_the_index_no_longer_grows(engine: str) -> None:
    rules = CascadeRules(eps=0.01, replaceable=False, stop="ratio")
    end = cascade(chain(2), [firm_shock(4, {0: 1.0})], rules, engine=engine)
    # The index is 3/6, then 4.5/6, and firm 3 weighs nothing: the second step adds nothing.
    np.testing.assert_array_equal(end.losses.steps, [2])
    np.testing.assert_allclose(end.losses.before, [0.75])


@ENGINES
def test_upstream_is_the_leontief_prediction_where_nothing_binds(engine: str) -> None:
    """Half of every firm's sales go to final demand, one firm loses a tenth: all is linear."""
    rng = np.random.default_rng(20260101)
    n = 40
    net = firm_network(
        rng.integers(0, n, 200), rng.integers(0, n, 200), rng.lognormal(0, 1, 200), np.zeros(n, int)
    )
    graph = cascade_graph(net, input_classes([[1]], ["0"]), revenue=2.0 * net.out_strength + 1.0)
    psi = np.zeros(n)
    psi[7] = 0.1
    shares = np.zeros((n, n))
    shares[net.supplier, net.client] = graph.up_share
    shares[7] = 0.0  # what firm 7 loses is given, its own lost customers weigh less than that
    expected = np.linalg.solve(np.eye(n) - shares, psi)
    rules = CascadeRules.settled(replaceable=False)
    end = cascade(graph, [firm_shock(n, psi)], rules, engine=engine)
    assert (shares[7] @ expected) <= 0.1
    np.testing.assert_allclose(1.0 - end.up[0], expected, rtol=0, atol=1e-11)


def test_weights_are_the_callers_if_given() -> None:
    assert systemic_risk(chain(2, weight=[0, 0, 0, 5.0]), [2], ALONE).esri.tolist() == [1.0]
