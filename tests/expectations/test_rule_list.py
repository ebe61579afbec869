"""Every line of the list of checks is answered: by a declared rule, by a contract, or by a named generic check."""

from __future__ import annotations

import re

import pytest

from expectations import assertions, refusals
from expectations.extracts import load
from warehouse import anomalies, replacements

EXTRACTS = load()

SUBJECTS = {
    "A": """header known|header found|one header per column|has rows|blank|unreadable|key unique|month agrees
        age of the file|as-at date|one record per child|form of case numbers""",
    "B": """birth date real|birth not in future|birth or expected birth|expected birth plausible|unborn and sex|sex
        ethnicity|death plausible|too old|form of pupil number|pupil number shared|why no pupil number
        child listed|birth and sex agree|person unchanged|disability codes|person file plausible""",
    "C": """referral date|referral and birth|referral and death|referral source|no-further-action flag|primary need
        old referral without action|closure order|closure reason|one open case|closed as died|child has events
        work without action|work after closure|closed after assessment|assessment and referral|assessment order
        one open assessment|assessment overdue|assessment of another year|factors|closed with open work
        enquiry and referral|enquiry dates|enquiries overlap|enquiry overdue|conference on a working day
        conference entered twice|conference and referral|enquiry without assessment|plans and conferences
        plan starts at conference|plan and referral|plan dates|one protection plan|plan history and category
        reviews|children in need plans""",
    "D": """episode dates real|episode codes of the year|end and reason|episode length|earlier episode open
        episodes overlap|same-day continuation|wrong new start|restart|reason agrees with change|after leaving
        start and age|dates in bounds|first start|placement age|leaving age|legal status length
        temporary placement length|temporary at the ends|respite length|respite placement|need constant
        provider pairs|reason for move|setting number|setting agrees|distance and postcodes|distance plausible
        in or out of area|short breaks|open episode goes on|episode unchanged|place unchanged|has episodes
        reviews and age|health asked of whom|health flags|adopted child returns""",
    "E": """missing codes|missing dates|missing overlap|missing goes on|missing while in care|missing at leaving
        deprivation order dates|deprivation and care|adoption dates real|adoption order of dates|decision agrees
        reversal|decision and outcome|decision unchanged|decision while one open|adopted has record|match date
        placed for adoption|adopters agree|leaver codes|leaver answers agree|leaver age|leaver entitled
        accommodation and age|leaver died|worker number|worker overlap|worker gap|worker change reason
        plan and age|plan dates|pupil or learner number|school named""",
    "G": """row count in band|rows gone or changed|lists agree|one social worker|supervision|visits within plan
        return interview|decision order of plans|targets|replacement|merges|names nearly alike""",
}
"""The lines in order, each by its subject in a word or two."""

LINES = {
    f"{section}{number}": subject.strip()
    for section, subjects in SUBJECTS.items()
    for number, subject in enumerate(re.split(r"[|\n]", subjects), start=1)
}

STILL_TO_COME: set[str] = set()
"""Lines that no check answers yet. This list only shrinks: a line that is answered must leave it."""

BY_COLUMN = {
    "B1": "persons.born_on",
    "B6": "persons.sex_code",
    "B7": "persons.ethnicity_code",
    "C4": "referrals.referral_source_code",
    "D1": "lac_episodes.started_on lac_episodes.ended_on",
    "D2": "lac_episodes.reason_started_code lac_episodes.legal_status_code lac_episodes.need_code"
    " lac_episodes.placement_code lac_episodes.provider_code lac_episodes.reason_ended_code"
    " lac_episodes.placement_change_code",
}
"""Lines that ask for a real date or a listed code: the column's type and code list answer them (A5, A6, A6V)."""

BY_KEY = {"A11": "persons"}
"""Lines that ask for an identifier, once: the key of the contract answers them (A5, A7)."""

BY_RECOGNITION = {"A10": "the last day of the month is worked out, never read, and a file of another month is refused"}
"""Lines that the recognition of a file answers, with how."""


BY_CONFIGURATION = {"G9": "one file of targets a year, no tolerance below 0, and no target where no direction is said"}
"""Lines that a council's configuration answers, which is refused before any work begins, with how."""


def generic_codes() -> set[str]:
    """The codes of what is asserted of every file: refusals, the contract of columns, what is unlike other files."""
    modules = (assertions, anomalies, replacements)
    constants = {value for module in modules for value in vars(module).values() if isinstance(value, str)}
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, refusals.RefusalKind)]
    return constants | {kind.line for kind in kinds}


def answered() -> set[str]:
    declared = {rule.code for extract in EXTRACTS.values() for rule in extract.rules}
    codes = declared | generic_codes() | {*BY_COLUMN, *BY_KEY, *BY_RECOGNITION, *BY_CONFIGURATION}
    return {match[0] for code in codes if (match := re.match(r"[A-G]\d+", code))}


def test_the_list_holds_138_lines_and_the_12_of_our_own():
    sizes = {section: sum(line.startswith(section) for line in LINES) for section in SUBJECTS}
    assert sizes == {"A": 12, "B": 17, "C": 38, "D": 38, "E": 33, "G": 12}
    assert all(LINES.values())


def test_every_line_of_the_list_is_answered_or_known_to_be_missing():
    assert {line: LINES[line] for line in LINES.keys() - answered() - STILL_TO_COME} == {}


def test_a_line_that_is_answered_leaves_the_list_of_those_to_come():
    assert STILL_TO_COME & answered() == set()
    assert LINES.keys() >= STILL_TO_COME


@pytest.mark.parametrize(("line", "columns"), BY_COLUMN.items(), ids=BY_COLUMN)
def test_a_line_left_to_a_column_has_a_column_that_can_answer_it(line, columns):
    for name in columns.split():
        extract, column = name.split(".")
        found = EXTRACTS[extract].column(column)
        assert found.type in ("DATE", "TIMESTAMP") or found.codes, line


@pytest.mark.parametrize(("line", "extract"), BY_KEY.items(), ids=BY_KEY)
def test_a_line_left_to_a_key_has_a_key_that_can_answer_it(line, extract):
    assert EXTRACTS[extract].key == ("child_id",), line
