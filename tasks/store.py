"""The store: one folder that holds everything a council has sent and everything made of it.

Called by: every task. The only module that knows where things are.
Promises:  what is written appears whole or not at all (written beside, flushed, renamed); one run at
           a time per council; files are readable by their owner only.
Never:     changes or removes anything in landing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.errors import BusyError, EnvironmentProblem

DEFAULT_HOME = "outturn-home"
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Store:
    """OUTTURN_HOME, with a method for each place in it."""

    root: Path

    @classmethod
    def open(cls, home: Path | None = None) -> Store:
        """Return the store at `home`, else at OUTTURN_HOME, else ./outturn-home; made where absent."""
        root = home or Path(os.environ.get("OUTTURN_HOME", DEFAULT_HOME))
        try:
            root.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_FOLDER)
        except OSError as error:
            raise EnvironmentProblem(
                f"the store cannot be opened ({type(error).__name__})",
                str(root),
                "point OUTTURN_HOME at a folder that you may write to",
            ) from None
        return cls(root.resolve())

    def landing(self, council: str, month: str = "") -> Path:
        """Where files are dropped; read only to this program."""
        return self.root / "landing" / council / month

    def deliveries(self, council: str) -> Path:
        """Accepted deliveries, as Parquet with a manifest each."""
        return self.root / "deliveries" / council

    def quarantine(self, council: str) -> Path:
        """Rows that were set aside, with the rules that they broke."""
        return self.root / "quarantine" / council

    def row_findings(self, council: str) -> Path:
        """Which row of each delivery broke what: numbers and codes, no cell."""
        return self.root / "row_findings" / council

    def decisions(self, council: str) -> Path:
        """What was decided about rows in quarantine, a file for each decision."""
        return self.root / "decisions" / council

    def worklists(self, council: str, month: str) -> Path:
        """Fixing lists of a month, which name children."""
        return self.root / "worklists" / council / month

    def child_lists(self, council: str, period: str) -> Path:
        """Lists of the rows behind figures of a period, which name children; they go where fixing lists go."""
        return self.worklists(council, period) / "figures"

    def quality(self, council: str, month: str = "") -> Path:
        """Reports on data quality: counts, no child."""
        return self.root / "quality" / council / month

    def receipts(self, council: str, month: str = "") -> Path:
        """What became of each landed file."""
        return self.root / "receipts" / council / month

    def warehouse(self, council: str) -> Path:
        """The council's builds and CURRENT, which names the one to read."""
        return self.root / "warehouse" / council

    def vintages(self, council: str) -> Path:
        """Figures as they were known once a month's files had come, a file a month."""
        return self.root / "vintages" / council

    def published(self, council: str, period: str = "") -> Path:
        """Frozen publications."""
        return self.root / "published" / council / period

    def outbox(self, council: str) -> Path:
        """Mails to be sent."""
        return self.root / "outbox" / council

    def backfills(self, council: str) -> Path:
        """Why months were checked and loaded again, a file for each reason."""
        return self.root / "backfills" / council

    def councils(self) -> Path:
        """This installation's own council folders."""
        return self.root / "councils"

    def key_file(self, council: str) -> Path:
        """The council's identifier key."""
        return self.root / "keys" / f"{council}.key"

    def current_build(self, council: str) -> Path | None:
        """Return the warehouse file to read, None before the first build."""
        pointer = self.warehouse(council) / "CURRENT"
        if not pointer.exists():
            return None
        return self.warehouse(council) / f"{pointer.read_text().strip()}.duckdb"

    @contextmanager
    def lock(self, council: str) -> Iterator[None]:
        """Hold the council for one run; a second run is told who has it, a dead one's hold lapses."""
        from filelock import FileLock, Timeout

        locks = private_folder(self.root / "locks")
        holder = locks / f"{council}.json"
        try:
            with FileLock(locks / f"{council}.lock", timeout=0):
                write_json(holder, {"pid": os.getpid()})
                try:
                    yield
                finally:
                    holder.unlink(missing_ok=True)
        except Timeout:
            pid = read_json(holder).get("pid", "unknown") if holder.exists() else "unknown"
            raise BusyError(
                f"another run has hold of {council}", f"process {pid}", "wait for it to end, then run this again"
            ) from None

    @contextmanager
    def scratch(self, council: str) -> Iterator[Path]:
        """Give a private folder on the store's own volume, emptied of what a killed run left, then removed."""
        folder = self.root / "tmp" / council
        shutil.rmtree(folder, ignore_errors=True)
        private_folder(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter, and those above it that are not there yet."""
    if not path.parent.exists():
        private_folder(path.parent)
    path.mkdir(exist_ok=True, mode=_PRIVATE_FOLDER)
    return path


def put_in_place(finished: Path, destination: Path) -> None:
    """Move a finished file into place, flushed first, so that it is there whole or not at all."""
    private_folder(destination.parent)
    finished.chmod(_PRIVATE_FILE)
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(finished, destination)
    flush_folder(destination.parent)


def write_bytes(destination: Path, content: bytes) -> None:
    """Write a whole file or nothing."""
    private_folder(destination.parent)
    beside = destination.with_name(f".{destination.name}.part")
    beside.write_bytes(content)
    put_in_place(beside, destination)


def write_json(destination: Path, content: Mapping[str, Any]) -> None:
    """Write a mapping as JSON that is the same bytes for the same content."""
    write_bytes(destination, json_bytes(content))


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """Return JSON with sorted keys and a final line end."""
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object."""
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def flush_folder(folder: Path) -> None:
    """Make sure that a folder's entries survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
