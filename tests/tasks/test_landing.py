"""Whatever lies in landing: links, pipes and devices are left and said, and a hostile name is only a name."""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from pathlib import Path

import pytest

from tasks import councils, landing
from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import MONTH, ROWS, contacts, drop, take_in

TEXT = contacts()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def put(kind: str, path: Path, other: Path) -> bool:
    """Put something that is no file into landing; returns whether this account may."""
    if kind == "a socket":
        with socket.socket(socket.AF_UNIX) as made:
            # The path of a socket must be short.
            os.symlink(path.parent, short := tempfile.mkdtemp() + "/s")
            made.bind(f"{short}/{path.name}")
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a device":
        try:
            os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))
        except PermissionError:
            return False
    elif kind == "two links to each other":
        path.symlink_to(path.with_name("b.csv"))
        path.with_name("b.csv").symlink_to(path)
    else:
        leads_to = {
            "a link to nothing": "nothing.csv",
            "a link to itself": path.name,
            "a link to a device": "/dev/zero",
        }
        path.symlink_to(leads_to.get(kind, other))
    return True


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("a link to nothing", "leads nowhere"),
        ("a link to itself", "leads nowhere"),
        ("two links to each other", "leads nowhere"),
        ("a link to a device", "leads out"),
        ("a link to another council's file", "leads out"),
        ("a pipe", "not a file"),
        ("a socket", "not a file"),
        ("a device", "not a file"),
    ],
)
def test_what_is_no_file_is_left_and_said(store: Store, kind: str, reason: str) -> None:
    drop(store, "persons.csv", dropped.PERSONS)
    left = store.landing(dropped.CODE, str(MONTH)) / "contacts.csv"
    other = store.landing("elsewhere", str(MONTH)) / "contacts.csv"
    other.parent.mkdir(parents=True)
    other.write_text(TEXT)
    if not put(kind, left, other):
        pytest.skip("only root may make a device")
    said: list[str] = []
    report = take_in(store, said=said)
    assert (report.files_accepted, report.files_refused) == (1, 0)
    assert any("contacts.csv was left" in line and reason in line for line in said)


def test_a_link_to_a_file_beside_it_is_that_file(store: Store) -> None:
    path = drop(store, "contacts.csv", TEXT)
    path.with_name("contacts_v2.csv").symlink_to("contacts.csv")
    report = take_in(store)
    assert (report.files_accepted, report.files_already_loaded, report.loaded) == (1, 1, len(ROWS))


HOSTILE = [
    "contacts\n2020.csv",
    "contacts'; DROP TABLE raw; --.csv",
    'contacts".csv',
    "contacts*.csv",
    "contacts?.csv",
    "contacts[1].csv",
    "contacts{a,b}.csv",
    "contacts\\*.csv",
    "contacts.csv.gz",
    "contacts%20.csv",
    "\u202evsc.stcatnoc",
    "²",
    "s3:contacts.csv",
    "-contacts.csv",
    "contacts\x1b[31m.csv",
    b"contacts\xff.csv".decode("utf-8", "surrogateescape"),
    "c" * 240,
    "c" * 251 + ".csv",
    "\u00e9" * 125 + ".csv",
    "CON",
    "nul.csv",
    "COM1.csv",
    "LPT9.txt",
    "contacts.csv.",
    "contacts.csv ",
    " contacts.csv",
    "a..\\..\\contacts.csv",
    "a%2f..%2f..%2fcontacts.csv",
    "C:contacts.csv",
    "contacts.csv:stream",
    "file:contacts.csv",
    "~contacts.csv",
    "$(touch x).csv",
    "`touch x`.csv",
    "contacts.csv; touch x",
    "contacts|x.csv",
    "contacts>x.csv",
    "contacts&x.csv",
    "@contacts.csv",
    "#contacts.csv",
    "--help.csv",
    "=cmd|'calc'!A0.csv",
    "<img src=x onerror=alert(1)>.csv",
    "{{7*7}}.csv",
    "%s%n.csv",
    "contacts\r.csv",
    "contacts\u2028.csv",
    "contacts\u200b.csv",
    "\uff23\uff2f\uff2e.csv",
    "contacts.csv.exe",
]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_file_name_is_only_a_name(store: Store, name: str, tmp_path: Path) -> None:
    path = drop(store, name, TEXT)
    # A file whose name a pattern would match must not be read in its stead.
    drop(store, "contactsX.csv", TEXT.replace("C1,", "X1,").replace("Canary Team", "X"))
    report = take_in(store)
    assert (report.files_accepted, report.rows_in) == (2, 2 * len(ROWS))
    receipt = dropped.receipt_of(store, path)
    assert receipt.outcome == "accepted"
    assert receipt.source.isprintable()
    assert path.read_bytes() == TEXT.encode()
    assert [found.name for found in tmp_path.iterdir()] == [store.root.name], "nothing is written beside the store"
    kept = [found.name for found in store.root.rglob("*") if store.landing(dropped.CODE) not in found.parents]
    assert not [part for part in kept if path.name == part or "touch" in part or not part.isprintable()]


def test_there_are_forty_hostile_names() -> None:
    assert len({*HOSTILE}) >= 40


@pytest.mark.parametrize(("first", "last"), [("CONTACTS.csv", "contacts.csv"), ("contacts_v02.csv", "contacts_v2.csv")])
def test_which_of_two_names_alike_counts_does_not_depend_on_how_the_disk_lists_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, first: str, last: str
) -> None:
    drop(store, first, contacts(ROWS[:1]))
    drop(store, last, contacts(ROWS[:2]))
    council = councils.load(store, dropped.CODE)
    listed = list(store.landing(dropped.CODE, str(MONTH)).iterdir())
    for order in (listed, listed[::-1]):
        monkeypatch.setattr(Path, "iterdir", lambda _folder, order=order: iter(order))
        assert [file.path.name for file in landing.collect(store, council, MONTH)] == [first, last]
