"""What the reader finds in sentences written for it, and what it must not find."""

from __future__ import annotations

import pytest

from kanmon.analysis.reading.read import read
from shared_data import SHARED

ARTICLES = sorted((SHARED.parent / "articles").glob("*.txt"))

# (text, imposer, targets, goods, side, kind, stage, negated)
ACTS = [
    (
        "Indonesia banned exports of nickel ore from 1 January 2020.",
        ("IDN", (), ("nickel_ore",), "export", "prohibition", "in_force", False),
    ),
    (
        "China threatened to restrict exports of rare earth magnets.",
        ("CHN", (), ("rare_earth_magnets",), "export", "restriction", "threatened", False),
    ),
    (
        "Beijing denied that it had imposed export controls on gallium.",
        ("CHN", (), ("gallium_metal",), "export", "licensing", "in_force", True),
    ),
    (
        "China has lifted its ban on imports of Japanese seafood.",
        ("CHN", ("JPN",), ("topic:seafood",), "import", "prohibition", "ended", False),
    ),
    (
        "The European Union imposed anti-dumping duties on imports of glass fibre from China.",
        ("EU", ("CHN",), (), "import", "trade_remedy", "in_force", False),
    ),
    (
        "La Chine a interdit les importations de produits de la mer japonais.",
        ("CHN", ("JPN",), ("topic:seafood",), "import", "prohibition", "in_force", False),
    ),
    (
        "La Chine menace de restreindre les exportations de terres rares.",
        ("CHN", (), ("rare_earth_compounds",), "export", "restriction", "threatened", False),
    ),
    (
        "Les États-Unis n'ont pas imposé de droits de douane sur l'acier japonais.",
        ("USA", ("JPN",), ("topic:steel_aluminium",), "import", "tariff", "in_force", True),
    ),
    (
        "Pékin a levé l'interdiction d'importer des produits de la mer japonais.",
        ("CHN", ("JPN",), ("topic:seafood",), "import", "prohibition", "ended", False),
    ),
    (
        "中国は日本産水産物の輸入を全面的に停止した。",
        ("CHN", ("JPN",), ("topic:seafood",), "import", "prohibition", "in_force", False),
    ),
    (
        "中国政府は、ガリウムとゲルマニウムの輸出規制を8月1日から実施すると発表した。",
        (
            "CHN",
            (),
            ("gallium_metal", "germanium_metal"),
            "export",
            "licensing",
            "announced",
            False,
        ),
    ),
    (
        "中国はレアアースの輸出を禁止していない。",
        ("CHN", (), ("rare_earth_compounds",), "export", "prohibition", "in_force", True),
    ),
    (
        "日本政府は韓国向けのフッ化水素の輸出管理を強化した。",
        ("JPN", ("KOR",), ("hydrogen_fluoride",), "export", "licensing", "in_force", False),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ACTS, ids=[a[0][:40] for a in ACTS])
def test_one_act_is_read_whole(text: str, expected: tuple[object, ...]) -> None:
    found = read(text)
    assert [
        (m.imposer, m.targets, m.goods, m.side, m.kind, m.stage, m.negated) for m in found.measures
    ] == [expected]
    for span in found.measures[0].spans.values():
        assert span.of(text).strip()
        assert found.measures[0].sentence.start <= span.start < span.end


@pytest.mark.parametrize(
    "text",
    [
        "If talks fail, China could restrict exports of rare earths to the United States.",
        "The United States urged China to end restrictions on gallium exports.",
        "Imports of gallium from China rose by a third in May.",
        "We assess the potential impacts of export restrictions on critical minerals.",
        "Les importations de gallium chinois ont augmenté d'un tiers en mai.",
        "日本の中国からのガリウム輸入は5月に3割増えた。",
        "He banned his son from playing the piano in Japan.",
    ],
)
def test_what_is_no_act_is_none(text: str) -> None:
    found = read(text)
    assert found.measures == ()
    assert found.queue == ()


def test_two_who_act_are_two_acts_and_a_reason_is_a_span() -> None:
    text = (
        "China and Russia banned imports of seafood from Japan in response to the discharge of "
        "treated water from the Fukushima plant."
    )
    found = read(text).measures
    assert [m.imposer for m in found] == ["CHN", "RUS"]
    assert {m.reason for m in found} == {"the discharge of treated water from the Fukushima plant"}
    assert found[0].spans["reason"].of(text) == found[0].reason


def test_a_commitment_has_owners_a_deed_and_a_day() -> None:
    text = "Japan and the United States agreed to share information on critical minerals by \
31 March 2027."
    one = read(text).commitments[0]
    assert (one.owners, one.act, one.about, one.due) == (
        ("JPN", "USA"),
        "share",
        ("topic:critical_minerals",),
        "2027-03-31",
    )


def test_changes_of_a_list_are_counted_by_destination() -> None:
    text = (
        "The Bureau of Industry and Security amends the Export Administration Regulations by "
        "adding three entities to the Entity List under the destinations of Belarus (2) and "
        "China (1)."
    )
    one = read(text).listings[0]
    assert (one.list, one.action, one.count) == ("entity_list", "add", 3)
    assert dict(one.destinations) == {"BLR": 2, "CHN": 1}


FRENCH = """Le Japon et les États-Unis veulent des chaînes d'approvisionnement solides

Le Japon et les États-Unis ont convenu mardi de renforcer les chaînes d'approvisionnement des \
semi-conducteurs. Parmi les frictions figure l'interdiction par la Chine des importations de \
produits de la mer japonais à la suite du rejet en mer d'eau traitée de la centrale de Fukushima. \
Les États-Unis ont durci les contrôles à l'exportation de semi-conducteurs. La Chine a également \
imposé des restrictions à l'exportation de minéraux critiques. « Nous allons continuer à évaluer \
les effets des restrictions », ont déclaré les ministres.
"""


def test_an_article_of_the_same_facts_is_read_to_the_exact_set() -> None:
    _hold_article(FRENCH)


@pytest.mark.shared
@pytest.mark.skipif(not ARTICLES, reason="no shared articles")
def test_the_article_itself_is_read_to_the_exact_set() -> None:
    for path in ARTICLES:
        text = path.read_text("utf-8")
        _hold_article(text)
        made = {(c.act, a) for c in read(text).commitments for a in c.about}
        assert made == {
            ("develop", "topic:supply_chains"),
            ("develop", "topic:semiconductors"),
            ("develop", "topic:critical_minerals"),
            ("request", "topic:food"),
            ("counter", "topic:economic_coercion"),
            ("assess", "topic:critical_minerals"),
            ("widen", "topic:advanced_chips"),
            ("prevent", "topic:military_use"),
            ("reduce", "topic:russian_fuel"),
            ("decarbonise", "topic:decarbonisation"),
            ("develop", "topic:perovskite"),
            ("develop", "topic:floating_wind"),
            ("develop", "topic:small_reactors"),
        }
        assert {c.owners for c in read(text).commitments} == {("JPN", "USA")}


def _hold_article(text: str) -> None:
    found = read(text)
    assert found.lang == "fr"
    acts = {(m.imposer, m.targets, m.goods) for m in found.measures}
    assert acts == {
        ("CHN", ("JPN",), ("topic:seafood",)),
        ("USA", (), ("topic:semiconductors",)),
        ("CHN", (), ("topic:critical_minerals",)),
    }
    ban = next(m for m in found.measures if m.targets)
    assert ban.side == "import"
    assert "eau" in ban.reason
    assert found.queue == ()
    for measure in found.measures:
        assert {"imposer", "act", "goods"} <= set(measure.spans)
        assert measure.spans["goods"].of(text)
