"""Fields of a form, named in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kanmon.workspace.model import Control, Option

LONG = 20_000
"""Letters a text may have; a field that takes so many is drawn as an area."""
SHORT = 200


class Fields:
    """Make fields whose labels are the words of ``consultation.field_<name>``.

    Example:
        >>> Fields(lambda key, **_: key).line("title").label
        'field_title'
    """

    def __init__(self, say: Callable[..., str]) -> None:
        self._say = say

    def choice(self, name: str, options: Sequence[tuple[str, str]], value: str) -> Control:
        """Offer one of several values."""
        return Control(
            name=name,
            label=self._label(name),
            kind="select",
            value=value,
            options=[Option(value=v, label=said) for v, said in options],
        )

    def several(self, name: str, options: Sequence[tuple[str, str]]) -> Control:
        """Offer several of several values; none is chosen."""
        none: list[str] = []
        return Control(
            name=name,
            label=self._label(name),
            kind="multi",
            value=none,
            options=[Option(value=v, label=said) for v, said in options],
        )

    def number(self, name: str, least: float, most: float, step: float) -> Control:
        """Ask for a number; it may be left open."""
        return Control(
            name=name,
            label=self._label(name),
            kind="number",
            value=None,
            least=least,
            most=most,
            step=step,
        )

    def day(self, name: str, value: str | None) -> Control:
        """Ask for a day; None leaves it open."""
        return Control(name=name, label=self._label(name), kind="date", value=value)

    def line(self, name: str) -> Control:
        """Ask for a line of text."""
        return Control(name=name, label=self._label(name), kind="text", value="", most=SHORT)

    def area(self, name: str) -> Control:
        """Ask for a text."""
        return Control(name=name, label=self._label(name), kind="text", value="", most=LONG)

    def listed(self, name: str, hint: str) -> Control:
        """Ask for several texts, one a line; ``hint`` is the word that says so."""
        said = self._say(hint, name=self._label(name))
        return Control(name=name, label=said, kind="text", value="", most=LONG)

    def toggle(self, name: str, value: bool) -> Control:
        """Ask yes or no."""
        return Control(name=name, label=self._label(name), kind="toggle", value=value)

    def _label(self, name: str) -> str:
        return self._say(f"field_{name}")
