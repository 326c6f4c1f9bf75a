"""The words of a text a commitment stands on: from the promise to what it is about."""

from __future__ import annotations

from kanmon.analysis.reading.record import Commitment


def spoken(text: str, one: Commitment) -> str:
    """Quote a commitment as the text has it.

    Args:
        text: it was read from.
        one: commitment with its spans.

    Returns:
        From the promise to the last thing it is about, spaces made one.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> said = "Japan and the United States will reduce dependence on Russian fuel."
        >>> [spoken(said, one)[:11] for one in read(said).commitments]
        ['will reduce']
    """
    start = one.spans["act"].start
    end = max(span.end for span in one.spans.values() if span.start >= start)
    return " ".join(text[start:end].split())
