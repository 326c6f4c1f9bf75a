"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kanmon.errors import StoreError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(300), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_entry"),
        sa.UniqueConstraint("hash", name="uq_entry_hash"),
    )
    op.create_table(
        "record",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("id", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "version", name="pk_record"),
        sa.ForeignKeyConstraint(["number"], ["entry.number"], name="fk_record_number_entry"),
    )
    op.create_index("ix_record_current", "record", ["kind", "current", "id"])
    op.create_table(
        "package",
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("partner", sa.String(31), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("direction", "partner", "number", name="pk_package"),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_package_entry_entry"),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("begun", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread"),
    )
    op.create_index("ix_thread_begun", "thread", ["begun", "id"])
    op.create_table(
        "member",
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("thread", "ref", name="pk_member"),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("begun", sa.String(32), nullable=False),
        sa.Column("used", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_table(
        "asked",
        sa.Column("figure", sa.String(300), nullable=False),
        sa.Column("asker", sa.String(300), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("figure", "asker", name="pk_asked"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("target", sa.String(300), nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )


def downgrade() -> None:
    """Refuse: going back would throw away what people decided."""
    raise StoreError("no way back", remedy="restore a backup instead: kanmon node restore")
