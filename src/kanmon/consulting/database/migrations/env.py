"""Run by Alembic: every step in one transaction on the node's own engine."""

from __future__ import annotations

from alembic import context

from kanmon.consulting.database.open import WRITING
from kanmon.consulting.database.tables import metadata


def run() -> None:
    """Run the steps that are due."""
    engine = context.config.attributes["engine"]
    with engine.connect() as raw:
        connection = raw.execution_options(**{WRITING: True})
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transaction_per_migration=False,
            render_as_batch=engine.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()


if hasattr(context, "config"):
    # Alembic runs this file as a script; an importer (a test, a documentation tool) does not.
    run()
