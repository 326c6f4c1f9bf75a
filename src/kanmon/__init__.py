"""Kanmon: open economic-security analysis, from trade figures to a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanmon.errors import KanmonError
from kanmon.provenance import Origin

if TYPE_CHECKING:
    from kanmon.analysis.finding import Finding
    from kanmon.picture.picture import Picture
    from kanmon.study import Study

__version__ = "0.1.0"

__all__ = ["Finding", "KanmonError", "Origin", "Picture", "Study", "__version__"]

_WHERE = {
    "Finding": "kanmon.analysis.finding",
    "Picture": "kanmon.picture.picture",
    "Study": "kanmon.study",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that `import kanmon` stays instant."""
    if name not in _WHERE:
        raise AttributeError(f"module 'kanmon' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)
