"""Front door and SEND indicators, by example: a small table, and the figure that it must give."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"


def test_an_undecided_contact_counts_in_the_denominator_and_is_unknown(measure: Measure) -> None:
    # C1 went to early help, C2 did not, C3 is still undecided. C4 is the day before the quarter, C5 the day after.
    found = measure("FD-CONT-EH", Q2, contacts="""
        contact_id | child_id | contact_on | contact_outcome_code
        C1         | A        | 2020-07-01 | EARLY_HELP
        C2         | A        | 2020-08-03 | NFA
        C3         | B        | 2020-09-30 |
        C4         | B        | 2020-06-30 | EARLY_HELP
        C5         | B        | 2020-10-01 | EARLY_HELP
    """)  # fmt: skip
    assert (found.counts, found.unknown, found.excluded) == ((1, 3), 1, {})


def test_a_month_counts_its_own_contacts_and_a_quarter_those_of_its_three_months(measure: Measure) -> None:
    contacts = """
        contact_id | child_id | contact_on | contact_outcome_code
        C1         | A        | 2020-07-31 | EARLY_HELP
        C2         | A        | 2020-08-01 | EARLY_HELP
        C3         | B        | 2020-08-31 | NFA
        C4         | B        | 2020-09-01 | NFA
    """
    assert measure("FD-CONT-EH", "2020-08", contacts=contacts).counts == (1, 2)
    assert measure("FD-CONT-EH", Q2, contacts=contacts).counts == (2, 4)


def test_contacts_are_shown_by_the_team_that_took_them(measure: Measure) -> None:
    # One contact has no team: it counts for the council, and beside the teams.
    found = measure("FD-CONT-EH", Q2, contacts="""
        contact_id | child_id | contact_on | contact_outcome_code | team
        C1         | A        | 2020-07-01 | EARLY_HELP           | MASH
        C2         | A        | 2020-07-02 | NFA                  | MASH
        C3         | B        | 2020-07-03 | EARLY_HELP           |
    """)  # fmt: skip
    assert found.counts == (2, 3)
    assert found.teams == {"MASH": (1, 2), None: (1, 1)}


def test_a_contact_that_arrives_in_a_later_file_counts_in_the_quarter_it_happened(measure: Measure) -> None:
    # C2 of September was only sent in October: the September figure of a later build has it.
    contacts = """
        contact_id | child_id | contact_on | contact_outcome_code | delivered_in
        C1         | A        | 2020-09-05 | EARLY_HELP           | 2020-09
        C2         | A        | 2020-09-29 | NFA                  | 2020-10
    """
    assert measure("FD-CONT-EH", Q2, contacts=contacts).counts == (1, 2)
    assert measure("FD-CONT-EH", "2020-09", contacts=contacts).counts == (1, 2)


def test_the_last_word_on_a_contact_wins(measure: Measure) -> None:
    # C1 was undecided in August's file and went to early help by September's; C2's date was corrected out.
    found = measure("FD-CONT-EH", Q2, contacts="""
        contact_id | child_id | contact_on | contact_outcome_code | delivered_in
        C1         | A        | 2020-08-20 |                      | 2020-08
        C1         | A        | 2020-08-20 | EARLY_HELP           | 2020-09
        C2         | A        | 2020-08-21 | NFA                  | 2020-08
        C2         | A        | 2020-06-21 | NFA                  | 2020-09
    """)  # fmt: skip
    assert (found.counts, found.unknown) == ((1, 1), 0)


def test_without_the_last_month_s_file_there_is_no_figure_and_the_missing_extract_is_named(measure: Measure) -> None:
    found = measure("FD-CONT-EH", Q2, not_delivered=("contacts",))
    assert (found.counts, found.missing) == ((0, 0), "contacts")


def test_an_assessment_follows_a_referral_within_30_days(measure: Measure) -> None:
    # Each row is a case of its own, shown by its team.
    found = measure(
        "FD-REF-ASMT",
        Q2,
        referrals="""
        referral_id | child_id | referral_on | team
        R1          | A        | 2020-07-01  | the day before the referral
        R2          | B        | 2020-07-01  | the day of the referral
        R3          | C        | 2020-07-01  | 30 days later
        R4          | D        | 2020-07-01  | 31 days later
        """,
        assessments="""
        assessment_id | child_id | started_on
        S1            | A        | 2020-06-30
        S2            | B        | 2020-07-01
        S3            | C        | 2020-07-31
        S4            | D        | 2020-08-01
        """,
    )
    assert found.met == {
        "the day before the referral": False,
        "the day of the referral": True,
        "30 days later": True,
        "31 days later": False,
    }


def test_an_assessment_that_names_the_referral_follows_it_whenever_it_starts(measure: Measure) -> None:
    # R1 is named by an assessment three months later. R2 is another child's, R3 has only somebody else's assessment.
    found = measure(
        "FD-REF-ASMT",
        Q2,
        referrals="""
        referral_id | child_id | referral_on | team
        R1          | A        | 2020-07-01  | North
        R2          | B        | 2020-07-01  | North
        R3          | C        | 2020-09-30  | South
        """,
        assessments="""
        assessment_id | child_id | referral_id | started_on
        S1            | A        | R1          | 2020-09-30
        S2            | D        | R9          | 2020-07-02
        """,
    )
    assert found.counts == (1, 3)
    assert found.teams == {"North": (1, 2), "South": (0, 1)}


def test_two_referrals_of_one_child_may_be_followed_by_one_assessment(measure: Measure) -> None:
    found = measure(
        "FD-REF-ASMT",
        Q2,
        referrals="""
        referral_id | child_id | referral_on
        R1          | A        | 2020-07-01
        R2          | A        | 2020-07-20
        """,
        assessments="""
        assessment_id | child_id | started_on
        S1            | A        | 2020-07-20
        """,
    )
    assert found.counts == (2, 2)


def test_an_assessment_under_a_merged_number_follows_the_referral(measure: Measure) -> None:
    # The referral came in under B, which turned out to be A: the history goes on under A.
    found = measure(
        "FD-REF-ASMT",
        Q2,
        referrals="""
        referral_id | child_id | referral_on
        R1          | B        | 2020-07-01
        """,
        assessments="""
        assessment_id | child_id | started_on
        S1            | A        | 2020-07-10
        """,
        merged_ids="""
        old_child_id | new_child_id | merged_on
        B            | A            | 2020-08-01
        """,
    )
    assert found.counts == (1, 1)


def test_referrals_need_assessments_delivered_too(measure: Measure) -> None:
    found = measure("FD-REF-ASMT", Q2, not_delivered=("assessments",), referrals="""
        referral_id | child_id | referral_on
        R1          | A        | 2020-07-01
    """)  # fmt: skip
    assert (found.counts, found.missing) == ((0, 0), "assessments")


@pytest.mark.parametrize(
    ("quarter", "in_time", "late"),
    [
        # 2 November + 45 working days, with 25 and 28 December (for Boxing Day) and 1 January off: 7 January.
        pytest.param("2020-21-Q4", "2020-11-02 | 2021-01-07", "2020-11-02 | 2021-01-08", id="across Christmas"),
        # 19 February + 45, with Good Friday 30 March and Easter Monday 2 April off: Wednesday 25 April.
        pytest.param("2018-19-Q1", "2018-02-19 | 2018-04-25", "2018-02-19 | 2018-04-26", id="across Easter"),
        # In 2020 the May holiday moved from Monday 4 to Friday 8; 10 and 13 April and 25 May are off too.
        pytest.param("2020-21-Q1", "2020-03-30 | 2020-06-05", "2020-03-30 | 2020-06-08", id="across 8 May 2020"),
    ],
)
def test_45_working_days_are_in_time_and_46_are_not(measure: Measure, quarter: str, in_time: str, late: str) -> None:
    same_day = in_time.split("|")[1]
    found = measure("FD-ASMT-45", quarter, assessments=f"""
        assessment_id | child_id | team            | started_on | authorised_on
        S1            | A        | 45 working days | {in_time}
        S2            | B        | 46 working days | {late}
        S3            | C        | the same day    | {same_day} | {same_day}
    """)  # fmt: skip
    assert found.met == {"45 working days": True, "46 working days": False, "the same day": True}


def test_monday_4_may_2020_was_a_working_day_and_friday_8_was_not(measure: Measure) -> None:
    # From 2 March, with 10 and 13 April off, it is 45 working days to 6 May, counting the 4th. Whoever began a
    # day later has until the 7th, and the 8th is no day more.
    found = measure("FD-ASMT-45", "2020-05", assessments="""
        assessment_id | child_id | started_on | authorised_on | team
        S1            | A        | 2020-03-02 | 2020-05-06    | to Wednesday 6 May
        S2            | B        | 2020-03-02 | 2020-05-07    | to Thursday 7 May
        S3            | C        | 2020-03-03 | 2020-05-08    | to Friday 8 May from a day later
        S4            | D        | 2020-03-03 | 2020-05-11    | to Monday 11 May from a day later
        S5            | E        | 2020-03-04 | 2020-05-11    | to Monday 11 May from two days later
    """)  # fmt: skip
    assert found.met == {
        "to Wednesday 6 May": True,
        "to Thursday 7 May": False,
        "to Friday 8 May from a day later": True,
        "to Monday 11 May from a day later": False,
        "to Monday 11 May from two days later": True,
    }


def test_an_assessment_authorised_before_it_started_is_left_out_and_counted_as_such(measure: Measure) -> None:
    # S1 is impossible. S2 is still open and not yet anybody's. S3 was authorised in the next quarter.
    found = measure("FD-ASMT-45", Q2, assessments="""
        assessment_id | child_id | started_on | authorised_on | team
        S1            | A        | 2020-08-10 | 2020-08-09    | North
        S2            | A        | 2020-08-10 |               | North
        S3            | A        | 2020-08-10 | 2020-10-01    | North
        S4            | A        | 2020-08-10 | 2020-09-30    | North
    """)  # fmt: skip
    assert (found.counts, found.excluded) == ((1, 1), {"authorised before it started": 1})
    assert found.teams == {"North": (1, 1)}


def test_a_plan_is_in_time_up_to_140_days_after_the_request(measure: Measure) -> None:
    # 2020 had a 29 February: 13 February to 2 July is 140 days, one fewer than it looks.
    found = measure("SEN-EHC20", "2020-07", ehc="""
        request_id | child_id | requested_on | plan_issued_on | team
        E1         | A        | 2020-03-01   | 2020-07-19     | 140 days
        E2         | B        | 2020-03-01   | 2020-07-20     | 141 days
        E3         | C        | 2020-02-13   | 2020-07-02     | 140 days with a 29 February
        E4         | D        | 2020-02-12   | 2020-07-02     | 141 days with a 29 February
        E5         | E        | 2020-07-02   | 2020-07-02     | the same day
    """)  # fmt: skip
    assert found.met == {
        "140 days": True,
        "141 days": False,
        "140 days with a 29 February": True,
        "141 days with a 29 February": False,
        "the same day": True,
    }


def test_plans_count_when_they_are_issued_exceptions_included(measure: Measure) -> None:
    # E1 is an exception and late, E2 in time, E3 not issued yet, E4 issued in the quarter before.
    found = measure("SEN-EHC20", Q2, ehc="""
        request_id | child_id | requested_on | plan_issued_on | has_exceptions | team
        E1         | A        | 2020-01-01   | 2020-08-01     | true           | SEND North
        E2         | B        | 2020-06-01   | 2020-08-01     | false          | SEND North
        E3         | C        | 2020-01-01   |                |                | SEND North
        E4         | D        | 2020-06-01   | 2020-06-30     |                | SEND South
    """)  # fmt: skip
    assert (found.counts, found.excluded, found.unknown) == ((1, 2), {}, 0)
    assert found.teams == {"SEND North": (1, 2)}


def test_no_figure_of_plans_before_the_extract_is_first_delivered(measure: Measure) -> None:
    found = measure("SEN-EHC20", Q2, not_delivered=("ehc",))
    assert found.missing == "ehc"
