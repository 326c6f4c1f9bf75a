"""Blocks over all threads: the inbox, clocks that run, what was promised, what is watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.consulting.joint import actions, common, watch_lists
from kanmon.serving.consultation.seen import Held, Seen
from kanmon.workspace.charts import Bars
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Block, Kind, Opens, Source

Columns = Mapping[str, tuple[Kind, str]]
THREAD = Opens(view="consultation", choice="thread", key="thread")
"""A title leads to its thread."""


def sheet(seen: Seen, name: str, columns: Columns, rows: Sequence[Mapping[str, Any]]) -> Block:
    """Show rows with the heads and title that consultation has words for.

    Args:
        seen: by whom.
        name: of the block; its title is the word of that name.
        columns: by name with kind and unit; ``thread``, ``key`` and ``ref`` are not drawn, and a
            ``title`` leads to its thread.
        rows: by column.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     seen = gather(r, desk_of(node), node, words("en"))
        ...     sheet(seen, "inbox", {"title": ("text", "")}, []).title
        'Threads'
    """
    hidden = tuple(n for n in columns if n in ("thread", "key", "ref"))
    return listing(
        Sheet(
            name,
            columns,
            title=seen.say(name),
            as_of=seen.today.isoformat(),
            hidden=hidden,
            labels={n: seen.say(n) for n in columns if n not in hidden},
            empty=seen.say("no_threads") if name == "inbox" else seen.say("none"),
            opens={"title": THREAD} if "thread" in columns else {},
            sources=[
                Source(
                    id="node",
                    title=seen.say("records"),
                    publisher=seen.node.name,
                    licence=seen.say("as_labelled"),
                    vintage=seen.today.isoformat(),
                    url=None,
                )
            ],
        ),
        rows,
        seen.w,
    )


def inbox(seen: Seen) -> Block:
    """List the threads, newest first.

    Args:
        seen: by whom.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     inbox(gather(r, desk_of(node), node, words("en"))).empty[:7]
        'Nothing'
    """
    columns: Columns = {
        "thread": ("text", ""),
        "title": ("text", ""),
        "kind": ("text", ""),
        "by": ("text", ""),
        "begun": ("date", ""),
        "parties": ("text", ""),
        "state": ("text", ""),
        "next": ("text", ""),
        "label": ("text", ""),
    }
    return sheet(seen, "inbox", columns, [_thread_row(seen, one) for one in seen.rows])


def deadlines(seen: Seen) -> Block:
    """List every step of a clock that runs, the most pressing first.

    Args:
        seen: by whom.

    Returns:
        The block, with the days left as bars.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     deadlines(gather(r, desk_of(node), node, words("en"))).chart is None
        True
    """
    rows = [
        {
            "thread": one.thread.id,
            "title": one.thread.title,
            "step": step_name(seen, s.step),
            "state": seen.say(f"clock_{s.state}"),
            "normal": s.normal,
            "latest": s.latest,
            "days_left": (s.latest - seen.today).days,
            "source": s.step.source,
        }
        for one in seen.rows
        if one.thread.open
        for s in one.clock
        if s.state in ("open", "due", "late") and s.latest is not None
    ]
    rows.sort(key=lambda row: (row["days_left"], row["title"]))
    for row in rows:
        row["key"] = seen.say("step_thread", step=row["step"], title=row["title"])
    made = sheet(
        seen,
        "deadlines",
        {
            "thread": ("text", ""),
            "key": ("text", ""),
            "title": ("text", ""),
            "step": ("text", ""),
            "state": ("text", ""),
            "normal": ("date", ""),
            "latest": ("date", ""),
            "days_left": ("number", "days"),
            "source": ("text", ""),
        },
        rows,
    )
    bars = Bars(kind="bars", label="key", value="days_left") if rows else None
    return made.model_copy(update={"chart": bars, "unit": "days"})


def promises(seen: Seen) -> Block:
    """List what was promised, what is owed first.

    Args:
        seen: by whom.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     promises(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    titles = {one.thread.id: one.thread.title for one in seen.rows}
    rows = [
        {
            **one,
            "title": titles.get(one["thread"], ""),
            "standing": seen.w.say("commitment.late")
            if one["late"]
            else seen.w.say(f"commitment.is_{one['standing']}"),
        }
        for one in actions(seen.r, seen.desk, seen.today)
    ]
    columns: Columns = {
        "thread": ("text", ""),
        "ref": ("text", ""),
        "words": ("text", ""),
        "owners": ("text", ""),
        "due": ("date", ""),
        "standing": ("text", ""),
        "title": ("text", ""),
        "source": ("text", ""),
    }
    return sheet(seen, "promises", columns, rows)


def watched(seen: Seen) -> Block:
    """List the goods partners watch, those in common first.

    Args:
        seen: by whom.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     watched(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    lists = watch_lists(seen.r, seen.desk)
    shared = common(lists)
    by_good: dict[str, list[str]] = {}
    for party, goods in lists.items():
        for good in goods:
            by_good.setdefault(good, []).append(party)
    rows = [
        {
            "good": good,
            "named_by": parties,
            "shared": seen.say(
                "shared_network"
                if good in shared["network"]
                else "shared_two"
                if good in shared["two"]
                else "shared_no"
            ),
        }
        for good, parties in sorted(by_good.items(), key=lambda one: (-len(one[1]), one[0]))
    ]
    columns: Columns = {"good": ("text", ""), "named_by": ("text", ""), "shared": ("text", "")}
    return sheet(seen, "watch", columns, rows)


def step_name(seen: Seen, step: Any) -> str:
    """Name a step of a clock in the view's language.

    Args:
        seen: by whom.
        step: with its names.

    Returns:
        The name.

    Example:
        >>> from types import SimpleNamespace
        >>> seen = SimpleNamespace(w=SimpleNamespace(lang="fr"))
        >>> step_name(seen, SimpleNamespace(en="notice", ja="通報", fr="notification"))
        'notification'
    """
    return str({"en": step.en, "ja": step.ja, "fr": step.fr}[seen.w.lang])


def state_name(seen: Seen, one: Held) -> str:
    """Say how a thread stands: the state of its case, or whether it is open.

    Args:
        seen: by whom.
        one: the thread.

    Returns:
        The words.

    Example:
        >>> from types import SimpleNamespace
        >>> from kanmon.analysis.consultation.thread import Thread
        >>> one = Held(Thread("0" * 32, "note", "JPN", "", ("JPN",)), (), ())
        >>> state_name(SimpleNamespace(say=lambda key: key), one)
        'is_open'
    """
    if not one.thread.open or one.thread.case is None:
        return seen.say("is_open" if one.thread.open else "is_closed")
    return seen.say(f"state_{one.thread.case.state}")


def _thread_row(seen: Seen, one: Held) -> dict[str, Any]:
    step = one.next_step()
    until = None if step is None else step.latest
    told = [] if step is None or until is None else [step_name(seen, step.step), seen.day(until)]
    return {
        "thread": one.thread.id,
        "title": one.thread.title,
        "kind": seen.say(f"kind_{one.thread.kind}"),
        "by": one.thread.by,
        "begun": dt.date.fromisoformat(one.thread.begun[:10]),
        "parties": one.thread.parties,
        "state": state_name(seen, one),
        "next": seen.w.say("page.list").join(told),
        "label": one.label,
    }
