"""Find the legal form in a folded name: what kind of company, not which."""

from __future__ import annotations

from functools import cache

from kanmon.catalogue.name_tables import name_tables


@cache
def _by_first() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
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
    if not any(w in forms for w in words):
        return list(range(count)), frozenset()
    out = [False] * count
    families: set[str] = set()
    for at in range(count):
        if out[at]:
            continue
        for form, family, place in forms.get(words[at], ()):
            end = at + len(form)
            if place == "any" and words[at:end] == form:
                out[at:end] = [True] * len(form)
                families.add(family)
                break
    # Two-letter forms are words of other languages too: they count at an end of the name only.
    changed = True
    while changed:
        changed = False
        left = [i for i in range(count) if not out[i]]
        for at in (left[-1:] + left[:1]) if len(left) > 1 else ():
            for form, family, place in forms.get(words[at], ()):
                if place != "ends":
                    continue
                span = [i for i in left if i >= at][: len(form)] if at != left[-1] else [at]
                if tuple(words[i] for i in span) == form:
                    for i in span:
                        out[i] = True
                    families.add(family)
                    changed = True
                    break
            if changed:
                break
    kept = [i for i in range(count) if not out[i]]
    if not kept:
        return list(range(count)), frozenset()
    return kept, frozenset(families)
