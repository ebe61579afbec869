"""A file that holds several extracts: each is kept for itself, and what is wrong with one holds up no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tasks import councils, intake, keeping, notifying
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import HEADERS, MONTH, PERSONS, ROWS, drop, sheet, table, take_in, take_in_again, workbook

PEOPLE = PERSONS.strip().split("\r\n")
COVER = sheet("Cover", ["Monthly return", "Prepared by Canary"])
AUGUST = [row.replace("/09/2020", "/08/2020") for row in ROWS]
HEADERS_TOML = '[contacts]\n"Ereignis"  = "contact_id"\n'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def outcomes(store: Store) -> dict[str, str]:
    """Return what became of each extract, by what it is called."""
    return {receipt.source: receipt.outcome for receipt in dropped.receipts(store)}


def accepted(store: Store) -> dict[str, str]:
    return {delivery.extract: delivery.source for delivery in dropped.deliveries(store)}


def notes(store: Store, rule: str) -> list[tuple[str, str]]:
    return [(d.extract, f.message) for d in dropped.deliveries(store) for f in d.findings if f.rule == rule]


class TestEveryTable:
    def test_is_kept_as_its_own_delivery(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(COVER, table("Contacts", top=3), sheet("People", PEOPLE)))
        report = take_in(store)
        assert (report.files_accepted, report.extracts_accepted, report.files_refused) == (1, 2, 0)
        assert report.rows_in == report.loaded == len(ROWS) + 2
        assert accepted(store) == {"contacts": "return.xlsx, Contacts", "persons": "return.xlsx, People"}
        assert outcomes(store) == {"return.xlsx, Contacts": "accepted", "return.xlsx, People": "accepted"}
        assert len({delivery.fingerprint for delivery in dropped.deliveries(store)}) == 1
        dropped.assert_whole(store)

    def test_that_is_no_extract_is_named_once_and_no_reason_to_refuse(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(COVER, table("Contacts"), sheet("People", PEOPLE), sheet("Codes", ["A,B"])))
        assert take_in(store).files_refused == 0
        said = "2 sheets are no extract that is known, so nothing was read there: 'Cover', 'Codes'"
        assert notes(store, "A1S") == [("contacts", said)]

    def test_goes_by_the_files_name_where_it_is_the_only_extract(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(COVER, table("Contacts")))
        take_in(store)
        assert accepted(store) == {"contacts": "return.xlsx"}

    def test_is_not_taken_for_an_extract_because_of_the_files_name(self, store: Store) -> None:
        # Two of its headers are known, and the file is called contacts: so it would do as a file of its own.
        lookup = sheet("Codes", ["Contact Source,Team Name", "6,Canary Team"])
        drop(store, "contacts.xlsx", workbook(lookup, table("Sheet1")))
        report = take_in(store)
        assert (report.files_accepted, report.files_refused, report.files_refused_in_part) == (1, 0, 0)

    def test_is_told_by_the_files_name_where_nothing_else_is_recognised(self, store: Store) -> None:
        drop(store, "contacts.xlsx", workbook(COVER, sheet("Sheet1", [HEADERS.replace("Date of Contact", "Datum")])))
        (finding,) = take_in(store).refused
        assert "1 column that is needed was not found" in finding.message
        (receipt,) = dropped.receipts(store)
        assert receipt.where == "contacts.xlsx, Sheet1, header row 1, taken for Contacts"

    def test_of_a_file_without_any_extract_is_named(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(COVER, sheet("Codes", ["A,B"])))
        (finding,) = take_in(store).refused
        assert "looked at: 'Cover', 'Codes'" in finding.message


class TestAFault:
    """Of one table refuses that table alone."""

    FAULTS = (
        (
            "a needed column missing",
            sheet("Contacts", [HEADERS.replace("Date of Contact", "Datum"), *ROWS]),
            "column that is needed",
        ),
        ("another month", table("Contacts", rows=AUGUST), "lies in 2020-08"),
        (
            "another council",
            sheet("Contacts", [f"{HEADERS},LA", *(f"{row},998" for row in ROWS)]),
            "another council's code (998)",
        ),
        ("no rows", table("Contacts", rows=[]), "header but no rows"),
        (
            "two headers for one column",
            sheet("Contacts", [HEADERS.replace("Team Name", "Contact Date"), *ROWS]),
            "two headers feed one column",
        ),
    )

    @pytest.mark.parametrize(("content", "words"), [pytest.param(c, w, id=name) for name, c, w in FAULTS])
    def test_of_one_table_leaves_the_others(self, store: Store, content: object, words: str) -> None:
        drop(store, "return.xlsx", workbook(content, sheet("People", PEOPLE)))  # type: ignore[arg-type]
        report = take_in(store)
        (finding,) = report.refused
        assert words in finding.message
        assert (finding.extract, finding.source) == ("contacts", "return.xlsx, Contacts")
        assert (report.files_accepted, report.files_refused, report.files_refused_in_part) == (0, 0, 1)
        assert accepted(store) == {"persons": "return.xlsx, People"}
        assert outcomes(store) == {"return.xlsx, Contacts": "refused", "return.xlsx, People": "accepted"}
        dropped.assert_whole(store)

    def test_two_tables_that_are_one_extract_are_refused_with_both_names(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(table("Now"), sheet("People", PEOPLE), table("Before")))
        (finding,) = take_in(store).refused
        assert "2 sheets of the file are the same extract, Contacts: 'Now' and 'Before'" in finding.message
        assert finding.source == "return.xlsx, Now and Before"
        assert set(accepted(store)) == {"persons"}

    def test_is_told_with_the_table_in_status_and_mails(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(table("Contacts", rows=AUGUST), sheet("People", PEOPLE)))
        take_in(store)
        council = councils.load(store, dropped.CODE)
        (receipt,) = keeping.refused_still(store, council)
        assert (receipt.source, receipt.extract) == ("return.xlsx, Contacts", "contacts")
        notice = notifying.exception_notice(store, council, [MONTH], dropped.RECEIVED_AT.date())
        assert [finding.source for finding in notice.refused_files] == ["return.xlsx, Contacts"]

    def test_is_no_news_once_the_file_is_gone(self, store: Store) -> None:
        path = drop(store, "return.xlsx", workbook(table("Contacts", rows=AUGUST), sheet("People", PEOPLE)))
        take_in(store)
        path.unlink()
        assert keeping.refused_still(store, councils.load(store, dropped.CODE)) == []


class TestTakingInAgain:
    def test_changes_nothing(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(COVER, table("Contacts"), sheet("People", PEOPLE)))
        drop(store, "part.xlsx", workbook(table("Contacts", rows=AUGUST), sheet("People", PEOPLE)))
        take_in(store)
        before = trees.contents(store.root)
        report = take_in(store)
        assert (report.files_accepted, report.files_already_loaded, report.files_refused_in_part) == (0, 1, 1)
        assert report.extracts_accepted == 0
        assert trees.contents(store.root) == before
        take_in_again(store)
        assert trees.contents(store.root) == before

    def test_a_table_refused_before_is_taken_once_it_can_be_and_the_others_are_left(self, store: Store) -> None:
        drop(
            store,
            "return.xlsx",
            workbook(sheet("Contacts", [HEADERS.replace("Date of Contact", "Datum"), *ROWS]), sheet("People", PEOPLE)),
        )
        take_in(store)
        (persons,) = dropped.deliveries(store)
        (store.councils() / dropped.CODE / "headers.toml").write_text(HEADERS_TOML + '"Datum" = "contact_on"\n')
        report = take_in(store)
        assert (report.files_accepted, report.extracts_accepted, report.rows_in) == (1, 1, len(ROWS))
        assert set(accepted(store)) == {"contacts", "persons"}
        assert persons in dropped.deliveries(store)
        assert set(outcomes(store).values()) == {"accepted"}

    def test_a_table_that_was_no_extract_is_taken_once_its_headers_are_known(self, store: Store) -> None:
        headers = "Nummer,Child Unique ID,Datum,Contact Source"
        rows = [f"C{n},P{n},0{n}/09/2020,6" for n in range(1, 5)]
        drop(store, "return.xlsx", workbook(sheet("Ereignisse", [headers, *rows]), sheet("People", PEOPLE)))
        take_in(store)
        assert set(accepted(store)) == {"persons"}
        assert take_in(store).files_already_loaded == 1
        mapped = HEADERS_TOML + '"Nummer" = "contact_id"\n"Datum" = "contact_on"\n'
        (store.councils() / dropped.CODE / "headers.toml").write_text(mapped)
        assert take_in(store).extracts_accepted == 1
        assert set(accepted(store)) == {"contacts", "persons"}

    def test_under_stricter_headers_takes_back_what_is_refused_now_and_no_more(self, store: Store) -> None:
        path = store.councils() / dropped.CODE / "headers.toml"
        path.write_text(HEADERS_TOML + '"Datum" = "contact_on"\n')
        renamed = sheet("Contacts", [HEADERS.replace("Date of Contact", "Datum"), *ROWS])
        drop(store, "return.xlsx", workbook(renamed, sheet("People", PEOPLE)))
        take_in(store)
        path.write_text(HEADERS_TOML)
        assert take_in(store).files_already_loaded == 1, "what was decided stands until a backfill"
        assert take_in_again(store).files_refused_in_part == 1
        assert set(accepted(store)) == {"persons"}
        dropped.assert_whole(store)

    def test_after_a_kill_before_the_receipt_ends_the_same(self, store: Store) -> None:
        drop(store, "return.xlsx", workbook(COVER, table("Contacts"), sheet("People", PEOPLE)))
        take_in(store)
        before = trees.contents(store.root)
        for path in store.receipts(dropped.CODE).rglob("*.json"):
            path.unlink()
        for delivery in dropped.deliveries(store):
            if delivery.extract == "persons":
                keeping.withdraw(store, delivery)
        take_in(store)
        assert trees.contents(store.root) == before

    def test_the_plan_says_what_is_left_to_do(self, store: Store) -> None:
        council = councils.load(store, dropped.CODE)
        drop(store, "a.xlsx", workbook(COVER, table("Contacts")))
        drop(store, "b.xlsx", workbook(table("Contacts", rows=AUGUST), sheet("People", PEOPLE)))
        drop(store, "c.csv", "x,y\n")
        take_in(store)
        drop(store, "d.csv", PERSONS)
        assert [line.split("  ", 1)[1] for line in intake.plan_in(store, council, [MONTH])] == [
            "a.xlsx  already loaded",
            "b.xlsx  looked at again: 1 of 2 extracts in it are already loaded",
            "c.csv  refused before, looked at again",
            "d.csv  new",
        ]


def test_a_receipt_of_the_first_version_is_still_understood(store: Store) -> None:
    path = drop(store, "contacts.csv", dropped.contacts())
    take_in(store)
    (place,) = store.receipts(dropped.CODE).rglob("*.json")
    (receipt,) = json.loads(place.read_text())["receipts"]
    place.write_text(json.dumps(receipt))
    assert take_in(store).files_already_loaded == 1
    assert dropped.receipt_of(store, path).outcome == "accepted"
