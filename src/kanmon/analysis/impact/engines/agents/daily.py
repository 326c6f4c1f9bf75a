"""Run a laid-out network through a course, in the kernel or in its NumPy twin."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.agents.course import Classes, Course, Factors
from kanmon.analysis.impact.engines.agents.links import Links
from kanmon.analysis.impact.engines.agents.rules import Rules
from kanmon.analysis.impact.engines.agents.twin import run_lane
from kanmon.compiled import compiled
from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]
WHERE = "agents engine"


@dataclass(frozen=True)
class Daily:
    """Hold what firms made each day, scenario by scenario.

    ``output`` and ``unmet`` float64[lanes, kinds, days], money a day: what was made, and final
    demand left unserved. ``bound`` float64[lanes, kinds, sectors] counts days on which a firm of
    the kind was held back by an input of the sector, ``cost`` adds up the output that cost, in
    money. ``residual`` float64[lanes] is the worst error of a day's balance of goods, relative.

    Example:
        >>> none = np.zeros((1, 1, 3))
        >>> Daily(none, none, none, none, np.zeros(1)).output.shape
        (1, 1, 3)
    """

    output: Floats
    unmet: Floats
    bound: Floats
    cost: Floats
    residual: Floats


def simulate(
    links: Links, rules: Rules, course: Course, *, engine: str = "native", threads: int = 1
) -> Daily:
    """Run scenarios day by day.

    Eight scenarios at a time run side by side (rationing 0 and 1), threads work on such batches;
    a single scenario of a large network is shared by two threads. The bits do not depend on
    threads, nor on which scenarios run together.

    Args:
        links: laid-out network.
        rules: how firms act.
        course: what is out of the ordinary.
        engine: ``native``, or ``numpy`` for the slow twin.
        threads: at most so many.

    Returns:
        Daily figures by kind of firm.

    Raises:
        DataError: the course does not fit the network, or a factor is negative or missing.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> from kanmon.analysis.impact.engines.agents.course import lost
        >>> from kanmon.analysis.impact.engines.agents.links import links
        >>> net = links(firm_network([0], [1], [2.0], [0, 0], final=[0.0, 3.0]))
        >>> simulate(net, Rules(), lost([0.5, 0.0], days=40)).output[0, 0, [0, 20, 39]].round(2)
        array([3. , 3. , 1.5])
    """
    check_course(links, rules, course)
    if engine not in ("native", "numpy") or threads < 1:
        raise DataError(
            f"engine {engine!r} with {threads} threads",
            where=WHERE,
            remedy="use native or numpy, and one thread or more",
        )
    lanes, kinds, sectors = course.lanes, course.kinds, links.sectors
    shapes = [(course.days, kinds)] * 2 + [(kinds, sectors)] * 2 + [()]
    found = [np.zeros((*shape, lanes)) for shape in shapes]
    if engine == "numpy":
        for lane in range(lanes):
            out = [np.zeros(shape or 1) for shape in shapes]
            run_lane(links, rules, course, lane, tuple(out))
            for whole, one in zip(found, out, strict=True):
                whole[..., lane] = one if one.shape != (1,) else one[0]
    else:
        wide = 1 if rules.rationing >= 2 else int(compiled(WHERE).agents_width)
        batches = list(_batches(lanes, wide))
        inner = threads if len(batches) == 1 else 1
        prepared = _prepared(links, rules, course)

        def one_batch(batch: tuple[int, int]) -> None:
            begin, end = batch
            width = 1 if end - begin == 1 else wide
            out = [np.zeros((*shape, width)) for shape in shapes]
            _kernel(prepared, rules, _lanes(course, begin, end, width), out, inner)
            for whole, some in zip(found, out, strict=True):
                whole[..., begin:end] = some[..., : end - begin]

        with ThreadPoolExecutor(min(threads, len(batches))) as pool:
            list(pool.map(one_batch, batches))
    turned = [np.moveaxis(array, -1, 0) for array in found]
    return Daily(
        np.ascontiguousarray(turned[0].transpose(0, 2, 1)),
        np.ascontiguousarray(turned[1].transpose(0, 2, 1)),
        np.ascontiguousarray(turned[2]),
        np.ascontiguousarray(turned[3]),
        found[4],
    )


def check_course(links: Links, rules: Rules, course: Course) -> None:
    """Hold a course to the network and to what a kernel relies on.

    Args:
        links: laid-out network.
        rules: how firms act.
        course: what is out of the ordinary.

    Raises:
        DataError: sizes do not fit, or a factor is negative, missing or infinite.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> from kanmon.analysis.impact.engines.agents.course import lost
        >>> from kanmon.analysis.impact.engines.agents.links import links
        >>> check_course(links(firm_network([0], [1], [2.0], [0, 0])), Rules(), lost([0.0], days=1))
        Traceback (most recent call last):
        ...
        kanmon.errors.DataError: agents engine: kinds of (1,) firms in a network of 2...
    """
    rules.days_of(links.firms)
    if course.kind.shape != (links.firms,):
        _fail(f"kinds of {course.kind.shape} firms in a network of {links.firms}")
    if course.kind.min() < 0 or course.kind.max() >= course.kinds:
        _fail(f"kinds from {course.kind.min()} to {course.kind.max()} of {course.kinds}")
    shape = (course.days, course.lanes)
    for name, factors in (("capacity", course.capacity), ("demand", course.demand)):
        _factor(name, factors.table, (shape[0], factors.table.shape[1], shape[1]))
        rows = factors.row
        if rows.shape != (course.kinds,) or not (
            rows.size and rows.min() >= 0 and rows.max() < factors.table.shape[1]
        ):
            _fail(f"{name} rows of shape {rows.shape}, {factors.table.shape[1]} of them")
    if course.classes is None:
        return
    classes = course.classes
    width = classes.passes.shape[1] if classes.passes.ndim == 3 else 0
    if classes.of_link.shape != (links.link.size,) or (
        links.link.size and classes.of_link.max() >= width
    ):
        _fail(f"classes of {classes.of_link.shape} links, {width} classes")
    for name in ("passes", "need", "release"):
        _factor(name, getattr(classes, name), (shape[0], width, shape[1]))
    if np.any(classes.passes > 1.0) or np.any(classes.need > 1.0):
        _fail("a share that passes, or a need, above 1")
    if classes.reserve is not None:
        _factor("reserve", classes.reserve, (width, shape[1]))


def _factor(name: str, table: Floats, shape: tuple[int, ...]) -> None:
    if table.shape != shape or table.size == 0:
        _fail(f"{name} of shape {table.shape}, not {shape}")
    if not np.all(np.isfinite(table) & (table >= 0.0)):
        _fail(f"{name} with a negative, missing or infinite factor")


def _fail(found: str) -> None:
    raise DataError(
        found, where=WHERE, remedy="give one finite factor, zero or more, a day, row and scenario"
    )


def _batches(lanes: int, width: int) -> Iterator[tuple[int, int]]:
    for begin in range(0, lanes, width):
        yield begin, min(begin + width, lanes)


def _lanes(course: Course, begin: int, end: int, width: int) -> Course:
    """Cut a batch out of a course; the last scenario fills lanes left over."""
    pick = np.minimum(np.arange(begin, begin + width), end - 1)

    def cut(table: Floats) -> Floats:
        return np.ascontiguousarray(table[..., pick])

    classes = course.classes
    if classes is not None:
        classes = Classes(
            classes.of_link,
            cut(classes.passes),
            cut(classes.need),
            cut(classes.release),
            None if classes.reserve is None else cut(classes.reserve),
        )
    return replace(
        course,
        capacity=Factors(course.capacity.row, cut(course.capacity.table)),
        demand=Factors(course.demand.row, cut(course.demand.table)),
        classes=classes,
    )


def _prepared(links: Links, rules: Rules, course: Course) -> tuple[Any, ...]:
    arrays = (
        links.start,
        links.supplier,
        links.amount,
        links.final,
        links.output,
        rules.days_of(links.firms)[links.firm],
        links.sector,
        links.part,
        links.alone,
    )
    sold = links.sold if rules.rationing >= 2 else (None, None)
    kind = course.kind[links.firm].astype(np.int32)
    rows = (course.capacity.row.astype(np.int32), course.demand.row.astype(np.int32))
    marks = None if course.classes is None else course.classes.of_link[links.link]
    return arrays, sold, (kind, *rows, links.sectors), marks


def _kernel(
    prepared: tuple[Any, ...], rules: Rules, course: Course, out: list[Floats], threads: int
) -> None:
    arrays, sold, kinds, marks = prepared
    classes = course.classes
    tables = (
        (None,) * 5
        if classes is None
        else (marks, classes.passes, classes.need, classes.release, classes.reserve)
    )
    values = (
        1.0 / rules.tau,
        rules.orders != 1,
        rules.orders == 2,
        rules.rationing,
    )
    shocks = ((course.capacity.table, course.demand.table), tables)
    native = compiled(WHERE)
    native.agents(arrays, sold, kinds, shocks, values, tuple(out), threads)
