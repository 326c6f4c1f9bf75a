"""The compiled module: loaded when a kernel is asked for, with a clear word when it is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kanmon.errors import KanmonError


def compiled(where: str) -> Any:
    """Load the compiled module.

    Args:
        where: what needs it, named in an error.

    Returns:
        The module ``kanmon._native``.

    Raises:
        KanmonError: it is not built here. NumPy never steps in by itself.

    Example:
        >>> compiled("dependency screen").__name__
        'kanmon._native'
    """
    try:
        return import_module("kanmon._native")
    except ImportError as e:
        raise KanmonError(
            f"the compiled module kanmon._native cannot be loaded ({e})",
            where=where,
            remedy="install a Kanmon wheel, or run `pip install .` in a checkout on a machine "
            "with a C++20 compiler; or ask for the slow twin by name: engine='numpy'",
        ) from e
