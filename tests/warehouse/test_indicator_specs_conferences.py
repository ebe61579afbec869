"""Section 47 enquiries and conferences, by example: how many, from when the clock runs, who was there."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"


@pytest.mark.parametrize(
    ("quarter", "discussed_on", "in_time", "late"),
    [
        pytest.param("2020-21-Q2", "2020-07-01", "2020-07-22", "2020-07-23", id="three plain weeks"),
        # Good Friday 10 April and Easter Monday 13 April are off.
        pytest.param("2020-21-Q1", "2020-04-01", "2020-04-24", "2020-04-27", id="across Easter"),
        # 25 December, 28 December (for Boxing Day) and 1 January are off.
        pytest.param("2020-21-Q4", "2020-12-14", "2021-01-07", "2021-01-08", id="across Christmas"),
    ],
)
def test_the_second_clock_starts_with_the_strategy_discussion(
    measure: Measure, quarter: str, discussed_on: str, in_time: str, late: str
) -> None:
    # The enquiry itself began on the day of the first conference, so by the enquiry's own clock both are in time.
    tables = {
        "cp_conferences": f"""
        conference_id | child_id | s47_id | conference_type_code | held_on   | team
        F1            | A        | S1     | INITIAL              | {in_time} | 15 working days
        F2            | A        | S1     | INITIAL              | {late}    | 16 working days
        """,
        "s47_enquiries": f"""
        s47_id | child_id | started_on | strategy_discussion_on
        S1     | A        | {in_time}  | {discussed_on}
        """,
    }
    found = measure("CP-ICPC-15S", quarter, **tables)
    assert (found.met, found.unknown) == ({"15 working days": True, "16 working days": False}, 0)
    assert measure("CP-ICPC-15", quarter, **tables).counts == (2, 2)


def test_the_discussion_is_that_of_the_enquiry_named_else_of_the_child_s_latest(measure: Measure) -> None:
    # F1 names an old enquiry. F2 names none: of A's two that began on the latest day the later discussion counts.
    # F3 is before the only discussion of B's, F4's enquiry had none, F5's child had no enquiry: three untold.
    found = measure(
        "CP-ICPC-15S",
        Q2,
        cp_conferences="""
        conference_id | child_id | s47_id | conference_type_code | held_on    | team
        F1            | A        | S1     | INITIAL              | 2020-08-10 | the one named
        F2            | A        |        | PRE_BIRTH            | 2020-08-10 | the latest
        F3            | B        | S4     | INITIAL              | 2020-08-10 | before the discussion
        F4            | C        |        | INITIAL              | 2020-08-10 | no discussion
        F5            | D        |        | INITIAL              | 2020-08-10 | no enquiry
        """,
        s47_enquiries="""
        s47_id | child_id | started_on | strategy_discussion_on
        S1     | A        | 2020-06-01 | 2020-06-01
        S2     | A        | 2020-08-03 | 2020-08-03
        S3     | A        | 2020-08-03 | 2020-07-01
        S4     | B        | 2020-08-03 | 2020-08-11
        S5     | C        | 2020-08-03 |
        S6     | C        | 2020-07-27 | 2020-07-27
        """,
    )
    assert [story for story, is_met in found.met.items() if is_met] == ["the latest"]
    assert (found.counts, found.unknown) == ((1, 5), 3)


CONFERENCES = """
    conference_id | child_id | conference_type_code | held_on    | team
    F1            | A        | INITIAL              | 2019-09-30 | North
    F2            | A        | INITIAL              | 2019-10-01 | North
    F3            | B        | INITIAL              | 2020-07-01 | North
    F4            | C        | PRE_BIRTH            | 2020-09-30 | South
    F5            | D        | TRANSFER_IN          | 2020-08-03 | South
    F6            | D        | REVIEW               | 2020-08-03 | South
    F7            | E        | INITIAL              |            | South
    F8            | F        | INITIAL              | 2020-10-01 | South
"""


def test_initial_conferences_are_counted_in_the_period_they_were_held(measure: Measure) -> None:
    # F3 and the unborn child's F4; not those of other kinds, those of other times, nor F7, which was only planned.
    left_out = {"transfer-in conference": 1, "not an initial conference": 1}
    found = measure("CP-ICPC-VOL", Q2, cp_conferences=CONFERENCES)
    assert (found.numerator, found.excluded) == (2, left_out)
    assert measure("CP-ICPC-VOL", "2020-09", cp_conferences=CONFERENCES).numerator == 1
    found = measure("CP-ICPC-RATE", Q2, cp_conferences=CONFERENCES)
    assert (found.numerator, found.excluded) == (3, left_out)
    found = measure("CP-ICPC-15S", Q2, cp_conferences=CONFERENCES)
    assert (found.counts, found.unknown, found.excluded) == ((0, 2), 2, left_out)


ENQUIRIES = """
    s47_id | child_id | started_on | strategy_discussion_on | team
    S1     | A        | 2019-09-30 | 2019-09-27             | North
    S2     | A        | 2019-10-01 | 2019-09-30             | North
    S3     | A        | 2020-07-01 | 2020-06-30             | North
    S4     | B        | 2020-08-14 |                        | North
    S5     | B        | 2020-08-14 | 2020-08-14             | South
    S6     | C        | 2020-10-01 | 2020-09-30             | South
"""


def test_enquiries_are_counted_by_either_clock(measure: Measure) -> None:
    # By their start S3, S4 and S5; by the discussion S5 and S6, as S4 had none.
    assert measure("CP-S47-VOL", Q2, s47_enquiries=ENQUIRIES).numerator == 3
    assert measure("CP-S47-VOL-S", Q2, s47_enquiries=ENQUIRIES).numerator == 2
    assert measure("CP-S47-VOL", "2020-08", s47_enquiries=ENQUIRIES).numerator == 2
    assert measure("CP-S47-VOL-S", "2020-08", s47_enquiries=ENQUIRIES).numerator == 1


def test_a_rate_of_enquiries_counts_those_of_twelve_months(measure: Measure) -> None:
    # From 1 October 2019, a child's second included; who lives in the area is not known here.
    assert measure("CP-S47-RATE", Q2, s47_enquiries=ENQUIRIES).counts == (4, 0)
    assert measure("CP-S47-RATE", "2020-02", s47_enquiries=ENQUIRIES).numerator == 2


def test_of_no_enquiry_and_no_conference_the_number_is_0_and_without_files_there_is_none(measure: Measure) -> None:
    assert measure("CP-S47-VOL", "2020-05", s47_enquiries=ENQUIRIES).numerator == 0
    assert measure("CP-S47-VOL-S", "2020-05", s47_enquiries=ENQUIRIES).numerator == 0
    assert measure("CP-ICPC-VOL", "2020-05", cp_conferences=CONFERENCES).numerator == 0
    enquiries, conferences = ("s47_enquiries",), ("cp_conferences",)
    assert measure("CP-S47-RATE", Q2, not_delivered=enquiries).missing == "s47_enquiries"
    assert measure("CP-ICPC-RATE", Q2, not_delivered=conferences).missing == "cp_conferences"
    assert measure("CP-ICPC-15S", Q2, not_delivered=(*enquiries, *conferences)).missing == (
        "cp_conferences, s47_enquiries"
    )


def test_the_last_word_on_an_enquiry_and_a_conference_wins(measure: Measure) -> None:
    # August's file had S1 in August and F1 as initial; September's had S1 in July and F1 as a review.
    enquiries = """
        s47_id | child_id | started_on | strategy_discussion_on | delivered_in
        S1     | A        | 2020-08-03 | 2020-08-03             | 2020-08
        S1     | A        | 2020-07-06 | 2020-07-06             | 2020-09
    """
    conferences = """
        conference_id | child_id | conference_type_code | held_on    | delivered_in
        F1            | A        | INITIAL              | 2020-08-10 | 2020-08
        F1            | A        | REVIEW               | 2020-08-10 | 2020-09
    """
    assert measure("CP-S47-VOL", "2020-08", s47_enquiries=enquiries).numerator == 0
    assert measure("CP-S47-VOL-S", "2020-07", s47_enquiries=enquiries).numerator == 1
    assert measure("CP-S47-RATE", Q2, s47_enquiries=enquiries).numerator == 1
    assert measure("CP-ICPC-VOL", "2020-08", cp_conferences=conferences).numerator == 0
    assert measure("CP-ICPC-RATE", Q2, cp_conferences=conferences).numerator == 0


def test_a_child_counts_among_those_of_12_from_the_birthday_on(measure: Measure) -> None:
    # L was born on a 29 February: without one, the birthday is 1 March. U is not born, nobody knows who V is.
    found = measure(
        "CP-CHILD-ATTEND",
        "2020-12",
        cp_conferences="""
        conference_id | child_id | conference_type_code | held_on    | participation_code | team
        F1            | A        | REVIEW               | 2020-08-10 | PN1                | on the birthday
        F2            | B        | REVIEW               | 2020-08-10 | PN1                | the day before it
        F3            | L        | REVIEW               | 2020-12-01 | PN1                | 12 since 1 March
        F4            | U        | PRE_BIRTH            | 2020-08-10 |                    | not born
        F5            | V        | INITIAL              | 2020-08-10 | PN1                | not known
        """,
        persons="""
        child_id | born_on    | expected_born_on
        A        | 2008-08-10 |
        B        | 2008-08-11 |
        L        | 2008-02-29 |
        U        |            | 2020-12-01
        """,
    )
    assert found.met == {"on the birthday": True, "12 since 1 March": True}
    assert found.excluded == {"younger than 12": 1, "age on the day not known": 2}


def test_a_child_born_on_29_february_is_12_on_the_leap_day(measure: Measure) -> None:
    persons = "child_id | born_on\nL | 2008-02-29\nM | 2008-03-01"
    conferences = "conference_id | child_id | conference_type_code | held_on | participation_code\n"
    day = "F1 | L | REVIEW | 2020-02-29 | PN2\nF2 | M | REVIEW | 2020-02-29 | PN2"
    found = measure("CP-CHILD-ATTEND", "2020-02", cp_conferences=conferences + day, persons=persons)
    assert (found.counts, found.excluded) == ((1, 1), {"younger than 12": 1})


def test_a_child_came_whether_or_not_it_spoke(measure: Measure) -> None:
    # PN0 says under four of a child of 15: a mistake, and not there. F9 was held before April, F10 not at all.
    codes = ["PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7", ""]
    rows = [f"F{n} | A | REVIEW | 2020-04-01 | {code} | {code or 'blank'}" for n, code in enumerate(codes)]
    rows += ["F9 | A | REVIEW | 2020-03-31 | PN1 | March", "F10 | A | INITIAL | | PN1 | planned"]
    header = "conference_id | child_id | conference_type_code | held_on | participation_code | team\n"
    found = measure(
        "CP-CHILD-ATTEND",
        Q2,
        cp_conferences=header + "\n".join(rows),
        persons="child_id | born_on\nA | 2005-01-01",
    )
    assert {code for code, is_met in found.met.items() if is_met} == {"PN1", "PN2", "PN3", "PN4"}
    assert (found.counts, found.unknown) == ((4, 9), 1)
