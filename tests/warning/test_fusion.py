"""Fusion: cut-offs mean what they say, combinations are monotone, repeats are held back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import genpareto

from kanmon.analysis.warning.fusion.logistic import fit_logistic
from kanmon.analysis.warning.fusion.ranks import rank_mean
from kanmon.analysis.warning.fusion.severity import Cut, severities, standard_cut, told
from kanmon.analysis.warning.fusion.tail import fit_tail, rarity
from kanmon.analysis.warning.fusion.together import simes
from kanmon.errors import DataError


@pytest.mark.parametrize("share", [0.05, 0.01, 0.003])
def test_a_cut_off_flags_the_share_it_promises(share: float) -> None:
    scores = np.random.default_rng(4).standard_t(4, (400, 60))
    flagged = (rarity(scores)[:, 20:] <= share).mean()
    assert share / 1.5 < flagged < share * 1.5


def test_the_tail_agrees_with_the_distribution_it_was_drawn_from() -> None:
    past = genpareto.rvs(0.3, scale=2.0, size=50_000, random_state=1)
    tail = fit_tail(past)
    assert abs(tail.shape - 0.3) < 0.1
    far = float(past.max()) * 2.0
    true = genpareto.sf(far, 0.3, scale=2.0)
    assert true / 5.0 < tail.probability(np.array([far]))[0] < true * 5.0


def test_probabilities_fall_as_scores_rise() -> None:
    tail = fit_tail(np.random.default_rng(2).normal(size=500))
    probability = tail.probability(np.linspace(-4.0, 12.0, 400))
    assert (np.diff(probability) <= 0.0).all()
    assert probability.min() > 0.0


def test_too_little_past_gives_no_probability() -> None:
    with pytest.raises(DataError, match="past scores"):
        fit_tail(np.arange(99.0))
    assert np.isnan(rarity(np.ones((3, 30)))).all()
    assert np.isnan(rarity(np.ones((500, 12)))).all()


def test_rarity_never_looks_ahead() -> None:
    scores = np.random.default_rng(5).normal(size=(30, 50))
    whole = rarity(scores)
    assert np.array_equal(rarity(scores[:, :40]), whole[:, :40], equal_nan=True)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=12))
def test_simes_lies_between_bonferroni_and_the_largest(found: list[float]) -> None:
    together = float(simes(np.array(found)[:, None])[0])
    assert together <= min(1.0, len(found) * min(found)) + 1e-12
    assert min(found) <= together <= max(found) + 1e-12


def test_simes_keeps_its_level_on_independent_signals() -> None:
    draws = np.random.default_rng(1).random((8, 200_000))
    assert abs((simes(draws) <= 0.05).mean() - 0.05) < 0.003


def test_the_combination_never_counts_a_score_the_wrong_way() -> None:
    draw = np.random.default_rng(1)
    hit = draw.random((200, 30)) < 0.1
    good = draw.normal(size=hit.shape) + 1.5 * hit
    wrong = draw.normal(size=hit.shape) - 1.5 * hit
    model = fit_logistic([good, wrong], hit)
    assert model.weights[0] > 0.5
    assert model.weights[1] == 0.0
    assert abs(model.probability([good, wrong]).mean() - hit.mean()) < 0.01


def test_a_period_without_events_fits_nothing() -> None:
    with pytest.raises(DataError, match="0 of"):
        fit_logistic([np.ones((2, 2))], np.zeros((2, 2), dtype=bool))


def test_ranks_do_not_depend_on_the_scale_of_a_score() -> None:
    scores = np.random.default_rng(1).normal(size=(40, 5))
    assert np.array_equal(rank_mean([scores, scores]), rank_mean([np.exp(scores), scores]))


def test_severity_alone_brings_an_alert_back() -> None:
    levels = np.array([[0, 1, 1, 2, 2, 3, 1, 0, 1, 0, 0, 0, 1]])
    assert np.flatnonzero(told(levels, 3)[0]).tolist() == [1, 3, 5, 12]


def test_published_cut_offs_are_in_order() -> None:
    cut = standard_cut()
    assert cut.alarm < cut.warning < cut.watch
    assert severities(np.array([np.nan]), Cut(0.1, 0.05, 0.01, 3)).tolist() == [0]
