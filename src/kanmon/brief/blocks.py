"""A share drawn with the block characters of a terminal."""

from __future__ import annotations

_BLOCKS = " ▏▎▍▌▋▊▉█"


def bar(share: float, width: int) -> str:
    """Draw a share as a bar of eighth blocks.

    Args:
        share: fraction of one.
        width: characters of a whole bar.

    Returns:
        Exactly ``width`` characters.

    Example:
        >>> bar(0.5, 4), len(bar(0.33, 4))
        ('██  ', 4)
    """
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(eighths, 8)
    text = "█" * full + (_BLOCKS[part] if part else "")
    return text.ljust(width)
