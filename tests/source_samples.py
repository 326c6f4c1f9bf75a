"""The samples beside each source, and a folder to read a copy of one from."""

from __future__ import annotations

import shutil
from functools import cache
from importlib import resources
from pathlib import Path

from kanmon.sources.registry import source, sources
from kanmon.sources.source import Reading


def package_of(name: str) -> str:
    """Name the package of a source, where its card and sample lie."""
    return type(source(name)).__module__.rpartition(".")[0]


def entries(name: str) -> list[Path]:
    """List a source's samples: every entry of its sample folder is read by itself."""
    folder = Path(str(resources.files(package_of(name)) / "sample"))
    return sorted(folder.iterdir()) if folder.is_dir() else []


def all_entries() -> list[tuple[str, str]]:
    """List every source with every one of its samples."""
    return [(name, entry.name) for name in sources() for entry in entries(name)]


def copy_of(name: str, entry: str, folder: Path) -> Path:
    """Copy a sample into a folder under its own name."""
    sample = next(e for e in entries(name) if e.name == entry)
    target = folder / entry
    if sample.is_dir():
        shutil.copytree(sample, target)
    else:
        shutil.copyfile(sample, target)
    return target


@cache
def clean_reading(name: str, entry: str) -> Reading:
    """Read a sample as it is."""
    return source(name).read(next(e for e in entries(name) if e.name == entry))
