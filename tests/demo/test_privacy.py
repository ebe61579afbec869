"""Privacy is a property: nothing that leaves the protected store names a child.

Planted: every identifier, full name and date of birth that the sample's files hold. Searched: every byte of
what people or other systems may see - mails, publications, reports on data quality, Prefect's database and logs,
receipts, manifests, what the run printed - and every byte of the store that is not landing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from deployments.cli.sample import SEED
from tasks.sample import canaries
from tests.demo.conftest import Demo

# Birthdays are kept in deliveries and warehouse, which never leave the store: ages are counted from them.
_FRACTION = re.compile(rb"(?<=\d)\.\d+")
_DATE = re.compile(rb"\b\d{2}/\d{2}/\d{4}\b")


@pytest.fixture(scope="module")
def planted(demo: Demo) -> list[bytes]:
    """Names and dates of birth that the sample says it planted, and every identifier of its persons files."""
    found = {text.encode() for text in canaries(SEED)}
    for path in files(demo.home / "landing"):
        if "person" in path.name.casefold() and path.suffix == ".csv":
            content = path.read_bytes()
            text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "latin-1")
            found.update(word.encode() for word in re.findall(r"\b\d{7}\b", text))
    assert len(found) > 5000, "too few canaries to prove anything"
    return sorted(found)


def files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def content_of(path: Path) -> bytes:
    """Return a file's bytes; of a workbook those of its parts, which are compressed in it."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def found_in(content: bytes, planted: Iterable[bytes]) -> list[bytes]:
    """Return the canaries that stand in some content as whole words.

    What follows a decimal point is left out: Prefect keeps times to the last digit of a float, and with thousands of
    numbers planted some of those digits are one of them by chance.
    """
    words = set(re.findall(rb"[A-Za-z0-9/'\-]+", _FRACTION.sub(b" ", content)))
    return [text for text in planted if (text in words if b" " not in text else text in content)]


def test_a_number_is_found_beside_anything_but_the_point_of_a_decimal() -> None:
    for around in (b"child %s", b'"%s"', b"(%s).", b"id.%s,", b"%s.csv", b"\x00%s\x01"):
        assert found_in(around % b"5807848", [b"5807848"]), around
    for around in (b"took 12.%s s", b"15807848", b"x%s"):
        assert not found_in(around % b"5807848" if b"%s" in around else around, [b"5807848"]), around


def test_the_canaries_are_really_in_what_was_dropped(demo: Demo, planted: list[bytes]) -> None:
    content = b"\n".join(path.read_bytes() for path in files(demo.home / "landing") if path.suffix == ".csv")
    assert len(found_in(content, planted)) > len(planted) // 2


@pytest.mark.parametrize("place", ["outbox", "published", "quality", "receipts", "prefect", "locks"])
def test_nothing_that_people_or_other_systems_see_names_a_child(place: str, demo: Demo, planted: list[bytes]) -> None:
    looked_at = files(demo.home / place)
    assert looked_at or place == "locks"
    for path in looked_at:
        assert not found_in(content_of(path), planted), f"{path.relative_to(demo.home)} names a child"


def test_manifests_and_what_the_run_printed_name_no_child(demo: Demo, planted: list[bytes]) -> None:
    assert not found_in(demo.printed.encode(), planted)
    for path in files(demo.home / "deliveries"):
        if path.suffix == ".json":
            assert not found_in(path.read_bytes(), planted), path.name


def test_parquet_and_warehouse_hold_tokens_and_no_identifier_or_name(demo: Demo, planted: list[bytes]) -> None:
    identifiers = {text.decode() for text in planted if b"/" not in text}
    with duckdb.connect() as connection:
        for path in files(demo.home / "deliveries", demo.home / "quarantine"):
            if path.suffix != ".parquet":
                continue
            for column, *_rest in connection.execute(
                "DESCRIBE SELECT * FROM read_parquet($p)", {"p": str(path)}
            ).fetchall():
                values = connection.execute(
                    f'SELECT DISTINCT CAST("{column}" AS VARCHAR) FROM read_parquet($p)', {"p": str(path)}
                )
                assert identifiers.isdisjoint(value for (value,) in values.fetchall()), f"{path.name}: {column}"


def test_no_publication_mail_or_report_holds_a_date_of_birth(demo: Demo, planted: list[bytes]) -> None:
    births = {text for text in planted if _DATE.fullmatch(text)}
    assert births
    for path in files(demo.home / "published", demo.home / "outbox", demo.home / "quality"):
        assert births.isdisjoint(_DATE.findall(content_of(path))), path.name
