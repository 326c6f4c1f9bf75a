"""Tables of a node. Whatever people decide is a record that no later one overwrites."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

entry = Table(
    "entry",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("before", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(300), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("about", Text, nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
"""The audit log."""

record = Table(
    "record",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", String(300), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("current", Boolean, nullable=False),
    Column("plain", Text, nullable=False),
    Column("number", BigInteger, ForeignKey("entry.number"), nullable=False),
)
"""Every version of everything people decide, in canonical JSON; its checksum is in the log."""
Index("ix_record_current", record.c.kind, record.c.current, record.c.id)

package = Table(
    "package",
    metadata,
    Column("direction", String(3), primary_key=True),
    Column("partner", String(31), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("raw", LargeBinary, nullable=False),
    Column("entry", BigInteger, ForeignKey("entry.number"), nullable=False),
)
"""Packages as they were sent (``out``) and received (``in``), byte by byte."""

thread = Table(
    "thread",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("begun", String(32), nullable=False),
)
"""What lists are ordered by: the day a thread began, which no later event changes, so that the
order tells nobody of what it may not see. Derived from the records."""
Index("ix_thread_begun", thread.c.begun, thread.c.id)

member = Table(
    "member",
    metadata,
    Column("thread", String(32), primary_key=True),
    Column("ref", String(32), primary_key=True),
)
"""Which events a thread has; derived."""

session = Table(
    "session",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("plain", Text, nullable=False),
    Column("begun", String(32), nullable=False),
    Column("used", String(32), nullable=False),
)
"""Who is signed in: the checksum of the cookie, never the cookie."""

asked = Table(
    "asked",
    metadata,
    Column("figure", String(300), primary_key=True),
    Column("asker", String(300), primary_key=True),
    Column("times", Integer, nullable=False),
)
"""How often a figure was asked for, whatever the answer."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("target", String(300), nullable=False),
    Column("plain", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", String(32), nullable=False),
)
"""What is still to be sent: packages, mails, webhooks. A row goes when it was delivered."""
