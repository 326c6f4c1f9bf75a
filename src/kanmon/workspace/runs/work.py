"""One run, in a process of its own: a question in on standard input, lines of JSON out.

Run as ``python -m kanmon.workspace.runs.work``. It can be ended at any moment: it keeps nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kanmon.errors import KanmonError
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import View
from kanmon.workspace.problems import plain_problem, problem_of
from kanmon.workspace.screened import screen_list
from kanmon.workspace.settings import Settings
from kanmon.workspace.views.plan import run_plan
from kanmon.workspace.views.scenario import run_scenario

Say = Callable[[Mapping[str, Any]], None]


def work(question: Mapping[str, Any], say: Say) -> None:
    """Answer one question and say how far it has come.

    Args:
        question: kind, language, state, file, store, party, day.
        say: told of progress (``told``, ``share``), then of the ``view`` or the ``problem``.

    Example:
        >>> said = []
        >>> work({"kind": "plan", "lang": "en", "given": {"good": "nothing"}}, said.append)
        >>> said[-1]["problem"]["status"]
        404
    """
    try:
        say({"view": json.loads(_made(question, say).to_json())})
    except KanmonError as error:
        say({"problem": problem_of(error).model_dump()})
    except Exception as error:  # the process must answer, whatever happened
        logging.getLogger("kanmon.workspace").exception("a run failed")
        found = f"a fault of Kanmon's own ({type(error).__name__})"
        problem = plain_problem(500, found, f"run {question.get('kind')}", "report it")
        say({"problem": problem.model_dump()})


def _made(question: Mapping[str, Any], say: Say) -> View:
    store, day = question.get("store"), question.get("day")
    desk = Desk(
        Settings(
            store=None if store is None else Path(store),
            party=question.get("party", "JPN"),
            day=None if day is None else dt.date.fromisoformat(day),
        )
    )
    kind = question["kind"]
    asked = Asked(
        {"screening": "controls"}.get(kind, kind), question["lang"], question.get("given", {})
    )

    def told(what: str, share: float) -> None:
        say({"told": what, "share": min(1.0, max(0.0, float(share)))})

    if kind == "scenario":
        return run_scenario(desk, asked, told)
    if kind == "plan":
        return run_plan(desk, asked, told)
    return screen_list(desk, asked, question.get("file") or {}, told)


def main() -> None:
    """Read one question, answer it, end.

    Example:
        >>> main.__module__.rpartition(".")[2]
        'work'
    """
    # What a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    line = sys.stdin.readline()
    if not line.strip():
        return

    def say(what: Mapping[str, Any]) -> None:
        answers.write(json.dumps(what, ensure_ascii=False) + "\n")
        answers.flush()

    work(json.loads(line), say)


if __name__ == "__main__":
    main()
