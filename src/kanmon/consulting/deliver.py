"""Send what is put out: packages over mTLS, mails, webhooks; try again until it is there."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update

from kanmon.consulting.certificates import calling
from kanmon.consulting.database.tables import outbox
from kanmon.consulting.ledger import stamp
from kanmon.consulting.node import Node, known
from kanmon.consulting.release import packaged
from kanmon.consulting.settings import secret
from kanmon.errors import AccessError, DataError, KanmonError
from kanmon.watching.webhook import post_json

_SILENCE = 20.0
_LONGEST = 3600
_PATH = "/partner/packages"
Sender = Callable[[Node, str, str], None]


def deliver(node: Node, most: int = 100) -> tuple[int, int]:
    """Send what is due, oldest first; what fails is tried again later, longer each time.

    Packages to one partner go in order: one that fails holds back those after it.

    Args:
        node: whose outbox.
        most: messages at most.

    Returns:
        How many were delivered, and how many failed.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     deliver(node)
        (0, 0)
    """
    with node.reading() as r:
        rows = r.connection.execute(
            select(outbox)
            .where(outbox.c.next_at <= stamp(r.clock()))
            .order_by(outbox.c.next_at, outbox.c.id)
            .limit(most)
        ).all()
    rows = sorted(rows, key=lambda row: int(row.plain) if row.channel == "package" else 0)
    sent = failed = 0
    stuck: set[tuple[str, str]] = set()
    for row in rows:
        if row.channel == "package" and (row.channel, row.target) in stuck:
            continue
        try:
            SENDERS[row.channel](node, row.target, row.plain)
        except (KanmonError, OSError, smtplib.SMTPException, http.client.HTTPException):
            stuck.add((row.channel, row.target))
            failed += 1
            _later(node, row)
            continue
        sent += 1
        with node.writing() as w:
            w.connection.execute(delete(outbox).where(outbox.c.id == row.id))
            w.note("node", "delivered", {"channel": row.channel, "id": row.id})
    return sent, failed


def _later(node: Node, row: Any) -> None:
    with node.writing() as w:
        wait = min(_LONGEST, 5 * 2 ** min(row.tries, 10))
        at = stamp(w.clock() + dt.timedelta(seconds=wait))
        w.connection.execute(
            update(outbox).where(outbox.c.id == row.id).values(tries=row.tries + 1, next_at=at)
        )


def send_package(node: Node, partner: str, number: str) -> None:
    """Send a package over mTLS: each side proves itself with the certificate of its card.

    Args:
        node: that sends.
        partner: that receives.
        number: of the package.

    Raises:
        DataError: the partner has no address, or cannot be reached.
        AccessError: it refuses the package.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     send_package(node, "USA", "1")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: USA: no address. To mend: carry the package as a file.
    """
    with node.reading() as r:
        held = known(r).get(partner)
        raw = packaged(r, "out", partner, int(number))
    if held is None or not held.address or raw is None:
        raise DataError("no address", where=partner, remedy="carry the package as a file")
    call_partner(node, held.certificate, held.address, raw)


def call_partner(node: Node, certificate: str, address: str, raw: bytes) -> None:
    """Post a package to a partner's address.

    Args:
        node: that sends, with its own certificate.
        certificate: the partner's, PEM: no other is trusted.
        address: ``https://HOST:PORT``.
        raw: package.

    Raises:
        DataError: it cannot be reached, or is busy.
        AccessError: it refuses the package.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     call_partner(node, node.card()["certificate"], "https://127.0.0.1:1", b"{}")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: https://127.0.0.1:1: it cannot be reached. To mend: try again ...
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise DataError("no https:// address", where=address[:200], remedy="mend the card")
    context = calling(node.folder, certificate)
    line = http.client.HTTPSConnection(
        parts.hostname, parts.port or 443, timeout=_SILENCE, context=context
    )
    try:
        line.request("POST", _PATH, raw, {"Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read(1 << 16)
    except (OSError, http.client.HTTPException) as e:
        raise DataError(
            "it cannot be reached",
            where=address,
            remedy="try again later, or carry the package as a file",
        ) from e
    finally:
        line.close()
    if answer.status >= 500 or answer.status == 429:
        raise DataError(f"it is busy ({answer.status})", where=address, remedy="try again later")
    if answer.status >= 300:
        raise AccessError(
            f"it refused the package ({answer.status})", where=address, remedy="ask the partner"
        )


def send_mail(node: Node, target: str, text: str) -> None:
    """Mail that something happened: what, when, which label, never what it says.

    Args:
        node: whose settings name the mail server.
        target: address.
        text: of the message, canonical JSON.

    Raises:
        DataError: no mail server is named.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     send_mail(node, "a@example.org", "{}")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: node.toml: no mail server. To mend: add [mail] with host and from.
    """
    held: Mapping[str, Any] = node.settings.parts.get("mail", {})
    if not held.get("host") or not held.get("from"):
        raise DataError("no mail server", where="node.toml", remedy="add [mail] with host and from")
    plain = json.loads(text)
    mail = EmailMessage()
    mail["From"], mail["To"] = str(held["from"]), target
    mail["Subject"] = f"[TLP:{plain['tlp']}] Kanmon {plain['node']}: {plain['what']}"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        f"{plain['what']}: {plain['kind']} by {plain['by']}, {plain['at']}\n"
        f"{node.settings.site}/threads/{plain['thread']}\n"
    )
    user, password = str(held.get("user", "")), secret(node.folder, held, "password_file")
    with smtplib.SMTP(str(held["host"]), int(held.get("port", 25)), timeout=_SILENCE) as line:
        if held.get("tls", True):
            line.starttls(context=ssl.create_default_context())
        if user:
            line.login(user, password)
        line.send_message(mail)


def _post(_: Node, target: str, text: str) -> None:
    post_json(target, json.loads(text), timeout=_SILENCE)


SENDERS: Mapping[str, Sender] = {
    "package": send_package,
    "mail": send_mail,
    "webhook": _post,
}
