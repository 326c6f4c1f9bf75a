"""What a path's technologies are made of: each material's amount, losses and return."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kanmon.analysis.transition.path import Course, DeploymentPath
from kanmon.catalogue.intensities import Intensity, intensities
from kanmon.catalogue.material_losses import Loss, loss
from kanmon.catalogue.technologies import Span, technology


@dataclass(frozen=True, slots=True)
class Use:
    """Hold one material in one technology, with the rates of its round.

    ``amount`` is tonnes in a unit of the technology; the rates are shares. Each rate keeps the
    name it is drawn by: one name, one error.

    Example:
        >>> Use.__slots__[0]
        'material'
    """

    material: str
    amount: Span
    rates: tuple[tuple[str, str, Span], ...]

    def rate(self, key: str) -> tuple[str, Span]:
        """Give a rate's name in the draws, and its span."""
        return next((name, span) for k, name, span in self.rates if k == key)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Hold one technology of a path: its course, its life, what it is made of.

    Example:
        >>> Part.__slots__[:2]
        ('course', 'family')
    """

    course: Course
    family: str
    life: Span
    shape: Span
    uses: tuple[Use, ...]


def parts(path: DeploymentPath, only: Collection[str] = ()) -> tuple[Part, ...]:
    """Gather what each technology of a path is made of, from the catalogue.

    Args:
        path: of a party.
        only: materials wanted; all when empty.

    Returns:
        One part a technology; a technology without any intensity on record has no uses.

    Raises:
        CodeError: a technology is not known.

    Example:
        >>> from kanmon.analysis.transition.path import example_path
        >>> one = parts(example_path(), ["iodine"])[0]
        >>> [use.material for use in one.uses]
        ['iodine']
    """
    held: dict[str, list[Intensity]] = {}
    for row in intensities().values():
        if not only or row.material in only:
            held.setdefault(row.technology, []).append(row)
    found = []
    for course in path.courses:
        one = technology(course.technology)
        uses = tuple(_use(row) for row in held.get(one.id, ()))
        shape = loss("shape", one.id, "all").amount
        found.append(Part(course, one.family, one.lifetime, shape, uses))
    return tuple(found)


def _use(row: Intensity) -> Use:
    rates = []
    for key in ("decline", "yield", "scrap_recycled", "collected", "recovered"):
        one = loss(key, row.technology, row.material)
        rates.append((key, _name(one), one.amount))
    return Use(row.material, row.amount, tuple(rates))


def _name(one: Loss) -> str:
    return f"{one.key}/{one.scope}/{one.material}"
