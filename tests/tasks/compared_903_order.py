"""Rules of ours about the order, length, provider and age of episodes beside those of the field's validator.

Called by: tests.tasks.compared_903.
Promises:  every line says why two counts are not the same, where they are not.
"""

from __future__ import annotations

import pandas as pd

from tests.tasks.plain_903 import (
    ADOPTED,
    ENDS,
    STARTS,
    Compared,
    adopted_before,
    another,
    birthday,
    many_holidays,
    stays,
    third_holiday,
    unbroken,
)

FOLLOWED_ON = "the field's adds up episodes that follow on without a day between"
OPEN_TOO = "ours counts stays that are still open, up to the end of the month"

PLACE = ("PLACE", "PLACE_PROVIDER", "URN", "PL_POST")


def moved(frame: pd.DataFrame) -> pd.Series:
    """Episodes in another placement than the child's last one, as far as can be told: first ones among them."""
    return another(frame, *PLACE) | frame.last_DECOM.isna()


EPISODES = (
    Compared("D3a D3b", "148", lambda s: s.episodes.DEC.isna() != s.episodes.REC.isna()),
    Compared("D4a", "356", lambda s: s.episodes.DEC < s.episodes.DECOM),
    Compared("D4b", "355", lambda s: s.episodes.DEC == s.episodes.DECOM),
    Compared(
        "D5",
        "142",
        lambda s: s.in_time.DEC.isna() & s.in_time.next_DECOM.notna(),
        (lambda s: s.episodes.DEC.isna() & s.episodes.next_DECOM.notna(),),
    ),
    Compared(
        "D6",
        "501",
        lambda s: s.in_time.last_DEC > s.in_time.DECOM,
        (lambda s: s.episodes.last_DEC > s.episodes.DECOM,),
        "one of the overlapping rows is set aside before (D13b)",
    ),
    Compared(
        "D7a D7b",
        "388",
        lambda s: (
            s.in_time.DEC.notna()
            & s.in_time.REC.notna()
            & ((s.in_time.REC == "X1") != (s.in_time.next_DECOM == s.in_time.DEC))
        ),
        (
            lambda s: (
                s.episodes.DEC.notna()
                & s.episodes.REC.notna()
                & ((s.episodes.REC == "X1") != (s.episodes.next_DECOM == s.episodes.DEC))
            ),
        ),
        "blank ends were filled in by a rule before it; in ours four more have no successor, which is set aside (D13b)",
    ),
    Compared(
        "D8",
        "431",
        lambda s: (s.in_time.RNE == "S") & (s.in_time.last_DEC == s.in_time.DECOM),
        (lambda s: (s.episodes.RNE == "S") & (s.episodes.last_DEC >= s.episodes.DECOM),),
        "the field's includes overlaps, which are D6 here",
    ),
    Compared(
        "D9a",
        "432",
        lambda s: s.in_time.last_REC.notna() & (s.in_time.last_REC != "X1") & (s.in_time.RNE != "S"),
        (lambda s: s.episodes.last_REC.notna() & (s.episodes.last_REC != "X1") & (s.episodes.RNE != "S"),),
    ),
    Compared(
        "D9b",
        "433",
        lambda s: (s.in_time.RNE != "S") & (s.in_time.last_DEC < s.in_time.DECOM),
        (
            lambda s: (
                (s.episodes.RNE != "S") & s.episodes.last_DECOM.notna() & (s.episodes.last_DEC != s.episodes.DECOM)
            ),
        ),
        "the field's includes overlaps (D6) and last episodes without an end (D5)",
    ),
    Compared(
        "D10a",
        "434",
        lambda s: (s.in_time.RNE == "L") & ((s.in_time.last_LS == s.in_time.LS) | another(s.in_time, *PLACE)),
        (lambda s: (s.episodes.RNE == "L") & ((s.episodes.last_LS == s.episodes.LS) | another(s.episodes, *PLACE)),),
    ),
    Compared(
        "D10b",
        "435",
        lambda s: s.in_time.RNE.isin(["P", "T"]) & (another(s.in_time, "LS") | ~moved(s.in_time)),
        (lambda s: s.episodes.RNE.isin(["P", "T"]) & (another(s.episodes, "LS") | ~moved(s.episodes)),),
    ),
    Compared(
        "D10c",
        "436",
        lambda s: s.in_time.RNE.isin(["B", "U"]) & ((s.in_time.last_LS == s.in_time.LS) | ~moved(s.in_time)),
        (lambda s: s.episodes.RNE.isin(["B", "U"]) & ((s.episodes.last_LS == s.episodes.LS) | ~moved(s.episodes)),),
    ),
    Compared(
        "D11a D11b",
        "437",
        lambda s: s.in_time.last_REC.isin(["E2", "E15"]),
        (lambda s: s.episodes.REC.isin(["E2", "E15"]) & s.episodes.next_DECOM.notna(),),
    ),
    Compared("D12a", "302", lambda s: s.kept.DECOM < s.kept.DOB, (lambda s: s.episodes.DECOM < s.episodes.DOB,)),
    Compared(
        "D12b",
        "352",
        lambda s: birthday(s.kept, 18) <= s.kept.DECOM,
        (lambda s: (birthday(s.episodes, 18) <= s.episodes.DECOM) & (s.episodes.RNE == "S"),),
    ),
    Compared("D13a", "354", lambda s: s.episodes.DECOM > ENDS),
    Compared("D13b", "385", lambda s: s.episodes.DEC > ENDS),
    Compared("D13c", "353", lambda s: pd.Timestamp(1991, 10, 14) > s.episodes.DECOM),
    Compared(
        "D14",
        "357",
        lambda s: s.in_time.last_DECOM.isna() & (s.in_time.RNE != "S") & (s.in_time.DECOM >= STARTS),
        (lambda s: s.episodes.last_DECOM.isna() & (s.episodes.RNE != "S") & (s.episodes.DECOM >= STARTS),),
    ),
    Compared(
        "D16a",
        "386",
        lambda s: s.kept.REC.isin(ADOPTED) & (birthday(s.kept, 18) <= s.kept.DEC),
        (lambda s: s.episodes.REC.isin(ADOPTED) & (birthday(s.episodes, 18) <= s.episodes.DEC),),
    ),
    Compared(
        "D16b",
        "387",
        lambda s: s.kept.REC.isin(["E5", "E6"]) & (birthday(s.kept, 14) > s.kept.DEC),
        (lambda s: s.episodes.REC.isin(["E5", "E6"]) & (birthday(s.episodes, 14) > s.episodes.DEC),),
        "blank ends were filled in by a rule before it",
    ),
    Compared(
        "D16c",
        "389",
        lambda s: s.kept.REC.eq("E7") & (birthday(s.kept, 16) > s.kept.DEC),
        (lambda s: s.episodes.REC.eq("E7") & ~(birthday(s.episodes, 16) <= s.episodes.DEC),),
        "the field's takes a blank end for an age under 16; it is D3b here",
    ),
    Compared(
        "D16d",
        "407",
        lambda s: s.kept.REC.isin(["E43", "E44", "E45", "E46", "E47", "E48"]) & (birthday(s.kept, 18) <= s.kept.DEC),
        (lambda s: s.episodes.REC.isin(["E45", "E46", "E47", "E48"]) & (birthday(s.episodes, 18) < s.episodes.DEC),),
    ),
    Compared(
        "D16e",
        "460",
        lambda s: s.kept.REC.eq("E17") & (birthday(s.kept, 18) > s.kept.DEC),
        (lambda s: s.episodes.REC.eq("E17") & (birthday(s.episodes, 18) > s.episodes.DEC),),
    ),
    *(
        Compared(
            ours,
            field,
            lambda s, status=status, days=days: stays(s.episodes, "LS", status, days),
            (lambda s, status=status, days=days: unbroken(s.episodes, status, days),),
            FOLLOWED_ON,
        )
        for ours, field, status, days in (
            ("D17a", "361", "L1", 3),
            ("D17b", "362", "L2", 21),
            ("D17c", "363", "L3", 7),
            ("D17d", "364", "J2", 21),
        )
    ),
    *(
        Compared(
            ours,
            field,
            lambda s, place=place, days=days: stays(s.episodes, "PLACE", place, days),
            (lambda s, place=place, days=days: stays(s.episodes, "PLACE", place, days, open_too=False),),
            OPEN_TOO + also,
        )
        for ours, field, place, days, also in (
            ("D18a", "375", "T1", 42, ""),
            ("D18c", "376", "T3", 21, "; so did the field's here, as a rule before it had filled in blank ends"),
            ("D18d", "379", "T4", 7, ""),
        )
    ),
    Compared(
        "D18e",
        "377",
        lambda s: third_holiday(s.kept),
        (lambda s: many_holidays(s.episodes),),
        "the field's counts all stays in the file, whether or not within a year, and names each of them",
    ),
    Compared(
        "D23a",
        "526",
        lambda s: (
            s.episodes.PLACE_PROVIDER.isna()
            & ~s.episodes.PLACE.isin(["T0", "T1", "T2", "T3", "T4", "Z1", "Z11", "Z12", "Z13", "Z14"])
        ),
    ),
    Compared(
        "D23b D23d",
        "527 528 529 530 531 550",
        lambda s: (
            ((s.episodes.PLACE_PROVIDER == "PR0") != (s.episodes.PLACE == "P1"))
            | s.episodes.PLACE_PROVIDER.isin(["PR1", "PR2"]) & s.episodes.PLACE.isin(["R2", "R5"])
            | s.episodes.PLACE_PROVIDER.eq("PR3") & s.episodes.PLACE.str.match("A[3-6]|K[12]|U[1-6]")
        ),
    ),
    Compared(
        "D23c",
        "213",
        lambda s: s.episodes.PLACE_PROVIDER.notna() & s.episodes.PLACE.str.match("T[0-4]|Z1[1-4]"),
    ),
    Compared(
        "D38",
        "199",
        lambda s: adopted_before(s.kept),
        (lambda s: adopted_before(s.episodes),),
        "episodes that are set aside (D5, D6, D13b) are not judged",
    ),
)
