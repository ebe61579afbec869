"""Education: exclusions from the council's schools, as numbers and as rates of the pupils on roll."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Count, Rate

_SINCE_SEPTEMBER = "that began between 1 September and the end of the period"
_OF_PUPILS = (
    "of every 100 pupils on roll in the council's schools by the January count: until March that of the calendar year "
    "before, from April that of the year itself"
)

_PERMANENT = Count(
    code="EDU-EXCL-PERM",
    title="Permanent exclusions",
    service_area="Education",
    definition=f"Permanent exclusions {_SINCE_SEPTEMBER}. A number; EDU-EXCL-PERM-RATE holds it against the pupils on "
    "roll.",
    why="A child out of school loses more than lessons.",
    population="exclusion_in_year",
    dated_by="started_on",
    over="academic_year_to_date",
    numerator="category_code = 'PERM'",
    needs=("exclusions",),
    better="lower",
    source="School census, termly exclusions: every exclusion counts, a pupil as often as excluded",
    evidence="local",
    owner="Head of Service, Inclusion",
    reviewed_on=date(2026, 11, 27),
    team="NULL",
)

_PERMANENT_RATE = Rate(
    code="EDU-EXCL-PERM-RATE",
    title="Permanent exclusion rate",
    service_area="Education",
    definition=f"Permanent exclusions {_SINCE_SEPTEMBER}, {_OF_PUPILS}. It grows through the school year; the figure "
    "of July is that of the year.",
    why="A number grows with the schools; a rate can be held against other years and other areas.",
    population="exclusion_in_year",
    dated_by="started_on",
    over="academic_year_to_date",
    numerator="category_code = 'PERM'",
    per=100,
    people="pupils on roll",
    unit="percent",
    decimals=2,
    needs=("exclusions",),
    better="lower",
    source="School census, termly exclusions and the January count of pupils",
    evidence="local",
    owner="Head of Service, Inclusion",
    reviewed_on=date(2026, 11, 27),
    team="NULL",
    child="",
)

INDICATORS = (
    _PERMANENT,
    replace(
        _PERMANENT,
        code="EDU-EXCL-FIX",
        title="Suspensions from school",
        definition=f"Suspensions {_SINCE_SEPTEMBER}; a pupil counts as often as suspended, and lunchtime suspensions "
        "are left out. A number; EDU-EXCL-FIX-RATE holds it against the pupils on roll.",
        numerator="category_code = 'FIXD'",
    ),
    _PERMANENT_RATE,
    replace(
        _PERMANENT_RATE,
        code="EDU-EXCL-FIX-RATE",
        title="Suspension rate",
        definition=f"Suspensions {_SINCE_SEPTEMBER}, {_OF_PUPILS}. A pupil counts as often as suspended, and lunchtime "
        "suspensions are left out. It grows through the school year and may pass 100.",
        numerator="category_code = 'FIXD'",
    ),
    replace(
        _PERMANENT_RATE,
        code="EDU-EXCL-FIX1",
        title="% of pupils suspended once or more",
        definition=f"Pupils with one or more suspensions {_SINCE_SEPTEMBER}, {_OF_PUPILS}. A pupil counts once in a "
        "school year, however often suspended; lunchtime suspensions are left out.",
        why="Many suspensions of a few pupils ask for another answer than a few of many.",
        numerator="category_code = 'FIXD' AND is_first_of_its_kind",
    ),
)
