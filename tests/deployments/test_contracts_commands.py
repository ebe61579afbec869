"""What to deliver and what makes a row wrong can be asked for without a store."""

from __future__ import annotations

import json

import pytest

from deployments.cli import main
from expectations.extracts import load


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0
    return capsys.readouterr().out


def test_every_extract_and_every_rule_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(answer(capsys, "extracts", "--json"))
    assert [one["name"] for one in listed] == list(load())
    rules = json.loads(answer(capsys, "rules", "--json"))
    assert [one["code"] for one in rules] == [rule.code for extract in load().values() for rule in extract.rules]
    assert all(name in answer(capsys, "extracts") for name in load())


@pytest.mark.parametrize("name", load())
def test_the_template_of_an_extract_has_its_headers(capsys: pytest.CaptureFixture[str], name: str) -> None:
    import csv

    (header,) = csv.reader([answer(capsys, "extracts", name, "--csv-template").strip()])
    assert header == [column.header for column in load()[name].columns]
    assert load()[name].title in answer(capsys, "extracts", name)


def test_a_rule_is_shown_with_its_reason_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    shown = answer(capsys, "rules", "G13")
    assert "Outcome is dated before the contact" in shown
    assert '"outcome_on": "2020-09-01"' in shown


@pytest.mark.parametrize(
    "words", [("extracts", "nothing"), ("rules", "X99"), ("rules", "--extract", "no"), ("extracts", "--csv-template")]
)
def test_what_nobody_declares_is_refused(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert main([*words]) == 2
    assert "fix:" in capsys.readouterr().err
