"""Release packages: what one node signs for others, and what another accepts of it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.consultation.canonical import canonical, checksum, read_canonical
from kanmon.analysis.consultation.label import Label, parse_label
from kanmon.errors import AccessError, DataError

SCHEMA = "kanmon-release/1"
_BODY = (
    "schema",
    "sender",
    "recipients",
    "number",
    "made_at",
    "label",
    "kind",
    "content",
    "inputs",
)
_FIELDS = (*_BODY, "signature")
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = 64

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Package:
    """Hold a release: who sends what to whom, its place in the sequence, its label.

    ``number`` rises by one with each package from a sender to one set of recipients; ``inputs``
    are checksums of what the content was made from, which stays at home.

    Example:
        >>> Package.__slots__[0]
        'sender'
    """

    sender: str
    recipients: tuple[str, ...]
    number: int
    made_at: str
    label: Label
    kind: str
    content: Any
    inputs: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """Return what is signed, as plain data."""
        return {
            "schema": SCHEMA,
            "sender": self.sender,
            "recipients": list(self.recipients),
            "number": self.number,
            "made_at": self.made_at,
            "label": self.label.as_plain(),
            "kind": self.kind,
            "content": self.content,
            "inputs": list(self.inputs),
        }


@dataclass(frozen=True, slots=True)
class Partner:
    """Hold what a node knows of another: its key, and the last number accepted of it.

    Example:
        >>> Partner("USA", lambda text, signature: True).last
        0
    """

    name: str
    verify: Verify
    last: int = 0


def seal(package: Package, sign: Sign, on: dt.date) -> bytes:
    """Sign a package and write it as bytes to send or carry.

    Args:
        package: to release.
        sign: Ed25519 over the canonical body.
        on: the day.

    Returns:
        Canonical JSON.

    Raises:
        AccessError: a recipient may not see what the label covers.
        DataError: the content is no plain data, or a field is not what it must be.

    Example:
        >>> label = Label("AMBER", releasable_to=frozenset({"USA"}), originators=frozenset({"JPN"}))
        >>> one = Package("JPN", ("USA",), 1, "2026-11-23T00:00:00Z", label, "notice", {})
        >>> seal(one, lambda text: b"0" * 64, dt.date(2026, 11, 23))[:11]
        b'{"content":'
    """
    _check(package)
    for name in package.recipients:
        if not package.label.may_see(name, on):
            raise AccessError(
                f"{name} may not see this",
                where=f"package {package.number} of {package.sender}",
                remedy="change the recipients, or have the label changed by its originator",
            )
    body = package.body()
    signature = base64.b64encode(sign(canonical(body))).decode("ascii")
    return canonical({**body, "signature": signature})


def open_package(raw: bytes, me: str, partners: Mapping[str, Partner]) -> Package:
    """Verify a package received, or refuse it with the reason.

    Args:
        raw: as received; untrusted.
        me: this node's name.
        partners: those this node knows, by name.

    Returns:
        The package; it is for quarantine until a person takes it in.

    Raises:
        DataError: it is no package, or was changed.
        AccessError: its sender is not known, its signature is not the sender's, it is not for
            this node, or its number was accepted before or leaves one out.

    Example:
        >>> label = Label("GREEN", originators=frozenset({"JPN"}))
        >>> one = Package("JPN", ("USA",), 1, "2026-11-23T00:00:00Z", label, "notice", {})
        >>> raw = seal(one, lambda text: b"0" * 64, dt.date(2026, 11, 23))
        >>> known = {"JPN": Partner("JPN", lambda text, signature: True)}
        >>> open_package(raw, "USA", known) == one
        True
    """
    where = "package received"
    plain = read_canonical(raw, where=where)
    if not isinstance(plain, dict) or set(plain) != set(_FIELDS) or plain["schema"] != SCHEMA:
        raise DataError("no package", where=where, remedy=f"send one of schema {SCHEMA}")
    signature = _signature(plain.pop("signature"), where)
    package = _package(plain, where)
    partner = partners.get(package.sender)
    # One answer whether the sender is unknown or the signature wrong: no name can be tried out.
    if partner is None or not partner.verify(canonical(plain), signature):
        raise AccessError(
            "no partner of this node signed it", where=where, remedy="ask the sender for its key"
        )
    if me not in package.recipients:
        raise AccessError("it is for another node", where=where, remedy="send it there")
    if package.number <= partner.last:
        raise AccessError(
            f"number {package.number} was accepted before",
            where=where,
            remedy="it is a replay; ask the sender for a new one",
        )
    if package.number > partner.last + 1:
        raise AccessError(
            f"number {package.number} after {partner.last}: one is missing",
            where=where,
            remedy="take in the packages in order",
        )
    return package


def differences(old: Any, new: Any, place: str = "") -> tuple[tuple[str, Any, Any], ...]:
    """List what changed between two contents.

    Args:
        old: plain data held.
        new: plain data received.
        place: path of both.

    Returns:
        Path, old and new value of every leaf that differs; None stands for one that is absent.

    Example:
        >>> differences({"a": 1, "b": [1]}, {"a": 2, "b": [1, 3]})
        (('a', 1, 2), ('b[1]', None, 3))
    """
    if isinstance(old, dict) and isinstance(new, dict):
        found: list[tuple[str, Any, Any]] = []
        for key in sorted({*old, *new}):
            found += differences(old.get(key), new.get(key), f"{place}.{key}" if place else key)
        return tuple(found)
    if isinstance(old, list) and isinstance(new, list):
        found = []
        for at in range(max(len(old), len(new))):
            left = old[at] if at < len(old) else None
            right = new[at] if at < len(new) else None
            found += differences(left, right, f"{place}[{at}]")
        return tuple(found)
    return () if old == new and type(old) is type(new) else ((place, old, new),)


def _check(package: Package) -> None:
    where = f"package {package.number} of {package.sender}"
    if package.number < 1 or not package.sender or not package.recipients or not package.kind:
        raise DataError(
            "a sender, recipient, kind or number is missing", where=where, remedy="give each"
        )
    if package.sender in package.recipients or len(set(package.recipients)) != len(
        package.recipients
    ):
        raise DataError("recipients", where=where, remedy="name others, each once")
    if any(not _HASH.fullmatch(one) for one in package.inputs):
        raise DataError("inputs", where=where, remedy="give SHA-256 checksums")


def _signature(text: Any, where: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        found = b""
    # One text for one signature: other spellings of the same bytes are refused.
    if len(found) != _SIGNATURE or base64.b64encode(found).decode("ascii") != text:
        raise DataError("no signature", where=where, remedy="send it signed")
    return found


def _package(plain: Mapping[str, Any], where: str) -> Package:
    texts = all(isinstance(plain[n], str) for n in ("sender", "made_at", "kind"))
    lists = all(
        isinstance(plain[n], list) and all(isinstance(v, str) for v in plain[n])
        for n in ("recipients", "inputs")
    )
    number = plain["number"]
    if not (texts and lists and isinstance(number, int) and not isinstance(number, bool)):
        raise DataError("a field of another type", where=where, remedy="send a valid package")
    label = parse_label(plain["label"], where=where)
    found = Package(
        plain["sender"],
        tuple(plain["recipients"]),
        number,
        plain["made_at"],
        label,
        plain["kind"],
        plain["content"],
        tuple(plain["inputs"]),
    )
    _check(found)
    return found


def fingerprint(raw: bytes) -> str:
    """Name a package by the checksum of its bytes.

    Args:
        raw: as sent.

    Returns:
        SHA-256, 64 hexadecimal digits.

    Raises:
        DataError: it is no canonical JSON.

    Example:
        >>> len(fingerprint(b"{}"))
        64
    """
    return checksum(read_canonical(raw, where="package"))
