"""Limits begin anew where a council says since when, why, and who says so."""

from __future__ import annotations

import tomllib

import pytest

from expectations.errors import UsageProblem
from warehouse import rebases
from warehouse.periods import Month
from warehouse.rebases import parse_rebases
from warehouse.signal import Rebase

GOOD = {"indicator": "FD-CONT-EH", "from": "2020-04", "reason": "A second team opened.", "name": "Head A"}


def test_a_rebase_has_a_month_a_reason_and_a_name() -> None:
    later = {**GOOD, "from": "2021-04"}
    assert parse_rebases({"rebases": [GOOD, later]}, "x") == {
        "FD-CONT-EH": tuple(Rebase(Month(text), "A second team opened (Head A)") for text in ("2020-04", "2021-04"))
    }
    assert parse_rebases({}, "x") == {}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ({"rebases": [{**GOOD, "reason": "  "}]}, "re-base 1: reason is missing"),
        ({"rebases": [GOOD, {"indicator": "FD-CONT-EH"}]}, "re-base 2: from is missing; re-base 2: reason is missing"),
        ({"rebases": [{**GOOD, "from": "spring"}]}, "re-base 1: 'spring' is not a month"),
        ({"rebases": [{**GOOD, "until": "2021-04"}]}, "re-base 1: 'until' is not a setting"),
        ({"rebase": [GOOD]}, "'rebase' is not a setting"),
        ({"rebases": GOOD}, "rebases is not a list"),
    ],
)
def test_every_fault_of_the_file_is_named(content: dict, fault: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        parse_rebases(content, "testshire/rebases.toml")
    assert fault in raised.value.what
    assert raised.value.where == "testshire/rebases.toml"


def test_the_worked_example_of_the_module_can_be_read() -> None:
    example = rebases.__doc__.split("    [[rebases]]", 1)[1]
    found = parse_rebases(tomllib.loads("[[rebases]]" + example), "x")
    assert list(found) == ["FD-CONT-EH"]
