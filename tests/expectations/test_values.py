"""Every spelling that councils use means one code, or is said not to be understood; nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contract import CodeList, Column
from expectations.extracts import load
from expectations.values import BLANKS, LONGEST_IDENTIFIER, NO_ANSWERS, Reader, tidy

EXTRACTS = load()
CODED = {id(c.codes): c for extract in EXTRACTS.values() for c in extract.columns if c.codes}.values()

UNUSABLE = "unusable"
BLANK = None


def meaning(extract: str, column: str, written: str) -> str | None:
    understood = Reader(EXTRACTS[extract].column(column)).understand(written)
    assert understood.is_usable or understood.value is None
    return understood.value if understood.is_usable else UNUSABLE


def cases(column: str, table: dict[str, str | None]) -> list[object]:
    extract, name = column.split(".")
    return [pytest.param(extract, name, written, meant, id=f"{name} {written!r}") for written, meant in table.items()]


@pytest.mark.parametrize(
    ("extract", "column", "written", "meant"),
    [
        *cases("lac_episodes.legal_status_code", {
            "C1": "C1", " c1 ": "C1", "C1\u00a0": "C1",
            "C1 - Interim care order": "C1", "C1: ICO": "C1", "C1 \u2013 Interim care order": "C1", "C1=ICO": "C1",
            "C1-Interim": "C1", "[C2] Full care order": "C2", "(C2)": "C2", "Full  care order": "C2",
            "E1 Placement order": "E1",
            "C1,C2": UNUSABLE, "E1 - Placement Order and C2 - Full": UNUSABLE,
            "CLA - E1 - Placement Order and C2 - Full": UNUSABLE,
            "ZZ - Obsolete DO NOT USE": UNUSABLE, "**DO NOT USE**": UNUSABLE,
            "": BLANK, "-": BLANK, "..": BLANK, "#N/A": BLANK, "nan": BLANK, "<blank>": BLANK, "#MULTIVALUE": BLANK,
        }),
        *cases("lac_episodes.provider_code", {
            "PR4": "PR4", "[PR4] Private provision": "PR4", "Private provision": "PR4",
        }),
        *cases("contacts.contact_source_code", {
            "q) 6: Police": "6", "6: Police": "6", "6": "6", "6.0": "6", "6 Police": "6", "POLICE": "6",
            "Met Police": "6", "a. 1A: Family member": "1A", "3A GP": "3A", "10": "10", "1 A": UNUSABLE, "06": UNUSABLE,
            "5A/5B": UNUSABLE, "5 days": UNUSABLE, "1 - 2": UNUSABLE,
        }),
        *cases("persons.ethnicity_code", {
            "WOTH\u00a0 White Other": "WOTH", "WIRI \u2013 White Irish": "WIRI", "White - British": "WBRI",
            "wbri": "WBRI",
        }),
        *cases("persons.sex_code", {"1": "M", "2": "F", "male": "M", "F": "F", "1.0": "M"}),
        *cases("cp_plans.initial_category_code", {
            "Neglect": "NEG", "NEG": "NEG", "NEG - Neglect": "NEG", "Neglect Sexual Physical": "MUL",
            "NEG PHY": UNUSABLE, "Something": UNUSABLE,
        }),
        *cases("care_leavers.accommodation_code", {"B1": "B1", "B": "B", "01": "0", "0": "0"}),
        *cases("persons.disability_codes", {
            "MOB": "MOB", "MOB, HAND": "HAND,MOB", "HAND;MOB": "HAND,MOB", "HAND MOB": "HAND,MOB", "MOB|MOB": "MOB",
            "NONE": "NONE", "None": "NONE", "MOB,what": UNUSABLE, "MOB and HAND": UNUSABLE,
        }),
        *cases("assessments.factor_codes", {"1A,2B": "1A,2B", "2B 1A": "1A,2B", "1A^2B": "1A,2B", "1A 9Z": UNUSABLE}),
        *cases("persons.is_mother", {
            "a) Yes": "true", "b) No": "false", "b. No": "false", "1 - Yes": "true", "0 - No": "false", "1": "true",
            "0": "false", "1.0": "true", "0.0": "false", "Y": "true", "n": "false", "TRUE": "true", "False": "false",
            "Unknown": BLANK, "NA": BLANK, "N/A": BLANK, "": BLANK, "maybe": UNUSABLE, "2": UNUSABLE,
        }),
        *cases("referrals.is_nfa", {
            "NFA": "true", "FA": "false", "Further action": "false", "No further action": "true",
        }),
        *cases("persons.child_id", {
            "123": "123", "000123": "000123", " 123 ": "123", "9212044.0": "9212044", "0012.00": "0012",
            "A-12/3": "A-12/3", "9E5": "9E5", '="00123"': "00123", "'00123": "00123", "P1\u200b": "P1",
            "\uff11\uff12\uff13": "123",
            "9.21204E+06": UNUSABLE, "9.21204e+06": UNUSABLE, "Mary Smith": UNUSABLE, "1,234": UNUSABLE,
            "<b>": UNUSABLE,
            "-5": UNUSABLE, "a@b.c": UNUSABLE, "'Mary": UNUSABLE,
            "#N/A": BLANK, "N/A": BLANK, "Unknown": BLANK, "TBC": BLANK, "None": BLANK, "NULL": BLANK,
        }),
    ],
)  # fmt: skip
def test_a_spelling_means_what_its_writer_meant(extract: str, column: str, written: str, meant: str | None) -> None:
    assert meaning(extract, column, written) == meant


@pytest.mark.parametrize("column", CODED, ids=lambda c: str(c.codes.name))
def test_every_code_is_understood_in_every_usual_form(column: Column) -> None:
    assert column.codes
    reader = Reader(column)
    for code, label in column.codes.codes.items():
        for form in (
            "{0}",
            " {0} ",
            "{1}",
            "{0} - {1}",
            "{0}: {1}",
            "{0} \u2013 {1}",
            "[{0}] {1}",
            "a) {0}: {1}",
            "{0}  {1}",
        ):
            written = form.format(code, label)
            assert reader.understand(written).value == code, written
            assert reader.understand(written.lower()).value == code, written
    for spelling, code in column.codes.spellings.items():
        assert reader.understand(spelling).value == code, spelling


@pytest.mark.parametrize("column", CODED, ids=lambda c: str(c.codes.name))
def test_a_code_as_it_stands_is_not_counted_as_respelt(column: Column) -> None:
    assert column.codes
    reader = Reader(column)
    assert not [code for code in column.codes.codes if reader.understand(f" {code.lower()} ").is_converted]


def test_the_longest_identifier_is_as_long_as_the_census_allows() -> None:
    reader = Reader(EXTRACTS["persons"].column("child_id"))
    assert reader.understand("9" * LONGEST_IDENTIFIER).is_usable
    assert not reader.understand("9" * (LONGEST_IDENTIFIER + 1)).is_usable


def test_a_code_that_is_spelt_like_a_blank_is_a_code() -> None:
    column = Column("x_code", "VARCHAR", "X", "X.", codes=CodeList("x", {"0": "None recorded", "1": "One"}))
    assert Reader(column).understand("None recorded").value == "0"
    assert Reader(column).understand("#N/A").value is None


@given(st.text(max_size=30))
def test_any_text_is_understood_or_said_not_to_be(text: str) -> None:
    for column in ("child_id", "sex_code", "disability_codes", "is_mother"):
        understood = Reader(EXTRACTS["persons"].column(column)).understand(text)
        if tidy(text) == "":
            assert understood.value is None
            assert understood.is_usable
        if understood.value is not None:
            assert understood.is_usable


@given(st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True))
def test_a_plain_identifier_is_kept_as_it_is(written: str) -> None:
    if written.upper() not in BLANKS | NO_ANSWERS:
        understood = Reader(EXTRACTS["persons"].column("child_id")).understand(written)
        assert (understood.value, understood.is_usable, understood.is_converted) == (written, True, False)


@given(st.text(max_size=30))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
