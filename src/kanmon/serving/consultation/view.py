"""The consultation view of a node: headline, what waits, one thread in full, one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kanmon.analysis.consultation.label import TLP, marking
from kanmon.consulting.node import known
from kanmon.consulting.policy import PLAIN
from kanmon.errors import DataError
from kanmon.serving.consultation import arrived, chosen, lists, waiting
from kanmon.serving.consultation.forms import form, kinds, said_kind
from kanmon.serving.consultation.seen import MOST, Seen, party_of
from kanmon.workspace.asked import Asked
from kanmon.workspace.model import Block, Control, File, Option, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("thread", "write")
_SHORT = 80
_QUARTER = 91


def consultation(seen: Seen, asked: Asked) -> View:
    """Show what partners share and what waits for the person.

    Args:
        seen: by whom, and which thread is chosen.
        asked: language and what is to be written.

    Returns:
        The view.

    Raises:
        DataError: what is to be written cannot be, here or by this person.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     seen = gather(r, desk_of(node), node, words("en"))
        ...     consultation(seen, Asked("consultation", "en")).headline
        'Open threads: 0. Waiting for you: 0.'
    """
    able, writing = kinds(seen), asked.text("write")
    if writing and writing not in able:
        raise DataError(
            f"{writing[:40]} cannot be written here",
            where="write",
            remedy=f"use one of {', '.join(able) or 'none: your role only reads'}",
        )
    todo = _waiting(seen)
    waits = sum(len(block.table.rows) for block in todo if block.id != "arriving")
    filled = [block for block in todo if block.table.rows]
    if seen.chosen is not None:
        blocks = [*chosen.blocks(seen, seen.chosen), *filled]
    else:
        rest = [lists.deadlines(seen), lists.promises(seen), lists.watched(seen)]
        blocks = [*filled, lists.inbox(seen), *(one for one in rest if one.table.rows)]
    shown = {block.id for block in blocks}
    return view(
        asked,
        Page(
            headline=_headline(seen, waits),
            blocks=blocks,
            controls=_controls(seen, able, writing),
            caveats=_caveats(seen),
            links=[link(seen.w, "alerts"), link(seen.w, "measures")],
            party=party_of(seen.node),
            as_of=seen.today.isoformat(),
            acts=[act for act in waiting.acts(seen) if act.block in shown],
            forms=[form(seen, writing)] if writing else [],
            files=_files(seen),
        ),
    )


def _waiting(seen: Seen) -> list[Block]:
    """Gather what waits for the person; of a chosen thread, what waits in it."""
    made = [
        waiting.unanswered(seen),
        arrived.quarantine(seen),
        arrived.arriving(seen),
        waiting.releases(seen),
        waiting.unsent(seen),
    ]
    return made if seen.chosen is None else [one for one in map(_of_thread(seen), made) if one]


def _of_thread(seen: Seen) -> Callable[[Block], Block | None]:
    assert seen.chosen is not None
    wanted = seen.chosen.thread.id

    def of(block: Block) -> Block | None:
        at = next((n for n, c in enumerate(block.table.columns) if c.name == "thread"), None)
        if at is None:
            return None
        rows = [row for row in block.table.rows if row[at] == wanted]
        table = block.table.model_copy(update={"rows": rows})
        return block.model_copy(update={"table": table})

    return of


def _headline(seen: Seen, waits: int) -> str:
    gap = seen.w.say("page.gap")
    if seen.chosen is not None:
        thread = seen.chosen.thread
        return seen.say(
            "head_thread",
            title=thread.title,
            by=thread.by,
            day=seen.day(dt.date.fromisoformat(thread.begun[:10])),
            state=lists.state_name(seen, seen.chosen),
        )
    held = [one for one in seen.rows if one.thread.open]
    said = seen.say("head", open=str(len(held)), waiting=str(waits))
    steps = [(one, step) for one in held if (step := one.next_step()) is not None]
    if steps:
        one, step = min(steps, key=lambda pair: pair[1].latest or dt.date.max)
        assert step.latest is not None
        said += gap + seen.say(
            "head_late" if step.latest < seen.today else "head_next",
            day=seen.day(step.latest),
            step=lists.step_name(seen, step.step),
            title=one.thread.title,
        )
    return said


def _controls(seen: Seen, able: list[str], writing: str) -> list[Control]:
    threads = [Option(value="", label=seen.say("choose_every"))]
    threads += [Option(value=one.thread.id, label=one.thread.title[:_SHORT]) for one in seen.rows]
    made = [
        Control(
            name="thread",
            label=seen.say("choose_thread"),
            kind="select",
            value="" if seen.chosen is None else seen.chosen.thread.id,
            options=threads,
        )
    ]
    if able:
        kinds_ = [Option(value="", label=seen.say("choose_nothing"))]
        kinds_ += [Option(value=kind, label=said_kind(seen, kind)) for kind in able]
        made.append(
            Control(
                name="write",
                label=seen.say("choose_write"),
                kind="select",
                value=writing,
                options=kinds_,
            )
        )
    return made


def _caveats(seen: Seen) -> list[str]:
    shown = seen.rows if seen.chosen is None else (seen.chosen,)
    labels = [label for one in shown for e in one.events for label in e.every_label()]
    told = [
        seen.say(
            "shown_as",
            person=seen.desk.person.name,
            party=seen.desk.person.party,
            marking=marking(labels) if labels else f"TLP:{TLP[0]}",
        )
    ]
    return [*told, seen.say("more", count=str(MOST))] if seen.more else told


def _files(seen: Seen) -> list[File]:
    lang = seen.w.lang
    if seen.chosen is not None:
        root = f"api/threads/{seen.chosen.thread.id}/export?lang={lang}&format="
        return [
            File(label=seen.say("file_pdf"), address=f"{root}pdf"),
            File(label=seen.say("file_html"), address=f"{root}html"),
        ]
    since = (seen.today - dt.timedelta(days=_QUARTER)).isoformat()
    drafts = seen.desk.policy.may(seen.desk.person, "draft", PLAIN)
    packs = [
        File(
            label=seen.say("file_agenda", partner=partner),
            address=f"api/agenda?partner={partner}&since={since}&lang={lang}&format=pdf",
        )
        for partner in (sorted(known(seen.r)) if drafts else ())
    ]
    return [*packs, File(label=seen.say("file_feed"), address="api/feed.atom")]
