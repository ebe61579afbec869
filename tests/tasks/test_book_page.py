"""The indicator book says of every indicator what its declaration says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from deployments import cli
from expectations.extracts import load as load_extracts
from tasks.reports.book_page import render_book
from warehouse.indicator import Exclusion
from warehouse.indicators import load

INDICATORS = load()
BOOK = render_book(INDICATORS, load_extracts())
TEXT = " ".join(unescape(re.sub(r"<[^>]+>", " ", BOOK)).split())


@pytest.mark.parametrize("code", INDICATORS)
def test_an_indicator_has_an_entry_with_what_its_declaration_says(code: str) -> None:
    assert BOOK.count(f'<article class="entry" id="{code}"') == 1
    for version in INDICATORS[code]:
        assert " ".join(version.definition.split()) in TEXT
    now = INDICATORS[code][-1]
    for said in (now.title, now.why, now.source, now.owner, *(one.reason for one in now.exclusions)):
        assert " ".join(said.split()) in TEXT


def test_a_changed_definition_is_told_with_the_quarter_from_which_it_applies() -> None:
    entry = BOOK[BOOK.index('id="SUP-LAC"') :].split("</article>")[0]
    assert "How the definition changed" in entry
    assert "Version 2, from 2021-22-Q1" in entry
    assert "How the definition changed" not in BOOK[BOOK.index('id="FD-CONT-EH"') :].split("</article>")[0]


def test_the_book_is_escaped_and_the_same_each_time() -> None:
    odd = replace(INDICATORS["FD-CONT-EH"][0], exclusions=(Exclusion("<b>bold & brash</b>", "false"),))
    page = render_book({odd.code: (odd,)}, load_extracts())
    assert "&lt;b&gt;bold &amp; brash&lt;/b&gt;" in page
    assert "<b>bold" not in page
    assert page == render_book({odd.code: (odd,)}, load_extracts())


def test_the_command_lists_shows_and_writes(capsys, tmp_path) -> None:
    assert cli.main(["indicators", "--json"]) == 0
    assert {one["code"] for one in json.loads(capsys.readouterr().out)} == set(INDICATORS)
    assert cli.main(["indicators", "sup-lac"]) == 0
    assert "(version 2, from 2021-22-Q1)" in capsys.readouterr().out
    assert cli.main(["indicators", "--book", str(tmp_path / "book.html")]) == 0
    assert (tmp_path / "book.html").read_text(encoding="utf-8") == BOOK
    assert cli.main(["indicators", "NOPE"]) == 2
    assert "there is no indicator 'NOPE'" in capsys.readouterr().err
