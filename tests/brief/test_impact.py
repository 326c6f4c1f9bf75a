"""The page and terminal of an assessment: whole, closed, exact, in three languages."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.console import Console

from brief.invented import invented_brief
from brief.test_page import read
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import (
    CapacityLoss,
    DemandChange,
    Exemption,
    Restriction,
)
from kanmon.brief import names
from kanmon.brief.assessed import Assessment
from kanmon.brief.example import example_assessment, example_finding
from kanmon.brief.impact.acts import acts, part_name
from kanmon.brief.impact.page import impact_html
from kanmon.brief.impact.sentences import impact_headline, lost
from kanmon.brief.impact.terminal import impact_terminal
from kanmon.brief.numbers import LANGUAGES
from kanmon.brief.render import render_html
from kanmon.brief.wording import words
from kanmon.errors import DataError

_DAY = dt.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _invented_goods() -> None:
    """Goods here are the catalogue's own: they keep their names."""


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _text(page: str) -> list[str]:
    return [t for where, t in read(page).texts if not {"style", "script", "code"} & set(where)]


def test_page_is_well_formed_closed_and_the_same_every_time(lang: str) -> None:
    page = impact_html(example_assessment("JPN"), lang)
    assert page == impact_html(example_assessment("JPN"), lang)
    reader = read(page)
    assert dict(reader.elements)["html"]["lang"] == lang
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attrs in reader.elements:
        assert tag not in ("script", "link", "img", "iframe", "object", "embed", "base")
        assert "style" not in attrs
        assert all(i in ids for i in (attrs.get("aria-labelledby") or "").split())
        link = attrs.get("href") or ""
        assert not link or link.startswith(("data:text/csv", "#"))
        assert not link.startswith("#") or link[1:] in ids
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "script-src" not in page
    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_no_bare_code_is_read(lang: str) -> None:
    said = _text(impact_html(example_assessment("JPN"), lang))
    assert [t for t in said if re.search(r"\b(CHN|JPN|TWN|KOR|DEU|USA)\b", t)] == []
    assert [t for t in said if re.search(r"[a-z]+_[a-z]+", t)] == []
    assert [t for t in said if re.search(r"\b(None|nan|inf)\b", t)] == []


def test_every_table_has_caption_units_citation_and_the_whole_csv(lang: str) -> None:
    made = example_assessment("JPN")
    page = impact_html(made, lang)
    for body in re.findall(r"<table.*?</table>", page, re.S):
        heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', body)
        assert heads
        assert all(re.search(r"\S+ <small>[^<]+</small>", head) for head in heads)
    links = dict(re.findall(r'download="kanmon-([a-z_]+)-[^"]*" href="([^"]+)"', page))
    for kind in ("impact_losses", "impact_flows", "impact_tornado"):
        text = base64.b64decode(links[kind].split("base64,")[1]).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        finding = made.get(kind)
        assert finding is not None
        assert len([r for r in rows[1:] if len(r) > 1]) == finding.table.num_rows


def test_figures_are_the_findings_own() -> None:
    made = example_assessment("JPN")
    shown = {
        a["data-figure"]: float(a["value"] or "nan")
        for a, _ in read(impact_html(made, "en")).data
        if "data-figure" in a
    }
    rows = made.losses.table.to_pylist()
    assert shown["impact-1:goods_short"] == len(rows)
    assert shown["impact-1:first_short"] == min(r["days_to_shortage"] for r in rows)
    assert shown["impact-1:largest_loss"] == max(r["lost_days"] for r in rows)


def test_every_chart_has_a_name_and_says_its_content(lang: str) -> None:
    charts = re.findall(
        r'<svg [^>]*role="img".*?</svg>', impact_html(example_assessment("JPN"), lang), re.S
    )
    assert len(charts) == 8
    for chart in charts:
        assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", chart)


def test_hostile_text_is_escaped() -> None:
    attack = '<script>alert("x")</script>'
    made = example_assessment("JPN")
    page = impact_html(
        replace(
            made, scenario=replace(made.scenario, title=attack, note=attack, sources=(attack,))
        ),
        "en",
    )
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3


def test_what_the_engine_does_not_give_has_no_part_of_the_page(lang: str) -> None:
    made = example_assessment("JPN")
    bare = replace(made, findings=(made.losses,), draws=0)
    page = impact_html(bare, lang)
    w = words(lang)
    for key in ("impact_flow", "impact_days", "impact_tornado", "impact_map", "impact_path"):
        assert w.say(f"section.{key}") not in _text(page)
    assert w.say("impact.best_only") in _text(page)


def test_no_shortage_is_said_and_missing_is_never_zero(lang: str) -> None:
    made = example_assessment("JPN")
    rows = [
        {**row, "lost_days": 0.0, "lost_low": None, "lost_high": None, "days_to_shortage": None}
        for row in made.losses.table.to_pylist()
    ]
    calm = replace(made, findings=(example_finding("impact_losses", "JPN", rows),))
    w = words(lang)
    assert w.say("headline.impact_none", total="5", days=w.say("figure.days", count="365")) in (
        impact_headline(calm, w)
    )
    page = impact_html(calm, lang)
    assert page.count(f">{w.say('missing.no_shortage')}<") >= 5
    assert page.count(f">{w.say('missing.no_draws')}<") == 10


def test_terminal_fits_eighty_columns_and_leads_with_the_headline(lang: str) -> None:
    made = example_assessment("JPN")
    console = Console(width=80, record=True, file=io.StringIO(), color_system=None)
    console.print(impact_terminal(made, lang))
    printed = console.export_text()
    squeezed = re.sub(r"\s+", "", printed)
    head = re.sub(r"\s+", "", impact_headline(made, words(lang)))
    assert head in squeezed
    assert squeezed.index(head) < squeezed.index(
        re.sub(r"\s+", "", names.good("base_stations", lang))
    )
    assert re.sub(r"\s+", "", words(lang).say("section.sources")) in squeezed
    from rich.cells import cell_len

    assert max(cell_len(line) for line in printed.splitlines()) <= 80


def test_assessments_stand_in_the_brief(lang: str) -> None:
    brief = replace(invented_brief(lang, 2), impacts=(example_assessment("JPN"),) * 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "good", lambda identifier, _: identifier.split("_")[0].title())
        page = render_html(brief)
    reader = read(page)
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {"impact", "impact-1", "impact-2"} <= set(ids)
    assert 'href="#impact"' in page
    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_an_assessment_holds_losses_once_and_nothing_strange() -> None:
    made = example_assessment("JPN")
    with pytest.raises(DataError, match="findings"):
        replace(made, findings=made.findings[1:])
    with pytest.raises(DataError, match="impact_losses, impact_losses"):
        replace(made, findings=(made.losses, made.losses))


def _every_act() -> Scenario:
    span = Range(0.1, 0.2, 0.3)
    goods = ("gallium_metal",)
    wait = Range(10.0, 20.0, 90.0)
    return Scenario(
        "all",
        "Every kind of act",
        _DAY,
        400,
        shocks=(
            Restriction(
                "r",
                ("CHN",),
                goods,
                _DAY,
                all_but=("EU27",),
                cut=span,
                ramp_days=wait,
                duration_days=200.0,
                ease_days=30.0,
                exempt=(Exemption(("JPN",), span),),
            ),
            Restriction("i", ("RUS",), ("industry:C10",), _DAY, on=("EPCC",), side="import"),
            CapacityLoss("c", ("TWN",), goods, _DAY, span, duration_days=90.0, recovery_days=60.0),
            DemandChange("d", ("USA",), goods, _DAY, Range(-0.3, -0.2, 0.1), duration_days=9.0),
        ),
        responses=(
            StockRelease("s", ("JPN",), goods, wait, rate=0.5, start=_DAY),
            Substitution("u", ("WLD",), goods, span, ("amplifier_chips",), delay_days=wait),
            Rerouting("e", ("USA",), goods, span, leakage=0.1),
            DemandSaving("v", ("EU27",), goods, span),
            NewCapacity("n", ("CAN",), goods, span, lead_days=300.0),
            AlliedSharing("a", ("JPN", "USA"), goods),
        ),
    )


def test_every_act_is_told_with_its_range_and_dates(lang: str) -> None:
    scenario = _every_act()
    told = acts(scenario, words(lang))
    assert len(told) == len(scenario.shocks) + len(scenario.responses)
    assert len(set(told)) == len(told)
    for text in told:
        assert not re.search(r"[a-z]_[a-z]|\{|\b(CHN|RUS|TWN|EU27|EPCC|WLD)\b", text), text
    assert re.search(r"20.?%.*10.?%.*30", told[0].replace("\u202f", ""))
    assert "C10" in told[1]


def test_every_uncertain_amount_has_a_name_of_its_own(lang: str) -> None:
    scenario = _every_act()
    w = words(lang)
    named = [part_name(scenario, part, amount, w) for part, amount, _ in scenario.uncertain]
    assert len(set(named)) == len(named)
    assert [n for n in named if re.search("[a-z]_[a-z]", n)] == []


@pytest.mark.parametrize(
    ("amount", "low", "high", "text"),
    [
        (1.0, None, None, "1.0 days"),
        (12.4, None, None, "12 days"),
        (12.4, 12.4, 12.4, "12 days"),
        (3.21, 1.0, 9.0, "3.2 (1.0–9.0) days"),
    ],
)
def test_a_loss_carries_its_range(
    amount: float, low: float | None, high: float | None, text: str
) -> None:
    row = {"lost_days": amount, "lost_low": low, "lost_high": high}
    assert lost(row, words("en")) == text


def test_json_has_scenario_seed_and_findings() -> None:
    made: Assessment = example_assessment("JPN")
    plain = made.as_json()
    assert plain["seed"] == 7
    assert plain["scenario"]["start"] == "2027-01-01"
    assert plain["findings"][0]["kind"] == "impact_losses"


def test_the_mark_of_a_shortage_stands_where_the_line_falls() -> None:
    """Days count from the scenario's start, also where its first act comes later."""
    made = example_assessment("JPN")
    late = replace(made.scenario.shocks[0], start=_DAY + dt.timedelta(days=20))
    moved = replace(made, scenario=replace(made.scenario, shocks=(late,)))
    page = impact_html(moved, "en")
    start, short = re.findall(r'class="when (?:start|short)" d="M([\d.]+) ', page)[:2]
    assert float(start) == pytest.approx(40 + 290 * 20 / 364, abs=0.06)
    assert float(short) == pytest.approx(40 + 290 * 45 / 364, abs=0.06)
