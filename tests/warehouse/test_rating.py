"""Rating: both rules on their limits, what is not rated, overrides, and the published colours."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.rating import RULES, Override, Rating, RatingInput, rate, round_to_half

RANK = {"red": 0, "amber": 1, "green": 2}
OTHER = {"higher": "lower", "lower": "higher"}
fractions = st.fractions(-500, 500, max_denominator=200)
positive = st.fractions("0.01", 500, max_denominator=200)
tolerances = st.fractions(0, 50, max_denominator=20)
polarities = st.sampled_from(["higher", "lower"])
rules = st.sampled_from(sorted(RULES))


def case(value, target, tolerance_pct=None, better="higher", **more):
    """Write a case in plain numbers; text is read exactly."""
    value, target, tolerance_pct, more["last_year"] = (
        None if number is None else Fraction(number) for number in (value, target, tolerance_pct, more.get("last_year"))
    )
    return RatingInput(value, target, tolerance_pct, better, **more)


def colour(rule, *numbers, **more):
    return rate(rule, case(*numbers, **more)).colour


# --- 2020/21: target and tolerance ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "target", "tolerance_pct", "better", "expected"),
    [
        pytest.param("30", "30", "5", "higher", "green", id="exactly on target"),
        pytest.param("29.99", "30", "5", "higher", "amber", id="just short of target"),
        pytest.param("28.5", "30", "5", "higher", "amber", id="exactly on the amber limit, as in Quarter 4 2020/21"),
        pytest.param("28.49", "30", "5", "higher", "red", id="just past the amber limit"),
        pytest.param("28.15", "30", "5", "higher", "red", id="contacts to early help in Quarter 2 2020/21"),
        pytest.param("26", "30", "5", "higher", "red", id="5% is of the target, not five percentage points"),
        pytest.param("66.3", "70", "10", "higher", "amber", id="pathway plans at year end 2020/21"),
        pytest.param("10", "10", "5", "lower", "green", id="on target where lower is better"),
        pytest.param("10.5", "10", "5", "lower", "amber", id="on the amber limit where lower is better"),
        pytest.param("10.51", "10", "5", "lower", "red", id="past it where lower is better"),
        pytest.param("3", "10", "5", "lower", "green", id="far better than target"),
        pytest.param("29.99", "30", "0", "higher", "red", id="a tolerance of nought leaves no amber"),
        pytest.param("0", "0", "5", "lower", "green", id="none where none is the target"),
        pytest.param("1", "0", "5", "lower", "red", id="one where none is the target: 5% of nought is nought"),
        pytest.param("-5", "-5", "10", "higher", "green", id="on a target below nought"),
        pytest.param("-5.5", "-5", "10", "higher", "amber", id="on the amber limit of a target below nought"),
        pytest.param("-5.6", "-5", "10", "higher", "red", id="past the amber limit of a target below nought"),
        pytest.param("14.355", "14.5", "1", "higher", "amber", id="a limit that floats would miss"),
        pytest.param(Fraction(100, 3), Fraction(100, 3), "5", "higher", "green", id="a third is a third"),
    ],
)
def test_a_value_on_a_limit_takes_the_better_colour(value, target, tolerance_pct, better, expected):
    assert colour("target_tolerance", value, target, tolerance_pct, better) == expected


def test_without_an_agreed_tolerance_a_miss_is_not_rated_but_a_hit_is_green():
    missed = rate("target_tolerance", case("10.5", "10", None, "lower", unit="percent"))
    assert missed == Rating(None, "tolerance not agreed: 10.5% is worse than target 10%")
    assert colour("target_tolerance", "10", "10", None, "lower") == "green"
    assert colour("target_tolerance", "9.9", "10", None, "lower") == "green"


def test_under_this_rule_a_provisional_figure_is_rated():
    assert colour("target_tolerance", "30", "30", "5", is_provisional=True) == "green"


# --- 2012/13: five per cent of the annual target ---------------------------------------------------


@pytest.mark.parametrize(
    ("value", "target", "last_year", "better", "expected"),
    [
        pytest.param("1000", "1000", "2000", "higher", "green", id="on target, though worse than last year"),
        pytest.param("1500", "1000", None, "higher", "green", id="far better than target is not off target"),
        pytest.param("950", "1000", "2000", "higher", "green", id="exactly 5% off"),
        pytest.param("949", "1000", "2000", "higher", "green", id="5.10% off is 5% to the nearest half"),
        pytest.param("947.51", "1000", "2000", "higher", "green", id="5.249% off is still 5%"),
        pytest.param("947.5", "1000", "2000", "higher", "red", id="5.25% off is 5.5%: half-way goes away from nought"),
        pytest.param("947.5", "1000", "900", "higher", "amber", id="more than 5% off but better than last year"),
        pytest.param("947", "1000", "947", "higher", "red", id="the same as last year is not better"),
        pytest.param("947", "1000", "946.99", "higher", "amber", id="a hair better than last year"),
        pytest.param("1051", "1000", "900", "lower", "green", id="5.1% off where lower is better"),
        pytest.param("1100", "1000", "1200", "lower", "amber", id="fewer than last year where lower is better"),
        pytest.param("1100", "1000", "1000", "lower", "red", id="more than last year where lower is better"),
        pytest.param("0", "0", "5", "lower", "green", id="none where none is the target"),
        pytest.param("1", "0", "2", "lower", "amber", id="one where none is the target, but two last year"),
        pytest.param("1", "0", "0", "lower", "red", id="one where none is the target and none last year"),
        pytest.param("1", "0", None, "lower", None, id="one where none is the target and last year not known"),
        pytest.param("900", "1000", None, "higher", None, id="nothing to tell amber from red"),
        pytest.param("-110", "-100", "-120", "higher", "amber", id="a target below nought"),
    ],
)
def test_the_annual_rule_allows_five_per_cent_and_then_asks_for_improvement(value, target, last_year, better, expected):
    assert colour("annual_five_pct", value, target, None, better, last_year=last_year) == expected


def test_the_annual_rule_takes_no_heed_of_a_tolerance():
    assert colour("annual_five_pct", "900", "1000", "50", last_year="950") == "red"


@pytest.mark.parametrize(
    ("number", "rounded"),
    [
        ("5.1", "5"),
        ("5.24", "5"),
        ("5.25", "5.5"),
        ("5.75", "6"),
        ("0", "0"),
        ("0.24", "0"),
        ("-5.25", "-5.5"),
        ("-5.24", "-5"),
    ],
)
def test_half_way_between_halves_goes_away_from_nought(number, rounded):
    assert round_to_half(Fraction(number)) == Fraction(rounded)


# --- not rated ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize(
    ("given_case", "reason"),
    [
        pytest.param(case(None, "30"), "no data", id="no figure"),
        pytest.param(
            case(None, "30", no_data_reason="Expected in July."),
            "no data: Expected in July",
            id="no figure, with its story",
        ),
        pytest.param(case("30", None), "no target", id="no target"),
        pytest.param(
            case("30", None, no_target_reason="Watched for direction only."),
            "no target: Watched for direction only",
            id="no target, with its story",
        ),
        pytest.param(
            case("30", "30", is_partnership=True),
            "partnership indicator: the council alone does not answer for the figure",
            id="partnership indicator",
        ),
        pytest.param(
            case("30", "30", cases=4, minimum_cases=5), "too few cases: fewer than 5", id="one case short of enough"
        ),
        pytest.param(
            case("30", "30", better=None),
            "neither a higher nor a lower figure is agreed to be better",
            id="no polarity",
        ),
    ],
)
def test_what_cannot_be_rated_says_why(rule, given_case, reason):
    rating = rate(rule, given_case)
    assert rating == Rating(None, reason)
    assert rating.label == "Not rated"


def test_a_provisional_figure_is_not_rated_under_the_annual_rule():
    assert rate("annual_five_pct", case("1000", "1000", is_provisional=True)) == Rating(None, "provisional figure")


@pytest.mark.parametrize("cases", [None, 5, 6])
def test_enough_cases_or_an_unknown_number_of_them_are_no_obstacle(cases):
    assert colour("target_tolerance", "30", "30", cases=cases, minimum_cases=5) == "green"


def test_where_no_minimum_is_set_no_number_of_cases_is_too_few():
    rating = rate("target_tolerance", case("30", "30", cases=0))
    assert (rating.colour, rating.is_override) == ("green", False)


# --- reasons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "given_case", "reason"),
    [
        pytest.param(
            "target_tolerance",
            case("28.15", "30", "5"),
            "28.15 is outside the 5% tolerance of target 30 (limit 28.5)",
            id="red",
        ),
        pytest.param(
            "target_tolerance",
            case("71.8", "75", "5", unit="percent", decimals=1),
            "71.8% is within the 5% tolerance of target 75% (limit 71.25%)",
            id="amber, the limit with all its places",
        ),
        pytest.param(
            "target_tolerance",
            case("10.5", "10", "5", "lower"),
            "10.5 is within the 5% tolerance of target 10 (limit 10.5)",
            id="amber where lower is better, the limit above the target",
        ),
        pytest.param(
            "target_tolerance",
            case("11.7", "10", "5", "lower"),
            "11.7 is outside the 5% tolerance of target 10 (limit 10.5)",
            id="red where lower is better, the limit above the target",
        ),
        pytest.param(
            "target_tolerance", case("30", "30", unit="percent"), "30% is on target 30%", id="green, on target"
        ),
        pytest.param(
            "target_tolerance",
            case("391", "426", "5", "lower", unit="days"),
            "391 is better than target 426",
            id="green",
        ),
        pytest.param(
            "target_tolerance",
            case("28.49996", "30", "5", unit="percent", decimals=1),
            "28.49996% is outside the 5% tolerance of target 30% (limit 28.5%)",
            id="a hair past the limit is seen to be past it",
        ),
        pytest.param(
            "target_tolerance",
            case("29.999", "30", "2.5", unit="percent", decimals=0),
            "29.999% is within the 2.5% tolerance of target 30% (limit 29.25%)",
            id="a hair short of target is seen to be short of it",
        ),
        pytest.param(
            "target_tolerance",
            case("28.123456", "30.05", "2.5"),
            "28.12 is outside the 2.5% tolerance of target 30.05 (limit 29.2988)",
            id="a figure has two places unless it says otherwise, a limit up to four",
        ),
        pytest.param(
            "target_tolerance",
            case("27.5", "30", tolerance=Fraction("2.5"), unit="percent", decimals=1),
            "27.5% is within the tolerance of 2.5 percentage points either side of target 30% (limit 27.5%)",
            id="a tolerance in points",
        ),
        pytest.param(
            "annual_five_pct",
            case("945", "1000", last_year="950"),
            "945 is 5.5% off target 1,000, to the nearest half per cent, and not better than 950 the year before",
            id="annual, a distance of a half",
        ),
        pytest.param(
            "annual_five_pct",
            case("949", "1000"),
            "949 is 5% off target 1,000, to the nearest half per cent, which is within 5%",
            id="annual, within 5%",
        ),
        pytest.param(
            "annual_five_pct",
            case("900", "1000", last_year="890"),
            "900 is 10% off target 1,000, to the nearest half per cent, but better than 890 the year before",
            id="annual, amber",
        ),
        pytest.param(
            "annual_five_pct",
            case("2", "0", better="lower", last_year="1"),
            "2 is worse than target 0, of which no percentage can be taken, and not better than 1 the year before",
            id="annual, a target of nought",
        ),
        pytest.param(
            "annual_five_pct",
            case("900", "1000"),
            "no figure for the year before, which decides between Amber and Red: "
            "900 is 10% off target 1,000, to the nearest half per cent",
            id="annual, nothing to compare with",
        ),
    ],
)
def test_the_reason_shows_how_the_colour_came_about(rule, given_case, reason):
    assert rate(rule, given_case).reason == reason


@given(value=fractions, target=fractions, tolerance_pct=tolerances, better=polarities)
def test_every_rating_has_a_reason_and_a_label(value, target, tolerance_pct, better):
    for rule in RULES:
        rating = rate(rule, RatingInput(value, target, tolerance_pct, better))
        assert rating.reason
        assert rating.label in {"Green", "Amber", "Red", "Not rated"}


def test_every_rule_explains_its_three_colours():
    for rule in RULES.values():
        assert [line.split(":")[0] for line in rule.text] == ["Green", "Amber", "Red"]


# --- overrides ------------------------------------------------------------------------------------


def test_an_override_prints_as_one_with_its_reason_its_name_and_what_the_rule_gave():
    override = Override("green", "Within 5% when measured in money.", "A. Name")
    rating = rate("target_tolerance", case("28.15", "30", "5", override=override))
    assert rating == Rating(
        "green",
        "override decided by A. Name: Within 5% when measured in money; "
        "the rule gives Red: 28.15 is outside the 5% tolerance of target 30 (limit 28.5)",
        is_override=True,
    )


def test_an_override_may_take_a_colour_away_or_give_one_where_there_is_no_target():
    withheld = rate(
        "target_tolerance", case("30", "30", override=Override(None, "Figures for another year", "A. Name"))
    )
    assert (withheld.colour, withheld.is_override) == (None, True)
    assert withheld.reason.endswith("the rule gives Green: 30 is on target 30")
    assert colour("target_tolerance", "30", None, override=Override("red", "Agreed at the board", "A. Name")) == "red"


def test_an_override_does_not_colour_what_has_no_figure():
    rating = rate("target_tolerance", case(None, "30", override=Override("green", "Looks fine", "A. Name")))
    assert rating == Rating(None, "no data; not applied for want of a figure: override decided by A. Name: Looks fine")


@pytest.mark.parametrize(("reason", "name"), [("", "A. Name"), ("Because", ""), ("  ", "A. Name"), ("Because", " ")])
def test_an_override_that_nobody_answers_for_is_refused(reason, name):
    with pytest.raises(ValueError, match="reason and the name"):
        Override("green", reason, name)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["value", "target", "tolerance_pct", "last_year", "tolerance"])
@pytest.mark.parametrize("number", [28.15, True, "28.15"])
def test_only_exact_numbers_are_rated(field, number):
    numbers = {"value": Fraction(1), "target": Fraction(1), "tolerance_pct": Fraction(1), "last_year": Fraction(1)}
    with pytest.raises(TypeError, match="exact"):
        RatingInput(**{**numbers, field: number}, better="higher")


def test_decimals_from_a_settings_file_are_taken_exactly():
    assert rate("target_tolerance", RatingInput(Decimal("28.5"), 30, Decimal("5.0"), "higher")).colour == "amber"


def test_words_and_numbers_that_mean_nothing_are_refused():
    with pytest.raises(
        ValueError, match=r"unknown rating rule 'traffic'\. Use one of \['annual_five_pct', 'target_tol"
    ):
        rate("traffic", case("1", "1"))
    with pytest.raises(ValueError, match="'bigger'"):
        case("1", "1", better="bigger")
    with pytest.raises(ValueError, match="tolerance cannot be negative"):
        case("1", "1", "-5")
    with pytest.raises(ValueError, match="override to 'blue'"):
        Override("blue", "Because", "A. Name")


# --- properties -----------------------------------------------------------------------------------


@given(
    rule=rules, values=st.tuples(fractions, fractions), target=fractions, tolerance_pct=tolerances, last_year=fractions
)
def test_a_higher_value_is_never_rated_worse_where_higher_is_better(rule, values, target, tolerance_pct, last_year):
    ranks = [
        RANK[rate(rule, RatingInput(value, target, tolerance_pct, "higher", last_year)).colour]
        for value in sorted(values)
    ]
    assert ranks == sorted(ranks)


@given(rule=rules, value=fractions, target=fractions, tolerance_pct=tolerances, last_year=fractions)
def test_a_figure_and_its_mirror_image_are_rated_alike(rule, value, target, tolerance_pct, last_year):
    there = rate(rule, RatingInput(value, target, tolerance_pct, "higher", last_year))
    mirrored = rate(rule, RatingInput(-value, -target, tolerance_pct, "lower", -last_year))
    assert there.colour == mirrored.colour


@given(rule=rules, value=fractions, target=fractions, better=polarities, scale=positive)
def test_the_unit_makes_no_difference(rule, value, target, better, scale):
    one = rate(rule, RatingInput(value, target, Fraction(5), better, value))
    other = rate(rule, RatingInput(value * scale, target * scale, Fraction(5), better, value * scale))
    assert one.colour == other.colour


@given(value=fractions, target=fractions, better=polarities, widths=st.tuples(tolerances, tolerances))
def test_a_wider_tolerance_never_makes_a_rating_worse(value, target, better, widths):
    narrow, wide = (rate("target_tolerance", RatingInput(value, target, width, better)) for width in sorted(widths))
    assert RANK[narrow.colour] <= RANK[wide.colour]


@given(target=fractions, tolerance_pct=tolerances, better=polarities)
def test_the_target_is_green_and_the_limit_is_never_red(target, tolerance_pct, better):
    limit = target - abs(target) * tolerance_pct / 100 * (1 if better == "higher" else -1)
    assert rate("target_tolerance", RatingInput(target, target, tolerance_pct, better)).colour == "green"
    assert rate("target_tolerance", RatingInput(limit, target, tolerance_pct, better)).colour != "red"


@given(
    value=st.integers(0, 10_000),
    target=st.integers(0, 10_000),
    tolerance_pct=st.integers(0, 40),
    better=polarities,
    last_year=st.integers(0, 10_000),
)
def test_a_second_reading_of_both_rules_in_whole_numbers_agrees(value, target, tolerance_pct, better, last_year):
    higher = better == "higher"
    met = value >= target if higher else value <= target
    near = value * 100 >= target * (100 - tolerance_pct) if higher else value * 100 <= target * (100 + tolerance_pct)
    # Off by 5.25% or more rounds to 5.5% or more, so nothing has to be rounded here.
    within = value * 10_000 > target * 9_475 if higher else value * 10_000 < target * 10_525
    improved = value > last_year if higher else value < last_year
    given_case = case(value, target, tolerance_pct, better, last_year=last_year)
    by_tolerance, by_year = (rate(rule, given_case).colour for rule in ("target_tolerance", "annual_five_pct"))
    assert by_tolerance == ("green" if met else "amber" if near else "red")
    assert by_year == ("green" if met or within else "amber" if improved else "red")


@given(rule=rules, value=fractions, target=fractions, better=polarities, colour=st.sampled_from([*RANK, None]))
def test_an_override_decides_the_colour_and_never_hides_the_rule(rule, value, target, better, colour):
    plain = RatingInput(value, target, Fraction(5), better, target)
    overridden = RatingInput(
        value, target, Fraction(5), better, target, override=Override(colour, "Because", "A. Name")
    )
    rating = rate(rule, overridden)
    assert (rating.colour, rating.is_override) == (colour, True)
    assert rating.reason.endswith(rate(rule, plain).reason)


# --- published ------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", ["q2_2020_21", "year_end_2020_21_appendix2"])
def test_the_published_colours_are_reproduced(published, report):
    rows = [row for row in published(report) if row["row_type"] == "main" and row["value"] and row["period_target"]]
    found, expected = {}, {}
    for row in rows:
        given_case = case(row["value"], row["period_target"], row["tolerance_pct"] or None, row["polarity"])
        rating = rate("target_tolerance", given_case)
        found[row["indicator_id"]] = (rating.label, rating.reason.startswith("tolerance not agreed"))
        undecided = row["rag_computed"] == "Amber/Red"
        expected[row["indicator_id"]] = ("Not rated" if undecided else row["rag_computed"], undecided)
        # Where no tolerance is printed, the oracle cannot tell Amber from Red and neither may we.
        assert not (undecided and row["tolerance_pct"])
    assert found == expected
    assert len(found) == {"q2_2020_21": 6, "year_end_2020_21_appendix2": 43}[report]


def test_the_published_comparators_are_rated_as_the_oracle_has_them(published):
    rows = published("q2_2020_21")
    targets = {row["indicator_id"]: row["period_target"] for row in rows if row["row_type"] == "main"}
    checked = [row for row in rows if row["row_type"] == "comparator" and row["rag_computed"]]
    for row in checked:
        given_case = case(row["value"], targets[row["indicator_id"]], row["tolerance_pct"], row["polarity"])
        assert rate("target_tolerance", given_case).label == row["rag_computed"], row["indicator_id"]
    assert len(checked) == len(targets)


def test_the_published_quarter_counts_two_green_one_amber_and_three_red(published):
    rows = [row for row in published("q2_2020_21") if row["row_type"] == "main"]
    labels = [
        rate("target_tolerance", case(row["value"], row["period_target"], row["tolerance_pct"], row["polarity"])).label
        for row in rows
    ]
    assert [labels.count(label) for label in ("Green", "Amber", "Red")] == [2, 1, 3]


@pytest.mark.parametrize("agreed", [{"tolerance_pct": "-0.5"}, {"tolerance_pct": None, "tolerance": Fraction("-0.5")}])
def test_a_tolerance_a_little_below_nought_is_refused_too(agreed):
    with pytest.raises(ValueError, match="tolerance cannot be negative"):
        case("30", "30", **agreed)
