"""Find the legal form in a folded name: what kind of company, not which."""

from __future__ import annotations

from functools import cache

from kanmon.catalogue.name_tables import name_tables

_Forms = dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]


@cache
def _by_first() -> _Forms:
    """Index the forms by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for form, (family, place) in name_tables().legal.items():
        words = tuple(form.split())
        found.setdefault(words[0], []).append((words, family, place))
    return {
        first: tuple(sorted(forms, key=lambda f: (-len(f[0]), f[0])))
        for first, forms in found.items()
    }


def split_legal(words: tuple[str, ...]) -> tuple[list[int], frozenset[str]]:
    """Tell the words of a name from its legal form.

    Args:
        words: folded words in order.

    Returns:
        Positions of the words that stay, and the families of the forms taken off. A name that
        would be left empty keeps its words.

    Example:
        >>> split_legal(("acme", "rotor", "co", "ltd"))
        ([0, 1], frozenset({'limited'}))
        >>> split_legal(("limited",))
        ([0], frozenset())
    """
    forms = _by_first()
    count = len(words)
    if forms.keys().isdisjoint(words):
        return list(range(count)), frozenset()
    out = [False] * count
    families: set[str] = set()
    for at in [at for at, word in enumerate(words) if word in forms]:
        if out[at]:
            continue
        word = words[at]
        for form, family, place in forms[word]:
            end = at + len(form)
            if place == "any" and words[at:end] == form:
                out[at:end] = [True] * len(form)
                families.add(family)
                break
    # Two-letter forms are words of other languages too: they count at an end of the name only.
    left = [i for i in range(count) if not out[i]]
    while len(left) > 1:
        taken = _at_end(words, left, forms) or _at_start(words, left, forms)
        if not taken:
            break
        families.add(taken[1])
        left = [i for i in left if i not in taken[0]]
    if not left:
        return list(range(count)), frozenset()
    return left, frozenset(families)


def _at_end(words: tuple[str, ...], left: list[int], forms: _Forms) -> tuple[list[int], str] | None:
    """Find a form of one word that closes the name."""
    for form, family, place in forms.get(words[left[-1]], ()):
        if place == "ends" and len(form) == 1:
            return left[-1:], family
    return None


def _at_start(
    words: tuple[str, ...], left: list[int], forms: _Forms
) -> tuple[list[int], str] | None:
    """Find a form that opens the name."""
    for form, family, place in forms.get(words[left[0]], ()):
        if place == "ends" and tuple(words[i] for i in left[: len(form)]) == form:
            return left[: len(form)], family
    return None
