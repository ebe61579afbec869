"""What a missing column costs is read from the indicators' own SQL."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from expectations import extracts
from warehouse import indicators
from warehouse.column_use import Used, columns_used


@cache
def used() -> dict[tuple[str, int], Used]:
    return columns_used(extracts.load(), indicators.load())


@pytest.mark.parametrize(
    ("indicator", "column", "is_read"),
    [
        pytest.param("FD-CONT-EH", "contacts.contact_outcome_code", True, id="the numerator"),
        pytest.param("FD-CONT-EH", "contacts.contact_on", True, id="the day"),
        pytest.param("FD-CONT-EH", "contacts.contact_source_code", False, id="nothing asks for it"),
        pytest.param("FD-CONT-EH", "contacts.team", False, id="the team splits and does not count"),
        pytest.param("FD-ASMT-45", "assessments.authorised_on", True, id="two tables down"),
        pytest.param("FD-REF-ASMT", "assessments.referral_id", True, id="whether there is a row at all"),
        pytest.param("CP-RPT-24M", "cp_plans.previous_plan_ended_on", True, id="one of two sources"),
        pytest.param("CP-END-LT3M", "cp_plans.previous_plan_ended_on", False, id="in the table, not in the figure"),
        pytest.param("LAC-PPLAN", "persons.born_on", True, id="an exclusion"),
        pytest.param("LAC-PPLAN", "pathway_plans.reviewed_on", True, id="a date in a table of a table"),
        pytest.param("LAC-PPLAN", "lac_episodes.urn", False, id="of a join that this figure does not rest on"),
        pytest.param("LAC-PLAC3", "lac_episodes.urn", True, id="of a join that this figure rests on"),
        pytest.param("WF-SW2", "sw_allocations.worker_role_code", True, id="a condition of a join"),
        pytest.param("SUP-LAC", "sw_allocations.worker_id", False, id="of an extract that it does not need"),
    ],
)
def test_a_figure_rests_on_the_columns_that_it_is_counted_from(indicator: str, column: str, is_read: bool) -> None:
    assert (tuple(column.split(".")) in used()[indicator, 1]) is is_read


@pytest.mark.parametrize(("code", "version"), used())
def test_every_indicator_rests_on_every_extract_that_it_needs(code: str, version: int) -> None:
    one = indicators.load()[code][version - 1]
    assert {extract for extract, _ in used()[code, version]} == {*one.needs}


def test_a_definition_that_changes_changes_the_answer() -> None:
    (one,) = indicators.load()["FD-CONT-EH"]
    changed = replace(one, numerator="contact_source_code = '6'", unknown_when="false")
    found = columns_used(extracts.load(), {one.code: (changed,)})
    assert found == {("FD-CONT-EH", 1): {("contacts", "contact_on"), ("contacts", "contact_source_code")}}
