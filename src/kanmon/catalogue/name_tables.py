"""Words, letters and legal forms that names are read with, one table a kind of knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import read_csv
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class NameTables:
    """Hold every table the folding of names looks things up in.

    ``concepts`` maps a folded Latin word to the number of its meaning, ``weights`` to how much
    it tells parties apart (1 where it is not listed), ``han`` maps a word in Japanese or Chinese
    characters to its Latin readings, the likeliest first, ``legal`` a folded legal form to its
    family and to where in a name it counts (``any`` or ``ends``), ``legal_han`` the same for
    forms in East Asian characters, ``letters`` a letter to its Latin reading by script,
    ``lookalikes`` a letter to the Latin one it looks like, ``syllables`` a Chinese character to
    its Mandarin syllable.

    Example:
        >>> t = name_tables()
        >>> t.han["造船所"], t.legal["llc"], t.letters["Cyrl"]["ж"], t.syllables["京"]
        (('shipbuilding',), ('limited', 'any'), 'zh', 'jing')
    """

    concepts: Mapping[str, int]
    weights: Mapping[str, float]
    han: Mapping[str, tuple[str, ...]]
    legal: Mapping[str, tuple[str, str]]
    legal_han: Mapping[str, str]
    families: tuple[str, ...]
    letters: Mapping[str, Mapping[str, str]]
    lookalikes: Mapping[str, str]
    syllables: Mapping[str, str]


@cache
def name_tables() -> NameTables:
    """Load the tables names are read with.

    Returns:
        The tables, read only. A legal form with two families, or a weight that is not between
        0 and 1, is a DataError.

    Example:
        >>> t = name_tables()
        >>> t.concepts["zavod"] == t.concepts["plant"]
        True
    """
    concepts, weights, han = _words()
    legal, legal_han, families = _legal()
    letters: dict[str, dict[str, str]] = {}
    for row in read_csv("names/letters.csv", ("script", "letters", "latin")):
        letters.setdefault(row["script"], {})[row["letters"]] = row["latin"]
    look = {r["letter"]: r["latin"] for r in read_csv("names/lookalikes.csv", ("letter", "latin"))}
    said = read_csv("names/pinyin.csv", ("syllable", "characters"))
    return NameTables(
        MappingProxyType(concepts),
        MappingProxyType(weights),
        MappingProxyType(han),
        MappingProxyType(legal),
        MappingProxyType(legal_han),
        families,
        MappingProxyType({s: MappingProxyType(t) for s, t in letters.items()}),
        MappingProxyType(look),
        MappingProxyType({c: row["syllable"] for row in said for c in row["characters"]}),
    )


def _words() -> tuple[dict[str, int], dict[str, float], dict[str, tuple[str, ...]]]:
    """Read words by meaning, phrases, given names and small words."""
    concepts: dict[str, int] = {}
    weights: dict[str, float] = {}
    han: dict[str, tuple[str, ...]] = {}
    rows = read_csv("names/words.csv", ("concept", "weight", "latin", "japanese", "chinese"))
    for number, row in enumerate(rows):
        weight = float(row["weight"])
        if not 0 < weight <= 1:
            raise DataError(f"weight {weight}", where=f"words.csv, {row['concept']}", remedy="0-1")
        latin = row["latin"].replace("'", "").split()
        for word in latin:
            concepts.setdefault(word, number)
            weights.setdefault(word, weight)
        for word in (row["japanese"] + " " + row["chinese"]).split():
            if latin and latin[0] not in han.get(word, ()):
                han[word] = (*han.get(word, ()), latin[0])
    for row in read_csv("names/phrases.csv", ("written", "readings")):
        han[row["written"]] = tuple(row["readings"].split("|"))
    given = read_csv("names/given_names.csv", ("name", "also"))
    for number, row in enumerate(given, start=len(rows)):
        for word in (row["name"], *row["also"].replace("'", "").split()):
            concepts.setdefault(word, number)
    for row in read_csv("names/small_words.csv", ("kind", "weight", "words")):
        for word in row["words"].split():
            weights[word] = float(row["weight"])
    return concepts, weights, han


def _legal() -> tuple[dict[str, tuple[str, str]], dict[str, str], tuple[str, ...]]:
    """Read legal forms; one written form has one family."""
    legal: dict[str, tuple[str, str]] = {}
    legal_han: dict[str, str] = {}
    families: dict[str, None] = {}
    columns = ("family", "written", "place", "economies", "meaning", "source", "date", "status")
    for row in read_csv("names/legal_forms.csv", columns):
        families.setdefault(row["family"])
        for form in row["written"].split("|"):
            known = legal.get(form, (legal_han.get(form, row["family"]), ""))[0]
            if known != row["family"]:
                raise DataError(f"{form} is {known} and {row['family']}", where="legal_forms.csv")
            if form.isascii() and form[0] != "(":
                legal[form] = row["family"], row["place"]
            else:
                legal_han[form] = row["family"]
    return legal, legal_han, tuple(families)
