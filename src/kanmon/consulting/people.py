"""People and programs that use a node: roles, party, clearance; service tokens."""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from kanmon.analysis.consultation.label import TLP
from kanmon.catalogue.consultation_rules import rule
from kanmon.consulting.ledger import Reading, Writing, stamp
from kanmon.errors import DataError

ROLES = ("analyst", "releaser", "approver", "observer", "operator")
_TOKEN = re.compile(r"kanmon_([0-9a-f]{16})_([0-9a-f]{64})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@:|/+-]{0,199}")


@dataclass(frozen=True, slots=True)
class Person:
    """Hold who asks: name, party, roles, and the strictest label it may see (an index of TLP).

    Example:
        >>> Person("a", "JPN", frozenset({"analyst"}), 2, home=True).clearance
        2
    """

    name: str
    party: str
    roles: frozenset[str]
    clearance: int
    home: bool

    def __post_init__(self) -> None:
        strange = sorted(self.roles - set(ROLES))
        if strange or not 0 <= self.clearance < len(TLP) or not _NAME.fullmatch(self.name):
            raise DataError(
                f"name, clearance or roles {', '.join(strange)}"[:120],
                where="person",
                remedy=f"use roles {', '.join(ROLES)}",
            )


def local_person(node: str) -> Person:
    """Give the person at the keyboard: whoever can read the node's folder has every right in it.

    Args:
        node: name of the node.

    Returns:
        A person with every role; a second one is still needed where two are.

    Example:
        >>> local_person("JPN").home
        True
    """
    said = re.sub(r"[^A-Za-z0-9._-]", "-", getpass.getuser())[:60] or "somebody"
    return Person(f"local:{said}", node, frozenset(ROLES), len(TLP) - 1, home=True)


def make_token(
    w: Writing,
    name: str,
    roles: Iterable[str],
    clearance: int,
    days: int,
    *,
    party: str,
    actor: str,
) -> str:
    """Make a service token; it is shown once, and only its checksum is kept.

    Args:
        w: transaction.
        name: of the program it is for.
        roles: it gets.
        clearance: strictest label it may see, an index of TLP.
        days: it holds.
        party: it acts for.
        actor: who makes it.

    Returns:
        The token.

    Raises:
        DataError: a role or clearance is none, or it would hold too long.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.consulting.node import Node
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     node = Node.begin(Path(folder) / "jpn", "JPN")
        ...     with node.writing() as w:
        ...         token = make_token(w, "watch", ["analyst"], 2, 30, party="JPN", actor="a")
        ...         bearer(w, token, "JPN").name
        'token:watch'
    """
    longest = int(rule("token", "longest_days"))
    if not 1 <= days <= longest:
        raise DataError(f"{days} days", where="token", remedy=f"give 1 to {longest}")
    held = Person(f"token:{name}", party, frozenset(roles), clearance, home=False)
    key, secret = secrets.token_hex(8), secrets.token_hex(32)
    until = w.clock() + dt.timedelta(days=days)
    plain = {
        "name": held.name,
        "party": held.party,
        "roles": sorted(held.roles),
        "clearance": held.clearance,
        "secret": hashlib.sha256(secret.encode()).hexdigest(),
        "until": stamp(until),
        "revoked": False,
    }
    w.put("token", key, plain, actor, "made token")
    return f"kanmon_{key}_{secret}"


def revoke_token(w: Writing, key: str, actor: str) -> None:
    """End a service token at once.

    Args:
        w: transaction.
        key: its public part, 16 hexadecimal digits.
        actor: who ends it.

    Raises:
        DataError: there is none.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.consulting.node import Node
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     node = Node.begin(Path(folder) / "jpn", "JPN")
        ...     with node.writing() as w:
        ...         token = make_token(w, "watch", ["analyst"], 2, 30, party="JPN", actor="a")
        ...         revoke_token(w, token.split("_")[1], "a")
        ...         bearer(w, token, "JPN") is None
        True
    """
    held = w.get("token", key)
    if held is None:
        raise DataError("no such token", where="token", remedy="kanmon node tokens")
    w.put("token", key, {**held, "revoked": True}, actor, "revoked token")


def bearer(r: Reading, token: str, node: str) -> Person | None:
    """Tell whose token it is.

    Args:
        r: transaction.
        token: as sent; untrusted.
        node: this node's name.

    Returns:
        The program; None where the token is not one of this node, ended or ran out: which of
        these, nobody is told.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.consulting.node import Node
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Node.begin(Path(folder) / "jpn", "JPN").reading() as r:
        ...         bearer(r, "kanmon_" + "0" * 16 + "_" + "0" * 64, "JPN") is None
        True
    """
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        return None
    key, secret = parts.groups()
    held = r.get("token", key)
    told = hashlib.sha256(secret.encode()).hexdigest()
    # The same comparison whether the token is known or not.
    fits = hmac.compare_digest(told, held["secret"] if held else "0" * 64)
    if held is None or not fits or held["revoked"] or held["until"] < stamp(r.clock()):
        return None
    return Person(
        held["name"],
        held["party"],
        frozenset(held["roles"]),
        held["clearance"],
        home=held["party"] == node,
    )
