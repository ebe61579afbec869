"""Great Expectations' Data Docs of what is checked and of what one month's files said: a static site for the team.

Called by: tasks.data_docs, on request.
Promises:  the library's own renderers make the pages, from the suites that a run uses and from counts; every page is
           whole by itself and loads nothing from elsewhere; the same counts give the same bytes.
Never:     is given a row, a key or a value: a result is two numbers.

The library's page loads styles, scripts and fonts from other places and does nothing without them, so its sections are
put into a page of our own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import resources
from typing import Any

from expectations.suites import Check, suite_of

MARK = '<meta name="generator" content="Outturn Data Docs">'
"""Stands in every page, so that a folder of somebody else's is told from one of ours."""

NOT_JUDGED = "not judged"
"""How an outcome begins of which nobody can say whether it passed."""

_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_ICON = re.compile(r'<i class="fas fa-(check-circle|times|exclamation-triangle) [^"]*"[^>]*></i>')
_PUT_RIGHT = {"../../../../expectations/": "../expectations/", "Table-Level Expectations": "Checks"}
"""Where the library's own site keeps its pages, and what it calls checks that are not of one column."""

_SEVERITIES = {"reject_row": "sets rows aside", "warn": "warning", "query": "query"}
_SCOPES = {
    "row": "each row",
    "child": "the rows of a child",
    "file": "the whole file",
    "cross_file": "across files",
    "cross_period": "across months",
}
_SHOWN = {"check-circle": ("passed", "✓"), "times": ("failed", "✗"), "exclamation-triangle": ("not-judged", "?")}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check: whether all passed, and the counts in words."""

    is_passed: bool
    told: str


@dataclass(frozen=True, slots=True)
class Validated:
    """The checks of one extract and what they found in one file.

    outcomes: check's code -> what came of it.    accounting: rows in, loaded, quarantined, duplicates.
    """

    name: str
    title: str
    checks: Sequence[Check]
    outcomes: Mapping[str, Outcome]
    source: str
    received_at: datetime
    accounting: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Site:
    """What the site is about: a council and a month, the files that were taken, and those that were refused.

    warning: what every page says first, "" where there is nothing to warn of.
    """

    council: str
    month: str
    warning: str
    validated: Sequence[Validated]
    refused: Sequence[tuple[str, str]]
    suites: Mapping[str, tuple[str, Sequence[Check]]]


def pages_of(site: Site) -> dict[str, bytes]:
    """Return the pages of the site, by their place in it."""
    about = (f"{site.council}, {site.month}", site.warning)
    pages = {"index.html": _index(site)}
    for name, (title, checks) in site.suites.items():
        document = _suite_document(title, checks)
        pages[f"expectations/{name}.html"] = _page(document, f"What is checked: {title}", about)
    for one in site.validated:
        heading = f"{one.title}: {one.source}"
        pages[f"validations/{one.name}.html"] = _page(_validation_document(one, site.month), heading, about)
    return pages


def _suite_document(title: str, checks: Sequence[Check]) -> Any:
    from great_expectations.render.renderer.page_renderer import ExpectationSuitePageRenderer

    _use_our_words()
    renderer: Any = ExpectationSuitePageRenderer()
    return renderer.render(suite_of(title, _told(checks)))


def _validation_document(one: Validated, month: str) -> Any:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

    _use_our_words()
    results = []
    # What did not pass is what somebody opens the page for.
    ordered = sorted(one.checks, key=lambda check: one.outcomes[check.code].is_passed)
    for check, expectation in zip(ordered, suite_of(one.name, _told(ordered)).expectations, strict=True):
        outcome = one.outcomes[check.code]
        results.append(
            ExpectationValidationResult(
                success=outcome.is_passed,
                expectation_config=expectation.configuration,
                result={"observed_value": outcome.told},
                exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
            )
        )
    passed = sum(bool(result.success) for result in results)
    found = ExpectationSuiteValidationResult(
        success=passed == len(results),
        results=results,
        suite_name=one.name,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100 * passed / len(results) if results else None,
        },
        meta={
            "run_id": RunIdentifier(run_name=month, run_time=one.received_at),
            "batch_spec": {"data_asset_name": one.title},
        },
    )
    return ValidationResultsPageRenderer().render(found)


def _told(checks: Sequence[Check]) -> list[Check]:
    """Move each check's message to where the renderer finds it; as a note it would be folded away."""
    return [replace(check, description="", about={**check.about, "message": check.description}) for check in checks]


def _page(document: Any, heading: str, about: tuple[str, str]) -> bytes:
    for section in document.sections:
        blocks = [block for block in section.content_blocks if block.content_block_type != "collapse"]
        section.content_blocks = blocks
    text = _view().render(document, heading=heading, about=about[0], warning=about[1], mark=MARK)
    for theirs, ours in _PUT_RIGHT.items():
        text = text.replace(theirs, ours)
    return _ICON.sub(_icon, _ROW.sub(_with_doubt, text)).encode()


def _with_doubt(row: re.Match[str]) -> str:
    """Mark a row of a check that was not made as neither passed nor failed."""
    return row[0].replace("fa-times", "fa-exclamation-triangle") if f">{NOT_JUDGED}" in row[0] else row[0]


def _icon(found: re.Match[str]) -> str:
    word, sign = _SHOWN[found[1]]
    return f'<span class="{word}" role="img" aria-label="{word}">{sign}</span>'


def _index(site: Site) -> bytes:
    template = _view().env.get_template("index.html")
    return str(template.render(site=site, mark=MARK)).encode()


@functools.cache
def _view() -> Any:
    from great_expectations.render.view.view import DefaultJinjaPageView

    class OwnPage(DefaultJinjaPageView):
        """The library's sections in a page that needs nothing from elsewhere."""

        _template = "outturn_page.html"

    return OwnPage(custom_views_directory=str(resources.files("expectations") / "data_docs"))


@functools.cache
def _use_our_words() -> None:
    """Tell the library how a check of ours is written on a page: code, message, severity, reason and SQL."""
    from great_expectations.expectations.registry import register_renderer
    from great_expectations.render.components import LegacyRendererType, RenderedStringTemplateContent
    from great_expectations.render.renderer.renderer import renderer

    from expectations.suites import expectation_classes

    def written(configuration: Any = None, result: Any = None, **_: Any) -> list[Any]:
        meta = (configuration or result.expectation_config).meta
        kind = f"{_SEVERITIES[meta['severity']]}, {_SCOPES[meta['scope']]}"
        sql = meta.get("fails_when") or meta.get("passes_when") or ""
        verb = "Fails when" if meta.get("fails_when") else "Passes when"
        params = {"code": meta["code"], "message": meta["message"], "why": meta.get("why", ""), "sql": sql}
        template = {
            "template": f"$code $message ({kind})\n$why\n{verb} $sql",
            "params": params,
            "styling": {"params": {name: {"classes": [name]} for name in params}},
        }
        return [RenderedStringTemplateContent(content_block_type="string_template", string_template=template)]

    for made in expectation_classes():
        register_renderer(made.expectation_type, made, renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)(written))
