"""The commands `extracts` and `rules`: what to deliver, and what makes a row wrong.

Called by: deployments.cli.
Promises:  answers in under a second, from the contracts alone; needs no store and no library.
Never:     reads data: the examples it prints are made up, and stand with the rules.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from deployments.cli.commands import Commands, add_json
from deployments.cli.output import Output, table
from expectations import extracts as declared
from expectations.contract import Column, Extract, Rule
from expectations.errors import UsageProblem


def add(commands: Commands) -> None:
    """Declare the commands."""
    extracts = commands.add(
        "extracts",
        run_extracts,
        "Show what to deliver: every extract, or the columns of one with their headers, types and codes.",
        "outturn extracts\n  outturn extracts contacts\n  outturn extracts contacts --csv-template",
    )
    extracts.add_argument("name", metavar="NAME", nargs="?", help="one extract, such as contacts (default: all)")
    extracts.add_argument("--csv-template", action="store_true", help="print the header line of an empty file")
    rules = commands.add(
        "rules",
        run_rules,
        "Show what makes a row wrong: every rule, or one with its reason and a made-up row that breaks it.",
        "outturn rules --extract contacts\n  outturn rules G13",
    )
    rules.add_argument("code", metavar="CODE", nargs="?", help="one rule, such as G13 (default: all)")
    rules.add_argument("--extract", metavar="NAME", help="the rules of one extract")
    add_json(extracts)
    add_json(rules)


def run_extracts(request: argparse.Namespace, out: Output) -> int:
    """List the extracts, or show one."""
    known = declared.load()
    if not request.name:
        if request.csv_template:
            raise UsageProblem(
                "it is not said of which extract", "--csv-template", "outturn extracts NAME --csv-template"
            )
        rows = [(e.name, e.title, e.kind, len(e.columns), len(e.rules)) for e in known.values()]
        data = [{"name": e.name, "title": e.title, "kind": e.kind, "columns": len(e.columns), "rules": len(e.rules)}
                for e in known.values()]  # fmt: skip
        return out.result(data, table(("extract", "title", "kind", "columns", "rules"), rows, right=(3, 4)))
    extract = _known(known, request.name)
    if request.csv_template:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([column.header for column in extract.columns])
        return out.result({"extract": extract.name, "header": line.getvalue()}, [line.getvalue()])
    columns = [_told(column) for column in extract.columns]
    shown = [(c["header"], c["column"], c["type"], c["needed"], "; ".join(c["codes"])) for c in columns]
    lines = [f"{extract.title} ({extract.kind}), {len(extract.rules)} rules; key: {', '.join(extract.key)}"]
    lines += table(("header", "column", "type", "needed", "codes"), shown, folded=4)
    lines.append(f"further headers that are understood: outturn extracts {extract.name} --json")
    data_of_one = {"name": extract.name, "title": extract.title, "kind": extract.kind, "key": extract.key}
    return out.result({**data_of_one, "rules": len(extract.rules), "columns": columns}, lines)


def run_rules(request: argparse.Namespace, out: Output) -> int:
    """List the rules, or show one."""
    known = declared.load()
    chosen = [_known(known, request.extract)] if request.extract else list(known.values())
    found = [(e, r) for e in chosen for r in e.rules if request.code in (None, r.code)]
    if not found:
        raise UsageProblem(f"there is no rule {request.code}", "CODE", "see outturn rules for all of them")
    data = [_rule(extract, rule) for extract, rule in found]
    if request.code:
        return out.result(data, [line for one in data for line in (*_lines(one), "")][:-1])
    rows = [(d["code"], d["extract"], d["severity"], d["scope"], d["message"]) for d in data]
    return out.result(data, table(("code", "extract", "severity", "scope", "what"), rows, folded=4))


def _told(column: Column) -> dict[str, Any]:
    codes = [f"{code} {label}" for code, label in column.codes.codes.items()] if column.codes else []
    needed = "required" if column.required else "expected" if column.expected else ""
    return {"header": column.header, "column": column.name, "type": column.type, "needed": needed, "codes": codes,
            "also_understood": column.aliases, "meaning": column.description}  # fmt: skip


def _rule(extract: Extract, rule: Rule) -> dict[str, Any]:
    return {"code": rule.code, "extract": extract.name, "severity": rule.severity, "scope": rule.scope,
            "message": rule.message, "why": rule.why, "source": rule.source, "fails_when": rule.fails_when,
            "breaks": rule.breaks, "passes": rule.passes}  # fmt: skip


def _lines(told: Mapping[str, Any]) -> Iterable[str]:
    yield f"{told['code']}  {told['message']}"
    for name in ("extract", "severity", "scope", "why", "source", "fails_when"):
        yield f"  {name.replace('_', ' '):10}  {told[name]}"
    for name in ("breaks", "passes"):
        yield f"  {name:10}  {json.dumps(told[name], ensure_ascii=False, default=str)}"


def _known(known: Mapping[str, Extract], name: str) -> Extract:
    if name not in known:
        raise UsageProblem(f"there is no extract {name!r}", "the extract's name", f"use one of: {', '.join(known)}")
    return known[name]
