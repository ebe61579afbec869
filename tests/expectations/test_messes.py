"""Every mess that councils' files are known for: what is kept, blanked, set aside or refused, and how it is told.

The numbers are those of the list of messes that this project was given; each is answered here or by a named test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.extracts import load
from expectations.tokens import Tokeniser
from tests.expectations.whole_files import KEY, check

EXTRACTS = load()
ROOT = Path(__file__).parents[2]

GOOD = {
    "referrals": "Referral ID=R{n},Child Unique ID=P{n},Date of Referral=03/09/2020,Referral NFA?=No",
    "persons": "Child Unique ID=P{n},Date of Birth=03/09/2010,Sex=F,Ethnicity=WBRI",
    "lac_episodes": "CHILD=P{n},DECOM=03/09/2020,RNE=S,LS=C1,CIN=N1,PLACE=U6",
    "placements": "Placement ID=L{n},Child Unique ID=P{n},Placement Start Date=03/09/2020,Placement Type=U6",
    "cp_plans": "CP Plan ID=C{n},Child Unique ID=P{n},Child Protection Plan Start Date=03/09/2020",
    "assessments": "Assessment ID=A{n},Child Unique ID=P{n},Continuous Assessment Start Date=03/09/2020",
    "care_leavers": "Child Unique ID=P{n},Eligibility Category=Relevant,LA in Touch=YES",
    "missing_episodes": "Missing Episode ID=M{n},Child Unique ID=P{n},MIS_START=03/09/2020 10:00,MISSING=M",
    "indicator_returns": "Indicator=X{n},Period=2020-09,Status=final",
}
"""A good row of each extract; {n} is the number of the row."""

DAY = date(2020, 9, 5)
MIDNIGHT, NOON = (datetime.fromisoformat(f"2020-09-05 {hour}:00") for hour in ("00", "12"))
BLANK = (None, "")
SAYS_NOTHING, NOT_UNDERSTOOD, SET_ASIDE = (None, "A5N"), (None, "A6"), (None, "A5")
"""Read as blank and counted; blanked and listed; the row is set aside."""


def kept(value: object) -> tuple[object, str]:
    """Return what is expected of a cell that is kept as it is written, spaces and case aside."""
    return value, ""


def read_as(value: object) -> tuple[object, str]:
    """Return what is expected of a cell that is understood, and counted as written in another way."""
    return value, "A6N"


@dataclass(frozen=True)
class Family:
    """What may stand in one column, and what becomes of it: cell -> (value, code of the finding)."""

    messes: Sequence[int]
    column: str
    cells: Mapping[str, tuple[object, str]]
    month: str = "2020-09"


WORDS_FOR_BLANK = ("-", "..", "#N/A", "nan", "NULL", "<blank>", "#MULTIVALUE", "N/K", "#REF!", "(blank)")

FAMILIES = {
    "dates": Family((1, 2, 3, 4, 6), "referrals.decision_on", {
        "05/09/2020": kept(DAY), "2020-09-05": kept(DAY), " 05/09/2020 ": kept(DAY),
        "5/9/2020": read_as(DAY), "05-09-2020": read_as(DAY), "05.09.2020": read_as(DAY), "2020/09/05": read_as(DAY),
        "05/09/2020 00:00:00": read_as(DAY), "2020-09-05T10:00:00": read_as(DAY), "2020-Sep-05 00:00:00": read_as(DAY),
        "5 September 2020": read_as(DAY), "05-Sep-2020": read_as(DAY), "20200905": read_as(DAY),
        "44079": read_as(DAY), "44079.75": read_as(DAY), "\u00a005/09/2020\u200b": kept(DAY),
        "31/02/2020": NOT_UNDERSTOOD, "01/01/1900": NOT_UNDERSTOOD, "1900-01-01 00:00:00": NOT_UNDERSTOOD,
        "9999-12-31": NOT_UNDERSTOOD, "0202-09-05": NOT_UNDERSTOOD, "05/09/20": NOT_UNDERSTOOD,
        "5th September": NOT_UNDERSTOOD, "2020-09-05T23:00:00Z": NOT_UNDERSTOOD, "1e5": NOT_UNDERSTOOD,
        "": BLANK, "   ": BLANK, "\u00a0": BLANK, "N/A": SAYS_NOTHING, "Unknown": SAYS_NOTHING, "TBC": SAYS_NOTHING,
        **dict.fromkeys(WORDS_FOR_BLANK, SAYS_NOTHING),
    }),
    "dates that a row needs": Family((6,), "referrals.referral_on", {
        "44079": read_as(DAY), "31/02/2020": SET_ASIDE, "": SET_ASIDE, "N/A": (None, "A5 A5N"),
    }),
    "dates with a time": Family((3, 4), "missing_episodes.rhi_offered_at", {
        "05/09/2020 12:00": kept(NOON), "2020-09-05 12:00:00": kept(NOON), "05/09/2020": kept(MIDNIGHT),
        "05-Sep-2020 12:00:00": read_as(NOON), "05/09/2020 25:00": NOT_UNDERSTOOD, "#N/A": SAYS_NOTHING,
    }),
    "whole numbers": Family((7, 30), "referrals.referrals_last_12m", {
        "3": kept(3), " 3": kept(3), "3.0": read_as(3), "1,234": read_as(1234), "12,34": NOT_UNDERSTOOD,
        "<1": NOT_UNDERSTOOD, "8 months": NOT_UNDERSTOOD, "3y": NOT_UNDERSTOOD, "6.138": NOT_UNDERSTOOD,
        "three": NOT_UNDERSTOOD, "": BLANK, "None": SAYS_NOTHING, "-": SAYS_NOTHING,
    }),
    "fractions": Family((30,), "indicator_returns.value", {
        "45": kept(Decimal(45)), "45%": read_as(Decimal(45)), "\u00a31,234.50": read_as(Decimal("1234.5")),
        "1,234": read_as(Decimal(1234)), "4.5E-05": read_as(Decimal("0.000045")), "1,5": NOT_UNDERSTOOD,
        "8 months": NOT_UNDERSTOOD, "": BLANK, "N/A": SAYS_NOTHING,
    }),
    "yes and no": Family((8, 9, 33), "persons.is_mother", {
        "Y": kept(True), "yes": kept(True), "1": kept(True), "TRUE": kept(True),
        "N": kept(False), "No": kept(False), "0": kept(False), "False": kept(False),
        "a) Yes": read_as(True), "b) No": read_as(False), "a. Yes": read_as(True), "b. No": read_as(False),
        "1 - Yes": read_as(True), "0 - No": read_as(False), "1.0": read_as(True), "0.0": read_as(False),
        "": BLANK, "Unknown": SAYS_NOTHING, "NA": SAYS_NOTHING, "Not applicable": SAYS_NOTHING, "NULL": SAYS_NOTHING,
        "maybe": NOT_UNDERSTOOD, "2": NOT_UNDERSTOOD,
    }),
    "no further action": Family((8,), "referrals.is_nfa", {
        "NFA": read_as(True), "FA": read_as(False), "Further action": read_as(False),
        "No further action": read_as(True),
        "a) Yes": read_as(True), "b) No": read_as(False), "True": kept(True), "maybe": SET_ASIDE, "": SET_ASIDE,
    }),
    "codes with labels": Family((10, 11, 13), "lac_episodes.legal_status_code", {
        "C1": kept("C1"), " c1": kept("C1"), "C1\u00a0": kept("C1"), "C1 - Interim care order": read_as("C1"),
        "C1: ICO": read_as("C1"), "C1 \u2013 Interim care order": read_as("C1"), "[C2] Full care order": read_as("C2"),
        "Full  care order": read_as("C2"), "CLA - E1 - Placement Order and C2 - Full": NOT_UNDERSTOOD,
        "C1,C2": NOT_UNDERSTOOD, "ZZ - Obsolete DO NOT USE": NOT_UNDERSTOOD, "**DO NOT USE**": NOT_UNDERSTOOD,
    }),
    "sources of contact": Family((10,), "referrals.referral_source_code", {
        "q) 6: Police": read_as("6"), "6": kept("6"), "6.0": read_as("6"), "Police": read_as("6"),
    }),
    "providers": Family((10,), "lac_episodes.provider_code", {
        "PR4": kept("PR4"), "[PR4] Private provision": read_as("PR4"), "#N/A": SAYS_NOTHING,
    }),
    "categories of abuse": Family((11,), "cp_plans.latest_category_code", {
        "Neglect": read_as("NEG"), "NEG": kept("NEG"), "Neglect Sexual Physical": read_as("MUL"),
        "NEG PHY": NOT_UNDERSTOOD,
    }),
    "ethnicity": Family((10, 12, 13), "persons.ethnicity_code", {
        "WBRI": kept("WBRI"), "White - British": read_as("WBRI"), "WOTH\u00a0 White Other": read_as("WOTH"),
        "WIRI \u2013 White Irish": read_as("WIRI"), "White English": read_as("WBRI"), "Mixed": NOT_UNDERSTOOD,
        "Information not yet obtained": read_as("NOBT"), "Refused": read_as("REFU"),
    }),
    "sex, before its codes became letters": Family((10, 23), "persons.sex_code", {
        "1": read_as("M"), "2": read_as("F"), "0": read_as("U"), "9": read_as("U"), "M": kept("M"), "f": kept("F"),
        "male": read_as("M"), "Girl": read_as("F"), "Unborn": read_as("U"), "X": NOT_UNDERSTOOD,
    }, "2024-03"),
    "sex, since": Family((10,), "persons.sex_code", {
        "1": ("M", "A6N A6V"), "2.0": ("F", "A6N A6V"), "9": ("U", "A6N A6V"), "M": kept("M"), "Female": read_as("F"),
    }, "2024-04"),
    "several codes": Family((10, 11), "persons.disability_codes", {
        "MOB": kept("MOB"), "HAND,MOB": kept("HAND,MOB"), "MOB; HAND": read_as("HAND,MOB"),
        "MOB HAND": read_as("HAND,MOB"), "NONE": kept("NONE"), "MOB and HAND": NOT_UNDERSTOOD, "": BLANK,
    }),
    "accommodation": Family((32,), "care_leavers.accommodation_code", {
        "01": read_as("0"), "0": kept("0"), "B1": kept("B1"), "U2": kept("U2"), "": BLANK,
    }),
    "names of teams": Family((13,), "referrals.team", {
        "North East": kept("North East"), "North  East": kept("North East"), "North\u00a0East ": kept("North East"),
        "O\u2019Brien": kept("O\u2019Brien"), "North\u200b East": kept("North\u200b East"), "#N/A": BLANK, "-": BLANK,
    }),
    "identifiers that a row needs": Family((25, 13), "referrals.referral_id", {
        "00123": kept("00123"), "9212044.0": read_as("9212044"), "A-12/3": kept("A-12/3"), '="00124"': read_as("00124"),
        " 125\u00a0": kept("125"), "126\u200b": kept("126"), "9.21204E+06": SET_ASIDE, "Mary Smith": SET_ASIDE,
        "1,234": SET_ASIDE, "": SET_ASIDE, "#N/A": (None, "A5 A5N"), "Unknown": (None, "A5 A5N"),
    }),
    "identifiers that may be blank": Family((25, 12), "referrals.worker_id", {
        "W1": kept("W1"), "9.2E+06": NOT_UNDERSTOOD, "Mary Smith": NOT_UNDERSTOOD, "": BLANK, "TBC": SAYS_NOTHING,
        **dict.fromkeys(WORDS_FOR_BLANK, SAYS_NOTHING),
    }),
    "postcodes": Family((26,), "lac_episodes.placement_postcode", {
        "AB1 2CD": kept("AB12CD"), "ab12cd": kept("AB12CD"), "AB1  2CD ": kept("AB12CD"), "": BLANK,
        "N/A": SAYS_NOTHING,
    }),
    "pupil numbers": Family((27,), "persons.upn", {
        "A123456789012": kept("A123456789012"), "a12345678901b": kept("a12345678901b"), "UNKNOWN": SAYS_NOTHING,
    }),
}  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def file_of(extract: str, column: str, cells: Sequence[str]) -> str:
    """Return a file with a good row for each cell, in which that cell stands under its header."""
    header = EXTRACTS[extract].column(column).header
    lines = []
    for n, cell in enumerate(cells):
        good = dict(pair.split("=") for pair in GOOD[extract].format(n=n).split(","))
        names = {name for name in good if name == header or name in EXTRACTS[extract].column(column).aliases}
        row = {name: value for name, value in good.items() if name not in names} | {header: cell}
        lines = lines or [",".join(row)]
        lines.append(",".join(map(quoted, row.values())))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_cell_is_kept_blanked_or_set_aside_as_its_family_says(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, family: Family
) -> None:
    extract, name = family.column.split(".")
    column = EXTRACTS[extract].column(name)
    text = file_of(extract, name, [*family.cells])
    (verdict,) = check(connection, EXTRACTS[extract], tmp_path, [text], month=family.month)
    found = connection.execute(f"SELECT {name}, rules_broken FROM checked ORDER BY row_number").fetchall()
    meant: list[tuple[object, str]] = []
    for value, codes in family.cells.values():
        is_sealed = column.identifies and value is not None
        meant.append((Tokeniser(KEY).tokens(column.identifies or "", [value])[0] if is_sealed else value, codes))
    for (value, broken), (wanted, codes), cell in zip(found, meant, family.cells, strict=True):
        assert value == wanted, cell
        assert ("A5" in broken) == ("A5" in codes.split()), cell
    told = {finding.rule: finding.rows for finding in verdict.findings if finding.column == name}
    counted = Counter(code for _, codes in family.cells.values() for code in codes.split())
    if column.expected:
        counted["A5"] += sum(value is None and code != "A6" for value, code in family.cells.values())
    assert {rule: rows for rule, rows in told.items() if rule != "G12"} == +counted


HEADER = "Referral ID,Child Unique ID,Date of Referral,Referral NFA?,Allocated Team"
ROWS = [f"R{n},P{n},03/09/2020,No,North" for n in range(3)]
ACCENTED = "R3,P3,03/09/2020,No,Zo\u00eb\u2019s"
PERSONS = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"


def lines(*rows: str, end: str = "\n") -> str:
    return end.join(rows) + end


FILES: Mapping[str, tuple[Sequence[int], str, str | bytes, tuple[int, int, int], str]] = {
    "byte order mark and CRLF": ((14,), "referrals", "\ufeff" + lines(HEADER, *ROWS, end="\r\n"), (3, 0, 0), ""),
    "windows-1252": ((15,), "referrals", lines(HEADER, *ROWS[:2], ACCENTED).encode("cp1252"), (3, 0, 0), ""),
    "UTF-16": ((15,), "referrals", lines(HEADER, *ROWS).encode("utf-16"), (3, 0, 0), ""),
    "renamed headers": ((16,), "referrals", lines(HEADER.replace("Date of Referral", "date_of_REFERRAL").replace(
        "Child Unique ID", "Child Unique Identifier"), *ROWS), (3, 0, 0), ""),
    "extra columns, one without a name": ((17,), "referrals",
        lines(f",{HEADER},TEST_COLUMN", *(f"{n},{row},x" for n, row in enumerate(ROWS))), (3, 0, 0), "A1H"),
    "headers that hold the letters of another": ((19,), "referrals",
        lines(f"{HEADER},Language,Stage,Percentage", *(f"{row},x,y,z" for row in ROWS)), (3, 0, 0), "A1H"),
    "an optional column missing": ((18,), "referrals", lines(HEADER, *ROWS), (3, 0, 0), "A1C"),
    "rows that stand there twice": ((20,), "referrals", lines(HEADER, *ROWS, *ROWS[:2]), (3, 0, 2), "A7D"),
    "one key with different values": ((20,), "referrals", lines(HEADER, *ROWS, "R0,P0,03/09/2020,No,South"), (2, 2, 0),
                                      "A7"),
    "title, totals and footer": ((21,), "referrals", lines("Referrals of September", "", HEADER, *ROWS, "Total,3,,,",
        "Grand total: 3,,,,", "Report run 03/10/2020 by the team"), (3, 3, 0), "A2 A2T"),
    "header row again among the rows": ((21,), "referrals",
        lines(HEADER, *ROWS[:2], HEADER, ROWS[2]), (3, 1, 0), "A2H"),
    "header row of a return among its rows": ((21,), "persons",
        lines(PERSONS, "1,F,03/09/2010,WBRI,,0,", f" {PERSONS}", "2,M,03/09/2010,WBRI,,0,"), (2, 1, 0), "A2H"),
    "header and no rows": ((22,), "persons", lines(PERSONS), (0, 0, 0), "A4"),
    "unborn child": ((23,), "persons", lines("Child Unique ID,Date of Birth,Expected Date of Birth,Sex,Ethnicity",
        "P1,,05/12/2020,U,NOBT", "P2,03/09/2010,,F,WBRI"), (2, 0, 0), ""),
    "born in the future": ((6,), "persons", lines("Child Unique ID,Date of Birth,Sex", "P1,03/10/2020,U",
        "P2,03/09/2010,F"), (1, 1, 0), "B2"),
    "closed before it was opened": ((28,), "referrals", lines(f"{HEADER},CIN Closure Date",
        *(f"{row},02/09/2020" for row in ROWS[:1]), *(f"{row},04/09/2020" for row in ROWS[1:])), (2, 1, 0), "C8"),
    "wrong check letter of a pupil number": ((27,), "persons", lines("Child Unique ID,Date of Birth,Sex,UPN",
        "P1,03/09/2010,F,B801200001001", "P2,03/09/2010,F,"), (2, 0, 0), "B10"),
}  # fmt: skip


@pytest.mark.parametrize(("_numbers", "extract", "content", "fates", "rules"), FILES.values(), ids=FILES)
def test_a_file_is_taken_as_its_mess_asks(  # noqa: PLR0917 - one row, one story
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    _numbers: Any,
    extract: str,
    content: str | bytes,
    fates: tuple[int, int, int],
    rules: str,
) -> None:
    (verdict,) = check(connection, EXTRACTS[extract], tmp_path, [content])
    accounting = verdict.accounting
    assert (accounting.loaded, accounting.quarantined, accounting.duplicates) == fates
    found = {finding.rule: finding.rows for finding in verdict.findings}
    assert set(rules.split()) <= set(found)
    if not rules:
        assert {rule for rule in found if rule.startswith("A")} <= {"A1C", "A5"}
    if "A2H" in rules or "A2T" in rules:
        assert "A6" not in found, "nothing else is asked of a row that is no record"
        assert all(f.column not in EXTRACTS[extract].key for f in verdict.findings)
    if "A2H" in rules:
        assert found["A2H"] == 1
        marked = "SELECT count(*) FROM checked WHERE is_header_row AND is_rejected"
        assert connection.execute(marked).fetchall() == [(1,)]


def test_a_column_of_dates_month_first_refuses_its_file(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    text = lines(HEADER, *ROWS, "R9,P9,09/15/2020,No,North")
    (verdict,) = check(connection, EXTRACTS["referrals"], tmp_path, [text])
    assert verdict.refusal is not None
    assert verdict.refusal.codes.split() == ["F54"]


ELSEWHERE = {
    5: ("tests/expectations/test_messes.py", "test_a_column_of_dates_month_first_refuses_its_file"),
    18: ("tests/tasks/bad_files.py", '"F31"'),
    24: ("tests/warehouse/test_tables.py", "merged"),
    28: ("docs/suites/lac_episodes.json", '"code": "D6"'),
    29: ("tests/tasks/test_intake.py", "test_takes_the_place_of_the_file_before"),
    31: ("tests/tasks/test_comparing.py", "gone"),
}
"""Messes of several files or months: where they are answered, and by what."""


def test_every_mess_of_the_list_is_answered() -> None:
    here = {n for family in FAMILIES.values() for n in family.messes} | {n for mess in FILES.values() for n in mess[0]}
    assert here | {*ELSEWHERE} == {*range(1, 34)}
    for name, words in ELSEWHERE.values():
        assert words in (ROOT / name).read_text(encoding="utf-8"), name
