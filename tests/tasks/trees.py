"""Compare stores: every file by its bytes, every warehouse by what its tables hold."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

_PASSING = {"tmp", "locks", "prefect", "keys"}


def contents(root: Path) -> dict[str, str]:
    """Return a fingerprint of each lasting file of a store, by its place."""
    found = {}
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if not path.is_file() or place.parts[0] in _PASSING:
            continue
        found[str(place)] = tables(path) if path.suffix == ".duckdb" else hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def tables(warehouse: Path) -> str:
    """Return a fingerprint of every row of every table of a warehouse, whatever the order of rows on disk."""
    digest = hashlib.sha256()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL"
        ).fetchall()
        for schema, table in names:
            rows = connection.execute(f'SELECT * FROM "{schema}"."{table}" ORDER BY ALL').fetchall()
            digest.update(f"{schema}.{table} {rows!r}\n".encode())
    return digest.hexdigest()
