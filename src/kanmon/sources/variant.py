"""Short names for what an extract is about, so that a newer one replaces an older one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def few(codes: Iterable[str], shown: int = 3) -> str:
    """Name a set of codes: the codes themselves, or their number and a digest.

    Args:
        codes: codes in any order.
        shown: most codes written out.

    Returns:
        Text without spaces, the same for the same set.

    Example:
        >>> few(["JPN", "CHN"]), few(["a", "b", "c", "d"])
        ('CHN+JPN', '4xf82ce1b6')
    """
    distinct = sorted(set(codes))
    if len(distinct) <= shown:
        return "+".join(distinct)
    digest = hashlib.sha256(" ".join(distinct).encode()).hexdigest()[:8]
    return f"{len(distinct)}x{digest}"
