"""Returns as they are sent: XML becomes the tables of the files, from a parser that follows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import drop, take_in

HEAD = "<Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>{day}</ReferenceDate></CollectionDetails>"
SOURCE = "<Source><LEA>{council}</LEA></Source></Header>"
CHILD = """<Child><ChildIdentifiers><LAchildID>P1</LAchildID><PersonBirthDate>2010-01-15</PersonBirthDate>
<Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities>
<Disability>HAND</Disability><Disability>HEAR</Disability></Disabilities></ChildCharacteristics>
<CINdetails><CINreferralDate>2020-09-01</CINreferralDate><ReferralSource>1A</ReferralSource>
<PrimaryNeedCode>N4</PrimaryNeedCode>
<Assessments><AssessmentActualStartDate>2020-09-02</AssessmentActualStartDate></Assessments>
<Section47><S47ActualStartDate>2020-09-03</S47ActualStartDate><DateOfInitialCPC>2020-09-14</DateOfInitialCPC>
<ICPCnotRequired>false</ICPCnotRequired></Section47><ReferralNFA>false</ReferralNFA>
<ChildProtectionPlans><CPPstartDate>2020-09-14</CPPstartDate><InitialCategoryOfAbuse>PHY</InitialCategoryOfAbuse>
<LatestCategoryOfAbuse>PHY</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
<Reviews><CPPreviewDate>2020-09-28</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>"""
LOOKED_AFTER = """<Message><CHILD><ID>P1</ID><SEX>2</SEX><DOB>2010-01-15</DOB><ETHNIC>WBRI</ETHNIC>
<EPISODE><DECOM>2020-09-01</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL><PLACE_PROVIDER>PR1</PLACE_PROVIDER>
<DEC>2020-09-10</DEC><REC>X1</REC><REASON_PLACE_CHANGE>OTHER</REASON_PLACE_CHANGE></EPISODE><EPISODE><DECOM>2020-09-10</DECOM><RNE>P</RNE><LS>C2</LS><CIN>N1</CIN><PLACE>U6</PLACE><PLACE_PROVIDER>PR1</PLACE_PROVIDER>
</EPISODE>
<AREVIEW><REVIEW>2020-09-20</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></CHILD></Message>"""


def cin(council: str = "999", day: str = "2020-09-30", children: str = CHILD) -> str:
    return f"<Message>{HEAD}{SOURCE}<Children>{children}</Children></Message>".format(council=council, day=day)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def counts(store: Store) -> dict[str, int]:
    return {delivery.extract: delivery.rows_in for delivery in dropped.deliveries(store)}


def test_the_cin_census_becomes_the_extracts_that_it_holds(store: Store) -> None:
    drop(store, "census.xml", cin())
    report = take_in(store)
    assert report.files_accepted == 1
    assert report.rows_in == report.loaded + report.quarantined + report.duplicates
    expected = {"persons": 1, "referrals": 1, "assessments": 1, "s47_enquiries": 1, "cp_conferences": 2, "cp_plans": 1}
    assert expected.items() <= counts(store).items()


def test_the_ssda903_return_becomes_the_tables_of_its_files_in_either_vintage(store: Store) -> None:
    drop(store, "ssda903.xml", LOOKED_AFTER)
    assert take_in(store).files_accepted == 1
    assert {"persons": 1, "lac_episodes": 2, "lac_reviews": 1}.items() <= counts(store).items()
    assert dropped.loaded_rows(store, "lac_episodes", "placement_code") == [("U6",), ("U6",)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(cin(council="998"), "F40", id="another council"),
        pytest.param(cin(day="2020-03-31"), "F41", id="another month"),
    ],
)
def test_a_return_of_another_council_or_month_is_refused_by_what_it_says(store: Store, content: str, code: str) -> None:
    drop(store, "census.xml", content)
    report = take_in(store)
    assert (report.files_refused, report.loaded) == (1, 0)
    assert all(code in receipt.code for receipt in dropped.receipts(store))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]>' + cin(), "web page or XML", id="entities"),
        pytest.param(cin()[:-30], "breaks off", id="cut off"),
        pytest.param("<Message>" + "<a>" * 40, "24 deep", id="too deep"),
        pytest.param("<Message><a>" + "x" * 2_000_000, "longer than", id="too long"),
        pytest.param("<Message/>", "no child", id="no child"),
    ],
)
def test_xml_that_is_unsafe_or_damaged_is_refused_whole(store: Store, content: str, said: str) -> None:
    drop(store, "census.xml", content)
    report = take_in(store)
    assert (report.files_refused, report.rows_in) == (1, 0)
    assert said in report.refused[0].message


def test_the_lists_of_annex_a_have_their_identifiers_made(store: Store) -> None:
    who = "P1,F,WBRI,15/01/2010"
    person = "Child Unique ID,Gender,Ethnicity,Date of Birth"
    lists = {
        "List 1": [f"{person},Date of Contact,Contact Source", f"{who},01/09/2020,Police"],
        "List 2": [f"{person},Assessment start date,Organisation", f"{who},02/09/2020,School"],
        "List 3": [f"{person},Date of Referral,Referral Source,Referral NFA?", f"{who},03/09/2020,Police,No"],
    }
    drop(store, "annex.xlsx", dropped.workbook(*(dropped.sheet(name, rows) for name, rows in lists.items())))
    report = take_in(store)
    assert report.rows_in == report.loaded + report.quarantined + report.duplicates
    assert {"contacts": 1, "referrals": 1}.items() <= counts(store).items()


def test_carets_separate_too(store: Store) -> None:
    drop(store, "contacts.txt", dropped.contacts().replace(",", "^"))
    assert take_in(store).loaded == len(dropped.ROWS)
