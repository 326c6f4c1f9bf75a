"""How a workspace is set up: whose store, for whom by default, where it may be reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Set a workspace up; without anything it runs on the embedded reference pack.

    ``host`` is the address it is served at, and the only name beside the loopback's own that a
    request may be addressed to. ``static`` holds the built pages; those of the package when not
    given. ``day`` stands for today, so that tests see the same every day.

    Example:
        >>> Settings().host
        '127.0.0.1'
    """

    store: Path | None = None
    host: str = "127.0.0.1"
    party: str = "JPN"
    static: Path | None = None
    day: dt.date | None = None
    warm: bool = False

    @property
    def today(self) -> dt.date:
        """The day views are made on."""
        return self.day or dt.date.today()

    @property
    def hosts(self) -> frozenset[str]:
        """Names a request may be addressed to."""
        return frozenset({*LOOPBACK, self.host.strip("[]").lower()})
