"""What the months of an indicator say by themselves, whatever time its printed figure is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import duckdb
import pytest

from tests.warehouse.testshire import RETURNED, report, request
from tests.warehouse.warehouse_builder import Row, build_whole, table
from warehouse.figures import Described, Figure, Figures
from warehouse.monthly import outlook_lines, read, reading_facts, signal_lines
from warehouse.outlook import Needed
from warehouse.periods import Month, Quarter
from warehouse.publication import results
from warehouse.signal import Rebase
from warehouse.targets import Target

APRIL = Month("2019-04")
SHARE = Described("X-1", "A share", "Area", "percent", "higher", 1, "A share of cases.", "in the period")
COUNT = Described("X-2", "A count", "Area", "count", "lower", 0, "Some events.", "in the period")
NONE = Target()
SEASON = (10, 10, 10, 10, 10, 40, 10, 10, 10, 10, 10, 40)


@dataclass
class MonthsByHand:
    """Figures of one indicator from April 2019 on, as a warehouse would hand them out."""

    found: list[Figure | None]
    months: tuple[Month, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.months = Month.range(APRIL, APRIL.plus(len(self.found) - 1)) if self.found else ()

    def by_itself(self, _code: str, month: Month) -> Figure | None:
        return self.found[self.months.index(month)]


def figure(top: int | None, bottom: int | None = None, **changes) -> Figure:
    measure = changes.setdefault("measure", "count" if bottom is None else "proportion")
    scale = changes.setdefault("scale", 100 if measure == "proportion" else 1)
    value = (
        None if top is None or bottom == 0 else Fraction(top) if measure == "count" else Fraction(top * scale, bottom)
    )
    given = {
        "numerator": None if top is None else Fraction(top),
        "denominator": None if bottom is None else Fraction(bottom),
        "value": value,
        "excluded": 0,
        "unknown": 0,
        "version": 1,
        "over": "period",
        "missing": (),
        "status": "",
    }
    return Figure(**{**given, **changes})


def counts(*tops: int, **changes) -> MonthsByHand:
    return MonthsByHand([figure(top, **changes) for top in tops])


def lines(found: MonthsByHand, about: Described, target: Target = NONE, period: Month | None = None) -> list[str]:
    said = read(found, about, period or found.months[-1], target)  # type: ignore[arg-type]
    return [*signal_lines(said, about), *outlook_lines(said, about, target.annual)]


# Counted in a warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Fourteen months of contacts, half of 20 to early help, but 18 in the last; plans that end in three of them."""
    months = [str(month) for month in Month.range(APRIL, Month("2020-05"))]
    files: dict[str, dict[str, list[Row]]] = {
        "contacts": {m: _contacts(m, 18 if m == months[-1] else 9 + n % 3) for n, m in enumerate(months)},
        "cp_plans": {m: [] for m in months if m != "2019-06"},
        "persons": {m: [] for m in months},
        "indicator_returns": {m: [] for m in months},
    }
    files["cp_plans"]["2019-08"] = table("""
        cp_plan_id | child_id | started_on | ended_on
        P1         | KID-1    | 2019-03-02 | 2019-05-01
        P2         | KID-2    | 2018-03-02 | 2019-07-01
        P3         | KID-3    | 2019-07-02 | 2019-08-01
    """)
    with build_whole(tmp_path_factory.mktemp("monthly"), files, RETURNED) as connection:
        yield connection


def _contacts(month: str, met: int) -> list[Row]:
    return [
        {
            "contact_id": f"{month} {n}",
            "child_id": f"KID-{n}",
            "contact_on": f"{month}-{1 + n:02}",
            "contact_outcome_code": "EARLY_HELP" if n < met else "NFA",
        }
        for n in range(20)
    ]


def test_a_month_by_itself_has_what_it_brought_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    figures = Figures(warehouse)

    def alone(month: str) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        found = figures.by_itself("CP-END-LT3M", Month(month))
        assert found is not None
        return found.numerator, found.denominator, found.value

    assert alone("2019-05") == (1, 1, 100)
    assert alone("2019-07") == (0, 1, 0)
    assert alone("2019-08") == (1, 1, 100)
    assert alone("2019-09") == (0, 0, None), "nothing ended, which is no figure of a share"
    assert alone("2019-06") == (None, None, None), "nothing was delivered for that month"
    assert figures.get("CP-END-LT3M", Month("2019-08")).value == Fraction(200, 3), "the printed one adds up"


def test_positions_and_submitted_figures_stand_as_they_are(warehouse: duckdb.DuckDBPyConnection) -> None:
    figures = Figures(warehouse, RETURNED)
    assert figures.by_itself("LOCAL-01", Month("2019-08")) is None
    contacts = figures.by_itself("FD-CONT-EH", Month("2019-08"))
    assert contacts == figures.get("FD-CONT-EH", Month("2019-08"))


def test_a_row_of_a_report_says_what_its_months_say(warehouse: duckdb.DuckDBPyConnection) -> None:
    asked = request(report("FD-CONT-EH", "CP-END-LT3M", "LOCAL-01"), "2020-05")
    contacts, plans, carers = (row.reading for row in results(Figures(warehouse, RETURNED), asked))
    assert (contacts.signal.word, contacts.reason) == (
        "Improving",
        f"May 2020 (90%) is above the upper limit of {contacts.reason.rsplit(' ', 1)[1]}",
    )
    assert contacts.signal.limits.mean == 50
    assert plans.reason == "May 2020 by itself has no figure"
    assert carers.reason == "0 monthly points, 12 are needed"
    assert carers.outlook.why_none == "the last month by itself has no figure"


def test_a_rebase_of_the_council_reaches_the_row(warehouse: duckdb.DuckDBPyConnection) -> None:
    rebases = {"FD-CONT-EH": (Rebase(Month("2019-06"), "a second team"),)}
    asked = request(report("FD-CONT-EH"), "2020-05", rebases=rebases)
    (row,) = results(Figures(warehouse), asked)
    assert (row.reading.signal.limits.first, row.reading.signal.limits.rebased) == (Month("2019-06"), "a second team")


# Signal


def test_a_quarter_is_judged_by_its_last_month_and_nothing_later() -> None:
    found = counts(*[20, 22] * 6, 21, 21, 90, 21, 21)
    said = read(found, COUNT, Quarter("2020-21-Q1"), NONE)  # type: ignore[arg-type]
    assert (said.signal.word, said.signal.latest.month) == ("Worsening", Month("2020-06"))


def test_a_last_month_without_a_figure_is_not_judged_by_an_older_one() -> None:
    found = MonthsByHand([figure(20 + n % 3, 40) for n in range(13)] + [figure(0, 0)])
    assert lines(found, SHARE)[0] == "Too few data, because May 2020 by itself has no figure"


@pytest.mark.parametrize(
    ("month", "is_judged"),
    [
        pytest.param({"top": 2, "bottom": 90}, True, id="two that meet it"),
        pytest.param({"top": 1, "bottom": 90}, False, id="one that meets it"),
        pytest.param({"top": 88, "bottom": 90}, True, id="two that do not"),
        pytest.param({"top": 89, "bottom": 90}, False, id="one that does not"),
        pytest.param({"top": 2}, True, id="two events"),
        pytest.param({"top": 1}, False, id="one event"),
        pytest.param({"top": 2, "bottom": 1, "measure": "monthly_count"}, True, id="two in the month"),
        pytest.param({"top": 1, "bottom": 1, "measure": "monthly_count"}, False, id="one in the month"),
        pytest.param({"top": 1, "bottom": 60_000, "measure": "rate", "scale": 10_000}, False, id="a rate of one event"),
        pytest.param({"top": 300, "bottom": 2, "measure": "average"}, True, id="a mean of two"),
        pytest.param({"top": 300, "bottom": 1, "measure": "average"}, False, id="a mean of one"),
        pytest.param({"top": None, "value": Fraction(1), "over": "returned"}, True, id="nobody can tell"),
        pytest.param(
            {"top": 1, "over": "returned", "measure": "returned", "value": Fraction(5)}, False, id="submitted, one case"
        ),
    ],
)
def test_months_are_judged_from_two_cases_on_that_decide_them(month: dict, is_judged: bool) -> None:
    found = MonthsByHand([figure(**month) for _ in range(13)])
    # One month differs, or there would be no variation to judge by.
    found.found[3] = figure(**{**month, "value": Fraction(7)})
    said = read(found, SHARE, found.months[-1], NONE)  # type: ignore[arg-type]
    assert (said.signal.word != "Too few data") is is_judged
    assert is_judged or said.reason == "fewer than 2 cases a month decide the first 12 points"


def test_limits_begin_anew_where_the_definition_changed() -> None:
    found = MonthsByHand([figure(20 + n % 3, 40, version=1 + (n > 13)) for n in range(28)])
    limits = read(found, SHARE, found.months[-1], NONE).signal.limits  # type: ignore[arg-type]
    assert (limits.first, limits.rebased) == (Month("2020-06"), "the definition changed")


@pytest.mark.parametrize(
    ("about", "target", "assurance"),
    [
        pytest.param(COUNT, Target(Fraction(12 * 21)), "hit and miss", id="a year's events, a twelfth a month"),
        pytest.param(COUNT, Target(Fraction(12 * 9)), "consistently failing", id="far fewer"),
        pytest.param(COUNT, Target(None, {1: Fraction(21)}), "", id="a quarter's events alone are no year"),
        pytest.param(COUNT, NONE, "", id="no target"),
    ],
)
def test_a_month_s_events_are_held_against_a_twelfth_of_the_year_s(
    about: Described, target: Target, assurance: str
) -> None:
    found = counts(*[20, 22] * 6, 21, 21)
    assert read(found, about, found.months[-1], target).signal.assurance == assurance  # type: ignore[arg-type]


def test_a_monthly_count_is_held_against_the_target_as_it_stands_in_outlook_too() -> None:
    found = MonthsByHand([figure(n, 1, measure="monthly_count") for n in [10, 12] * 12 + [11] * 6])
    said = lines(found, COUNT, Target(Fraction(8)))
    assert "Target: hit and miss, for chance alone decides whether a month meets it" in said
    assert said[-4:] == [
        "2021/22 is projected to end at 11, four times in five between 11 and 11",
        "6 months to come, by the share of a year that these months had before",
        "Chance of ending on the target of 8 or better: 4%",
        "To end on it, each month to come must average at most 5 cases",
    ]


def test_a_target_that_nobody_has_agreed_to_is_none() -> None:
    found = counts(*[20, 22] * 18)
    said = read(found, COUNT, found.months[-2], Target(Fraction(252), is_approved=False))  # type: ignore[arg-type]
    assert (said.signal.assurance, said.outlook.chance) == ("", None)


def test_a_share_is_held_against_the_period_s_target() -> None:
    found = MonthsByHand([figure(20 + n % 3, 40) for n in range(14)])
    target = Target(Fraction(90), {1: Fraction(52)})
    assert read(found, SHARE, found.months[-1], target).signal.assurance == "hit and miss"  # type: ignore[arg-type]


def test_the_signal_is_said_with_its_limits_and_what_they_make_of_the_target() -> None:
    found = MonthsByHand([figure(20 + n % 2, 40) for n in range(14)])
    assert lines(found, SHARE, Target(Fraction(90)))[:3] == [
        "No significant change, because May 2020 (52.5%) and the months before it vary no more than they did at first",
        "Months by themselves: mean 51.3%, limits 44.6% to 57.9%, from April 2019 to March 2020",
        "Target: consistently failing, for chance alone does not carry a month as far as that; something has to change",
    ]


# Outlook


def test_the_outlook_is_said_with_its_chance_and_what_it_asks_for() -> None:
    found = counts(*SEASON, *SEASON, *SEASON[:7])
    assert lines(found, COUNT, Target(Fraction(200)))[-4:] == [
        "2021/22 is projected to end at 180, four times in five between 180 and 180",
        "5 months to come, by the share of a year that these months had before",
        "Chance of ending on the target of 200 or better: 97%",
        "To end on it, each month to come must average at most 20 cases",
    ]


@pytest.mark.parametrize(
    ("over", "month", "year", "left"),
    [
        ("period", "2021-09", "2021/22", 6),
        ("year_to_date", "2021-09", "2021/22", 6),
        ("rolling_12", "2021-09", "2021/22", 6),
        ("rolling_12", "2021-03", "2020/21", 0),
        ("rolling_36", "2021-09", "2021/22", 6),
        ("calendar_year_to_date", "2021-09", "the year to December 2021", 3),
        ("academic_year_to_date", "2021-09", "the year to August 2022", 11),
        ("as_at", "2021-09", "2021/22", 6),
    ],
)
def test_the_year_is_the_one_that_the_figure_adds_up_over(over: str, month: str, year: str, left: int) -> None:
    found = counts(*[20, 22, 21] * 10, over=over)
    said = read(found, COUNT, Month(month), NONE)  # type: ignore[arg-type]
    assert (said.year, said.outlook.months_left, said.outlook.why_none) == (year, left, "")


def test_a_year_that_has_ended_is_told_as_it_was() -> None:
    found = counts(*SEASON, *SEASON)
    assert lines(found, COUNT)[-1] == "2020/21 ended at 180"
    calendar = counts(*SEASON, *SEASON[:9], over="calendar_year_to_date")
    assert lines(calendar, COUNT)[-1] == "The year to December 2020 ended at 180"


@pytest.mark.parametrize(
    ("month", "about", "measured", "projected"),
    [
        pytest.param({"top": 20, "bottom": 40}, SHARE, "proportion", 50, id="share of cases"),
        pytest.param({"top": 20, "bottom": 40, "over": "as_at"}, SHARE, "share", 50, id="share as at a day"),
        pytest.param({"top": 20, "over": "as_at"}, COUNT, "level", 20, id="number as at a day"),
        pytest.param({"top": 20}, COUNT, "count", 240, id="events"),
        pytest.param(
            {"top": 20, "bottom": 1, "measure": "monthly_count"}, COUNT, "count", 20, id="the mean of a year's months"
        ),
        pytest.param({"top": 800, "bottom": 40, "measure": "average"}, COUNT, "average", 20, id="mean"),
        pytest.param(
            {"top": 800, "bottom": 40, "measure": "average", "over": "as_at"}, COUNT, "level", 20, id="mean now"
        ),
        pytest.param(
            {"top": 20, "bottom": 60_000, "measure": "rate", "scale": 10_000}, COUNT, "count", 40, id="rate of events"
        ),
        pytest.param(
            {"top": 20, "bottom": 50_000, "measure": "rate", "scale": 10_000, "over": "as_at"}, COUNT, "level", 4,
            id="rate as at a day",
        ),
    ],
)  # fmt: skip
def test_months_make_a_year_by_what_they_measure(month: dict, about: Described, measured: str, projected: int) -> None:
    found = MonthsByHand([figure(**month) for _ in range(30)])
    said = read(found, about, found.months[-1], NONE)  # type: ignore[arg-type]
    assert (said.measured, said.outlook.projected) == (measured, projected)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ({"top": None, "missing": ("contacts",)}, "the last month by itself has no figure"),
        ({"top": 20, "over": "returned"}, "how submitted figures add up to a year is not known"),
        (
            {"top": 20, "bottom": None, "measure": "rate", "value": None},
            "how many people it is held against is not known",
        ),
    ],
)
def test_what_cannot_be_projected_says_why(last: dict, why: str) -> None:
    found = MonthsByHand([*[figure(20)] * 29, figure(**last)])
    assert lines(found, COUNT)[-1] == f"Too few data to project 2021/22: {why}"


def test_there_is_no_outlook_where_nothing_is_known() -> None:
    said = read(MonthsByHand([]), COUNT, Month("2021-09"), NONE)  # type: ignore[arg-type]
    assert (said.reason, said.outlook.why_none) == (
        "0 monthly points, 12 are needed",
        "the last month by itself has no figure",
    )


def test_a_month_not_yet_covered_by_the_warehouse_is_not_stood_for_by_the_last_one() -> None:
    found = counts(*[20, 22] * 8)
    said = read(found, COUNT, Month("2020-12"), NONE)  # type: ignore[arg-type]
    assert said.reason == "December 2020 by itself has no figure"
    assert said.outlook.why_none == "the last month by itself has no figure"


def test_nothing_is_projected_from_months_counted_by_an_earlier_definition() -> None:
    found = MonthsByHand([figure(20, version=1 + (n > 17)) for n in range(30)])
    assert lines(found, COUNT)[-1] == (
        "Too few data to project 2021/22: of 21 months in a row that it takes with 6 of the year to come, 12 are known"
    )


def test_a_position_among_no_cases_is_a_gap() -> None:
    found = MonthsByHand([figure(20, 40, over="as_at") for _ in range(30)])
    found.found[20] = figure(0, 0, over="as_at")
    assert "with 6 of the year to come, 9 are known" in lines(found, SHARE)[-1]


@pytest.mark.parametrize(
    ("months", "about", "target", "said"),
    [
        pytest.param({"top": 20, "bottom": 40}, SHARE, 60, "each month to come must average at least 70%", id="share"),
        pytest.param({"top": 20, "bottom": 40}, SHARE, 76, "No month to come can bring it to 76% any more", id="2"),
        pytest.param(
            {"top": 40, "bottom": 40}, SHARE, 40, "40% is reached whatever the months to come bring", id="won"
        ),
        pytest.param(
            {"top": 20, "bottom": 40, "over": "as_at"},
            SHARE,
            65,
            "may rise by 2.5 percentage points a month",
            id="rise",
        ),
        pytest.param({"top": 20, "over": "as_at"}, COUNT, 14, "the figure may fall by 1 a month", id="fall"),
        pytest.param({"top": 20}, COUNT, 240, "each month to come must average at most 20 cases", id="events"),
        pytest.param({"top": 20}, COUNT, 100, "No month to come can bring it to 100 any more", id="too many"),
    ],
)
def test_what_the_months_to_come_must_bring_is_said(months: dict, about: Described, target: int, said: str) -> None:
    found = MonthsByHand([figure(**months) for _ in range(30)])
    assert said in lines(found, about, Target(Fraction(target)))[-1]


def test_without_a_direction_no_chance_is_given() -> None:
    about = Described("X-3", "A count", "Area", "count", None, 0, "Some events.", "in the period")
    found = counts(*SEASON, *SEASON, *SEASON[:7])
    assert lines(found, about, Target(Fraction(200)))[-1].startswith("5 months to come")


def test_one_month_to_come_is_one() -> None:
    found = counts(*SEASON, *SEASON[:11])
    assert lines(found, COUNT)[-1].startswith("1 month to come, by ")


# For machines


def test_facts_say_the_same_as_the_lines() -> None:
    found = counts(*SEASON, *SEASON, *SEASON[:7])
    said = read(found, COUNT, found.months[-1], Target(Fraction(200)))  # type: ignore[arg-type]
    facts = reading_facts(said, COUNT)
    assert facts["outlook"] == {
        "year": "2021/22", "projected": "180", "low": "180", "high": "180", "months_left": 5, "chance_pct": "97",
        "needed_a_month": "20", "method": "the share of a year that these months had before", "no_outlook_reason": "",
    }  # fmt: skip
    assert said.outlook.needed == Needed(Fraction(20), True)
    assert facts["signal"]["word"] == "No significant change"
    assert facts["signal"]["limits_from"] == ["2019-04", "2020-03"]


def test_facts_of_too_few_data_are_empty_and_say_why() -> None:
    said = read(counts(20), COUNT, APRIL, NONE)  # type: ignore[arg-type]
    facts = reading_facts(said, COUNT)
    assert (facts["signal"]["word"], facts["signal"]["mean"], facts["signal"]["limits_from"]) == (
        "Too few data",
        None,
        [],
    )
    assert facts["outlook"]["projected"] is None
    assert facts["outlook"]["no_outlook_reason"].endswith("with 11 of the year to come, 1 are known")
