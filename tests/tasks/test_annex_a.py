"""An Annex A workbook is eleven lists in one file: every one is an extract, and what two of them say is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import drop, sheet, take_in, workbook

WHO = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age"
STRATEGY = "Strategy discussion initiating Section 47 Enquiry Start Date"
LISTS = {
    "List 1": [
        f"{WHO},Date of Contact,Contact Source",
        "P1,a) Male,a) WBRI,15/01/2010,10,01/09/2020,Police",
        "P2,b) Female,,,9,02/09/2020,Police",
        "P3,a) Male,a) WBRI,15/03/2010,10,02/09/2020,Police",
    ],
    "List 2": [
        f"{WHO},Assessment start date,Assessment completion date,Organisation completing assessment",
        "P1,Male,a) WBRI,15/01/2010,10,02/09/2020,20/09/2020,Canary Academy",
    ],
    "List 3": [
        f"{WHO},Date of Referral,Referral Source,Referral NFA?",
        "P2,b) Female,s) NOBT,15/02/2011,9,03/09/2020,Police,No",
    ],
    "List 4": [
        f"{WHO},Continuous Assessment Start Date,Child Seen During Continuous Assessment,"
        "Continuous Assessment Date of Authorisation,"
        "Was the child assessed as requiring LA children's social care support?",
        "P2,b) Female,s) NOBT,15/02/2011,9,20/07/2020,Yes,01/09/2020,Yes",
    ],
    "List 5": [
        f"{WHO},{STRATEGY},Was an Initial Child Protection Conference deemed unnecessary?,"
        "Date of Initial Child Protection Conference,"
        "Did the Initial Child Protection Conference Result in a Child Protection Plan,Allocated Team",
        "P1,a) Male,a) WBRI,15/01/2010,10,04/09/2020,No,22/09/2020,Yes,Canary Team",
        "P2,b) Female,s) NOBT,15/02/2011,9,05/09/2020,Yes,,,Canary Team",
    ],
    "List 6": [
        f"{WHO},CIN Start Date,Primary Need Code,Date Child Was Last Seen,CIN Closure Date,Reason for Closure,"
        "Case Status",
        "P3,a) Male,a) WBRI,16/03/2010,10,03/02/2020,N1 - Abuse or neglect,01/09/2020,,,c) Child in need plan",
    ],
    "List 8": [
        f"{WHO},Date Started to be Looked After,Child's Category of Need,Child's Legal Status,"
        "Number of Placements in the Last 12 months,Start Date of Most Recent Placement,Placement Type,"
        "Placement Provider,Placement postcode",
        "P1,a) Male,a) WBRI,15/01/2010,10,01/02/2019,N1,C2: FCO,2,01/02/2020,f) U6: Foster care,PR1,ZZ1 1ZZ",
    ],
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


@pytest.fixture
def taken(store: Store) -> Store:
    drop(store, "annex.xlsx", workbook(*(sheet(name, rows) for name, rows in LISTS.items())))
    assert take_in(store).files_accepted == 1
    return store


def test_every_list_becomes_its_extract(taken: Store) -> None:
    assert {d.extract: (d.rows_in, d.loaded) for d in dropped.deliveries(taken)} == {
        "contacts": (3, 3),
        "early_help": (1, 1),
        "referrals": (1, 1),
        "assessments": (1, 1),
        "s47_enquiries": (2, 2),
        "cp_conferences": (1, 1),
        "cin_current": (1, 1),
        "lac_current": (1, 1),
        "persons": (5, 2),
    }


def test_a_child_of_several_lists_is_one_person_and_one_of_whom_they_differ_is_none(taken: Store) -> None:
    # P1 is spelt in two ways that mean the same, P2 has blanks that another list fills, P3 has two birthdays.
    (delivery,) = [d for d in dropped.deliveries(taken) if d.extract == "persons"]
    assert (delivery.duplicates, delivery.quarantined) == (1, 2)
    loaded = dropped.loaded_rows(taken, "persons", "sex_code, ethnicity_code, CAST(born_on AS VARCHAR)")
    assert loaded == [("M", "WBRI", "2010-01-15"), ("F", "NOBT", "2011-02-15")]
    assert [rules for (rules,) in dropped.quarantined_rows(taken, "persons", "rules_broken")] == ["A7", "A7"]


def test_persons_that_were_sent_take_the_place_of_those_put_together(store: Store) -> None:
    drop(store, "annex.xlsx", workbook(*(sheet(name, rows) for name, rows in LISTS.items())))
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    found = sorted((d.sequence, d.source) for d in dropped.deliveries(store) if d.extract == "persons")
    assert [source for _, source in found] == ["annex.xlsx, Persons of all lists", "persons.csv"]


def test_an_enquiry_with_a_conference_becomes_a_conference_too(taken: Store) -> None:
    columns = "conference_type_code, CAST(held_on AS VARCHAR), has_plan_outcome, team"
    assert dropped.loaded_rows(taken, "cp_conferences", columns) == [("INITIAL", "2020-09-22", True, "Canary Team")]


def test_a_date_that_stands_for_another_is_said_to(taken: Store) -> None:
    days = dropped.loaded_rows(taken, "early_help", "started_on = assessment_started_on, started_on IS NOT NULL")
    assert days == [(True, True)]
    notes = {d.extract: [f.message for f in d.findings if f.rule == "A1V"] for d in dropped.deliveries(taken)}
    assert {extract: said for extract, said in notes.items() if said} == {
        "early_help": ["'Assessment Start Date' is taken for 'EH Episode Start Date'"],
        "s47_enquiries": [f"'{STRATEGY}' is taken for 'S47 Start Date'"],
    }


def test_a_list_with_a_renamed_header_is_refused_and_not_taken_for_persons(store: Store) -> None:
    of_care = [LISTS["List 8"][0].replace("Date Started to be Looked After", "Began"), *LISTS["List 8"][1:]]
    of_care[0] += ",Date of Last Health Assessment,Date of Last Dental Check,Date of Latest Statutory Review"
    of_care[0] += ",Date of Last Social Work Visit,LA of Placement,URN of Placement,Start date of current legal status"
    of_care[0] += ",What is the permanence plan for this child?,Allocated Team,Placement Location"
    of_care[1] += ",,,,,,,,,,"
    drop(store, "annex.xlsx", workbook(*(sheet(n, of_care if n == "List 8" else rows) for n, rows in LISTS.items())))
    (finding,) = take_in(store).refused
    assert (finding.extract, finding.rule) == ("lac_current", "F31")
    assert "'Date Started to be Looked After'" in finding.message
    (persons,) = [d.source for d in dropped.deliveries(store) if d.extract == "persons"]
    assert persons == "annex.xlsx, Persons of all lists"


def test_a_councils_own_assessments_still_have_to_be_the_months(store: Store) -> None:
    # List 4 holds what ended lately, so one that began in July is no sign of a wrong month; with numbers it is.
    own = [f"Assessment ID,{LISTS['List 4'][0]}", f"A1,{LISTS['List 4'][1]}"]
    drop(store, "assessments.csv", "".join(f"{line}\r\n" for line in own))
    (finding,) = take_in(store).refused
    assert "lies in 2020-07" in finding.message
