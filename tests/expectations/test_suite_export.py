"""The suites for auditors are what a run checks, in files that are kept up to date and that anybody can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from deployments.cli import main
from expectations.assertions import assertions_of
from expectations.extracts import load
from expectations.suite_export import drift, export_of
from expectations.suites import suite_read_back

KEPT = Path(__file__).parents[2] / "docs" / "suites"


@pytest.fixture(scope="module")
def exported() -> dict[str, bytes]:
    return export_of(load())


def test_the_kept_export_is_what_is_checked_today() -> None:
    found = {path.name: path.read_bytes() for path in KEPT.glob("*.json")}
    assert drift(load(), found) == [], "run make suites (or: python -m deployments.cli suites export)"


def test_the_same_contracts_give_the_same_bytes(exported: dict[str, bytes]) -> None:
    assert export_of(load()) == exported


def test_great_expectations_reads_every_suite_back_as_it_was_written(exported: dict[str, bytes]) -> None:
    for name, content in exported.items():
        for suite in json.loads(content):
            assert suite_read_back(suite) == suite, name


def test_every_check_is_there_with_its_reason_and_its_sql(exported: dict[str, bytes]) -> None:
    for name, extract in load().items():
        found = [e["meta"] for suite in json.loads(exported[f"{name}.json"]) for e in suite["expectations"]]
        others = [rule.code for rule in extract.rules_of("file", "cross_file", "cross_period")]
        assert [meta["code"] for meta in found] == [a.check.code for a in assertions_of(extract)] + others
        for meta in found:
            assert meta["why"] and meta["severity"] and meta["scope"]
            assert meta.get("fails_when") or meta.get("passes_when")


def test_a_rule_that_changes_is_named_and_touches_no_other_line(exported: dict[str, bytes]) -> None:
    extracts = load()
    extract = extracts["contacts"]
    rules = (replace(extract.rules[0], why="Another reason."), *extract.rules[1:])
    changed = {**extracts, "contacts": replace(extract, rules=rules)}
    assert drift(changed, exported) == [f"contacts.json: differs in {extract.rules[0].code}"]
    before, after = (files["contacts.json"].splitlines() for files in (exported, export_of(changed)))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_every_column_is_there_with_what_it_is(exported: dict[str, bytes]) -> None:
    for name, extract in load().items():
        columns = json.loads(exported[f"{name}.json"])[0]["meta"]["columns"]
        assert list(columns) == [column.name for column in extract.columns]
        assert all(about["type"] and about["header"] and about["meaning"] for about in columns.values())


def test_a_column_that_goes_or_comes_is_named_although_nothing_is_asserted_of_it(exported: dict[str, bytes]) -> None:
    suites = json.loads(exported["contacts.json"])
    team = suites[0]["meta"]["columns"].pop("team")
    without = {**exported, "contacts.json": json.dumps(suites).encode()}
    assert drift(load(), without) == ["contacts.json: differs in column team"]
    suites[0]["meta"]["columns"] |= {"team": team, "old_team": team}
    with_more = {**exported, "contacts.json": json.dumps(suites).encode()}
    assert drift(load(), with_more) == ["contacts.json: differs in column old_team"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"header": "Team in Charge"}, "column team"),
        ({"type": "INTEGER", "is_name": False}, "A6:team, column team"),
        ({"expected": True}, "A5:team, column team"),
        ({"description": "Another."}, "column team"),
    ],
    ids=lambda change: next(iter(change)) if isinstance(change, dict) else "",
)
def test_what_a_column_is_belongs_to_the_export(
    exported: dict[str, bytes], change: dict[str, object], named: str
) -> None:
    extracts = load()
    columns = tuple(replace(c, **change) if c.name == "team" else c for c in extracts["contacts"].columns)  # type: ignore[arg-type]
    changed = {**extracts, "contacts": replace(extracts["contacts"], columns=columns)}
    assert drift(changed, exported) == [f"contacts.json: differs in {named}"]


def test_how_an_extract_adds_up_belongs_to_the_export(exported: dict[str, bytes]) -> None:
    extracts = load()
    changed = {**extracts, "contacts": replace(extracts["contacts"], kind="snapshot")}
    assert drift(changed, exported) == ["contacts.json: differs in kind"]


def test_lost_foreign_and_damaged_files_are_named(exported: dict[str, bytes]) -> None:
    found = {name: content for name, content in exported.items() if name != "contacts.json"}
    found |= {"old.json": b"[]", "persons.json": b"{"}
    assert drift(load(), found) == [
        "contacts.json: not exported",
        "persons.json: cannot be read as an export",
        "old.json: no extract has that name, remove the file",
    ]


def test_the_commands_write_compare_and_refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "suites"
    assert main(["suites", "export", "--to", str(place), "--dry-run"]) == 0
    assert not place.exists()
    assert main(["suites", "check", "--in", str(place)]) == 2
    assert main(["suites", "export", "--to", str(place)]) == 0
    assert main(["suites", "check", "--in", str(place), "--json"]) == 0
    (place / "contacts.json").unlink()
    capsys.readouterr()
    assert main(["suites", "check", "--in", str(place)]) == 1
    told = capsys.readouterr().err
    assert "contacts.json: not exported" in told
    assert "make suites" in told
