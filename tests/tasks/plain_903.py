"""The SSDA903 sample set, read and judged a second time: pandas, whole files, one predicate after another.

Called by: the test that holds the product's rules, and the record of the field's validator, to it.
Promises:  shares nothing with the product but the meaning of the return's columns. Frames hold a row of the file each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

STARTS, ENDS = pd.Timestamp(2017, 4, 1), pd.Timestamp(2018, 3, 31)
ADOPTED = ["E11", "E12"]
COUPLES = ["MM", "FF", "MF"]
DATES = {
    "header": ["DOB"],
    "episodes": ["DECOM", "DEC"],
    "ad1": ["DOB", "DATE_INT", "DATE_MATCH"],
    "placed_for_adoption_errors": ["DOB", "DATE_PLACED", "DATE_PLACED_CEASED"],
    "missing": ["DOB", "MIS_START", "MIS_END"],
    "oc2": ["DOB"],
    "oc3": ["DOB"],
    "previous_permanence": ["DOB"],
    "uasc": ["DOB", "DUC"],
    "reviews": ["DOB", "REVIEW"],
}


@dataclass(frozen=True)
class Set903:
    """The files, and the rows of them that are still there when a rule is judged.

    in_time: episodes that no rule about a single row sets aside.    kept: episodes that nothing sets aside.
    """

    header: pd.DataFrame
    episodes: pd.DataFrame
    in_time: pd.DataFrame
    kept: pd.DataFrame
    ad1: pd.DataFrame
    adoption: pd.DataFrame
    missing: pd.DataFrame
    oc2: pd.DataFrame
    oc3: pd.DataFrame
    uasc: pd.DataFrame
    permanence: pd.DataFrame
    reviews: pd.DataFrame
    reviews_kept: pd.DataFrame


def read_set(folder: Path) -> Set903:
    """Read the files of the set, dates day first, and find out which rows are left at each stage."""
    files = {name: _read(folder / f"{name}.csv", dates) for name, dates in DATES.items()}
    header, episodes, reviews = files["header"], files["episodes"], files["reviews"]
    written = _beside(episodes, header)
    is_in_time = (
        (episodes.DECOM <= ENDS)
        & ~(episodes.DEC < episodes.DECOM)
        & ~(episodes.DEC > ENDS)
        & ~episodes.duplicated(["CHILD", "DECOM"], keep=False)
    )
    in_time = _beside(episodes[is_in_time], header)
    is_left_open = in_time.DEC.isna() & in_time.next_DECOM.notna()
    is_set_aside = is_left_open | (in_time.last_DEC > in_time.DECOM) | in_time.last_REC.eq("E2")
    kept = _beside(in_time.loc[~is_set_aside, list(episodes.columns)], header)
    once = reviews.drop_duplicates()
    once = once[~once.duplicated(["CHILD", "REVIEW"], keep=False)]
    missing = files["missing"].sort_values(["CHILD", "MIS_START"])
    missing["last_END"] = missing.groupby("CHILD").MIS_END.shift(1)
    adoption = files["placed_for_adoption_errors"].sort_values(["CHILD", "DATE_PLACED"])
    adoption["last_PLACED"] = adoption.groupby("CHILD").DATE_PLACED.shift(1)
    adoption["last_CEASED"] = adoption.groupby("CHILD").DATE_PLACED_CEASED.shift(1)
    return Set903(
        header, written, in_time, kept, files["ad1"], adoption, missing, files["oc2"], files["oc3"],
        files["uasc"], files["previous_permanence"], reviews, once[once.REVIEW <= ENDS],
    )  # fmt: skip


def _read(path: Path, dates: list[str]) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    for name in dates:
        frame[name] = pd.to_datetime(frame[name], format="%d/%m/%Y")
    return frame


def _beside(episodes: pd.DataFrame, header: pd.DataFrame) -> pd.DataFrame:
    """Put beside each episode what the child's last and next one say (last_DEC, next_DECOM), and the date of birth."""
    ordered = episodes.sort_values(["CHILD", "DECOM"], kind="stable")
    of_child = ordered.groupby("CHILD")[[name for name in episodes.columns if name != "CHILD"]]
    ordered = ordered.join(of_child.shift(1).add_prefix("last_")).join(of_child.shift(-1).add_prefix("next_"))
    return ordered.merge(header[["CHILD", "DOB"]], on="CHILD", how="left")


def birthday(frame: pd.DataFrame, years: int) -> pd.Series:
    return frame.DOB + pd.DateOffset(years=years)


def stays(frame: pd.DataFrame, column: str, code: str, days: int, *, open_too: bool = True) -> pd.Series:
    """Episodes of that code which last longer, those still open up to the end of the year where asked."""
    ended = frame.DEC.fillna(ENDS) if open_too else frame.DEC
    return frame[column].eq(code) & ((ended - frame.DECOM).dt.days > days)


def unbroken(frame: pd.DataFrame, status: str, days: int) -> pd.Series:
    """Episodes of a legal status which, with those that follow on without a day between, last longer."""
    of_status = frame[status == frame.LS].sort_values(["CHILD", "DECOM"])
    ended = of_status.DEC.fillna(ENDS)
    run = ((of_status.CHILD.shift(1) != of_status.CHILD) | (ended.shift(1) != of_status.DECOM)).cumsum()
    length = ended.groupby(run).transform("max") - of_status.groupby(run).DECOM.transform("min")
    return length.dt.days > days


def another(frame: pd.DataFrame, *columns: str) -> pd.Series:
    """Episodes that differ from the child's last one in any of the columns; blank is a value like others."""
    differs = pd.Series(data=False, index=frame.index)
    for name in columns:
        differs |= frame[name].fillna("") != frame[f"last_{name}"].fillna("")
    return differs & frame.last_DECOM.notna()


def adopted_before(frame: pd.DataFrame) -> pd.Series:
    """Episodes of children of whom an episode that began earlier ended with adoption."""
    adoptions = frame[frame.REC.isin(ADOPTED)].groupby("CHILD").DECOM.min()
    return frame.CHILD.map(adoptions) < frame.DECOM


def third_holiday(frame: pd.DataFrame) -> pd.Series:
    """Stays during a carer's holiday that begin within a year of the one before the last."""
    holidays = frame[frame.PLACE == "T3"].sort_values("DECOM")
    return holidays.groupby("CHILD").DECOM.shift(2) + pd.DateOffset(months=12) > holidays.DECOM


def many_holidays(frame: pd.DataFrame) -> pd.Series:
    holidays = frame[frame.PLACE == "T3"]
    return holidays.groupby("CHILD").CHILD.transform("size") > 2


def not_looked_after(missing: pd.DataFrame, episodes: pd.DataFrame) -> pd.Series:
    """Absences that begin on a day within no episode of the child, by row of the file of absences."""
    both = missing.reset_index().merge(episodes[["CHILD", "DECOM", "DEC"]], on="CHILD", how="left")
    is_within = (both.MIS_START >= both.DECOM) & (both.DEC.isna() | (both.MIS_START <= both.DEC))
    return ~is_within.groupby(both["index"]).any()


Predicate = Callable[[Set903], pd.Series]


@dataclass(frozen=True)
class Compared:
    """Rules that mean the same, with what marks the rows that break them.

    ours:    codes of ours; A6 with the column it is about.    field: the numbers of the field's.
    breaks:  marks the rows that break ours, at the stage at which ours are judged.
    written: marks those that break the field's, one predicate for each of several; none where it is the same.
    differs: why the counts are not the same, for the reader.
    """

    ours: str
    field: str
    breaks: Predicate
    written: tuple[Predicate, ...] = ()
    differs: str = ""
