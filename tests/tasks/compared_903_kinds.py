"""Rules of ours about kinds of placement, short breaks, moves and addresses beside those of the field's validator.

Called by: tests.tasks.compared_903.
Promises:  every line says why two counts are not the same, where they are not.
"""

from __future__ import annotations

import pandas as pd

from tests.tasks.plain_903 import ENDS, STARTS, Compared, Set903, birthday, stays

TEMPORARY = ["T0", "T1", "T2", "T3", "T4"]
NOT_INSPECTED = ["P1", "P3", "R1", "R2", "R5", *TEMPORARY, "Z11", "Z12", "Z13", "Z14"]
FOSTERED = ["A3", "A4", "A5", "A6", "U1", "U2", "U3", "U4", "U5", "U6"]
STILL_THERE = "ours also names children who are still placed there"


def too_young(frame: pd.DataFrame, place: str, years: int) -> pd.Series:
    return frame.PLACE.eq(place) & (birthday(frame, years) > frame.DECOM)


def on_short_breaks(frame: pd.DataFrame) -> pd.Series:
    return frame.LS.isin(["V3", "V4"])


def does_not_go_back(frame: pd.DataFrame) -> pd.Series:
    """Temporary placements after which the child is not where it was before, both neighbours being known."""
    elsewhere = ~frame.last_PLACE.isin(TEMPORARY) & ~frame.next_PLACE.isin(TEMPORARY)
    both = frame.last_PLACE.notna() & frame.next_PLACE.notna()
    other = (frame.next_PLACE != frame.last_PLACE) | (
        frame.next_PL_POST.notna() & frame.last_PL_POST.notna() & (frame.next_PL_POST != frame.last_PL_POST)
    )
    goes_on = frame.PLACE.isin(TEMPORARY) & frame.REC.eq("X1")
    return goes_on & both & elsewhere & (~frame.next_RNE.isin(["P", "B"]) | other)


def after_temporary(frame: pd.DataFrame) -> pd.Series:
    """Episodes after a temporary one that are not at the placement before it, or do not say that they are a move."""
    before = frame.groupby("CHILD")[["PLACE", "PL_POST"]].shift(2)
    is_back = (frame.PLACE == before.PLACE) & (frame.PL_POST == before.PL_POST) & (frame.RNE == "P")
    return frame.last_PLACE.isin(TEMPORARY) & before.PLACE.notna() & ~is_back


def days_of_the_year(s: Set903) -> pd.Series:
    """Single short breaks of children who had more than 75 days of them between April and March."""
    breaks = s.episodes[s.episodes.LS == "V3"]
    days = (breaks.DEC.fillna(ENDS).clip(upper=ENDS) - breaks.DECOM.clip(lower=STARTS)).dt.days
    counted = days[days > 0]
    return counted.groupby(breaks.CHILD).transform("sum") > 75


def days_of_twelve_months(s: Set903) -> pd.Series:
    """Single short breaks with more than 75 days of them in the year up to their end, or to the end of the month."""
    breaks = s.kept[s.kept.LS == "V3"].reset_index()
    breaks["DEC"] = breaks.DEC.fillna(ENDS)
    pairs = breaks.merge(breaks[["CHILD", "DECOM", "DEC"]], on="CHILD", suffixes=("", "_other"))
    until = pairs.DEC_other.clip(upper=pairs.DEC)
    since = pairs.DECOM_other.clip(lower=pairs.DEC - pd.DateOffset(years=1))
    return (until - since).dt.days.clip(lower=0).groupby(pairs["index"]).sum() > 75


def both_kinds(frame: pd.DataFrame) -> pd.Series:
    """Short breaks of children who have both kinds in the file."""
    kinds = frame[on_short_breaks(frame)].groupby("CHILD").LS.nunique()
    return on_short_breaks(frame) & (frame.CHILD.map(kinds) == 2)


def both_kinds_in_a_year(frame: pd.DataFrame) -> pd.Series:
    """Short breaks beside which the child has one of the other kind in a financial year that both touch."""
    breaks = frame[on_short_breaks(frame)].reset_index()
    breaks["first"] = (breaks.DECOM - pd.DateOffset(months=3)).dt.year
    breaks["last"] = (breaks.DEC.fillna(pd.Timestamp(2200, 1, 1)) - pd.DateOffset(months=3)).dt.year
    pairs = breaks.merge(breaks[["CHILD", "LS", "first", "last"]], on="CHILD", suffixes=("", "_other"))
    touch = (pairs["last_other"] >= pairs["first"]) & (pairs["last"] >= pairs["first_other"])
    return ((pairs.LS_other != pairs.LS) & touch).groupby(pairs["index"]).any()


KINDS = (
    *(
        Compared(
            ours,
            field,
            lambda s, place=place, years=years: too_young(s.kept, place, years),
            (lambda s, place=place, years=years: too_young(s.episodes, place, years) & s.episodes.DEC.notna(),),
            differs,
        )
        for ours, field, place, years, differs in (
            ("D15a", "371", "K3", 16, ""),
            ("D15c", "372", "R5", 10, STILL_THERE),
            ("D15d", "373", "S1", 4, STILL_THERE),
            ("D15e", "374", "P3", 14, STILL_THERE),
        )
    ),
    Compared("D19a", "380", lambda s: s.episodes.PLACE.isin(TEMPORARY) & ~s.episodes.RNE.isin(["P", "B"])),
    Compared(
        "D19b",
        "381",
        lambda s: s.episodes.PLACE.isin(TEMPORARY) & s.episodes.REC.notna() & s.episodes.REC.ne("X1"),
    ),
    Compared(
        "D19c",
        "383",
        lambda s: does_not_go_back(s.in_time),
        (lambda s: after_temporary(s.episodes),),
        "the field's names the episode after, also where care had ended in between or one temporary stay follows"
        " another; ours lets a legal status change with the move",
    ),
    Compared("D20a", "365", lambda s: stays(s.episodes, "LS", "V3", 17)),
    Compared("D20b", "366", lambda s: s.episodes.LS.eq("V3") & s.episodes.RNE.ne("S")),
    Compared(
        "D20c",
        "367",
        days_of_twelve_months,
        (days_of_the_year,),
        "ours counts the twelve months up to the end of each break, the field's the year of the return",
    ),
    Compared("D21a", "384", lambda s: on_short_breaks(s.episodes) & s.episodes.PLACE.isin(["U1", "U4"])),
    Compared("D21b", "382", lambda s: on_short_breaks(s.episodes) & s.episodes.PLACE.isin(TEMPORARY)),
    Compared(
        "D22",
        "504",
        lambda s: (
            s.in_time.last_REC.eq("X1")
            & (s.in_time.last_DEC == s.in_time.DECOM)
            & (s.in_time.last_CIN != s.in_time.CIN)
        ),
        (
            lambda s: (
                s.episodes.last_REC.eq("X1")
                & (s.episodes.last_DEC == s.episodes.DECOM)
                & (s.episodes.last_CIN != s.episodes.CIN)
            ),
        ),
    ),
    Compared(
        "D24a",
        "225",
        lambda s: (
            s.in_time.REC.eq("X1")
            & s.in_time.REASON_PLACE_CHANGE.isna()
            & ~s.in_time.PLACE.isin(TEMPORARY)
            & ~s.in_time.next_PLACE.isin(TEMPORARY)
            & s.in_time.next_RNE.isin(["P", "B", "T", "U"])
        ),
        (
            lambda s: (
                s.episodes.REC.eq("X1")
                & s.episodes.REASON_PLACE_CHANGE.isna()
                & ~s.episodes.PLACE.isin(TEMPORARY)
                & ~s.episodes.next_PLACE.isin(TEMPORARY)
                & s.episodes.next_RNE.isin(["P", "B", "T", "U"])
            ),
        ),
    ),
    Compared(
        "D24b",
        "226",
        lambda s: (
            s.in_time.PLACE.isin(TEMPORARY)
            & (s.in_time.REASON_PLACE_CHANGE.notna() | s.in_time.last_REASON_PLACE_CHANGE.notna())
        ),
        (
            lambda s: (
                s.episodes.PLACE.isin(TEMPORARY)
                & (s.episodes.REASON_PLACE_CHANGE.notna() | s.episodes.last_REASON_PLACE_CHANGE.notna())
            ),
        ),
        "episodes that are set aside before (D13b) are not judged",
    ),
    Compared(
        "D25a",
        "218",
        lambda s: s.episodes.URN.isna() & ~s.episodes.PLACE.isin([*NOT_INSPECTED, "Z1", "H5", "P2"]),
        (lambda s: s.episodes.URN.isna() & ~s.episodes.PLACE.isin(NOT_INSPECTED),),
    ),
    Compared(
        "D25c",
        "222",
        lambda s: (
            s.episodes.URN.notna()
            & s.episodes.URN.ne("XXXXXXX")
            & (s.episodes.PLACE.isin([*NOT_INSPECTED, "Z1", "P2"]) | s.episodes.PLACE.eq("H5") & s.episodes.DEC.notna())
        ),
        (lambda s: s.episodes.URN.notna() & s.episodes.URN.ne("XXXXXXX") & s.episodes.PLACE.isin(NOT_INSPECTED),),
        "ours knows the codes H5, P2 and Z1 of the year of the file, which the field's of 2025/26 no longer lists",
    ),
    Compared(
        "D27b",
        "392b",
        lambda s: ~on_short_breaks(s.kept) & (s.kept.HOME_POST.isna() | s.kept.PL_POST.isna()),
        (lambda s: ~on_short_breaks(s.episodes) & (s.episodes.HOME_POST.isna() | s.episodes.PL_POST.isna()),),
    ),
    Compared("D27d", "392d", lambda s: s.episodes.HOME_POST.eq(s.episodes.PL_POST) & s.episodes.PLACE.ne("P1")),
    Compared(
        "D30a",
        "398",
        lambda s: on_short_breaks(s.episodes) & (s.episodes.HOME_POST.notna() | s.episodes.PL_POST.notna()),
    ),
    Compared(
        "D30d",
        "426",
        lambda s: both_kinds_in_a_year(s.kept),
        (lambda s: both_kinds(s.episodes),),
        "ours asks for both kinds in one financial year, the field's anywhere in the file",
    ),
    Compared("E18a", "408", lambda s: s.episodes.PLACE.isin(["A5", "A6"]) & s.episodes.LS.ne("E1")),
    Compared(
        "E18b",
        "217",
        lambda s: (
            s.episodes.PLACE.isin(["A3", "A5"])
            & (pd.Timestamp(2015, 4, 1) <= s.episodes.DECOM)
            & ~s.episodes.RNE.isin(["S", "T", "U"])
        ),
    ),
    Compared(
        "E18c",
        "336",
        lambda s: (
            s.in_time.PLACE.isin(["A3", "A5"]) & s.in_time.last_PLACE.notna() & ~s.in_time.last_PLACE.isin(FOSTERED)
        ),
        (
            lambda s: (
                s.episodes.PLACE.isin(["A3", "A4"])
                & s.episodes.last_PLACE.notna()
                & ~s.episodes.last_PLACE.isin(FOSTERED)
            ),
        ),
        "the field's looks at A3 and A4; the placements with the current carers are A3 and A5",
    ),
)
