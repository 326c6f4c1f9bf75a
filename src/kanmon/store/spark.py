"""Run the store's SQL on Spark, for customs microdata that outgrow one machine.

The queries are those DuckDB runs, put into Spark's dialect by sqlglot: there is no second text
to keep in step. Spark and sqlglot are an extra, ``kanmon[spark]``, loaded when first used.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pyarrow as pa

from kanmon.errors import DataError, KanmonError, StoreError
from kanmon.store.microdata import KEYS, microdata_query, require_readable
from kanmon.store.screen_sql import screen_query


def spark_sql(query: str) -> str:
    """Put a query of DuckDB's dialect into Spark's; ``$name`` becomes ``:name``.

    Args:
        query: one statement.

    Returns:
        The statement for Spark.

    Raises:
        KanmonError: the extra is not installed.
        DataError: the query cannot be parsed, or has a part Spark has no word for.

    Example:
        >>> from importlib.util import find_spec
        >>> find_spec("sqlglot") is None or "MAX_BY(i, v)" in spark_sql(screen_query())
        True
    """
    sqlglot = _load("sqlglot")
    strict = sqlglot.ErrorLevel.RAISE
    try:
        statements = sqlglot.transpile(
            query, read="duckdb", write="spark", unsupported_level=strict, comments=False
        )
    except sqlglot.errors.SqlglotError as e:
        raise DataError(
            f"no such query in Spark ({str(e)[:120]})", remedy="use SQL both engines know"
        ) from e
    if len(statements) != 1:
        raise DataError(f"{len(statements)} statements", remedy="give one query")
    text: str = statements[0]
    return text


@contextmanager
def open_spark(threads: int = 2, memory: str = "2g") -> Iterator[Any]:
    """Start Spark on this machine and stop it afterwards.

    For a cluster, make the session as the cluster's operator says and pass that instead.

    Args:
        threads: cores Spark may use.
        memory: the Java heap, as Spark writes it.

    Yields:
        A ``SparkSession``. One already running in this process is refused, not shared.

    Raises:
        DataError: fewer than one thread.
        KanmonError: the extra or a Java runtime is missing, or a session is running.

    Example:
        >>> with open_spark(threads=0):
        ...     pass
        Traceback (most recent call last):
        kanmon.errors.DataError: 0 threads. To mend: give at least one.
    """
    if threads < 1:
        raise DataError(f"{threads} threads", remedy="give at least one")
    session_class = _load("pyspark.sql").SparkSession
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=f"{home}/bin" if home else None):
        raise KanmonError(
            "no Java runtime found",
            where="JAVA_HOME" if home else "PATH",
            remedy="install Java 17 or newer, or point JAVA_HOME at it",
        )
    if session_class.getActiveSession() is not None:
        raise KanmonError("Spark is running already", remedy="pass that session, or stop it first")
    session = (
        session_class.builder.master(f"local[{threads}]")
        .appName("kanmon")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", memory)
        .config("spark.sql.shuffle.partitions", str(2 * threads))
        .getOrCreate()
    )
    try:
        yield session
    finally:
        session.stop()


def screen_spark(
    session: Any, paths: Sequence[str], cuts: Mapping[str, float], *, merge: bool = False
) -> pa.Table:
    """Screen one year of flows on Spark; figures are those of ``screen_sql``.

    Args:
        session: a ``SparkSession``.
        paths: Parquet files or folders as Spark names them, with columns k, j, i, v.
        cuts: ``import_hhi``, ``world_hhi`` and ``ratio``, each to be exceeded.
        merge: add up rows of the same product, importer and exporter first.

    Returns:
        One row for every importer and product with imports, in no order; ties of the top
        supplier go either way.

    Raises:
        DataError: no path is given.
        KanmonError: the extra is not installed.
        StoreError: Spark could not read the files or run the query.

    Example:
        >>> screen_spark(None, [], {})
        Traceback (most recent call last):
        kanmon.errors.DataError: no files to read. To mend: name Parquet files or folders.
    """
    _require(paths)
    with _spoken(paths):
        own = _own(session)
        rows = own.read.parquet(*paths).select("k", "j", "i", "v")
        if merge:
            rows = rows.groupBy("k", "j", "i").agg({"v": "sum"}).withColumnRenamed("sum(v)", "v")
        rows.createOrReplaceTempView("flows")
        table: pa.Table = own.sql(spark_sql(screen_query()), args=dict(cuts)).toArrow()
    return table


def aggregate_spark(session: Any, paths: Sequence[str], folder: str) -> int:
    """Add up microdata on Spark and keep the yearly flows, never passing them through Python.

    Writes ``folder/reported_by=importer/year=2022/*.parquet`` and so on; each such folder is
    one side's year, ready for :func:`screen_spark` or, with ``/*.parquet``, DuckDB.

    Args:
        session: a ``SparkSession``.
        paths: Parquet files or folders with the columns named in ``microdata.sql``.
        folder: where to write, as Spark names it; must not exist.

    Returns:
        How many lines were added up.

    Raises:
        DataError: no path is given, or a line cannot be read or has no value; nothing is
            written then.
        KanmonError: the extra is not installed.
        StoreError: Spark could not read or write, or the folder exists.

    Example:
        >>> aggregate_spark(None, [], "flows")
        Traceback (most recent call last):
        kanmon.errors.DataError: no files to read. To mend: name Parquet files or folders.
    """
    _require(paths)
    with _spoken([*paths, folder]):
        own = _own(session)
        own.read.parquet(*paths).createOrReplaceTempView("lines")
        flows = own.sql(spark_sql(microdata_query()))
        # Kept on the executors' disks, so that checking and writing cost one pass.
        flows = flows.persist(_load("pyspark").StorageLevel.DISK_ONLY)
        try:
            flows.createOrReplaceTempView("summed")
            missing = " OR ".join(f"{key} IS NULL" for key in KEYS)
            row = own.sql(
                f"SELECT coalesce(sum(lines), 0), coalesce(sum(lines) FILTER (WHERE {missing}), 0),"
                " coalesce(sum(lines_without_value), 0) FROM summed"
            ).first()
            lines, unread, without = (int(count) for count in row)
            require_readable(unread, without, ", ".join(paths))
            flows.write.partitionBy("reported_by", "year").parquet(folder)
        finally:
            flows.unpersist()
    return lines


def _load(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as e:
        raise KanmonError(
            f"{e.name} is not installed",
            where="Spark",
            remedy="install the extra: pip install 'kanmon[spark]'",
        ) from e


def _own(session: Any) -> Any:
    """Share the cluster but not the names of views, so that nobody's view is replaced."""
    return session.newSession()


def _require(paths: Sequence[str]) -> None:
    if isinstance(paths, str) or not paths:
        raise DataError("no files to read", remedy="name Parquet files or folders")


@contextmanager
def _spoken(paths: Sequence[str]) -> Iterator[None]:
    """Turn Spark's errors into ours."""
    spark_error = _load("pyspark.errors").PySparkException
    java_error = _load("py4j.protocol").Py4JError
    try:
        yield
    except (spark_error, java_error) as e:
        raise StoreError(
            f"Spark could not do it ({str(e)[:200]})",
            where=", ".join(paths),
            remedy="check the paths and the columns; a folder to write must not exist",
        ) from e
