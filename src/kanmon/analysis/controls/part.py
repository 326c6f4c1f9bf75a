"""Turn a chip's specifications into the facts control rules ask about."""

from __future__ import annotations

from kanmon.analysis.controls.sheet import Span, Told
from kanmon.catalogue.chips import Chip


def part_facts(chip: Chip, *, best: bool = False) -> dict[str, Told]:
    """Give what a chip's specifications tell.

    Args:
        chip: the chip.
        best: take best values for certain; the bounds they surely lie in otherwise.

    Returns:
        Facts by name; what is not known is absent.

    Example:
        >>> from kanmon.catalogue.chips import chips
        >>> part_facts(chips()["MI308X"])["tpp"]
        Span(low=2900.0, high=3300.0)
    """
    told: dict[str, Told] = dict(chip.words())
    for name, figure in chip.figures().items():
        told[name] = figure.best if best else Span(figure.low, figure.high)
    return told
