"""Packed names taken apart again, one record a form, as the kernel holds them."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.analysis.names.alike import Spelt
from kanmon.analysis.names.forms import NUMBER
from kanmon.analysis.names.pack import Packed

_LIGHT = 0.12  # words below it (of, and) have no initial and no letters


@dataclass(frozen=True, slots=True)
class Spread:
    """Hold one form with what its words add up to.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> spread(pack([fold("Acme Rotor Works")]))[0].initials
        'arw'
    """

    words: tuple[Spelt, ...]
    weight: tuple[float, ...]
    legal: int
    scripts: int
    own: bool
    turned: bool
    total: float
    whole: str
    initials: str
    heavy: int


def spread(packed: Packed) -> list[Spread]:
    """Take packed names apart again, one record a form.

    Args:
        packed: names.

    Returns:
        The forms. Letters outside ASCII are their bytes, as the kernel compares them.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> [w.text for w in spread(pack([fold("Acme Ltd")]))[0].words]
        ['acme']
    """
    words = [
        Spelt(text.decode("latin-1"), bones.decode("latin-1"), int(concept), int(kind))
        for text, bones, concept, kind in zip(
            packed.texts, packed.bones, packed.concept, packed.kind, strict=True
        )
    ]
    forms = []
    for f in range(len(packed.name)):
        span = range(int(packed.start[f]), int(packed.start[f + 1]))
        mine = tuple(words[packed.at[p]] for p in span)
        weight = tuple(float(packed.weight[p]) for p in span)
        heavy = [w for w, much in zip(mine, weight, strict=True) if much >= _LIGHT]
        total = 0.0
        for much in weight:
            total += much
        forms.append(
            Spread(
                mine,
                weight,
                int(packed.legal[f]),
                int(packed.scripts[f]),
                bool(packed.own[f]),
                bool(packed.turned[f]),
                total,
                "".join(w.text for w in heavy),
                "".join(w.text[0] for w in heavy if not w.kind & NUMBER),
                len(heavy),
            )
        )
    return forms
