# What native/module.cpp gives Python; see kanmon.analysis.dependency.screen.twin for the meaning.
from typing import Any

def screen(
    columns: tuple[Any, Any, Any, Any],
    span: tuple[int, int, int],
    cuts: tuple[float, float, float],
    out: tuple[Any, ...],
) -> tuple[int, int]: ...
def bloc(
    columns: tuple[Any, Any, Any, Any],
    span: tuple[int, int, int],
    member: Any,
    out: tuple[Any, ...],
) -> tuple[int, int]: ...
