"""How one run stands: waiting, running, done, failed, cancelled; its view once there is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENDED = ("done", "failed", "cancelled")


@dataclass(slots=True)
class Record:
    """Hold a run while the server lives.

    ``version`` grows with every change, so that whoever watches knows when to look again.

    Example:
        >>> json.loads(Record("a", "plan", {}).to_json())["state"]
        'waiting'
    """

    id: str
    kind: str
    question: Mapping[str, Any]
    state: str = "waiting"
    done: float | None = None
    message: str = ""
    result: str | None = None
    error: Mapping[str, Any] | None = None
    version: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will change."""
        return self.state in ENDED

    def change(self, **fields: Any) -> None:
        """Set fields and count the change."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.version += 1

    def to_json(self) -> str:
        """Write the run as the pages read it; the view goes in as it was made."""
        plain = json.dumps(
            {
                "id": self.id,
                "kind": self.kind,
                "state": self.state,
                "done": self.done,
                "message": self.message,
                "error": self.error,
            },
            ensure_ascii=False,
        )
        return f'{plain[:-1]}, "result": {self.result or "null"}}}'
