"""Rules of ours about children looked after all year, their health and their past, beside the field's validator.

Called by: tests.tasks.compared_903.
Promises:  every line says why two counts are not the same, where they are not.
"""

from __future__ import annotations

import pandas as pd

from tests.tasks.plain_903 import ENDS, STARTS, Compared, Set903, birthday

SCORED = ["SDQ_SCORE", "SDQ_REASON"]
FOUR = ["IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE"]
REST = ["CONVICTED", "HEALTH_CHECK", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"]
BY_DAYS = (
    "ours adds up the days in care, short breaks left out; the field's takes a year without an episode that starts or"
    " ends care"
)


def in_care_all_year(children: pd.Series, episodes: pd.DataFrame) -> pd.Series:
    """Children whose days in care, short breaks left out, fill the year up to its last day."""
    counted = episodes[episodes.LS.notna() & ~episodes.LS.isin(["V3", "V4"])]
    began = counted.DECOM.clip(lower=ENDS - pd.DateOffset(years=1))
    days = (counted.DEC.fillna(ENDS).clip(upper=ENDS) - began).dt.days.clip(lower=0)
    return children.map(days.groupby(counted.CHILD).sum()).fillna(0) >= 365


def without_a_break(children: pd.Series, episodes: pd.DataFrame) -> pd.Series:
    """Children with an episode in the year, of whom none in it starts or ends care or is a short break."""
    in_year = (episodes.DECOM <= ENDS) & (episodes.DEC.isna() | (episodes.DEC >= STARTS))
    enters = episodes.RNE.eq("S") & (episodes.DECOM > STARTS) & (episodes.DECOM <= ENDS)
    leaves = episodes.REC.ne("X1") & (episodes.DEC >= STARTS) & (episodes.DEC < ENDS)
    breaks = enters | leaves | (episodes.LS.isin(["V3", "V4"]) & in_year)
    return children.isin(episodes[in_year].CHILD) & ~children.isin(episodes[breaks].CHILD)


def without_episode(frame: pd.DataFrame, s: Set903) -> pd.Series:
    return ~frame.CHILD.isin(s.episodes.CHILD)


HEALTH = (
    Compared("D36a", "197a", lambda s: s.oc2[SCORED].notna().all(axis=1)),
    Compared("D36b", "188", lambda s: (birthday(s.oc2, 4) > ENDS) & s.oc2[SCORED].notna().any(axis=1)),
    Compared(
        "D36c",
        "189",
        lambda s: (birthday(s.oc2, 18) <= ENDS + pd.DateOffset(days=1)) & s.oc2[SCORED].notna().any(axis=1),
        (lambda s: (birthday(s.oc2, 17) < STARTS) & s.oc2[SCORED].notna().any(axis=1),),
    ),
    Compared(
        "D36d",
        "546",
        lambda s: (birthday(s.oc2, 5) <= ENDS) & s.oc2.HEALTH_CHECK.notna(),
        (
            lambda s: (
                (birthday(s.oc2, 5) <= ENDS) & s.oc2.HEALTH_CHECK.notna() & without_a_break(s.oc2.CHILD, s.episodes)
            ),
        ),
        "the field's asks it of children looked after all year only; of the others D36i says it here",
    ),
    Compared("D36e", "544", lambda s: s.oc2.CONVICTED.eq("1") & s.oc2[FOUR].isna().any(axis=1)),
    Compared("D36f", "547", lambda s: s.oc2.HEALTH_CHECK.eq("1") & s.oc2[FOUR].isna().any(axis=1)),
    Compared(
        "D36h",
        "185",
        lambda s: s.oc2.SDQ_SCORE.notna() & ~in_care_all_year(s.oc2.CHILD, s.kept),
        (lambda s: s.oc2.SDQ_SCORE.notna() & ~without_a_break(s.oc2.CHILD, s.episodes),),
        BY_DAYS,
    ),
    Compared(
        "D36i",
        "190",
        lambda s: s.oc2[FOUR + REST].notna().any(axis=1) & ~in_care_all_year(s.oc2.CHILD, s.kept),
        (lambda s: s.oc2[FOUR + REST].notna().any(axis=1) & ~without_a_break(s.oc2.CHILD, s.episodes),),
        BY_DAYS,
    ),
    Compared(
        "D36j",
        "186 197B",
        lambda s: (
            (birthday(s.oc2, 4) <= ENDS)
            & (birthday(s.oc2, 18) > ENDS + pd.DateOffset(days=1))
            & s.oc2[SCORED].isna().all(axis=1)
            & in_care_all_year(s.oc2.CHILD, s.kept)
        ),
    ),
    Compared(
        "D36k",
        "191",
        lambda s: s.oc2[FOUR].isna().any(axis=1) & in_care_all_year(s.oc2.CHILD, s.kept),
    ),
    Compared(
        "D36l",
        "543",
        lambda s: (birthday(s.oc2, 10) <= ENDS) & s.oc2.CONVICTED.isna() & in_care_all_year(s.oc2.CHILD, s.kept),
    ),
    Compared(
        "D36m",
        "545",
        lambda s: (birthday(s.oc2, 5) > ENDS) & s.oc2.HEALTH_CHECK.isna() & in_care_all_year(s.oc2.CHILD, s.kept),
    ),
    Compared(
        "D37a",
        "182",
        lambda s: s.oc2[FOUR].isna().any(axis=1) & s.oc2[FOUR].notna().any(axis=1),
        (lambda s: s.oc2[FOUR].isna().any(axis=1) & s.oc2[REST].notna().any(axis=1),),
    ),
    Compared("D37b", "158", lambda s: s.oc2.INTERVENTION_RECEIVED.eq("1") & s.oc2.INTERVENTION_OFFERED.notna()),
    Compared("D37c", "159", lambda s: s.oc2.INTERVENTION_RECEIVED.eq("0") & s.oc2.INTERVENTION_OFFERED.isna()),
    Compared("D37d", "192", lambda s: s.oc2.SUBSTANCE_MISUSE.eq("1") & s.oc2.INTERVENTION_RECEIVED.isna()),
    Compared(
        "D37e",
        "193",
        lambda s: (
            s.oc2.SUBSTANCE_MISUSE.ne("1")
            & s.oc2[["INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"]].notna().any(axis=1)
        ),
    ),
    Compared("B9u", "304", lambda s: birthday(s.uasc, 18) < s.uasc.DUC),
    Compared(
        "D34b D34d D34e",
        "1012",
        lambda s: pd.concat([without_episode(frame, s) for frame in (s.oc2, s.permanence, s.adoption)]),
        tuple(
            lambda s, name=name: without_episode(getattr(s, name), s)
            for name in ("oc2", "permanence", "adoption", "ad1", "missing", "reviews")
        ),
        "ours says it of adoptions, absences and reviews in other rules (E16c, E5a, D34)",
    ),
    Compared("B13w", "INT05", lambda s: ~s.oc2.CHILD.isin(s.header.CHILD)),
    Compared("B13y", "INT09", lambda s: ~s.uasc.CHILD.isin(s.header.CHILD)),
    Compared("B14w", "INT14", lambda s: s.oc2.DOB.ne(s.oc2.CHILD.map(s.header.set_index("CHILD").DOB))),
    Compared("B14y", "INT18", lambda s: s.uasc.DOB.ne(s.uasc.CHILD.map(s.header.set_index("CHILD").DOB))),
)
