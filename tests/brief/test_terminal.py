"""The terminal brief fits eighty columns and reads the same without colour."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.console import Console

from kanmon.brief.document import Brief
from kanmon.brief.terminal import render_terminal


def _print(brief: Brief, width: int, *, colour: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="truecolor" if colour else None,
    )
    console.print(render_terminal(brief, count=5))
    return out.getvalue()


def test_eighty_columns_without_colour(brief: Brief) -> None:
    text = _print(brief, 80, colour=False)
    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "█" in text
    assert "CHN" not in text
    assert "Invented figures of mines" in text


def test_share_of_the_first_good_is_shown(brief: Brief) -> None:
    text = _print(brief, 100, colour=False)
    first = brief.ranking()[0]["top_share"]
    assert f"{100 * first:.0f}" in text
    assert {"en": "not shown here: 2", "ja": "他2品目", "fr": "ici\u00a0: 2"}[brief.lang] in text
