"""Of two files of one extract and month the last counts: where its name does not say that it replaces, that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.warehouse.warehouse_builder import delivery
from warehouse.replacements import unmarked

FIRST = replace(delivery("contacts", "2020-09"), sequence=1, source="contacts_2020-09.csv", loaded=40)


def found(*names: str) -> list[tuple[str, int]]:
    later = [replace(FIRST, sequence=n, source=name) for n, name in enumerate(names, start=1)]
    told = unmarked(reversed(later))
    assert {finding.rows for finding in told} <= {0}, "it is about whole files"
    return [(finding.source, int(finding.message.split("with ")[1].split()[0])) for finding in told]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contacts.csv", "contacts.csv"),
        ("contacts.csv", "contacts.xlsx"),
        ("contacts.csv", "contacts_v2.csv"),
        ("contacts.csv", "CONTACTS_0920_V 10.csv"),
        ("contacts.csv", "contacts version 3.csv"),
        ("contacts.csv", "contacts (1).csv"),
        ("contacts.csv", "contacts_2020-09_corrected.csv"),
        ("contacts.csv", "Final contacts.csv"),
        ("contacts for … ….csv [3f9c2a1b]", "contacts for … … (2).csv [12345678]"),
        ("contacts_20201005.csv", "contacts_20201007.csv"),
        ("contacts 2020-10-05.csv", "contacts 2020-10-07.csv"),
        ("contacts 05.10.2020.csv", "contacts 07.10.2020.csv"),
        ("Annex_A.xlsx, List 1", "Annex_A.xlsx, List 1"),
        ("Annex_A.xlsx, List 1", "Annex_A_v2.xlsx, List 1"),
    ],
)
def test_a_name_that_marks_a_replacement_is_no_news(first: str, second: str) -> None:
    assert found(first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contacts_north.csv", "contacts_south.csv"),
        ("contacts 1.csv", "contacts 2.csv"),
        ("contacts part 1.csv", "contacts part 2.csv"),
        ("contacts.csv", "Contacts Sept 26.xlsx"),
        ("contacts_v2.csv", "contacts_south.csv"),
        ("Annex_A.xlsx, List 1", "contacts.csv"),
        ("contacts ….csv [3f9c2a1b]", "contacts ….csv [12345678]"),
        ("contacts … a.csv [3f9c2a1b]", "contacts … b.csv [12345678]"),
    ],
)
def test_a_name_that_does_not_is_told_with_the_rows_that_no_longer_count(first: str, second: str) -> None:
    assert found(first, second) == [(second, 40)]


def test_each_file_is_held_against_the_one_before_it() -> None:
    assert found("north.csv", "south.csv", "south_v2.csv", "east.csv") == [("south.csv", 40), ("east.csv", 40)]


def test_other_months_other_extracts_and_tables_put_together_are_no_replacements() -> None:
    others = [
        FIRST,
        replace(FIRST, month="2020-10", source="b.csv"),
        replace(FIRST, extract="referrals", source="c.csv"),
        replace(FIRST, sequence=2, source="d.xml", is_derived=True),
    ]
    assert unmarked(others) == []
