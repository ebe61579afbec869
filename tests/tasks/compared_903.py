"""Rules of ours beside those of the field's validator that mean the same, and how each is counted a second time.

Called by: the test of rules on the SSDA903 sample set.
Promises:  every line says why two counts are not the same, where they are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from tests.tasks.plain_903 import (
    ADOPTED,
    COUPLES,
    ENDS,
    STARTS,
    Set903,
    adopted_before,
    another,
    birthday,
    many_holidays,
    not_looked_after,
    stays,
    third_holiday,
    unbroken,
)

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


WHITE_AND_MIXED = ["WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH"]
OTHER_ETHNIC = ["AIND", "APKN", "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT"]
FOLLOWED_ON = "the field's adds up episodes that follow on without a day between"
OPEN_TOO = "ours counts stays that are still open, up to the end of the month"

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
        lambda s: (
            (s.in_time.RNE == "L")
            & ((s.in_time.last_LS == s.in_time.LS) | another(s.in_time, "PLACE", "PLACE_PROVIDER", "URN"))
        ),
        (
            lambda s: (
                (s.episodes.RNE == "L")
                & (
                    (s.episodes.last_LS == s.episodes.LS)
                    | another(s.episodes, "PLACE", "PLACE_PROVIDER", "URN", "PL_POST")
                )
            ),
        ),
    ),
    Compared(
        "D10b",
        "435",
        lambda s: s.in_time.RNE.isin(["P", "T"]) & another(s.in_time, "LS"),
        (
            lambda s: (
                s.episodes.RNE.isin(["P", "T"])
                & s.episodes.last_DECOM.notna()
                & (another(s.episodes, "LS") | ~another(s.episodes, "PLACE", "PLACE_PROVIDER", "URN", "PL_POST"))
            ),
        ),
    ),
    Compared(
        "D10c",
        "436",
        lambda s: s.in_time.RNE.isin(["B", "U"]) & (s.in_time.last_LS == s.in_time.LS),
        (
            lambda s: (
                s.episodes.RNE.isin(["B", "U"])
                & s.episodes.last_DECOM.notna()
                & (~another(s.episodes, "LS") | ~another(s.episodes, "PLACE", "PLACE_PROVIDER", "URN", "PL_POST"))
            ),
        ),
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

OTHERS = (
    Compared("B13c", "INT03", lambda s: ~s.kept.CHILD.isin(s.header.CHILD)),
    Compared(
        "A6:sex_code",
        "101",
        lambda s: ~s.header.SEX.isin(["1", "2", "M", "F", "U"]),
        (lambda s: ~s.header.SEX.isin(["M", "F", "U"]),),
        "1 and 2, the codes of the year of the file, are understood here",
    ),
    Compared("A6:ethnicity_code", "103", lambda s: ~s.header.ETHNIC.isin(WHITE_AND_MIXED + OTHER_ETHNIC)),
    Compared("B2", "301", lambda s: s.header.DOB > ENDS),
    Compared("B11", "444", lambda s: s.header.UPN.notna() & s.header.UPN.duplicated(keep=False)),
    Compared(
        "D35c",
        "440 441",
        lambda s: s.reviews_kept.REVIEW_CODE.eq("PN0") != (birthday(s.reviews_kept, 4) > s.reviews_kept.REVIEW),
        (
            lambda s: s.reviews.REVIEW_CODE.eq("PN0") & (birthday(s.reviews, 4) < s.reviews.REVIEW),
            lambda s: s.reviews.REVIEW_CODE.ne("PN0") & (birthday(s.reviews, 4) > s.reviews.REVIEW),
        ),
        "reviews after the end of the month are set aside before (D35a)",
    ),
    Compared(
        "E3a E3b",
        "574",
        lambda s: (s.missing.last_END > s.missing.MIS_START) | s.missing.CHILD.duplicated() & s.missing.last_END.isna(),
    ),
    Compared(
        "E5a",
        "581",
        lambda s: not_looked_after(s.missing, s.kept),
        (lambda s: not_looked_after(s.missing[s.missing.CHILD.isin(s.episodes.CHILD)], s.episodes),),
        "the field's passes over children who have no episode at all",
    ),
    Compared(
        "E11a",
        "523",
        lambda s: (
            s.adoption.DATE_PLACED_CEASED.isna()
            & s.adoption.DATE_PLACED.ne(s.adoption.CHILD.map(s.ad1.groupby("CHILD").DATE_INT.max()))
            & s.adoption.CHILD.isin(s.ad1.CHILD)
        ),
        (
            lambda s: s.ad1.merge(s.adoption, on="CHILD").eval("DATE_INT != DATE_PLACED"),
            lambda s: s.ad1.merge(s.adoption, on="CHILD").eval("DATE_INT != DATE_PLACED"),
        ),
        "all these decisions were reversed, and a reversed one need not be that of the adoption; the field's counts"
        " the rows of both files",
    ),
    Compared(
        "A6:reversal_reason_code",
        "120",
        lambda s: (
            s.adoption.REASON_PLACED_CEASED.notna()
            & ~s.adoption.REASON_PLACED_CEASED.isin(["RD1", "RD2", "RD3", "RD4"])
        ),
    ),
    Compared(
        "E12c",
        "119",
        lambda s: (
            s.adoption.DATE_PLACED_CEASED.notna() != s.adoption.REASON_PLACED_CEASED.isin(["RD1", "RD2", "RD3", "RD4"])
        ),
        (lambda s: s.adoption.DATE_PLACED_CEASED.notna() != s.adoption.REASON_PLACED_CEASED.notna(),),
        "a reason that means nothing counts as none",
    ),
    Compared("E12d", "522", lambda s: s.adoption.DATE_PLACED_CEASED < s.adoption.DATE_PLACED),
    Compared(
        "E15b",
        "579",
        lambda s: s.adoption.last_PLACED.notna() & ~(s.adoption.last_CEASED <= s.adoption.DATE_PLACED),
    ),
    Compared(
        "E16c",
        "602",
        lambda s: ~s.ad1.CHILD.isin(s.kept[s.kept.REC.isin(ADOPTED)].CHILD),
        (
            lambda s: (
                ~s.ad1.CHILD.isin(s.episodes[s.episodes.REC.isin(ADOPTED) & s.episodes.DEC.between(STARTS, ENDS)].CHILD)
            ),
        ),
        "an adoption without a date counts here; the field's asks for one within the year, and one blank end was filled"
        " in by a rule before it",
    ),
    Compared(
        "E19c",
        "511",
        lambda s: (
            s.ad1.NB_ADOPTR.eq("1") & s.ad1.SEX_ADOPTR.isin(COUPLES)
            | s.ad1.NB_ADOPTR.eq("2") & ~s.ad1.SEX_ADOPTR.isin(COUPLES)
            | ~s.ad1.NB_ADOPTR.isin(["1", "2"])
        ),
        (lambda s: s.ad1.NB_ADOPTR.eq("2") & ~s.ad1.SEX_ADOPTR.isin(COUPLES),),
        "ours also names one adopter with the sexes of a couple",
    ),
    Compared(
        "E19d",
        "514 517 518 520 524",
        lambda s: (
            s.ad1.LS_ADOPTR.eq("L0") & s.ad1.SEX_ADOPTR.isin(COUPLES)
            | s.ad1.LS_ADOPTR.isin(["L3", "L11"]) & s.ad1.SEX_ADOPTR.isin(["MM", "FF"])
            | s.ad1.LS_ADOPTR.isin(["L4", "L12"]) & s.ad1.SEX_ADOPTR.eq("MF")
        ),
        (
            lambda s: (
                s.ad1.LS_ADOPTR.eq("L0") & s.ad1.SEX_ADOPTR.isin(COUPLES)
                | s.ad1.LS_ADOPTR.isin(["L3", "L11"]) & s.ad1.SEX_ADOPTR.ne("MF")
                | s.ad1.LS_ADOPTR.isin(["L4", "L12"]) & ~s.ad1.SEX_ADOPTR.isin(["MM", "FF"])
            ),
        ),
        "one of a couple may adopt alone, so a single sex beside a marriage passes here",
    ),
    Compared(
        "E21c",
        "345",
        lambda s: s.oc3.IN_TOUCH.eq("YES") & (s.oc3.ACTIV.fillna("0").eq("0") | s.oc3.ACCOM.fillna("0").eq("0")),
    ),
    Compared(
        "E21d",
        "344",
        lambda s: (
            s.oc3.IN_TOUCH.isin(["DIED", "RHOM"]) & (s.oc3.ACTIV.fillna("0").ne("0") | s.oc3.ACCOM.fillna("0").ne("0"))
        ),
    ),
    Compared(
        "E22c",
        "391",
        lambda s: (birthday(s.oc3, 17) > ENDS) | (birthday(s.oc3, 22) <= ENDS),
        (lambda s: birthday(s.oc3, 17) > ENDS,),
    ),
    Compared(
        "E24b",
        "347 3001",
        lambda s: (birthday(s.oc3, 18) > ENDS) & s.oc3.ACCOM.str.match("T|Z"),
        (
            lambda s: (birthday(s.oc3, 18) > STARTS) & s.oc3.ACCOM.eq("T"),
            lambda s: birthday(s.oc3, 17).between(STARTS, ENDS) & s.oc3.ACCOM.isin(["Z1", "Z2"]),
        ),
        "the field's looks for a foyer by the code T, but the file's codes are T1 and T2",
    ),
)

LINES = (*EPISODES, *OTHERS)
