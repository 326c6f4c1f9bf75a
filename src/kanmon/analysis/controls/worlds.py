"""Split numbers known as intervals at the thresholds they cross, so that each part is decided."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product

from kanmon.analysis.controls.sheet import Sheet, Span
from kanmon.catalogue.control_expressions import Compare, Expression, atoms
from kanmon.errors import ScenarioError

MOST = 20_000


def worlds(sheet: Sheet, trees: Iterable[Expression]) -> tuple[Sheet, ...]:
    """List the ways the numbers may fall on the thresholds of some expressions.

    A comparison changes only at its threshold, so the ends of an interval, the thresholds inside
    it and one point between each two of them stand for every value it may have. Asking about each
    way by itself keeps "a or b" certain where an interval makes neither so.

    Args:
        sheet: what is known; unknown numbers stay unknown.
        trees: expressions that will be asked.

    Returns:
        The sheet with each number at one point, in every combination.

    Raises:
        ScenarioError: more ways than can be gone through.

    Example:
        >>> from kanmon.analysis.controls.sheet import make_sheet
        >>> from kanmon.catalogue.control_book import control_book
        >>> from kanmon.catalogue.control_expressions import parse_expression
        >>> sheet = make_sheet({"tpp": Span(4000, 5000)}, control_book().facts)
        >>> [w.known["tpp"].low for w in worlds(sheet, [parse_expression("tpp >= 4800")])]
        [4000, 4400.0, 4800.0, 4900.0, 5000]
    """
    thresholds: dict[str, set[float]] = {}
    for tree in trees:
        for atom in atoms(tree):
            if isinstance(atom, Compare):
                thresholds.setdefault(atom.fact, set()).add(atom.threshold)
    points: dict[str, list[float]] = {}
    ways = 1
    for name, known in sheet.known.items():
        crossed = thresholds.get(name)
        if not crossed or not isinstance(known, Span) or known.low == known.high:
            continue
        inside = [t for t in crossed if known.low <= t <= known.high]
        if not inside:
            continue
        stops = sorted({known.low, known.high, *inside})
        points[name] = sorted({*stops, *((a + b) / 2 for a, b in pairwise(stops))})
        ways *= len(points[name])
    if ways > MOST:
        raise ScenarioError(
            f"{ways:,} ways the numbers may fall", where="a case", remedy="know some numbers better"
        )
    return tuple(
        sheet.narrowed({n: Span(p, p) for n, p in zip(points, chosen, strict=True)})
        for chosen in product(*points.values())
    )


def deciding(sheets: tuple[Sheet, ...], results: Iterable[object]) -> frozenset[str]:
    """Name the numbers on which differing results depend.

    Args:
        sheets: as :func:`worlds` gave them.
        results: one a sheet.

    Returns:
        Facts one of whose values goes with other results than another of its values; every split
        fact where only combinations do; none where all results are alike.

    Example:
        >>> from kanmon.analysis.controls.sheet import make_sheet
        >>> from kanmon.catalogue.control_book import control_book
        >>> from kanmon.catalogue.control_expressions import parse_expression
        >>> sheet = make_sheet({"tpp": Span(1, 3), "io": Span(1, 3)}, control_book().facts)
        >>> ways = worlds(sheet, [parse_expression("tpp >= 2 and io >= 0")])
        >>> sorted(deciding(ways, [w.known["tpp"].low >= 2 for w in ways]))
        ['tpp']
    """
    found = list(results)
    if len(set(found)) < 2:
        return frozenset()
    split = {n for s in sheets for n in s.known if s.known[n] != sheets[0].known[n]}
    named = set()
    for name in split:
        by_value: dict[object, set[object]] = {}
        for sheet, result in zip(sheets, found, strict=True):
            by_value.setdefault(sheet.known[name], set()).add(result)
        if len({frozenset(results) for results in by_value.values()}) > 1:
            named.add(name)
    return frozenset(named or split)
