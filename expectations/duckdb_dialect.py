"""Let SQLAlchemy, and so Great Expectations, read through a DuckDB connection that is already open.

Called by: expectations.suites, once per suite run.
Promises:  queries run on the caller's own connection, so its temporary tables, attached files and
           uncommitted rows are seen and no file is written or opened a second time.
Never:     begins, commits, rolls back or closes; the caller's transaction stays the caller's.
           Keeps no hold on the connection after `serving` ends.

Importing this module imports SQLAlchemy, so import it inside a function.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import duckdb
import duckdb_engine
from sqlalchemy import pool
from sqlalchemy.dialects import registry

LIVE_URL = "outturn_live://"

_served: list[duckdb.DuckDBPyConnection] = []


@contextmanager
def serving(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Answer every query sent to `LIVE_URL` from this connection until the block ends.

    Trap: a result the caller has not fetched yet is lost, as with any second query on a connection.
    """
    _served.append(connection)
    try:
        yield
    finally:
        _served.pop()


class LiveConnection:
    """Stand in for whichever connection is being served, and outlive them all."""

    def __init__(self) -> None:
        """Hold no connection, only the empty list of notices SQLAlchemy looks for."""
        self.notices: list[str] = []

    def cursor(self) -> Any:
        """Return a cursor on the served connection."""
        if not _served:
            raise RuntimeError("no DuckDB connection is being served; open the block with serving(connection)")
        return duckdb_engine.CursorWrapper(_served[-1], cast("duckdb_engine.ConnectionWrapper", self))

    def close(self) -> None:
        """Leave the caller's connection open."""


class LiveDialect(duckdb_engine.Dialect):
    """Speak DuckDB to the served connection without touching its transaction."""

    # The same few queries come back for every delivery; compiling each once saves milliseconds.
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: Any) -> type[pool.Pool]:
        """Hold one stand-in for the life of the process."""
        return pool.StaticPool

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        """Return the stand-in; nothing is opened."""
        return LiveConnection()

    # Great Expectations fetches after it has handed a connection back. A rollback at that moment
    # would drop the result, and any of the three would end a transaction that is the caller's.
    def do_begin(self, dbapi_connection: Any) -> None:
        """Do nothing: the transaction is the caller's."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Do nothing: the transaction is the caller's."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Do nothing: the transaction is the caller's."""


registry.register("outturn_live", __name__, LiveDialect.__name__)
