"""Forms of what a person may write: the fields of each kind, offered where it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kanmon.analysis.consultation.commitments import STANDINGS
from kanmon.analysis.consultation.kinds import CHOICES
from kanmon.analysis.consultation.label import TLP
from kanmon.brief import names
from kanmon.catalogue.load import goods
from kanmon.catalogue.machines import Machine, machines
from kanmon.consulting.node import known
from kanmon.serving.consultation.arrived import quarantine
from kanmon.serving.consultation.fields import Fields
from kanmon.serving.consultation.seen import Seen
from kanmon.workspace.model import Control, Form, Option

OPENING = ("notice", "watch", "note")
"""Kinds that open a thread where none is chosen."""
ADDING = (
    "position",
    "commitment",
    "turn",
    "meeting",
    "minutes",
    "review",
    "note",
    "closed",
)
REFUSE = "refuse"


def kinds(seen: Seen) -> list[str]:
    """List what the person may write now.

    Args:
        seen: by whom, and which thread is chosen.

    Returns:
        Kinds of events, and ``refuse`` for a package in quarantine.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     kinds(gather(r, desk_of(node), node, words("en")))
        ['notice', 'watch', 'note', 'refuse']
    """
    if not seen.desk.person.roles & {"analyst", "releaser"} or not seen.desk.person.home:
        return []
    one = seen.chosen
    if one is None:
        return [*OPENING, REFUSE]
    if not one.thread.open:
        return ["review", "turn", "note"] if one.thread.commitments else ["review", "note"]
    found = list(ADDING)
    if not one.thread.commitments:
        found.remove("turn")
    if one.thread.case is None:
        found.remove("position")
        found.insert(0, "case")
        if one.thread.kind == "alert":
            found.insert(0, "notice")
    else:
        found.insert(1, "proposal")
        if one.thread.case.proposals:
            found.insert(2, "vote")
        found.insert(3, "moved")
    return found


def form(seen: Seen, kind: str) -> Form:
    """Offer to write something.

    Args:
        seen: by whom, and which thread is chosen.
        kind: of :func:`kinds`.

    Returns:
        The form.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     made = form(gather(r, desk_of(node), node, words("en")), "note")
        >>> [c.name for c in made.controls]
        ['parties', 'text', 'tlp', 'marking']
    """
    f = Fields(seen.say)
    controls = _FIELDS[kind](seen)
    if kind != REFUSE:
        controls += _marked(seen, kind)
    if seen.chosen is None and kind != REFUSE:
        controls.insert(0, f.several("parties", _partners(seen)))
    return Form(name=kind, label=seen.say("form", kind=said_kind(seen, kind)), controls=controls)


def said_kind(seen: Seen, kind: str) -> str:
    """Name a form.

    Args:
        seen: by whom.
        kind: of :func:`kinds`.

    Returns:
        The words.

    Example:
        >>> from types import SimpleNamespace
        >>> said_kind(SimpleNamespace(say=lambda key: key), "refuse")
        'write_refuse'
    """
    return seen.say("write_refuse" if kind == REFUSE else f"kind_{kind}")


def _notice(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [
        f.several("goods", _goods(seen)),
        f.day("requested_at", seen.today.isoformat()),
        f.area("impact"),
        f.area("cause"),
        f.listed("sectors", "one_a_line"),
        f.number("duration_low", 0, 36_500, 1),
        f.number("duration_high", 0, 36_500, 1),
        f.area("measures"),
        f.area("assistance"),
        f.number("confidence", 0, 1, 0.05),
        f.toggle("attach", True),
    ]


def _watch(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [f.several("goods", _goods(seen)), f.area("reason")]


def _note(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [f.area("text")]


def _case(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    held = machines()
    named = [(name, one.names[seen.w.lang]) for name, one in held.items()]
    first = "EPCC" if seen.chosen and len(seen.chosen.thread.parties) == 2 else "IPEF-CRN"
    return [f.line("title"), f.choice("machine", named, first)]


def _proposal(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [_verbs(seen, needing=("all",)), f.area("reason")]


def _vote(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [
        _proposals(seen),
        f.choice("choice", [(c, seen.say(f"choice_{c}")) for c in CHOICES], "yes"),
        f.area("reason"),
    ]


def _moved(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    none = Option(value="", label=seen.say("none"))
    held = _proposals(seen)
    held = held.model_copy(update={"options": [none, *(held.options or [])], "value": ""})
    return [_verbs(seen), held, f.line("basis"), f.area("reason")]


def _commitment(seen: Seen) -> list[Control]:
    assert seen.chosen is not None
    f = Fields(seen.say)
    owners = [(p, p) for p in seen.chosen.thread.parties]
    return [
        f.several("owners", owners),
        f.area("words"),
        f.day("due", None),
        f.line("source"),
    ]


def _turn(seen: Seen) -> list[Control]:
    assert seen.chosen is not None
    f = Fields(seen.say)
    promised = [(ref, str(one["words"])[:120]) for ref, one in _promised(seen)]
    stands = [(s, seen.w.say(f"commitment.is_{s}")) for s in STANDINGS]
    return [
        f.choice("commitment", promised, promised[0][0]),
        f.choice("standing", stands, "under_way"),
        f.day("day", seen.today.isoformat()),
        f.line("evidence"),
    ]


def _meeting(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [f.listed("dates", "days_a_line"), f.line("place"), f.area("agenda")]


def _minutes(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [
        f.day("date", seen.today.isoformat()),
        f.area("text"),
        f.listed("present", "one_a_line"),
    ]


def _review(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [f.day("onset", None), f.area("text"), f.area("lessons")]


def _closed(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    return [f.area("reason")]


def _refuse(seen: Seen) -> list[Control]:
    f = Fields(seen.say)
    held = [str(row[0]) for row in quarantine(seen).table.rows]
    first = held[0] if held else ""
    return [f.choice("package", [(k, k) for k in held], first), f.area("reason")]


_FIELDS: dict[str, Callable[[Seen], list[Control]]] = {
    "notice": _notice,
    "watch": _watch,
    "note": _note,
    "case": _case,
    "position": _note,
    "proposal": _proposal,
    "vote": _vote,
    "moved": _moved,
    "commitment": _commitment,
    "turn": _turn,
    "meeting": _meeting,
    "minutes": _minutes,
    "review": _review,
    "closed": _closed,
    REFUSE: _refuse,
}


def _promised(seen: Seen) -> Sequence[tuple[str, dict[str, object]]]:
    assert seen.chosen is not None
    return list(seen.chosen.thread.commitments.items())


def _machine(seen: Seen) -> tuple[Machine, str]:
    assert seen.chosen is not None
    assert seen.chosen.thread.case is not None
    case = seen.chosen.thread.case
    return machines()[case.machine], case.state


def _verbs(seen: Seen, needing: Sequence[str] = ()) -> Control:
    f = Fields(seen.say)
    held, state = _machine(seen)
    able = [
        (m.verb, seen.say(f"verb_{m.verb}"))
        for m in held.moves
        if state in m.from_states and (not needing or m.needs in needing)
    ]
    return f.choice("verb", able, able[0][0] if able else "")


def _proposals(seen: Seen) -> Control:
    assert seen.chosen is not None
    assert seen.chosen.thread.case is not None
    f = Fields(seen.say)
    held = []
    for ref, one in seen.chosen.thread.case.proposals.items():
        verb = seen.say("verb_" + one["verb"])
        held.append((ref, f"{verb} ({one['by']}, {one['at'][:10]})"))
    return f.choice("proposal", held, held[-1][0] if held else "")


def _marked(seen: Seen, kind: str) -> list[Control]:
    f = Fields(seen.say)
    able = TLP[: seen.desk.person.clearance + 1]
    usual = "AMBER" if kind in ("notice", "note") else "GREEN"
    first = usual if usual in able else able[-1]
    return [f.choice("tlp", [(t, f"TLP:{t}") for t in able], first), f.line("marking")]


def _partners(seen: Seen) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(known(seen.r))]


def _goods(seen: Seen) -> list[tuple[str, str]]:
    return sorted(((g, names.good(g, seen.w.lang)) for g in goods()), key=lambda one: one[1])
