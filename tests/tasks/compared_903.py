"""Rules of ours beside those of the field's validator that mean the same, and how each is counted a second time.

Called by: the test of rules on the SSDA903 sample set.
Promises:  every line says why two counts are not the same, where they are not.
"""

from __future__ import annotations

from tests.tasks.compared_903_health import HEALTH
from tests.tasks.compared_903_kinds import KINDS
from tests.tasks.compared_903_order import EPISODES
from tests.tasks.plain_903 import (
    ADOPTED,
    COUPLES,
    ENDS,
    STARTS,
    Compared,
    birthday,
    not_looked_after,
)

WHITE_AND_MIXED = ["WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH"]
OTHER_ETHNIC = ["AIND", "APKN", "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT"]
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

LINES = (*EPISODES, *KINDS, *HEALTH, *OTHERS)
