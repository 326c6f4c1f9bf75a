"""Alerts on a terminal: headline, state, and the sentences that explain each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kanmon.analysis.warning.alert import Alert
from kanmon.brief.alerts.sentences import alert_headline, explanation
from kanmon.brief.wording import Words

_STYLES = {"watch": "yellow", "warning": "bold yellow", "alarm": "bold red"}
_MARKS = {"watch": "·", "warning": "!", "alarm": "‼"}


def render_alerts(
    alerts: Sequence[Alert], w: Words, *, told: frozenset[str] = frozenset(), count: int = 20
) -> RenderableType:
    """Lay out alerts for a terminal; they read the same without colour.

    Args:
        alerts: gravest first.
        w: words of the language.
        told: ids of those told of now, marked with an asterisk.
        count: how many to show.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.brief.wording import words
        >>> len(render_alerts([], words("en")).renderables)
        1
    """
    parts: list[RenderableType] = [Text(w.say("alert.count", count=len(alerts)), "bold")]
    for alert in list(alerts)[:count]:
        head = Text.assemble(
            (f"{_MARKS[alert.severity]} {alert_headline(alert, w)}", _STYLES[alert.severity]),
            (" *" if alert.id in told else "", "bold"),
            (f"  {alert.id} · {w.say(f'alert.state_{alert.state}')}", "dim"),
        )
        parts.append(Padding(head, (1, 0, 0, 0)))
        parts += [Padding(Text(line), (0, 0, 0, 2)) for line in explanation(alert, w)]
    if len(alerts) > count:
        parts.append(Text(w.say("terminal.more", count=len(alerts) - count), "dim"))
    return Group(*parts)
