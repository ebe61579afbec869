"""Data Docs of a month: the library's pages, whole by themselves, with counts and nothing of anybody."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from deployments import cli
from expectations.extracts import load
from expectations.suite_export import checks_of
from tasks import building, councils, data_docs
from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import ROWS, contacts, drop, take_in
from warehouse.periods import Month

BROKEN = (
    "CON905,KID905,05/09/2020,6,NFA,04/09/2020,Canary Team",
    "CON906,9434765919,06/09/2020,Canary,NFA,,Canary Team",
    "CON907,KID907",
)
"""An outcome before the contact (G13), a source that means nothing (A6), too few cells."""

PLANTED = ("9434765919", "Canary", "KID90", "CON90", "Mary", "A123456789012", "15/01/2010", "2010-01-15")
PERSONS = "Child Unique ID,UPN,Date of Birth,Sex,Ethnicity\r\nKID901,A123456789012,15/01/2010,F,WBRI\r\n"
DOCS = ("suites", "docs", dropped.CODE, "2020-09")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = dropped.council(tmp_path_factory.mktemp("docs") / "home")
    drop(store, "contacts.csv", contacts([*ROWS, ROWS[0], *BROKEN]))
    drop(store, "contacts.csv", contacts([row.replace("/09/", "/08/") for row in ROWS]), Month("2020-08"))
    drop(store, "persons of Mary Canary.csv", PERSONS)
    drop(store, "notes.csv", "Canary,KID905\r\n")
    take_in(store, Month("2020-08"), dropped.MONTH)
    building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None)
    return store


@pytest.fixture(scope="module")
def pages(store: Store) -> dict[str, str]:
    made = data_docs.pages(store, councils.load(store, dropped.CODE), dropped.MONTH)
    return {place: content.decode() for place, content in made.items()}


def rows(page: str) -> dict[str, tuple[str, str]]:
    """Return (status, what was observed) of each check on a page of results."""
    found = {}
    for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL):
        if code := re.search(r'class="code" >(.*?)</span>', row):
            status = re.search(r'aria-label="(.*?)"', row)
            told = re.findall(r'class="show-scrollbars">([^<]*)</div>', row)
            found[html.unescape(code[1])] = (status[1] if status else "", told[-1])
    return found


def test_no_page_holds_anything_of_a_child_or_a_cell(store: Store, pages: dict[str, str]) -> None:
    tokens: set[str] = set()
    for place in ("deliveries", "quarantine", "row_findings"):
        for path in (store.root / place).rglob("*.parquet"):
            with duckdb.connect() as connection:
                for row in connection.execute(f"SELECT * FROM read_parquet('{path}')").fetchall():
                    tokens |= {cell for cell in row if isinstance(cell, str) and len(cell) > 30}
    assert len(tokens) > 10
    for place, page in pages.items():
        assert [text for text in (*PLANTED, *tokens) if text in page + place] == [], place


def test_a_page_loads_nothing_and_every_link_leads_to_a_page(pages: dict[str, str]) -> None:
    for place, page in pages.items():
        assert not re.search(r"https?:|//[a-z]+\.|<script|<link|<img|@import|url\(|onclick", page), place
        for link in re.findall(r'href="([^"#]*)"', page):
            target = os.path.normpath(Path(place).parent / link)
            assert target in pages, f"{place} leads to {link}"


def test_each_check_shows_what_was_counted_when_the_file_was_checked(pages: dict[str, str]) -> None:
    found = rows(pages["validations/contacts.html"])
    assert found.keys() == {check.code for suite in checks_of(load()["contacts"]).values() for check in suite}
    assert found["G13"] == ("failed", "1 of 6 rows do not pass")
    assert found["A6:contact_source_code"] == ("failed", "1 of 6 rows do not pass")
    assert found["A5:contact_id"] == ("passed", "6 rows pass")
    assert found["G17"] == ("not-judged", "not judged: never delivered: early_help")
    assert list(found)[:2] == ["A6:contact_source_code", "G13"], "what did not pass comes first"
    assert pages.keys() >= {"validations/contacts.html", "validations/persons.html"}


def test_the_first_page_holds_the_accounting_and_what_was_refused(pages: dict[str, str]) -> None:
    numbers = re.findall(r'<td class="number">(.*?)</td>', pages["index.html"])
    assert numbers[:4] == ["8", "5", "2", "1"]
    assert re.search(r"F30 notes\.csv", pages["index.html"])


def test_every_check_of_every_extract_stands_on_its_page_with_its_sql(pages: dict[str, str]) -> None:
    for name, extract in load().items():
        page = pages[f"expectations/{name}.html"]
        for suite in checks_of(extract).values():
            for check in suite:
                sql = check.about.get("fails_when") or check.about["passes_when"]
                for text in (check.code, check.description, check.about["why"], sql):
                    assert html.escape(text, quote=False).replace("\n", "<br>") in page.replace("\n", "<br>"), (
                        check.code
                    )


def test_every_page_of_an_invented_council_says_so(store: Store, pages: dict[str, str]) -> None:
    council = replace(councils.load(store, dropped.CODE), is_synthetic=True)
    for place, content in data_docs.pages(store, council, dropped.MONTH).items():
        assert "Synthetic data: Testshire is an invented council." in content.decode()
        assert "Synthetic data" not in pages[place]


def test_before_the_first_build_rules_across_files_are_not_judged(store: Store, tmp_path: Path) -> None:
    copy = Store(shutil.copytree(store.root, tmp_path / "home"))
    shutil.rmtree(copy.root / "warehouse")
    made = data_docs.pages(copy, councils.load(copy, dropped.CODE), dropped.MONTH)
    found = rows(made["validations/contacts.html"].decode())
    across = [check.code for check in checks_of(load()["contacts"])["contacts across files"]]
    assert {found[code] for code in across} == {("not-judged", "not judged: the warehouse is not built yet")}


def test_the_command_writes_the_site_and_takes_away_pages_that_are_over(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "site"

    def written(*words: str) -> Any:
        assert cli.main(["--home", str(store.root), *words, "--to", str(folder), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert not written(*DOCS, "--dry-run")["written"]
    assert not folder.exists()
    pages = written(*DOCS)["pages"]
    first = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.html")}
    assert sorted(first) == sorted(pages)
    written(*DOCS)
    assert {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.html")} == first
    written(*DOCS[:3], "2020-08")
    assert [path.name for path in (folder / "validations").iterdir()] == ["contacts.html"]


def test_a_folder_that_holds_something_else_is_left_alone(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_text("<h1>ours</h1>")
    before = sorted(tmp_path.iterdir())
    assert cli.main(["--home", str(store.root), *DOCS, "--to", str(tmp_path)]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_pages_fit_a_phone_and_ask_for_nothing_in_a_real_browser(pages: dict[str, str], tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None and os.environ.get("OUTTURN_REQUIRE_BROWSER") != "1":
        pytest.skip("no Chromium here; set OUTTURN_REQUIRE_BROWSER=1 to insist on one")
    data_docs.write(tmp_path / "site", {place: page.encode() for place, page in pages.items()})
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "site" / "index.html").as_uri())
        for link in ("Contacts", "contacts"):
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
            page.get_by_role("link", name=link, exact=True).first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
        assert page.get_by_role("heading", level=1).inner_text() == "What is checked: Contacts"
        browser.close()
    assert [Path(url).name for url in asked] == ["index.html", "contacts.html", "contacts.html"]
