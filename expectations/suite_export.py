"""The suites of each extract as files for an auditor: its columns, what is asserted, how badly, why, and the SQL.

Called by: the commands `outturn suites export` and `outturn suites check`.
Promises:  one JSON file for each extract, made by Great Expectations from the same checks that a run uses; the same
           contracts give the same bytes; a rule or column that is added changes its own lines and no others.
Never:     holds an example row, a council's name or anything of a delivery.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from expectations import assertions
from expectations.assertions import Assertion, assertions_of
from expectations.contract import Column, Extract, Rule
from expectations.suites import Check, suite_json

WHY_OF_CONTRACT: Mapping[str, str] = {
    assertions.TOTALS_ROW: "A totals row would be counted as one more child or event.",
    assertions.HEADER_ROW: "Its words would be read as values, and counted as one more child or event.",
    assertions.BLANK: "Without the value the row cannot be placed, joined or counted.",
    assertions.UNUSABLE: "A value that was guessed would be counted; a blank one is left out and listed.",
    assertions.OUT_OF_DATE_CODE: "A code outside its years means an old form or a wrong mapping in the case system.",
    assertions.PAST_RETENTION: "What is no longer needed must not be kept; the export should leave such rows out.",
    assertions.REPEATED_KEY: "Which of two different rows is right is not for the program to guess.",
}
"""Why each check that a contract implies is made, by its code."""


def export_of(extracts: Mapping[str, Extract]) -> dict[str, bytes]:
    """Return the files of the export by name."""
    return {f"{name}.json": _written(_suites(extract)) for name, extract in extracts.items()}


def drift(extracts: Mapping[str, Extract], found: Mapping[str, bytes]) -> list[str]:
    """Return what differs between an export and the contracts, a line for each file; none where they agree."""
    wanted = export_of(extracts)
    lines = [f"{name}: not exported" for name in wanted if name not in found]
    lines += [f"{name}: {_differences(wanted[name], found[name])}" for name in wanted if name in found
              and wanted[name] != found[name]]  # fmt: skip
    return lines + [f"{name}: no extract has that name, remove the file" for name in sorted(found.keys() - wanted)]


def checks_of(extract: Extract) -> dict[str, list[Check]]:
    """Return the checks of an extract with all that stands by them, suite by suite: rows, whole files, across files."""
    why = {rule.code: rule for rule in extract.rules}
    of_rows = [_of_assertion(assertion, why.get(assertion.rule)) for assertion in assertions_of(extract)]
    of_files = [_of_rule(rule) for rule in extract.rules_of("file")]
    across = [_of_rule(rule) for rule in extract.rules_of("cross_file", "cross_period")]
    named = {extract.name: of_rows, f"{extract.name} files": of_files, f"{extract.name} across files": across}
    return {name: checks for name, checks in named.items() if checks}


def _suites(extract: Extract) -> list[dict[str, Any]]:
    """Return the extract's suites as Great Expectations writes them."""
    suites = [suite_json(name, checks) for name, checks in checks_of(extract).items()]
    suites[0]["meta"] |= {"title": extract.title, "kind": extract.kind, "key": list(extract.key),
                          "columns": {column.name: _about(column) for column in extract.columns}}  # fmt: skip
    return suites


def _about(column: Column) -> dict[str, Any]:
    """Return what a column is: without it, nobody would see a column of plain text go, of which nothing is asserted."""
    about: dict[str, Any] = {"type": column.type, "header": column.header, "meaning": column.description}
    asked = "required" if column.required else "expected" if column.expected else ""
    told = {"asked": asked, "codes": column.codes and column.codes.name, "since": column.since, "until": column.until}
    return about | {name: value for name, value in told.items() if value}


def _of_assertion(assertion: Assertion, rule: Rule | None) -> Check:
    if rule:
        return _of_rule(rule)
    about = {
        "severity": assertion.severity,
        "scope": assertion.scope,
        "why": WHY_OF_CONTRACT[assertion.rule],
        "passes_when": assertion.passes_when,
    }
    check = assertion.check
    return Check(check.code, check.kind, check.columns, check.description, about)


def _of_rule(rule: Rule) -> Check:
    about = {"severity": rule.severity, "scope": rule.scope, "why": rule.why, "fails_when": rule.fails_when}
    if rule.needs:
        about["needs"] = ", ".join(rule.needs)
    if rule.source:
        about["source"] = rule.source
    return Check(rule.code, "holds", (rule.flag,), rule.message, about)


def _written(suites: list[dict[str, Any]]) -> bytes:
    """Write JSON with a few lines to each column and expectation, so that a change of one is a change of its lines."""
    parts = []
    for suite in suites:
        rows = ",\n".join(_expectation(expectation) for expectation in suite.pop("expectations"))
        columns = suite["meta"].pop("columns", None)
        rest = json.dumps(suite, sort_keys=True, ensure_ascii=False)[1:-1]
        if columns:
            lines = [json.dumps({name: about}, ensure_ascii=False)[1:-1] for name, about in columns.items()]
            listed = ",\n  ".join(lines)
            rest = rest.replace('"meta": {', f'"meta": {{"columns": {{\n  {listed}}},\n  ', 1)
        parts.append(f'{{{rest}, "expectations": [\n{rows}\n]}}')
    return ("[" + ",\n".join(parts) + "]\n").encode()


def _expectation(expectation: dict[str, Any]) -> str:
    meta = expectation.pop("meta")
    told = {name: meta.pop(name) for name in ("why", "passes_when", "fails_when") if name in meta}
    lines = [json.dumps({name: value}, ensure_ascii=False)[1:-1] for name, value in told.items()]
    first = json.dumps(expectation, sort_keys=True, ensure_ascii=False)[1:-1]
    plain = json.dumps(meta, sort_keys=True, ensure_ascii=False)[1:-1]
    return f' {{{first},\n  "meta": {{{plain},\n   ' + ",\n   ".join(lines) + "}}"


def _differences(wanted: bytes, found: bytes) -> str:
    """Name the columns and checks that one side has and the other has not, or that both have but differ."""
    try:
        theirs = _by_code(found)
    except (ValueError, KeyError, TypeError):
        return "cannot be read as an export"
    ours = _by_code(wanted)
    changed = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    return f"differs in {', '.join(changed)}" if changed else "written in another order or layout"


def _by_code(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for suite in json.loads(content):
        found |= {f"column {name}": about for name, about in suite["meta"].pop("columns", {}).items()}
        found |= suite["meta"]
        found |= {expectation["meta"]["code"]: expectation for expectation in suite["expectations"]}
    return found
