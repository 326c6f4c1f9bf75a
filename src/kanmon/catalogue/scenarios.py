"""The texts of the library of scenarios; what they mean is for the analysis to say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def scenario_texts() -> Mapping[str, str]:
    """Load the TOML texts of the library.

    Returns:
        Text by name of the file, without ``.toml``, in order of name.

    Example:
        >>> "neon_ukraine_2022" in scenario_texts()
        True
    """
    folder = resources.files("kanmon.catalogue") / "scenarios"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return MappingProxyType({f.name.removesuffix(".toml"): f.read_text("utf-8") for f in files})
