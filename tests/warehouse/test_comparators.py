"""What others achieved stands beside our figure with its period, definition and source; ranked where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import duckdb
import pytest

from tests.warehouse.testshire import open_testshire, report, request
from warehouse.comparators import COLUMNS, Comparator, Ours, lines_of, others, parse_comparators
from warehouse.explain import explain
from warehouse.periods import Month, Quarter
from warehouse.publication import assemble

HEAD = ",".join(COLUMNS) + "\n"
YEAR_END = Quarter("2020-21-Q4")


def read(*lines: str) -> tuple[Comparator, ...]:
    found, faults = parse_comparators(HEAD + "\n".join(lines))
    assert faults == []
    return found


def ours(value: str | None, better: str | None = "higher", period: Quarter | Month = YEAR_END) -> Ours:
    return Ours("A", period, None if value is None else Fraction(value), better, "percent", 1)  # type: ignore[arg-type]


def told(value: str | None, *lines: str, **more) -> list[str]:
    return lines_of(others(read(*lines), ours(value, **more)))


def neighbours(*values: int, period: str = "2020-21", definition: str = "same", informal: str = "no") -> list[str]:
    """Return lines of named statistical neighbours, one for each value."""
    return [
        f"A,statistical neighbours,Borough {n:02},{period},{value},{definition},DfE,{informal}"
        for n, value in enumerate(values)
    ]


# The file


def test_a_file_is_read_exactly() -> None:
    assert read(
        "A,Outer London,,2020/21,72.5,same,DfE LAIT,", "A,named authority,Barking,2020-21-Q2,3,theirs,Minutes,yes"
    )[1] == Comparator("A", "named authority", "Barking", Quarter("2020-21-Q2"), Fraction(3), "theirs", "Minutes", True)
    assert read("A,Outer London,,2020/21,72.5,same,DfE LAIT,")[0].name == "Outer London"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",London,,2020-21,67,same,DfE,", "line 2: indicator is blank"),
        ("A,London,,2020-21,67,same,,", "line 2: source is blank"),
        ("A,Mars,,2020-21,67,same,DfE,", "line 2: group must be one of statistical neighbours, London, Outer London"),
        ("A,named authority,,2020-21,67,same,DfE,", "line 2: authority must be named"),
        ("A,London,,lately,67,same,DfE,", "line 2: period: 'lately' is not a period"),
        ("A,London,,2011-12,67,same,DfE,", "line 2: period: '2011-12' can be read in two ways"),
        ("A,London,,2020-21,67%,same,DfE,", "line 2: value must be a number such as 67 or 10.5"),
        ("A,London,,2020-21,1e3,same,DfE,", "line 2: value must be a number"),
        ("A,London,,2020-21,67,,DfE,", "line 2: definition must be 'same', or say how others count"),
        ("A,London,,2020-21,67,same,DfE,perhaps", "line 2: informal must be yes or no"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, fault: str) -> None:
    found, faults = parse_comparators(HEAD + line)
    assert found == ()
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_every_fault_is_named_at_once_and_a_figure_is_said_once() -> None:
    text = HEAD + "A,Mars,,lately,x,,,\nA,London,,2020-21,67,same,DfE,\nA,London,,2020/21,68,same,DfE,\n"
    faults = parse_comparators(text)[1]
    assert len([fault for fault in faults if fault.startswith("line 2: ")]) == 5
    assert faults[-1] == "A of London for 2020/21 is said 2 times"
    assert parse_comparators("indicator,value\nA,3\n") == ((), [f"the headers must be {', '.join(COLUMNS)}"])


# Beside our figure


@pytest.mark.parametrize(
    ("value", "better", "said"),
    [
        pytest.param("72", "higher", "ours is 2 percentage points higher, which is better", id="higher and better"),
        pytest.param("72", "lower", "ours is 2 percentage points higher, which is worse", id="higher and worse"),
        pytest.param("69.5", "higher", "ours is 0.5 percentage points lower, which is worse", id="lower and worse"),
        pytest.param("70", "higher", "ours is the same", id="the same"),
        pytest.param("72", None, "ours is 2 percentage points higher", id="nobody says which is better"),
    ],
)
def test_ours_is_said_to_be_better_or_worse(value: str, better: str, said: str) -> None:
    line = "A,statistical neighbours,,2020-21,70,same,DfE LAIT,no"
    assert told(value, line, better=better) == [f"Statistical neighbours, 2020/21: 70%; {said} (DfE LAIT)"]


def test_a_figure_by_another_definition_is_shown_and_not_judged() -> None:
    assert told("4.1", "A,England,,2020-21,20,a second plan at any time,DfE,") == [
        "England, 2020/21: 20%; another definition: a second plan at any time (DfE)"
    ]


def test_informal_benchmarking_and_another_period_are_said() -> None:
    assert told("57.5", "A,London,,2020-21-Q3,65,same,Minutes,yes") == [
        "London, Quarter 3 2020/21: 65%; ours is 7.5 percentage points lower, which is worse; informal benchmarking; "
        "ours is for Quarter 4 2020/21 (Minutes)"
    ]


def test_the_latest_figure_of_each_is_shown_and_none_of_a_time_to_come() -> None:
    lines = (
        "A,England,,2018-19,60,same,DfE,",
        "A,England,,2019-20,61,same,DfE,",
        "A,England,,2021-22,62,same,DfE,",
        "A,England,,2017-18,50,as before 2018,DfE,",
        "A,named authority,Barking,2020-21,70,same,DfE,",
        "A,Outer London,,2020-21,69,same,DfE,",
        "B,Outer London,,2020-21,1,same,DfE,",
    )
    found = others(read(*lines), ours("64"))
    assert [(one.name, one.period_label, one.printed) for one in found.lines] == [
        ("Outer London", "2020/21", "69%"),
        ("England", "2019/20", "61%"),
        ("England", "2017/18", "50%"),
        ("Barking", "2020/21", "70%"),
    ]


def test_without_a_figure_of_ours_others_are_shown_and_nothing_is_said_of_ours() -> None:
    assert told(None, *neighbours(1, 2, 3, 4))[0] == "Borough 00, 2020/21: 1% (DfE)"
    assert not others(read(*neighbours(1, 2, 3, 4)), ours(None)).ranks


# Ranks


@pytest.mark.parametrize(
    ("value", "better", "rank"),
    [
        pytest.param("99", "higher", "1st of 5 with ours, best quartile", id="best of all"),
        pytest.param("75", "higher", "2nd of 5 with ours, best quartile", id="one is better"),
        pytest.param("60", "higher", "joint 3rd of 5 with ours, second quartile", id="as good as another"),
        pytest.param("55", "higher", "4th of 5 with ours, third quartile", id="three are better"),
        pytest.param("1", "higher", "5th of 5 with ours, last quartile", id="all are better"),
        pytest.param("1", "lower", "1st of 5 with ours, best quartile", id="lower is better"),
    ],
)
def test_ours_is_ranked_among_named_authorities(value: str, better: str, rank: str) -> None:
    found = others(read(*neighbours(80, 70, 60, 50)), ours(value, better))
    assert found.ranks == (f"Statistical neighbours: {rank} (2020/21)",)


def test_eleventh_twelfth_and_twenty_first_are_written_so() -> None:
    said = [
        others(read(*neighbours(*range(100, 100 - n, -1))), ours("1")).ranks[0].split(":")[1].split()[0]
        for n in (10, 11, 12, 20, 21, 22)
    ]
    assert said == ["11th", "12th", "13th", "21st", "22nd", "23rd"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(neighbours(80, 70, 60), id="three are too few"),
        pytest.param(neighbours(80, 70, 60, 50, definition="theirs"), id="another definition"),
        pytest.param([*neighbours(80, 70), *neighbours(0, 0, 60, 50, period="2019-20")[2:]], id="two periods"),
        pytest.param([line.replace("statistical neighbours", "named authority") for line in neighbours(4, 3, 2, 1)],
                     id="boroughs of no group"),
    ],
)  # fmt: skip
def test_too_few_or_unlike_authorities_are_not_ranked(lines: list[str]) -> None:
    assert others(read(*lines), ours("65")).ranks == ()
    assert others(read(*neighbours(80, 70, 60, 50)), ours("65", None)).ranks == ()


def test_a_rank_says_whose_year_it_is_and_that_some_is_informal() -> None:
    lines = [*neighbours(80, 70, 60, period="2019-20"), "A,statistical neighbours,X,2019-20,50,same,Talk,yes"]
    assert others(read(*lines), ours("65")).ranks == (
        "Statistical neighbours: 3rd of 5 with ours, second quartile "
        "(their figures for 2019/20, informal benchmarking among them)",
    )


# In a report


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_testshire(tmp_path_factory.mktemp("testshire")) as connection:
        yield connection


def test_a_pack_and_an_explanation_show_them_beside_the_indicator(warehouse: duckdb.DuckDBPyConnection) -> None:
    held = read("FD-CONT-EH,London,,2019-20,40,same,Borough returns,yes")
    asked = request(report("FD-CONT-EH", "SUP-LAC"), comparators=held)
    pack = assemble(warehouse, asked)
    assert [(code, len(found.lines)) for code, found in pack.others.items()] == [("FD-CONT-EH", 1), ("SUP-LAC", 0)]
    line = (
        "  London, 2019/20: 40%; ours is 15 percentage points lower, which is worse; informal benchmarking; "
        "ours is for Quarter 2 2020/21 (Borough returns)"
    )
    assert line in explain(warehouse, asked, "FD-CONT-EH").lines


def test_the_page_shows_who_when_what_and_the_caveats(warehouse: duckdb.DuckDBPyConnection) -> None:
    from tasks.reports.page import render_pack

    held = read(
        "FD-CONT-EH,London,,2019-20,40,<b>another</b>,Borough returns,yes",
        *(line.replace("A,", "FD-CONT-EH,", 1) for line in neighbours(10, 20, 30, 40, period="2019-20")),
    )
    page = render_pack(assemble(warehouse, request(report("FD-CONT-EH"), comparators=held)))
    for text in (
        "<caption>Elsewhere</caption>",
        "Not compared",
        "Another definition: &lt;b&gt;another&lt;/b&gt;; informal benchmarking; ours is for Quarter 2 2020/21.",
        "Statistical neighbours: 3rd of 5 with ours, second quartile (their figures for 2019/20).",
    ):
        assert text in page
    assert "Elsewhere" not in render_pack(assemble(warehouse, request(report("FD-CONT-EH"))))
