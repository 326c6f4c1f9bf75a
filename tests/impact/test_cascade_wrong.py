"""What is wrong is refused with a word on how to mend it; what is odd gets a finite answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kanmon.analysis.impact.engines.cascade.cascade import cascade
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph, cascade_graph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, FirmShock, firm_shock
from kanmon.analysis.impact.network import FirmNetwork, firm_network
from kanmon.compiled import compiled
from kanmon.errors import KanmonError

NAN, INF = float("nan"), float("inf")
AB = ("a", "b")


def untyped(value: Any) -> Any:
    return value


def network(worth: float = 1.0) -> FirmNetwork:
    return firm_network([0, 1], [1, 2], [worth, worth], [0, 0, 1], sectors=AB)


def graph(**more: Any) -> CascadeGraph:
    return cascade_graph(network(), input_classes([[2, 2], [1, 0]], AB), **more)


def raw(**more: Any) -> FirmShock:
    none = np.zeros(3)
    given = {"down": none, "up": none, "links": np.zeros(0, int), "passes": np.zeros(0)}
    return FirmShock(**{**given, **more})


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("matrix of one dimension", lambda: input_classes([0, 1], AB)),
    ("matrix not square", lambda: input_classes([[0, 1]], AB)),
    ("matrix of three dimensions", lambda: input_classes(np.zeros((2, 2, 2)), AB)),
    ("ragged matrix", lambda: input_classes(untyped([[0, 1], [0]]), AB)),
    ("matrix of words", lambda: input_classes(untyped([["x", "y"]]), AB)),
    ("empty matrix", lambda: input_classes(np.zeros((0, 0)), ())),
    ("too few labels", lambda: input_classes([[0, 1], [1, 0]], ("a",))),
    ("a label twice", lambda: input_classes([[0, 1], [1, 0]], ("a", "a"))),
    ("class 3", lambda: input_classes([[0, 3], [1, 0]], AB)),
    ("class -1", lambda: input_classes([[0, -1], [1, 0]], AB)),
    ("class 1.5", lambda: input_classes([[0.0, 1.5], [1.0, 0.0]], AB)),
    ("class missing", lambda: input_classes([[0.0, NAN], [1.0, 0.0]], AB)),
    ("class infinite", lambda: input_classes([[0.0, INF], [1.0, 0.0]], AB)),
    ("sector without a class", lambda: cascade_graph(network(), input_classes([[0]], "a"))),
    ("class of an unknown sector", lambda: input_classes([[0]], "a").of("a", "z")),
    ("weights too few", lambda: graph(weight=[1.0])),
    ("weight negative", lambda: graph(weight=[1.0, -1.0, 1.0])),
    ("weight missing", lambda: graph(weight=[1.0, NAN, 1.0])),
    ("weight infinite", lambda: graph(weight=[1.0, INF, 1.0])),
    ("weights all zero", lambda: graph(weight=[0.0, 0.0, 0.0])),
    ("weights too large to add", lambda: graph(weight=[1e308, 1e308, 1e308])),
    ("weights in words", lambda: graph(weight=["x", "y", "z"])),
    ("revenue too short", lambda: graph(revenue=[1.0, 2.0])),
    ("revenue negative", lambda: graph(revenue=[1.0, -2.0, 0.0])),
    ("revenue missing", lambda: graph(revenue=[1.0, NAN, 0.0])),
    ("cost of two dimensions", lambda: graph(cost=[[1.0, 2.0, 3.0]])),
    ("cost infinite", lambda: graph(cost=[1.0, INF, 0.0])),
    ("market negative", lambda: graph(market=[0, -1, 0])),
    ("market a fraction", lambda: graph(market=[0.0, 0.5, 1.0])),
    ("market too short", lambda: graph(market=[0])),
    ("market too large", lambda: graph(market=[0, 2**40, 1])),
    (
        "links too large to add",
        lambda: cascade_graph(network(1.5e308), input_classes([[2, 2], [1, 0]], AB)),
    ),
    ("eps negative", lambda: CascadeRules(eps=-0.1)),
    ("eps missing", lambda: CascadeRules(eps=NAN)),
    ("eps one", lambda: CascadeRules(eps=1.0)),
    ("eps infinite", lambda: CascadeRules(eps=INF)),
    ("stop unknown", lambda: CascadeRules(stop="never")),
    ("no steps", lambda: CascadeRules(most_steps=0)),
    ("too many steps", lambda: CascadeRules(most_steps=2**31)),
    ("loss above one", lambda: firm_shock(3, {0: 1.1})),
    ("loss negative", lambda: firm_shock(3, {0: -0.1})),
    ("loss missing", lambda: firm_shock(3, {0: NAN})),
    ("losses too few", lambda: firm_shock(3, [1.0])),
    ("losses of two dimensions", lambda: firm_shock(3, [[0.0, 0.0, 1.0]])),
    ("losses in words", lambda: firm_shock(3, ["x", "y", "z"])),
    ("loss of no firm", lambda: firm_shock(3, {3: 1.0})),
    ("loss of firm -1", lambda: firm_shock(3, {-1: 1.0})),
    ("upstream loss too long", lambda: firm_shock(3, lost_up=[0.0] * 4)),
    ("link twice", lambda: firm_shock(3, links=[0, 0], passes=[0.0, 0.0])),
    ("link a fraction", lambda: firm_shock(3, links=[0.5], passes=[0.0])),
    ("link without a share", lambda: firm_shock(3, links=[0])),
    ("share without a link", lambda: firm_shock(3, passes=[0.5])),
    ("share passing above one", lambda: firm_shock(3, links=[0], passes=[1.5])),
    ("share passing missing", lambda: firm_shock(3, links=[0], passes=[NAN])),
    ("shock of another network", lambda: cascade(graph(), [firm_shock(4)])),
    ("cut of no link", lambda: cascade(graph(), [firm_shock(3, links=[2], passes=[0.0])])),
    ("cut of link -1", lambda: cascade(graph(), [firm_shock(3, links=[-1], passes=[0.0])])),
    ("unchecked loss missing", lambda: cascade(graph(), [raw(down=np.array([NAN, 0, 0]))])),
    ("unchecked share above one", lambda: cascade(graph(), [raw(up=np.array([2.0, 0, 0]))])),
    ("unchecked cut without share", lambda: cascade(graph(), [raw(links=np.array([0]))])),
    ("engine unknown", lambda: cascade(graph(), [], engine="fast")),
    ("engine unknown for the index", lambda: systemic_risk(graph(), engine="fast")),
    ("firm out of range", lambda: systemic_risk(graph(), [3])),
    ("firm -1", lambda: systemic_risk(graph(), [-1])),
    ("firm a fraction", lambda: systemic_risk(graph(), [0.5])),
    ("firms of two dimensions", lambda: systemic_risk(graph(), [[0, 1]])),
    (
        "not settled in the steps allowed",
        lambda: cascade(graph(), [firm_shock(3, {0: 1.0})], CascadeRules(most_steps=1)),
    ),
    (
        "not settled by the twin either",
        lambda: systemic_risk(graph(), [0], CascadeRules(most_steps=1), engine="numpy"),
    ),
]


@pytest.mark.parametrize("call", [c for _, c in REFUSED], ids=[name for name, _ in REFUSED])
def test_what_is_wrong_is_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(KanmonError) as caught:
        call()
    assert caught.value.found
    assert caught.value.remedy


def odd(links: list[tuple[int, int, float]], firms: int) -> CascadeGraph:
    seller, buyer, worth = (list(x) for x in zip(*links, strict=True))
    net = firm_network(seller, buyer, worth, np.arange(firms) % 2, sectors=AB)
    return cascade_graph(net, input_classes([[2, 2], [1, 2]], AB))


ODD: list[tuple[str, CascadeGraph]] = [
    ("one firm that sells to itself", odd([(0, 0, 1.0)], 1)),
    ("self loops", odd([(0, 0, 1.0), (0, 1, 1.0), (1, 1, 2.0)], 2)),
    ("firms without links", odd([(0, 1, 1.0)], 6)),
    ("two islands", odd([(0, 1, 1.0), (2, 3, 1.0)], 4)),
    ("a cycle", odd([(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)], 3)),
    ("each supplies each", odd([(i, j, 1.0) for i in range(6) for j in range(6)], 6)),
    ("amounts of 1e12", odd([(0, 1, 1e12), (1, 2, 1e12), (2, 0, 3e12)], 3)),
    ("amounts of 1e-12", odd([(0, 1, 1e-12), (1, 2, 1e-12), (2, 0, 3e-12)], 3)),
    ("amounts from 1e-12 to 1e12", odd([(0, 1, 1e-12), (1, 2, 1e12), (2, 0, 1.0)], 3)),
    ("a link twice", odd([(0, 1, 1.0), (0, 1, 2.0)], 2)),
    ("a star", odd([(0, k, 1.0) for k in range(1, 40)], 40)),
    ("a long chain", odd([(k, k + 1, 1.0) for k in range(60)], 61)),
]


@pytest.mark.parametrize(("name", "given"), ODD, ids=[name for name, _ in ODD])
@pytest.mark.parametrize("eps", [0.0, 0.01])
def test_what_is_odd_has_a_finite_answer(name: str, given: CascadeGraph, eps: float) -> None:
    rules = CascadeRules(eps=eps)
    found = systemic_risk(given, rules=rules)
    twin = systemic_risk(given, rules=rules, engine="numpy")
    assert np.all((found.esri >= 0.0) & (found.esri <= 1.0))
    np.testing.assert_allclose(found.esri, twin.esri, rtol=0, atol=1e-12)
    if eps > 0.0:
        # At 0 the kernel, which keeps what is lost, sees changes that 1 - loss rounds away.
        np.testing.assert_array_equal(found.steps, twin.steps)


def test_nothing_to_do_is_done() -> None:
    assert systemic_risk(graph(), []).esri.size == 0
    assert cascade(graph(), []).down.shape == (0, 3)


def test_firms_may_be_asked_for_twice_and_in_any_order() -> None:
    found = systemic_risk(graph(), [2, 0, 2])
    assert found.firms.tolist() == [2, 0, 2]
    assert found.esri[0] == found.esri[2]


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("harm", ["short", "far", "negative"])
def test_the_kernel_refuses_arrays_that_would_lead_it_astray(place: int, harm: str) -> None:
    """The binding checks sizes and ranges itself: no input may crash it."""
    laid = graph().layout
    up = [np.array(one) for one in laid.up]
    held = up[place]
    last = np.arange(held.size) == (held.size - 1 if harm == "far" else 0)
    far = np.where(last, 9 if harm == "far" else -1, held).astype(held.dtype)
    up[place] = held[:-1].copy() if harm == "short" else far
    k, none = np.zeros(1, np.int64), np.zeros(0, np.int64)
    shock = k, none.astype(np.int32), none * 1.0, none * 1.0, k, none, none, none * 1.0
    told = np.empty((0, 4)), np.empty(0, np.int32), np.empty(0), np.empty(0)
    market = *laid.market, np.ones(3), np.ones(3)
    with pytest.raises(ValueError, match=r"differ|range|starts|share"):
        compiled("test").cascade(
            tuple(up), laid.down, market, shock, (0.01, 9, True, False), 1, told
        )
