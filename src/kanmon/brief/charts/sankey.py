"""Flows from left to right: who fails to deliver what, and what then fails in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, clip, ems, frame, text

_WIDTH, _TALL = 920, 300.0
_BOX, _LINE, _AIR = 10.0, 14.0, 7.0
_SIZE = 12.5
"""Font size of the labels, as the page's CSS has it for ``.flow``."""
_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Flow:
    """Carry an amount from one knot to another.

    Example:
        >>> Flow("CHN", "gallium_metal", 4.0).amount
        4.0
    """

    source: str
    target: str
    amount: float


@dataclass(frozen=True, slots=True)
class Knot:
    """Name a knot of the drawing; ``kind`` is ``origin``, ``through`` or ``end``.

    ``label`` stands on one line or two, ``figure`` behind it.

    Example:
        >>> Knot("China", "", "origin").kind
        'origin'
    """

    label: str
    figure: str
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    """Place a knot: its column, top left corner and height.

    Example:
        >>> Box("CHN", 0, 0.0, 5.0, 20.0).column
        0
    """

    name: str
    column: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold placed boxes and the flows drawn between them.

    ``turned`` are flows that would lead back to where they come from; they are not drawn.

    Example:
        >>> layout([Flow("a", "b", 1.0)], {}).turned
        ()
    """

    boxes: Mapping[str, Box]
    flows: tuple[Flow, ...]
    turned: tuple[Flow, ...]
    height: float
    scale: float


def acyclic(flows: Sequence[Flow]) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """Part flows into those that lead onward and those that lead back.

    The largest flows are kept first, so that what is left out is small.

    Args:
        flows: any flows.

    Returns:
        Flows without a circle, in the order given, and those that would close one.

    Example:
        >>> onward, back = acyclic([Flow("a", "b", 2.0), Flow("b", "a", 1.0)])
        >>> onward[0].source, back[0].source
        ('a', 'b')
    """
    next_of: dict[str, set[str]] = {}
    kept, turned = set(), []
    for flow in sorted(flows, key=lambda f: (-f.amount, f.source, f.target)):
        if flow.source == flow.target or _leads(next_of, flow.target, flow.source):
            turned.append(flow)
            continue
        next_of.setdefault(flow.source, set()).add(flow.target)
        kept.add(flow)
    return tuple(f for f in dict.fromkeys(flows) if f in kept), tuple(turned)


def layout(flows: Sequence[Flow], lines: Mapping[str, int]) -> Layout:
    """Place knots in columns so that every flow leads right and no label covers another.

    Args:
        flows: amounts above zero.
        lines: how many lines the label of a knot takes; one where not given.

    Returns:
        Boxes in user units of a drawing 920 wide.

    Example:
        >>> placed = layout([Flow("a", "b", 1.0), Flow("b", "c", 1.0)], {})
        >>> [placed.boxes[k].column for k in "abc"]
        [0, 1, 2]
    """
    onward, turned = acyclic(flows)
    column = _columns(onward)
    if not column:
        return Layout({}, (), turned, 0.0, 0.0)
    total = dict.fromkeys(column, 0.0)
    for name in column:
        out = sum(f.amount for f in onward if f.source == name)
        into = sum(f.amount for f in onward if f.target == name)
        total[name] = max(out, into)
    ranks: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for name in column:
        ranks[column[name]].append(name)
    _order(ranks, onward, total)
    scale = _TALL / max(sum(total[n] for n in names) for names in ranks)
    slot = {n: max(scale * total[n], _LINE * lines.get(n, 1)) + _AIR for n in column}
    height = max(sum(slot[n] for n in names) for names in ranks)
    step = (_WIDTH - _label_room(len(ranks)) - _BOX) / max(1, len(ranks) - 1)
    boxes = {}
    for index, names in enumerate(ranks):
        top = (height - sum(slot[n] for n in names)) / 2
        for name in names:
            tall = max(1.5, scale * total[name])
            boxes[name] = Box(name, index, index * step, top + (slot[name] - tall) / 2, tall)
            top += slot[name]
    return Layout(boxes, onward, turned, height, scale)


def wrap(label: str, room: float, most: int = 2) -> tuple[str, ...]:
    """Break a label over lines, at spaces where there are any; the last is cut to its room.

    Args:
        label: words.
        room: width of a line, in units of the font size.
        most: how many lines there may be.

    Returns:
        One line or more.

    Example:
        >>> wrap("Permanent magnets of rare earths", 10.0)
        ('Permanent magnets', 'of rare earths')
        >>> wrap("希土類永久磁石", 4.0)
        ('希土類永', '久磁石')
    """
    found: list[str] = []
    rest = label
    while len(found) < most - 1 and ems(rest) > room:
        cut = len(rest)
        while cut > 1 and ems(rest[:cut]) > room:
            cut -= 1
        space = rest.rfind(" ", 0, cut + 1)
        cut = space if space > 0 else cut
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, clip(rest, room))


def sankey(
    flows: Sequence[Flow], knots: Mapping[str, Knot], name: str, title: str, desc: str
) -> str:
    """Draw flows between named knots.

    Args:
        flows: amounts above zero; those that would lead back are not drawn.
        knots: label, figure and kind of every knot.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element; every knot is labelled, so that colour is not needed.

    Example:
        >>> knots = {"a": Knot("China", "9", "origin"), "b": Knot("Gallium", "9", "end")}
        >>> sankey([Flow("a", "b", 9.0)], knots, "s", "Losses", "China").count("<rect")
        2
    """
    depth = max(_columns(acyclic(flows)[0]).values(), default=0) + 1
    room = (_label_room(depth) - 8) / _SIZE
    said = {k: _label(knot, room) for k, knot in knots.items()}
    placed = layout(flows, {k: len(v) for k, v in said.items()})
    marks = [*_bands(placed, knots)]
    for box in placed.boxes.values():
        knot = knots[box.name]
        marks.append(
            f'<rect class="knot {knot.kind}" x="{at(box.x)}" y="{at(box.y)}" '
            f'width="{at(_BOX)}" height="{at(box.height)}"/>'
        )
        rows = said[box.name]
        base = box.y + box.height / 2 - _LINE * len(rows) / 2 + _LINE * 0.78
        for index, row in enumerate(rows):
            marks.append(text(box.x + _BOX + 6, base + index * _LINE, row, "flow"))
    return frame("".join(marks), (_WIDTH, max(1, round(placed.height))), name, title, desc)


def _label(knot: Knot, room: float) -> tuple[str, ...]:
    tail = f" {knot.figure}" if knot.figure else ""
    rows = wrap(knot.label, room)
    if not tail or ems(rows[-1] + tail) <= room:
        return (*rows[:-1], rows[-1] + tail)
    return (*rows[:-1], clip(rows[-1], room - ems(tail)) + tail)


def _label_room(columns: int) -> float:
    """Give every label the width of its own column: bands run under it, boxes never do."""
    return _WIDTH / max(2, columns) - _BOX


def _leads(next_of: Mapping[str, set[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        for follower in next_of.get(here, ()):
            if follower not in seen:
                seen.add(follower)
                waiting.append(follower)
    return False


def _columns(flows: Sequence[Flow]) -> dict[str, int]:
    """Number columns by the longest way from a knot nothing flows into."""
    column = dict.fromkeys((n for f in flows for n in (f.source, f.target)), 0)
    for _ in range(len(column)):
        moved = False
        for flow in flows:
            if column[flow.target] <= column[flow.source]:
                column[flow.target] = column[flow.source] + 1
                moved = True
        if not moved:
            break
    return column


def _order(ranks: list[list[str]], flows: Sequence[Flow], total: Mapping[str, float]) -> None:
    """Sort each column by where its flows come from and lead to, so that few cross."""
    for names in ranks:
        names.sort(key=lambda n: (-total[n], n))
    beside: dict[str, list[tuple[str, float]]] = {}
    for flow in flows:
        beside.setdefault(flow.source, []).append((flow.target, flow.amount))
        beside.setdefault(flow.target, []).append((flow.source, flow.amount))
    for _ in range(_SWEEPS):
        place = {n: (i + 0.5) / len(names) for names in ranks for i, n in enumerate(names)}

        def pull(name: str, place: Mapping[str, float] = place) -> float:
            weight = sum(a for _, a in beside[name])
            return sum(place[o] * a for o, a in beside[name]) / weight

        for names in ranks:
            names.sort(key=lambda n: (pull(n), -total[n], n))


def _bands(placed: Layout, knots: Mapping[str, Knot]) -> list[str]:
    """Draw each flow as a band; where they leave and arrive they are stacked in order."""
    leave = {n: b.y for n, b in placed.boxes.items()}
    arrive = dict(leave)
    start, end = {}, {}
    for flow in sorted(placed.flows, key=lambda f: (placed.boxes[f.target].y, f.target)):
        start[flow] = leave[flow.source]
        leave[flow.source] += flow.amount * placed.scale
    for flow in sorted(placed.flows, key=lambda f: (placed.boxes[f.source].y, f.source)):
        end[flow] = arrive[flow.target]
        arrive[flow.target] += flow.amount * placed.scale
    found = []
    for flow in placed.flows:
        thick = max(1.0, flow.amount * placed.scale)
        x0, x1 = placed.boxes[flow.source].x + _BOX, placed.boxes[flow.target].x
        y0, y1 = start[flow] + thick / 2, end[flow] + thick / 2
        half = (x0 + x1) / 2
        found.append(
            f'<path class="band {knots[flow.source].kind}" stroke-width="{at(thick)}" '
            f'd="M{at(x0)} {at(y0)}C{at(half)} {at(y0)} {at(half)} {at(y1)} {at(x1)} {at(y1)}"/>'
        )
    return found
