"""The page is whole, closed, exact, accessible and the same every time."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from brief.invented import invented_brief
from kanmon.analysis.finding import Caveat
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.document import Brief, exposure
from kanmon.brief.fuels import fuel_section
from kanmon.brief.hidden import hidden_section
from kanmon.brief.numbers import LANGUAGES, MINUS, NARROW
from kanmon.brief.render import render_html, write_html
from kanmon.brief.wording import words
from kanmon.errors import DataError, StoreError

_VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """Read a page strictly: every element closed in order; keep what the tests ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.data: list[tuple[dict[str, str | None], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "data":
            self.data.append((dict(attrs), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))
        if self.open and self.open[-1] == "data":
            attrs, text = self.data[-1]
            self.data[-1] = (attrs, text + data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture
def page(brief: Brief) -> str:
    return render_html(brief)


def test_well_formed_with_language_and_unique_ids(brief: Brief, page: str) -> None:
    reader = read(page)
    assert dict(reader.elements)["html"]["lang"] == brief.lang
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attrs in reader.elements:
        for name in (attrs.get("aria-labelledby") or "").split():
            assert name in ids
        link = attrs.get("href") or ""
        if link.startswith("#"):
            assert link[1:] in ids


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in read(page).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_nothing_is_loaded_from_outside(page: str) -> None:
    for tag, attrs in read(page).elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert tag != "script" or not attrs
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        for name in ("src", "href", "xlink:href", "action", "data"):
            address = attrs.get(name) or ""
            assert address.startswith(("#", "data:text/csv")) or not address or tag == "a"
    style = page.split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    script = page.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert not re.search(r"fetch|XMLHttp|import\(|https?:|innerHTML|eval|localStorage", script)
    assert "default-src 'none'" in page


def test_same_brief_same_bytes(brief: Brief, page: str) -> None:
    assert render_html(brief.in_language(brief.lang)) == page


def _decimals(text: str, lang: str) -> int:
    mark = "," if lang == "fr" else "."
    found = re.search(rf"{re.escape(mark)}(\d+)", text)
    return len(found.group(1)) if found else 0


def _read_figure(text: str, lang: str) -> float | None:
    found = re.search(rf"[+±{MINUS}]?\d[\d{NARROW},.]*", text)
    if found is None or text.startswith("<"):
        return None
    group, point = (NARROW, ",") if lang == "fr" else (",", ".")
    digits = found.group().lstrip("+±").replace(group, "").replace(point, ".")
    return float(digits.replace(MINUS, "-"))


_LARGE = {"million": 1e3, "milliard": 1e6, "billion": 1e6, "万": 10.0, "億": 1e5, "兆": 1e9}


def test_every_figure_printed_is_the_findings_own(brief: Brief, page: str) -> None:
    """Read each figure back from the text and hold it to the exact value beside it."""
    checked = 0
    for attrs, text in read(page).data:
        exact, shown = float(attrs["value"] or "nan"), _read_figure(text, brief.lang)
        if shown is None:
            assert 0 < exact < 0.01
            continue
        factor = 0.01 if "%" in text or "points" in text or "ポイント" in text else 1.0
        for word, size in _LARGE.items():
            if word in text:
                factor = size
        within = 0.5001 * 10.0 ** -_decimals(text, brief.lang) * factor
        rel = 6e-3 if factor > 1.0 else 0.0
        assert shown * factor == pytest.approx(exact, rel=rel, abs=within), text
        checked += 1
    assert checked > 400


def test_key_figures_carry_the_findings_exact_values(brief: Brief, page: str) -> None:
    shown = {
        a["data-figure"]: float(a["value"] or "nan")
        for a, _ in read(page).data
        if "data-figure" in a
    }
    for g in brief.goods:
        for name in (
            "hhi",
            "top_share",
            "top3_share",
            "total_value",
            "effective_suppliers",
            "governance_weighted_hhi",
        ):
            value = g.suppliers.figures[name].value
            assert shown.get(f"good-{g.good}:{name}") == value
        assert shown.get(f"good-{g.good}:production_hhi") == g.production.figures["hhi"].value
        assert shown.get(f"good-{g.good}:change") == g.trend.figures["change"].value
    assert shown["lead:ranked"] == brief.chokepoints.figures["ranked"].value
    assert shown["lead:above_threshold"] == brief.chokepoints.figures["above_threshold"].value


def test_every_table_has_caption_units_and_citation(page: str) -> None:
    tables = re.findall(r"<table.*?</table>\s*</div>\s*<p class=\"cite\">(.*?)</p>", page, re.S)
    assert len(tables) == page.count("<table")
    for body in re.findall(r"<table.*?</table>", page, re.S):
        assert re.search(r"<caption[^>]*>[^<]+</caption>", body)
        heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', body)
        assert heads
        assert all(re.search(r"\S+(</span>)? <small>[^<]+</small>", head) for head in heads)


def test_csv_of_each_table_is_the_findings_table(brief: Brief, page: str) -> None:
    g = brief.goods[0]
    found = re.search(rf'download="kanmon-supplier_shares-{g.good}[^"]*" href="([^"]+)"', page)
    assert found
    text = base64.b64decode(found.group(1).split("base64,")[1]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["supplier [iso3]", "value [kUSD]", "share [share]", "quantity [t]"]
    expected = g.suppliers.table.to_pylist()
    for row, want in zip(rows[1 : 1 + len(expected)], expected, strict=True):
        assert row[0] == want["supplier"]
        for text, name in zip(row[1:], ("value", "share", "quantity"), strict=True):
            if want[name] is None:
                assert text == ""
            else:
                assert float(text) == pytest.approx(want[name], rel=1e-9)
    assert any(cell.startswith("# ") and "Kanmon" in cell for row in rows for cell in row)


def test_no_bare_code_in_what_is_read(page: str) -> None:
    codes = r"\b(CHN|USA|JPN|DEU|KOR|VNM|THA|NLD|TWN|OTH|COD|PRK)\b"
    said = [t for where, t in read(page).texts if not {"style", "script", "code"} & set(where)]
    assert [t for t in said if re.search(codes, t)] == []
    assert [t for t in said if re.search(r"[a-z]+_[a-z]+", t)] == []


def test_missing_is_said_and_never_zero(brief: Brief, page: str) -> None:
    unknown = {"en": "not known", "ja": "不明", "fr": "non connu"}[brief.lang]
    helium = page.split('id="good-helium"')[1].split("</section>")[0]
    assert helium.count(unknown) >= 8
    stated = set(re.findall('data-figure="good-helium:([a-z_0-9]+)"', helium))
    assert stated == {"production_hhi", "imports_over_exports"}
    assert "None" not in re.sub(r"<(style|script)>.*?</(style|script)>", "", page, flags=re.S)
    assert "nan" not in {t.strip().lower() for _, t in read(page).texts}


def test_hostile_text_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    attack = '<script>alert("x")</script>\'"&'
    monkeypatch.setattr(names, "good", lambda identifier, lang: attack)
    brief = invented_brief("en")
    hostile = replace(
        brief,
        notes=(attack,),
        chokepoints=replace(brief.chokepoints, caveats=(Caveat("strange", attack),)),
    )
    page = render_html(hostile)
    assert page.count("<script") == 1
    assert attack not in page
    assert "&lt;script&gt;" in page
    read(page)


def test_every_chart_has_a_name_and_a_description(page: str) -> None:
    charts = re.findall(r'<svg [^>]*role="img".*?</svg>', page, re.S)
    assert len(charts) > 20
    for chart in charts:
        assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", chart)


def test_text_contrast_in_light_and_dark() -> None:
    """WCAG 2.2 contrast of every text colour on the paper: 4.5 to 1 or more."""
    css = (Path(__file__).parents[2] / "src/kanmon/brief/templates/brief.css").read_text("utf-8")
    light, dark = css.split("prefers-color-scheme:dark")[:2]
    for part in (light, dark.split("box-sizing")[0]):
        colours = dict(re.findall(r"--(paper|ink|soft|sea|red|mid):(#[0-9a-f]{6})", part))
        for name in ("ink", "soft", "sea", "red"):
            assert _contrast(colours[name], colours["paper"]) >= 4.5, name
        assert _contrast(colours["mid"], colours["paper"]) >= 3.0


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_exposure_adds_up(brief: Brief) -> None:
    found = exposure(brief)
    ranked = brief.chokepoints.figures["ranked"].value
    assert sum(e.goods for e in found) == ranked
    assert sum(e.share for e in found) == pytest.approx(1.0)
    total = sum(float(g.suppliers.figures["total_value"].value or 0) for g in brief.goods)
    assert sum(e.value for e in found) == pytest.approx(total)


def test_write_is_whole_or_not_at_all(brief: Brief, tmp_path: Path) -> None:
    target = write_html(brief, tmp_path / "brief.html")
    assert target.read_text("utf-8") == render_html(brief)
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(StoreError, match="written"):
        write_html(brief, tmp_path / "absent" / "brief.html")


def test_goods_must_be_ranked(brief: Brief) -> None:
    with pytest.raises(DataError, match="no row in the ranking"):
        replace(
            brief, chokepoints=replace(brief.chokepoints, table=brief.chokepoints.table.slice(0, 1))
        )


def test_forty_five_goods_stay_below_the_size_goal() -> None:
    assert len(render_html(invented_brief("fr", 45)).encode()) < 1_500_000


def test_a_brief_without_new_findings_has_no_such_sections(brief: Brief) -> None:
    page = render_html(replace(brief, hidden=(), fuels=None, replaced=()))
    assert 'id="hidden"' not in page
    assert 'id="fuels"' not in page
    assert 'href="#hidden"' not in page
    read(page)


def test_hidden_names_the_widest_gap_first_and_never_the_party(brief: Brief) -> None:
    section = hidden_section(brief)
    assert section is not None
    gaps = [row.origin_raw - row.face_raw for row in section.rows]
    assert gaps == sorted(gaps, reverse=True)
    assert min(gaps) >= 0.05
    assert len(section.rows) <= 8
    assert names.party(brief.party, brief.lang) not in {row.economy for row in section.rows}
    looked = [f for f in brief.hidden if f.kind == "look_through"]
    link = next(t.csv_href for t in section.tables if t.id == "table-look-through")
    rows = list(
        csv.reader(io.StringIO(base64.b64decode(link.split("base64,")[1]).decode("utf-8-sig")))
    )
    assert sum(1 for row in rows[1:] if len(row) > 1) == sum(f.table.num_rows for f in looked)


def test_chain_leaves_out_what_the_face_already_shows(brief: Brief) -> None:
    section = hidden_section(brief)
    assert section is not None
    assert [row.anchor for row in section.chain] == ["good-magnets"]


def test_fuels_say_what_was_paid_and_that_no_target_was_given(brief: Brief) -> None:
    section = fuel_section(brief)
    assert section is not None
    assert [f.raw for f in section.figures] == [0.08, 0.25, 4000.0, None]
    assert section.figures[-1].note == words(brief.lang).reason(
        "the party's own target date was not given"
    )
    fell, rose, none = section.panels
    assert len(fell.sentences) == 3
    assert names.economy("NOR", brief.lang) in fell.sentences[2]
    assert len(rose.sentences) == 2
    assert not none.panel.svg
    assert none.panel.remark


def test_explorer_lists_every_good_and_reads_without_script(brief: Brief, page: str) -> None:
    table = page.split('id="table-explorer"')[1].split("</table>")[0]
    assert table.count("<tr data-sector=") == len(brief.ranking())
    assert table.count("aria-sort") == 1
    assert "<button" not in page
    assert '<div class="sift" id="explorer-sift" hidden>' in page
    for row in brief.ranking():
        assert names.good(row["good"], brief.lang) in table


@pytest.mark.parametrize(("ratio", "exact"), [(9.9, True), (2137.8, False)])
def test_a_multiple_of_thousands_is_not_printed(ratio: float, exact: bool) -> None:
    caveat = Caveat("hub", "hub", {"economy": "VNM", "ratio": ratio, "share": 0.1})
    for lang in LANGUAGES:
        text, own = caveat_text(caveat, lang)
        assert own
        assert bool(re.search(r"\d", text)) is exact
