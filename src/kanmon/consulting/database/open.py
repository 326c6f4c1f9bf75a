"""Open a node's database, SQLite or PostgreSQL, and bring its tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from kanmon.errors import DataError, StoreError

WRITING = "kanmon_writing"
_LOCK = 0x6B616E6D6F6E
_POOL = 16
_WAIT = 30


def open_database(url: str) -> Engine:
    """Open a database; nothing is created or changed.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql://USER@HOST/NAME``.

    Returns:
        Its engine.

    Raises:
        DataError: it is no address of either, or the driver is not installed.

    Example:
        >>> open_database("sqlite://").dialect.name
        'sqlite'
        >>> open_database("mysql://x/y")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: database: no SQLite or PostgreSQL. To mend: give sqlite:///FILE ...
    """
    remedy = "give sqlite:///FILE or postgresql://USER@HOST/NAME"
    try:
        named = make_url(url)
    except ArgumentError:
        # The address may hold a password: it is not shown.
        raise DataError("no address", where="database", remedy=remedy) from None
    kind = named.get_backend_name()
    if kind == "sqlite":
        engine = create_engine(named, connect_args={"timeout": _WAIT, "isolation_level": None})
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    if kind != "postgresql":
        raise DataError("no SQLite or PostgreSQL", where="database", remedy=remedy)
    try:
        import psycopg  # noqa: F401
    except ImportError as e:
        raise DataError(
            "PostgreSQL needs the library psycopg",
            where="database",
            remedy="install it: pip install 'kanmon[server]'",
        ) from e
    return create_engine(
        named.set(drivername="postgresql+psycopg"),
        pool_size=_POOL,
        max_overflow=4,
        pool_timeout=_WAIT,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )


def _sqlite_settings(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    # A commit is on the disk before it is answered; readers go on beside one writer.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writing: bool) -> Iterator[Connection]:
    """Hold one transaction; a writer waits for its turn, since the log has one end.

    Args:
        engine: of the node.
        writing: whether anything is written.

    Yields:
        The connection; all is kept or nothing.

    Raises:
        StoreError: the database cannot be reached, is full, or is not up to date.

    Example:
        >>> with transaction(open_database("sqlite://"), writing=False) as c:
        ...     c.execute(text("select 1")).scalar_one()
        1
    """
    try:
        with engine.connect() as raw:
            connection = raw.execution_options(**{WRITING: writing})
            with connection.begin():
                if writing and engine.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
                yield connection
    except DBAPIError as e:
        lost = isinstance(e, OperationalError) or e.connection_invalidated
        raise StoreError(
            "the database cannot be reached or is busy" if lost else "the database refused",
            where=engine.dialect.name,
            remedy="try again; if it stays so, see whether it runs and `kanmon node upgrade`",
        ) from e


def _config(engine: Engine) -> Any:
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    found.attributes["engine"] = engine
    return found


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date, in one transaction.

    Args:
        engine: of the node.

    Raises:
        StoreError: the database cannot be reached or refuses.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     engine = open_database(f"sqlite:///{folder}/a.db")
        ...     upgrade(engine)
        ...     up_to_date(engine)
        True
    """
    from alembic import command

    try:
        command.upgrade(_config(engine), "head")
    except DBAPIError as e:
        raise StoreError(
            "the database cannot be reached or refuses",
            where=engine.dialect.name,
            remedy="see whether it runs and the account may create tables",
        ) from e


def up_to_date(engine: Engine) -> bool:
    """Say whether the tables are those this version needs.

    Args:
        engine: of the node.

    Returns:
        Whether the last migration has run.

    Raises:
        StoreError: the database cannot be reached.

    Example:
        >>> up_to_date(open_database("sqlite://"))
        False
    """
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    newest = ScriptDirectory.from_config(_config(engine)).get_current_head()
    with transaction(engine, writing=False) as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
