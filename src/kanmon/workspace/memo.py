"""Work done once: the same question asked twice, even at once, is computed one time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")


class Memo:
    """Keep the newest results by what they answer.

    Two who ask the same at once wait for one computation; different questions do not wait for
    each other. An error is not kept.

    Example:
        >>> memo, calls = Memo(2), []
        >>> for _ in range(3):
        ...     answer = memo.get("a", lambda: calls.append(1) or 7)
        >>> answer, len(calls)
        (7, 1)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._working: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what is kept for a key, or make it and keep it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: _T = self._kept[key]
                return found
            working = self._working.setdefault(key, threading.Lock())
        with working:
            with self._lock:
                if key in self._kept:
                    again: _T = self._kept[key]
                    return again
            try:
                found = make()
                with self._lock:
                    self._kept[key] = found
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
                return found
            finally:
                with self._lock:
                    self._working.pop(key, None)
