"""The facts control rules may ask about: closed names, units, words and what holds unless told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kanmon.catalogue.control_expressions import Compare, Expression, In, Is, atoms
from kanmon.errors import DataError

KINDS = ("number", "word", "flag", "economy", "classes")
_FIELDS = {"kind", "en", "ja", "fr"}
_OPTIONAL = {"unit", "words", "unless_told"}


@dataclass(frozen=True, slots=True)
class Fact:
    """Describe one fact a rule may ask about.

    ``unless_told`` is the word taken where nobody says; empty means that it stays unknown.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> control_book().facts["io"].unit
        'GB/s'
    """

    name: str
    kind: str
    en: str
    ja: str
    fr: str
    unit: str = ""
    words: tuple[str, ...] = ()
    unless_told: str = ""


def parse_facts(text: str, *, where: str) -> Mapping[str, Fact]:
    """Read the facts rules may ask about.

    Args:
        text: TOML, one table a fact.
        where: file named in an error.

    Returns:
        Facts by name.

    Raises:
        DataError: no TOML, a field is missing or unknown, or a kind is.

    Example:
        >>> text = '[tpp]\\nkind = "number"\\nen = "TPP"\\nja = "総合性能"\\nfr = "TPP"'
        >>> parse_facts(text, where="x.toml")["tpp"].kind
        'number'
    """
    found: dict[str, Fact] = {}
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"no TOML ({e})", where=where, remedy="mend the file") from e
    for name, fields in tables.items():
        place = f"{where}, {name}"
        if not isinstance(fields, dict):
            raise DataError("no table", where=place, remedy="write one table a fact")
        wrong = (set(fields) ^ _FIELDS) - _OPTIONAL
        if wrong or fields["kind"] not in KINDS:
            raise DataError(
                f"fields {sorted(wrong)} or kind", where=place, remedy=f"give {sorted(_FIELDS)}"
            )
        words = ("yes", "no") if fields["kind"] == "flag" else tuple(fields.get("words", ()))
        if (fields["kind"] == "word") != bool(fields.get("words")):
            raise DataError("words", where=place, remedy="list the words of a word, only there")
        told = fields.get("unless_told", "")
        if told and told not in words:
            raise DataError(f"{told!r} is none of its words", where=place, remedy="use one")
        found[name] = Fact(
            name,
            fields["kind"],
            fields["en"],
            fields["ja"],
            fields["fr"],
            fields.get("unit", ""),
            words,
            told,
        )
    return MappingProxyType(found)


def check_expression(tree: Expression, facts: Mapping[str, Fact], *, where: str) -> None:
    """Hold an expression to the facts there are.

    Args:
        tree: the expression.
        facts: facts by name.
        where: rule named in an error.

    Raises:
        DataError: it asks about an unknown fact, compares what is no number, names an unknown
            word, or looks for something in a country group that is no economy.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> from kanmon.catalogue.control_expressions import parse_expression
        >>> check_expression(parse_expression("tpp > 1"), control_book().facts, where="x")
    """
    for atom in atoms(tree):
        fact = facts.get(atom.fact)
        if fact is None:
            raise DataError(
                f"unknown fact {atom.fact!r}", where=where, remedy=f"use {', '.join(facts)}"
            )
        fits = {
            Compare: fact.kind == "number",
            In: fact.kind == "economy",
            Is: fact.kind in ("word", "flag", "economy", "classes"),
        }[type(atom)]
        if not fits:
            raise DataError(
                f"{atom.fact} is a {fact.kind}", where=where, remedy="compare numbers, name words"
            )
        if isinstance(atom, Is) and fact.words and not set(atom.words) <= set(fact.words):
            raise DataError(
                f"{'/'.join(atom.words)} for {atom.fact}",
                where=where,
                remedy=f"use {', '.join(fact.words)}",
            )
