"""Settings of a node: one TOML file in its folder, secrets in files or the environment."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kanmon.consulting.files import put
from kanmon.errors import AccessError, DataError
from kanmon.store.disk import disk_errors

FILE = "node.toml"
DATABASE_VARIABLE = "KANMON_NODE_DATABASE"
_NAME = re.compile(r"[A-Z][A-Z0-9-]{1,30}")
_PARTS: Mapping[str, frozenset[str]] = {
    "signin": frozenset(
        {"issuer", "client_id", "client_secret_file", "roles", "party", "clearance", "scopes"}
    ),
    "mail": frozenset({"host", "port", "from", "to", "user", "password_file", "tls"}),
    "webhook": frozenset({"urls"}),
    "feed": frozenset({"title"}),
    "store": frozenset({"path"}),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold a node's settings.

    ``database`` is empty for SQLite in the folder; ``address`` where partners reach the node;
    ``site`` where its people do (empty: this machine only).

    Example:
        >>> Settings("JPN", "00" * 32).database
        ''
    """

    name: str
    key: str
    database: str = ""
    address: str = ""
    site: str = ""
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def url(self, folder: Path) -> str:
        """Give the address of the database; the environment goes before the file."""
        named = os.environ.get(DATABASE_VARIABLE) or self.database
        return named or f"sqlite:///{(folder / 'node.db').absolute()}"


def check_name(name: str) -> None:
    """Hold a node's name to its form.

    Args:
        name: of a node.

    Raises:
        DataError: it is no such name.

    Example:
        >>> check_name("USA-BIS")
    """
    if not _NAME.fullmatch(name):
        raise DataError(
            f"name {name!r}"[:80],
            where="node",
            remedy="use capital letters, digits and hyphens, such as JPN or USA-BIS",
        )


def write_settings(folder: Path, settings: Settings) -> None:
    """Write the settings of a new node, for its owner's eyes.

    Args:
        folder: of the node.
        settings: to write; parts are added by hand.

    Raises:
        StoreError: they cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_settings(Path(folder), Settings("JPN", "00" * 32))
        ...     read_settings(Path(folder)).name
        'JPN'
    """
    # Text in TOML is quoted as in JSON.
    lines = [
        "# Settings of this node; see docs/how-to/node.md. Secrets stay in files of their own."
    ]
    named = ("name", "key", "database", "address", "site")
    lines += [f"{name} = {json.dumps(getattr(settings, name))}" for name in named]
    put(folder / FILE, ("\n".join(lines) + "\n").encode())
    with disk_errors(folder / FILE):
        (folder / FILE).chmod(0o600)


def read_settings(folder: Path) -> Settings:
    """Read and hold the settings of a node.

    Args:
        folder: of the node.

    Returns:
        The settings.

    Raises:
        DataError: there is no node, or a setting is missing, unknown or of another type.
        AccessError: others may read the file, which may name a password.

    Example:
        >>> read_settings(Path("nowhere"))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: nowhere: no node here. To mend: make one: kanmon node init ...
    """
    path = folder / FILE
    if not path.is_file():
        raise DataError(
            "no node here", where=str(folder), remedy="make one: kanmon node init FOLDER NAME"
        )
    with disk_errors(path):
        open_to, raw = path.stat().st_mode & 0o077, path.read_bytes()
    if open_to:
        raise AccessError("others may read it", where=path.name, remedy=f"chmod 600 {path.name}")
    try:
        found = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise DataError(f"no TOML ({e})", where=path.name, remedy="mend the file") from e
    texts = {"name", "key", "database", "address", "site"}
    strange = sorted(set(found) - texts - set(_PARTS))
    if strange or not {"name", "key"} <= set(found):
        raise DataError(
            f"settings {', '.join(strange) or 'name or key missing'}",
            where=path.name,
            remedy=f"use {', '.join(sorted(texts | set(_PARTS)))}",
        )
    if not all(isinstance(found.get(n, ""), str) for n in texts):
        raise DataError("a setting is no text", where=path.name, remedy="quote it")
    check_name(found["name"])
    parts = {n: _part(n, found[n], path.name) for n in _PARTS if n in found}
    return Settings(**{n: found.get(n, "") for n in sorted(texts)}, parts=parts)


def _part(name: str, held: Any, where: str) -> Mapping[str, Any]:
    strange = sorted(set(held) - _PARTS[name]) if isinstance(held, dict) else [name]
    if strange:
        raise DataError(
            f"[{name}] {', '.join(strange)}",
            where=where,
            remedy=f"use {', '.join(sorted(_PARTS[name]))}",
        )
    part: Mapping[str, Any] = held
    return part


def secret(folder: Path, part: Mapping[str, Any], name: str) -> str:
    """Read a secret a setting names the file of.

    Args:
        folder: of the node; the file is looked for there.
        part: of the settings.
        name: of the setting that names the file.

    Returns:
        The secret; empty where none is named.

    Raises:
        AccessError: others may read the file.
        StoreError: it cannot be read.

    Example:
        >>> secret(Path("."), {}, "password_file")
        ''
    """
    named = part.get(name, "")
    if not named:
        return ""
    path = folder / str(named)
    with disk_errors(path):
        open_to, text = path.stat().st_mode & 0o077, path.read_text("utf-8")
    if open_to:
        raise AccessError("others may read it", where=path.name, remedy=f"chmod 600 {path.name}")
    return text.strip()
