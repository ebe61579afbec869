"""A bare council, and files dropped into its landing: what the bad-input tests take in."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import xlsxwriter

from tasks import councils, intake, keeping
from tasks.intake import IntakeReport
from tasks.store import Store
from warehouse.deliveries import Delivery, Receipt
from warehouse.periods import Month

CODE = "testshire"
MONTH = Month("2020-09")
RECEIVED_AT = datetime(2020, 10, 5, 9, tzinfo=UTC)
KEY = bytes(range(64))

HEADERS = "Contact ID,Child Unique ID,Date of Contact,Contact Source,Contact Outcome,Contact Outcome Date,Team Name"
ROWS = (
    "C1,P1,01/09/2020,6,NFA,01/09/2020,Canary Team",
    "C2,P2,02/09/2020,6,NFA,02/09/2020,Canary Team",
    "C3,P3,03/09/2020,6,NFA,03/09/2020,Canary Team",
    "C4,P4,04/09/2020,6,NFA,04/09/2020,Canary Team",
)
CELLS = ("P1", "P2", "P3", "P4", "Canary", "C1")
"""Texts of cells that no message may hold."""

PERSONS = "Child Unique ID,Date of Birth,Sex,Ethnicity\r\nP1,15/01/2010,F,WBRI\r\nP2,15/02/2011,M,WBRI\r\n"
"""A good file of the same month, which goes on whatever happens to the other."""

_COUNCIL = 'name = "Testshire"\nla_codes = ["999", "E06000999"]\n'
_HEADERS = '[contacts]\n"Ereignis"  = "contact_id"\n'


def contacts(rows: Iterable[str] = ROWS, headers: str = HEADERS) -> str:
    """Return a contacts file as text, one row after the other."""
    return "".join(f"{line}\r\n" for line in (headers, *rows))


def with_column(header: str, cell: str) -> str:
    """Return a contacts file with one more column, the same in every row."""
    return contacts([f"{row},{cell}" for row in ROWS], f"{HEADERS},{header}")


def workbook(*sheets: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """Return an Excel workbook that the given functions have filled."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **options})
    book.set_properties({"created": datetime(2020, 10, 1, tzinfo=UTC)})
    for sheet in sheets:
        sheet(book)
    book.close()
    return content.getvalue()


def sheet(name: str, lines: Sequence[str], top: int = 0, hidden: bool = False) -> Callable[[xlsxwriter.Workbook], None]:
    """Return what writes lines of text into a sheet of that name, cut at commas, from the row `top` on."""

    def write(book: xlsxwriter.Workbook) -> None:
        added = book.add_worksheet(name)
        for number, line in enumerate(lines, start=top):
            for position, cell in enumerate(line.split(",")):
                added.write_string(number, position, cell)
        if hidden:
            added.hide()

    return write


def table(
    name: str, top: int = 0, rows: Sequence[str] = ROWS, hidden: bool = False
) -> Callable[[xlsxwriter.Workbook], None]:
    """Return what writes a contacts table into a sheet of that name, from the row `top` on."""
    return sheet(name, (HEADERS, *rows), top, hidden)


def council(root: Path) -> Store:
    """Make a store that knows one council and its key, so that tokens of two stores can be compared."""
    store = Store.open(root)
    folder = store.councils() / CODE
    folder.mkdir(parents=True)
    (folder / "council.toml").write_text(_COUNCIL, encoding="utf-8")
    (folder / "headers.toml").write_text(_HEADERS, encoding="utf-8")
    store.key_file(CODE).parent.mkdir()
    store.key_file(CODE).write_bytes(KEY)
    return store


def drop(store: Store, name: str, content: bytes | str, month: Month = MONTH) -> Path:
    """Put a file into landing."""
    path = store.landing(CODE, str(month)) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def take_in_again(store: Store, *months: Month) -> IntakeReport:
    """Check and keep everything afresh, on a later day."""
    again = datetime(2021, 1, 1, tzinfo=UTC)
    return intake.take_in_again(store, councils.load(store, CODE), months or (MONTH,), again, lambda _line: None)


def take_in(store: Store, *months: Month, said: list[str] | None = None) -> IntakeReport:
    """Take in what lies in landing; what the run says on its way is put into `said`."""
    lines = [] if said is None else said
    return intake.take_in(store, councils.load(store, CODE), months or (MONTH,), RECEIVED_AT, lines.append)


def deliveries(store: Store) -> list[Delivery]:
    """Return every accepted delivery."""
    return keeping.deliveries(store, councils.load(store, CODE))


def receipts(store: Store) -> list[Receipt]:
    """Return what became of every file that was looked at."""
    return keeping.receipts(store, councils.load(store, CODE))


def receipt_of(store: Store, path: Path) -> Receipt:
    """Return what the store says became of a landed file."""
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    (found,) = [r for r in receipts(store) if r.fingerprint == fingerprint]
    return found


def loaded_rows(store: Store, extract: str, columns: str = "*", month: Month = MONTH) -> list[tuple[object, ...]]:
    """Return the rows of the delivery of an extract that counts, in order."""
    found = [d for d in deliveries(store) if d.extract == extract]
    latest = max((d for d in found if d.month == str(month)), key=lambda d: d.sequence)
    with duckdb.connect() as connection:
        path = str(keeping.delivery_file(store, latest))
        return connection.execute(f"SELECT {columns} FROM read_parquet(?) ORDER BY row_number", [path]).fetchall()


def quarantined_rows(store: Store, extract: str, columns: str = "*") -> list[tuple[object, ...]]:
    """Return the rows of an extract in quarantine, in order."""
    files = [str(path) for path in sorted((store.quarantine(CODE) / extract).rglob("*.parquet"))]
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {columns} FROM read_parquet(?) ORDER BY row_number", [files]).fetchall()


def assert_whole(store: Store) -> None:
    """Every Parquet file has its manifest and the other way round, and nothing half-written lies about."""
    kept = {path for path in store.deliveries(CODE).rglob("*") if path.is_file()}
    rows = {keeping.delivery_file(store, delivery) for delivery in deliveries(store)}
    manifests = {path.with_name(delivery.manifest_name) for delivery in deliveries(store)
                 for path in [keeping.delivery_file(store, delivery)]}  # fmt: skip
    assert kept == rows | manifests
    assert not [path for path in (store.root / "tmp").rglob("*") if path.is_file()]
