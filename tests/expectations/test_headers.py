"""A file is told by its headers; a near miss is suggested and never taken."""

from __future__ import annotations

import pytest

from expectations.contract import Column
from expectations.extracts import load
from expectations.headers import ENVELOPE, Recogniser, near_misses, normalised, shown

EXTRACTS = load()
RECOGNISER = Recogniser(EXTRACTS, {})
NAMES = sorted(EXTRACTS)


def written(column: Column, style: int) -> str:
    """Return one of the ways in which a header may be written."""
    names = (column.header, column.name, *column.aliases)
    name = names[style % len(names)]
    return (name, name.upper(), f" {name.lower()} ", name.replace(" ", "_"))[style % 4]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("style", range(6))
def test_an_extract_is_told_by_its_headers_alone(name: str, style: int) -> None:
    columns = EXTRACTS[name].columns
    row = [written(column, style) for column in columns]
    for order in (row, row[::-1], sorted(row)):
        found = RECOGNISER.find([order], "export.csv")
        assert found is not None
        assert found.extract.name == name
        assert not (found.missing_required or found.missing_optional or found.clashes or found.unknown)
        assert {order[place].strip().casefold() for place in found.positions.values()} == {
            header.strip().casefold() for header in row
        }


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_it_needs_are_enough(name: str) -> None:
    extract = EXTRACTS[name]
    needed = {c.name: c.header for c in extract.columns if c.required or c.expected or c.name in extract.told_by}
    row = [*needed.values()]
    found = RECOGNISER.find([row], "export.csv")
    assert found is not None
    assert found.extract.name == name
    assert set(found.missing_optional) == {c.name for c in extract.columns} - needed.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_header_stands_for_one_column_only(name: str) -> None:
    columns: dict[str, set[str]] = {}
    for column in EXTRACTS[name].columns:
        for header in (column.name, column.header, *column.aliases):
            columns.setdefault(normalised(header), set()).add(column.name)
    assert not {header: names for header, names in columns.items() if len(names) > 1}
    if any(column.identifies == "child" for column in EXTRACTS[name].columns):
        assert not columns.keys() & {header for headers in ENVELOPE.values() for header in headers}


@pytest.mark.parametrize(
    ("headers", "extract"),
    [
        ("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", "persons"),
        (
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
            "lac_episodes",
        ),
        ("CHILD,DOB,REVIEW,REVIEW_CODE", "lac_reviews"),
        ("CHILD,SEX,DOB,DUC", "uasc"),
    ],
)
def test_the_national_return_is_recognised_as_it_is(headers: str, extract: str) -> None:
    found = RECOGNISER.find([headers.split(",")], "module.csv")
    assert found is not None
    assert (found.extract.name, found.missing_required) == (extract, ())


@pytest.mark.parametrize("headers", ["CHILD,SEX,DOB", "CHILD,DOB,SDQ_SCORE,SDQ_REASON", "CHILD,DOB,MISSING,MIS_START"])
def test_a_module_that_is_not_taken_does_not_pass_for_another(headers: str) -> None:
    assert RECOGNISER.find([headers.split(",")], "module.csv") is None


CONTACTS = ["Contact ID", "Child Unique ID", "Date of Contact", "Contact Source"]


def test_titles_above_the_header_are_passed_over() -> None:
    found = RECOGNISER.find(
        [["Contacts"], ["September 2020", ""], [], CONTACTS, ["C1", "P1", "01/09/2020", "6"]], "x.csv"
    )
    assert found is not None
    assert (found.header_row, found.positions["contact_on"]) == (4, 2)


def test_the_first_complete_header_row_counts() -> None:
    found = RECOGNISER.find([CONTACTS, ["C1", "P1", "01/09/2020", "6"], CONTACTS], "x.csv")
    assert found is not None
    assert found.header_row == 1


def test_rows_of_data_are_no_header() -> None:
    assert RECOGNISER.find([["C1", "P1", "01/09/2020", "6"]] * 5, "contacts.csv") is None


def test_a_file_that_lacks_a_column_is_told_by_its_name_or_by_most_of_its_headers() -> None:
    short = ["Contact ID", "Child Unique ID", "Contact Source"]
    assert RECOGNISER.find([short], "export.csv") is None
    named = RECOGNISER.find([short], "Contacts_2020-09.csv")
    assert named is not None
    assert named.missing_required == ("contact_on",)
    most = RECOGNISER.find([[c.header for c in EXTRACTS["contacts"].columns if c.name != "contact_on"]], "export.csv")
    assert most is not None
    assert (most.extract.name, most.missing_required) == ("contacts", ("contact_on",))


def test_two_headers_for_one_column_are_named() -> None:
    found = RECOGNISER.find([[*CONTACTS, "Contact Date"]], "x.csv")
    assert found is not None
    assert found.clashes == {"contact_on": ("Date of Contact", "Contact Date")}


def test_unknown_headers_and_the_envelope_are_told_apart() -> None:
    found = RECOGNISER.find([[*CONTACTS, "TEST_COLUMN", "", "Local Authority", "As At"]], "x.csv")
    assert found is not None
    assert found.unknown == ("TEST_COLUMN", "")
    assert found.envelope == {"la": 6, "as_at": 7}


def test_a_councils_own_header_counts_for_its_extract_only() -> None:
    recogniser = Recogniser(EXTRACTS, {"contacts": {"Ereignis Nr.": "contact_id"}})
    found = recogniser.find([["EREIGNIS-NR", *CONTACTS[1:]]], "x.csv")
    assert found is not None
    assert found.positions["contact_id"] == 0
    assert RECOGNISER.find([["EREIGNIS-NR", *CONTACTS[1:]]], "contacts.csv") is not found


@pytest.mark.parametrize(
    ("headers", "near"),
    [
        pytest.param(["Dat of Contct", "Team"], {"contact_on": "Dat of Contct"}, id="misspelt"),
        pytest.param(["Contact Received", "contact dt"], {"contact_on": "contact dt"}, id="the nearer of two"),
        pytest.param(["Colour", "Shoe Size"], {}, id="nothing like it"),
        pytest.param([], {}, id="no header"),
        pytest.param(["", "   ", "\u65e5\u4ed8"], {}, id="no letter that can be compared"),
        pytest.param(
            ["Contact Outcme", "Outcome Dat"],
            {"contact_outcome_code": "Contact Outcme", "outcome_on": "Outcome Dat"},
            id="optional columns",
        ),
    ],
)
def test_a_near_miss_is_named_for_each_column_that_is_missing(headers: list[str], near: dict[str, str]) -> None:
    known = [h for h in CONTACTS if h != "Date of Contact" or "contact_on" not in near]
    found = RECOGNISER.find([[*known, *headers]], "contacts.csv")
    assert found is not None
    assert near_misses(found) == near


def test_a_header_is_suggested_for_one_column_only_and_a_needed_one_is_served_first() -> None:
    found = RECOGNISER.find([["Contact ID", "Child Unique ID", "Date of Contac"]], "contacts.csv")
    assert found is not None
    assert near_misses(found) == {"contact_on": "Date of Contac"}


def test_what_lacks_more_than_its_near_misses_is_nearest_to_nothing() -> None:
    near = RECOGNISER.nearest([["Contact ID", "Child Unique ID", "Date of Contac", "Contact Sorce"]], "export.csv")
    assert near is not None
    assert (near.extract.name, near_misses(near)["contact_on"]) == ("contacts", "Date of Contac")
    assert RECOGNISER.nearest([["Contact ID", "Child Unique ID", "Colour"]], "export.csv") is None
    assert RECOGNISER.nearest([["Contact IDs", "Child Unique IDs", "Date of Contac"]], "export.csv") is None


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Contacts September.csv", "Contacts September.csv"),
        ("a\nb\x1b[31m\u202e\udcff.csv", "a?b?[31m??.csv"),
        ("x" * 300, "x" * 120 + "..."),
        ("Zürich – 5 %.csv", "Zürich – 5 %.csv"),
    ],
)
def test_names_are_shown_on_one_line(name: str, printed: str) -> None:
    assert shown(name) == printed
