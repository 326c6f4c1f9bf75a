"""An alert's life: what may follow what, when a person is told again, and the record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.warning.alert import OUTCOMES, SEVERITIES, STATES, Alert, Evidence
from kanmon.analysis.warning.life import merge, newest, stable_id, step, subject
from kanmon.analysis.warning.record import record
from kanmon.errors import ScenarioError
from kanmon.watching.documents import as_document, from_document

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
DAY = dt.date(2024, 1, 1)
RECOVERY = 93


def alert(
    day: dt.date = DAY, severity: str = "watch", good: str = "urea", economy: str = "CHN"
) -> Alert:
    evidence = (
        Evidence("value_drop", "export_value", day, 1.0, 5.0, 7.0, 9.0, 4.0, "kUSD", day, "x"),
    )
    return Alert("", good, economy, "", "JPN", severity, 0.99, day, evidence, "")


def after(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


@pytest.mark.parametrize("start", STATES)
@pytest.mark.parametrize("end", STATES)
def test_each_pair_of_states_is_a_step_or_a_clear_error(start: str, end: str) -> None:
    allowed = {
        ("new", "acknowledged"),
        ("new", "escalated"),
        ("new", "closed"),
        ("acknowledged", "escalated"),
        ("acknowledged", "closed"),
        ("escalated", "closed"),
    }
    before = replace(alert(), id="a1", state=start)
    outcome = "unclear" if end == "closed" else ""
    if (start, end) in allowed:
        made = step(before, end, at=NOON, by="Sato", note="seen", outcome=outcome)
        assert (made.state, made.outcome) == (end, outcome)
        assert made.history[-1].by == "Sato"
        assert made.history[-1].note == "seen"
    else:
        with pytest.raises(ScenarioError, match=start):
            step(before, end, at=NOON, by="Sato", outcome=outcome)


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"by": " "}, "nobody"),
        ({"at": dt.datetime(2024, 1, 1)}, "zone"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "fine"}, "outcome"),
        ({"outcome": "unclear", "onset": DAY}, "onset"),
    ],
)
def test_a_step_that_lacks_something_says_what(changed: dict[str, object], match: str) -> None:
    given = {"at": NOON, "by": "Sato", "outcome": "disruption", **changed}
    with pytest.raises(ScenarioError, match=match):
        step(alert(), "closed", **given)  # type: ignore[arg-type]


def test_an_outcome_belongs_to_closing_only() -> None:
    with pytest.raises(ScenarioError, match="outcome"):
        step(alert(), "acknowledged", at=NOON, by="Sato", outcome="disruption")


def test_the_same_run_again_tells_nothing_and_changes_nothing() -> None:
    first = merge([], [alert()], at=NOON, recovery=RECOVERY)
    again = merge(first.alerts, [alert()], at=NOON, recovery=RECOVERY)
    assert again.alerts == first.alerts
    assert again.told == frozenset()


def test_a_rise_is_told_and_takes_back_the_acknowledgement() -> None:
    first = merge([], [alert()], at=NOON, recovery=RECOVERY).alerts[0]
    seen = step(first, "acknowledged", at=NOON, by="Sato")
    merged = merge([seen], [alert(after(31), "alarm")], at=NOON, recovery=RECOVERY)
    made = merged.alerts[0]
    assert (made.id, made.severity, made.state) == (first.id, "alarm", "new")
    assert merged.told == {first.id}
    assert [c.state for c in made.history] == ["new", "acknowledged", "new"]
    assert made.history[-1].note == "watch to alarm"
    assert made.opened == DAY
    assert newest(made) == after(31)


def test_what_is_no_graver_renews_the_evidence_in_silence() -> None:
    first = merge([], [alert(severity="alarm")], at=NOON, recovery=RECOVERY).alerts[0]
    merged = merge([first], [alert(after(31), "watch")], at=NOON, recovery=RECOVERY)
    assert merged.told == frozenset()
    assert merged.alerts[0].severity == "alarm"
    assert merged.alerts[0].evidence[0].period == after(31)
    assert merged.alerts[0].history == first.history


def test_back_after_recovery_is_told_with_its_own_severity() -> None:
    first = merge([], [alert(severity="alarm")], at=NOON, recovery=RECOVERY).alerts[0]
    for days, told in ((RECOVERY, False), (RECOVERY + 1, True)):
        merged = merge([first], [alert(after(days), "watch")], at=NOON, recovery=RECOVERY)
        assert bool(merged.told) is told
        made = merged.alerts[0]
        assert made.severity == ("watch" if told else "alarm")
        assert made.opened == (after(days) if told else DAY)
        assert made.id == first.id


def test_an_escalated_alert_stays_escalated_when_it_rises() -> None:
    first = merge([], [alert()], at=NOON, recovery=RECOVERY).alerts[0]
    up = step(first, "escalated", at=NOON, by="Sato")
    merged = merge([up], [alert(after(31), "warning")], at=NOON, recovery=RECOVERY)
    assert merged.alerts[0].state == "escalated"
    assert merged.told == {first.id}


def test_a_closed_alert_is_never_opened_again_but_followed_by_another() -> None:
    first = merge([], [alert()], at=NOON, recovery=RECOVERY).alerts[0]
    shut = step(first, "closed", at=NOON, by="Sato", outcome="no_disruption")
    quiet = merge([shut], [alert(after(31))], at=NOON, recovery=RECOVERY)
    assert quiet.alerts == (shut,)
    later = merge([shut], [alert(after(31), "alarm")], at=NOON, recovery=RECOVERY)
    assert len(later.alerts) == 2
    assert later.alerts[0] == shut
    assert later.alerts[1].id not in ("", shut.id)
    assert later.told == {later.alerts[1].id}


def test_older_news_does_not_overwrite_newer() -> None:
    first = merge([], [alert(after(60), "warning")], at=NOON, recovery=RECOVERY)
    merged = merge(first.alerts, [alert(after(10), "alarm")], at=NOON, recovery=RECOVERY)
    assert merged.alerts == first.alerts


def test_other_goods_economies_and_parties_are_other_alerts() -> None:
    four = [
        alert(),
        alert(good="lng"),
        alert(economy="RUS"),
        replace(alert(), party="USA"),
        replace(alert(), place="Suez Canal"),
        replace(alert(), name="to KOR"),
    ]
    merged = merge([], four, at=NOON, recovery=RECOVERY)
    assert len({a.id for a in merged.alerts}) == len(four)


def test_ids_do_not_run_together() -> None:
    assert stable_id(alert(good="a", economy="bc")) != stable_id(alert(good="ab", economy="c"))


runs = st.lists(
    st.tuples(
        st.integers(0, 400), st.sampled_from(SEVERITIES), st.sampled_from(["urea", "lng", "neon"])
    ),
    max_size=12,
)


@settings(deadline=None)
@given(runs)
def test_a_run_told_all_at_once_or_day_by_day_ends_alike(told: list[tuple[int, str, str]]) -> None:
    fresh = [alert(after(d), s, g) for d, s, g in told]
    days = sorted({a.opened for a in fresh})
    once = merge([], fresh, at=NOON, recovery=RECOVERY)
    daily = merge([], [], at=NOON, recovery=RECOVERY)
    for day in days:
        today = [a for a in fresh if a.opened == day]
        daily = merge(daily.alerts, today, at=NOON, recovery=RECOVERY)
    assert sorted(once.alerts, key=lambda a: a.id) == sorted(daily.alerts, key=lambda a: a.id)
    assert len({subject(a) for a in once.alerts}) == len(once.alerts)


@settings(deadline=None)
@given(runs)
def test_documents_come_back_as_they_were(told: list[tuple[int, str, str]]) -> None:
    fresh = [alert(after(d), s, g) for d, s, g in told]
    for made in merge([], fresh, at=NOON, recovery=RECOVERY).alerts:
        assert from_document(as_document(made)) == made


def test_the_record_counts_outcomes_and_leads() -> None:
    ends = [("disruption", after(40)), ("disruption", None), ("no_disruption", None)]
    ends += [("unclear", None)]
    alerts = [alert(good="lng")]
    for n, (outcome, onset) in enumerate(ends):
        one = replace(alert(after(n)), id=f"a{n}")
        alerts.append(step(one, "closed", at=NOON, by="Sato", outcome=outcome, onset=onset))
    found = record(alerts)
    assert (found.disruptions, found.false_alerts, found.unclear, found.still_open) == (2, 1, 1, 1)
    assert found.precision == pytest.approx(2 / 3)
    assert [o.lead for o in found.outcomes] == [40, None, None, None]
    assert found.outcomes[0].closed == NOON.date()
    assert set(OUTCOMES[1:]) == {o.outcome for o in found.outcomes}
