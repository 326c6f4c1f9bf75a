"""A sentence with what was found in it, cut into clauses with their reasons set apart."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from kanmon.analysis.reading.lexicon import Cue, Hit, Lexicon
from kanmon.analysis.reading.record import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hold a sentence of a text with its hits and turns of phrase.

    Example:
        >>> Stretch("It ends.", "it ends.", 0, 8, "en", (), ()).span
        Span(start=0, end=8)
    """

    text: str
    folded: str
    start: int
    end: int
    lang: str
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]

    @property
    def span(self) -> Span:
        """Where the sentence stands, without the space around it."""
        whole = self.text[self.start : self.end]
        return Span(
            self.start + len(whole) - len(whole.lstrip()),
            self.end - len(whole) + len(whole.rstrip()),
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """Hold one clause: its hits and turns outside the stated reason, and that reason.

    Example:
        >>> Clause(0, 8, (), (), None).reason is None
        True
    """

    start: int
    end: int
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]
    reason: Span | None


# Connectors that give a reason only after an act; before it they give a time or a place.
_WEAK = frozenset(("over", "after", "following", "amid", "après", "afin de protéger"))


def clauses(stretch: Stretch, lexicon: Lexicon) -> list[Clause]:
    """Cut a sentence into clauses and set the reason of each apart.

    Args:
        stretch: the sentence.
        lexicon: the lexicon of its language.

    Returns:
        Clauses in order. A reason that opens the sentence belongs to every clause.

    Example:
        >>> from kanmon.analysis.reading.lexicon import lexicon
        >>> found = clauses(Stretch("A acts, but B waits.", "a acts, but b waits.", 0, 20, "en",
        ...                         (), ()), lexicon("en"))
        >>> [(c.start, c.end) for c in found]
        [(0, 6), (6, 20)]
    """
    folded = stretch.folded
    cuts = [m.start() for m in lexicon.clause_pattern.finditer(folded, stretch.start, stretch.end)]
    edges = [stretch.start, *(c for c in cuts if c > stretch.start), stretch.end]
    made: list[Clause] = []
    opening: Span | None = None
    for start, end in itertools.pairwise(edges):
        reason, shut = _reason(stretch, start, end)
        if reason and shut <= end and not folded[start : reason.start].strip().count(" ") > 5:
            first = next(c for c in stretch.cues if c.start >= start and "reason" in c.kinds)
            if not folded[start : first.start].strip(" ,;-–—"):
                opening = opening or reason
        inside = (reason.start, reason.end) if reason else (end, end)
        made.append(
            Clause(
                start,
                end,
                tuple(
                    h
                    for h in stretch.hits
                    if start <= h.start < end and not inside[0] <= h.start < inside[1]
                ),
                tuple(
                    c
                    for c in stretch.cues
                    if start <= c.start < end and not inside[0] <= c.start < inside[1]
                ),
                reason or opening,
            )
        )
    return made


def _reason(stretch: Stretch, start: int, end: int) -> tuple[Span | None, int]:
    folded = stretch.folded
    for cue in stretch.cues:
        if not (start <= cue.start < end and "reason" in cue.kinds):
            continue
        opens = not folded[start : cue.start].strip(" ,;-–—")
        acted = any(h.start < cue.start and (h.form.noun or h.form.verb) for h in stretch.hits)
        if folded[cue.start : cue.end] in _WEAK and not acted:
            continue
        if not opens and not acted:
            continue
        stop = end
        if opens:
            comma = folded.find(",", cue.end, end)
            stop = comma if comma > 0 else end
        else:
            comma = folded.find(",", cue.end, end)
            stop = comma if comma > 0 else end
        whole = stretch.text[cue.end : stop]
        left = cue.end + len(whole) - len(whole.lstrip())
        right = cue.end + len(whole.rstrip(' \n.,;!?»"”'))
        if right > left:
            return Span(left, right), stop
    return None, start
