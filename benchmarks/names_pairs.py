"""Labelled names to choose weights and bands on, and to report on: read, never committed."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.names_made import make
from kanmon.analysis.names.clean import script_of
from kanmon.analysis.names.engine import make_engine
from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.forms import Folded
from kanmon.analysis.names.pack import count_words, pack
from kanmon.analysis.names.record import Reach
from kanmon.sources.party_lists.read import read_parties


@dataclass(frozen=True, slots=True)
class Pairs:
    """Hold features of pairs of forms, which pair of names each is of, and the labels.

    ``side`` is 0 or 1 a pair: the half it is in, by a hash of the name asked or listed, so that
    one name is never in both.
    """

    name: str
    listed: bool
    features: np.ndarray
    pair: np.ndarray
    label: np.ndarray
    side: np.ndarray
    query: np.ndarray


def same_words(one: Folded, other: Folded) -> bool:
    """Tell whether two names have a form of the same words."""
    words = {form.words for form in one.forms}
    return any(form.words in words for form in other.forms)


def half(text: str) -> int:
    """Give the half a name is in."""
    return zlib.crc32(text.encode()) % 2


def cases(shared: Path) -> tuple[list[dict[str, str]], np.ndarray]:
    """Read the labelled pairs and their labels."""
    rows = _rows(shared / "name_match_cases" / "cases.csv")
    return rows, np.array([row["is_match"] == "True" for row in rows])


def side_by_side(shared: Path) -> Pairs:
    """Compare every labelled pair, all its forms."""
    rows, label = cases(shared)
    left = pack([fold(row["name1"]) for row in rows])
    right = pack([fold(row["name2"]) for row in rows])
    forms = [np.flatnonzero(right.name == k) for k in range(len(rows))]
    pairs = [(i, j, k) for i, k in enumerate(left.name) for j in forms[k]]
    i, j, k = (np.array(column, np.int32) for column in zip(*pairs, strict=True))
    features = make_engine("native", right).compare(left, i, j, 2)
    side = np.array([half(row["name2"]) for row in rows])
    return Pairs("cases", False, features, k, label, side, np.arange(len(rows)))


def searched(
    name: str, asked: Sequence[str], listed: Sequence[str], means: Sequence[int], top: int = 20
) -> Pairs:
    """Search a list for names; a pair is a query and one of the names found for it.

    A listed name that folds to the same words as the true one is true as well.
    """
    folded = [fold(text) for text in listed]
    counts = count_words(folded)
    right = pack(folded, counts)
    engine = make_engine("native", right)
    left = pack([fold(text) for text in asked], counts)
    form = engine.candidates(left, Reach(top, 8_000, 2))
    i = np.repeat(np.arange(len(left.name), dtype=np.int32), top)
    j = form.ravel()
    i, j = i[j >= 0], j[j >= 0]
    features = engine.compare(left, i, j, 2)
    query, entry = left.name[i].astype(np.int64), right.name[j].astype(np.int64)
    codes, pair = np.unique(query * len(listed) + entry, return_inverse=True)
    of_query = codes // len(listed)
    label = np.array(
        [
            means[q] >= 0 and (means[q] == e or same_words(folded[means[q]], folded[e]))
            for q, e in zip(of_query, codes % len(listed), strict=True)
        ]
    )
    side = np.array([half(text) for text in asked])[of_query]
    return Pairs(name, True, features, pair, label, side, of_query)


def meant(
    asked: Sequence[str], true: Sequence[str], others: Sequence[str]
) -> tuple[list[str], list[int]]:
    """Lay out a list of true names and others, and where each asked name's true one stands."""
    listed = list(dict.fromkeys([*true, *others]))
    place = {text: at for at, text in enumerate(listed)}
    return listed, [place[text] for text in true[: len(asked)]]


def script_names(shared: Path, what: str) -> tuple[list[str], list[str], list[str]]:
    """Read ``ja`` or ``zh`` names, their true English partners, and all names listed."""
    if what == "ja":
        rows = _rows(shared / "meti_ja_en_entity_names" / "pairs.csv")
        asked, true = [r["name_ja"] for r in rows], [r["name_en"] for r in rows]
    else:
        rows = _rows(shared / "bis_china_universities_en_zh" / "entities.csv")
        asked, true = [r["zh"] for r in rows], [r["name"] for r in rows]
    return asked, true, list(dict.fromkeys([*true, *us_names(shared)]))


def across_scripts(shared: Path, what: str) -> Pairs:
    """Search every listed name for the true partners of ``ja`` or ``zh`` names."""
    asked, true, listed = script_names(shared, what)
    place = {text: at for at, text in enumerate(listed)}
    return searched(what, asked, listed, [place[text] for text in true], 50)


def people(shared: Path) -> Pairs:
    """Search listed people for the same people written otherwise, and for people never listed."""
    rows = _rows(shared / "name_match_cases" / "un_treated_positive_pairs.csv")
    never = _rows(shared / "name_match_cases" / "us_congress_names_non_sanctioned.csv")
    asked = [r["name_query"] for r in rows] + [r["full_name"] for r in never]
    listed, means = meant(
        [r["name_query"] for r in rows], [r["name_listed"] for r in rows], us_names(shared)
    )
    return searched("people", asked, listed, [*means, *[-1] * len(never)])


def native(shared: Path, strangers: int = 4_000) -> Pairs:
    """Search listed people for their names in their own script, and for strangers' names."""
    read = read_parties(shared / "un_sc_consolidated_list" / "UN_consolidated.xml.gz")
    asked, true = [], []
    for entry in read.entries:
        for name in entry.names[1:]:
            if script_of(name.text[0]) not in ("Latn", "Zyyy"):
                asked.append(name.text)
                true.append(entry.primary)
    listed = list(dict.fromkeys([*(entry.primary for entry in read.entries), *us_names(shared)]))
    place = {text: at for at, text in enumerate(listed)}
    never = strangers_names(shared)[:strangers]
    means = [*(place[text] for text in true), *[-1] * len(never)]
    return searched("native", [*asked, *never], listed, means)


def strangers_names(shared: Path) -> list[str]:
    """Read names of people who do not exist, in the scripts of the world."""
    path = shared / "name_match_cases" / "synthetic_people_negatives_global.parquet"
    column = pq.read_table(path, columns=["full_name"]).column("full_name")
    return [str(name) for name in column.to_pylist()]


def made(seed: int) -> Pairs:
    """Search made-up names."""
    names = make(seed=seed)
    return searched(f"made {seed}", names.asked, names.listed, names.means)


def us_names(shared: Path) -> list[str]:
    """Read the names of the US lists."""
    table = pq.read_table(
        shared / "us_restricted_party_lists" / "entities.parquet", columns=["name"]
    )
    return [str(name) for name in table.column("name").to_pylist()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
