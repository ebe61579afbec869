"""The pack, the report on data quality and the mails in a browser: on a phone, a desk, on paper, by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from expectations import extracts
from tasks.alerting import exceptions_mail, rag_summary_mail
from tasks.letter import MailRoute
from tasks.reports.book_page import render_book
from tasks.reports.page import render_pack
from tasks.reports.quality_page import render_quality
from tests.tasks import quality_builder
from tests.tasks.pack_builder import deck
from tests.tasks.pack_variants import eventful, notice, readings, sized
from warehouse import indicators

WIDTHS = (320, 390, 768, 993, 1280)
"""The last but one is the narrowest at which the performance table is a table."""
ROUTE = MailRoute("sample-borough", "heads_of_service", "outturn@sample.invalid", ("head@sample.invalid",))

Opener = Callable[[str, int], Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None and os.environ.get("OUTTURN_REQUIRE_BROWSER") != "1":
        pytest.skip("no Chromium here; set OUTTURN_REQUIRE_BROWSER=1 to insist on one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open markup at a width; fails at the end if the page asked for anything or complained."""
    faults: list[str] = []
    pages: list[Page] = []

    def opened(markup: str, width: int) -> Page:
        path = tmp_path / "shown.html"
        path.write_text(markup, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.append(asked.url) if asked.url != path.as_uri() else None)
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert faults == []


PAGES: dict[str, Callable[[], str]] = {
    "deck": lambda: render_pack(deck()),
    "eventful": lambda: render_pack(eventful()),
    "readings": lambda: render_pack(readings()),
    "many": lambda: render_pack(sized(13)),
    "data quality": lambda: render_quality(quality_builder.full()),
    "data quality of nothing": lambda: render_quality(quality_builder.empty()),
    "indicator book": lambda: render_book(indicators.load(), extracts.load()),
    "summary mail": lambda: _html(rag_summary_mail(eventful(), ROUTE, "published/2020-21-Q2/scrutiny/v1/pack.html")),
    "exceptions mail": lambda: _html(exceptions_mail(notice(), ROUTE)),
}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_sideways(name: str, show: Opener) -> None:
    page = show(PAGES[name](), WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(_CUT_OFF) == [], width


@pytest.mark.parametrize("name", PAGES)
def test_every_text_has_enough_contrast_as_drawn(name: str, show: Opener) -> None:
    page = show(PAGES[name](), 1280)
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert page.evaluate(_CONTRAST) == []


@pytest.mark.parametrize("name", ["summary mail", "exceptions mail"])
def test_mails_can_be_read_in_the_dark(name: str, show: Opener) -> None:
    page = show(PAGES[name](), 600)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(_CONTRAST) == []


def test_a_keyboard_reaches_everything_and_sees_where_it_is(show: Opener) -> None:
    page = show(PAGES["deck"](), 390)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    seen = set()
    for _ in range(200):
        seen.add(page.evaluate("document.activeElement.textContent.slice(0, 40)"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    everything = page.evaluate(
        "[...document.querySelectorAll('a, summary, [tabindex=\"0\"]')].map(e => e.textContent.slice(0, 40))"
    )
    assert set(everything) <= seen


def test_a_narrow_screen_shows_the_rows_of_every_table_on_data_quality_as_cards(show: Opener) -> None:
    page = show(PAGES["data quality"](), 390)
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    tables = page.locator("table.figures")
    assert tables.count() == 14
    for n in range(tables.count()):
        row = tables.nth(n).locator("tbody tr").first
        assert row.evaluate("e => getComputedStyle(e).display") == "grid"
        assert tables.nth(n).evaluate("e => e.getBoundingClientRect().width") <= 390
        label = row.locator("td").first
        assert label.evaluate("e => getComputedStyle(e, '::before').content") not in ("none", '""')


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_number_of_a_tile_lies_over_its_name(width: int, show: Opener) -> None:
    page = show(PAGES["data quality"](), width)
    assert page.locator(".counts div").count() > 0
    assert page.evaluate(_OVERLAPPING_TILES) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["data quality", "readings"])
def test_no_label_of_a_chart_is_cut_off(name: str, width: int, show: Opener) -> None:
    page = show(PAGES[name](), width)
    assert page.evaluate(_LABELS_OUTSIDE) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["deck", "readings"])
def test_the_latest_figure_of_a_chart_lies_over_no_name_of_a_line(name: str, width: int, show: Opener) -> None:
    page = show(PAGES[name](), width)
    assert page.locator("svg.chart .ch-latest").count() > 0
    assert page.evaluate(_FIGURES_OVER_NAMES) == []


@pytest.mark.parametrize("width", [320, 390])
def test_counts_of_three_digits_stay_whole_on_a_phone(width: int, show: Opener) -> None:
    pack = deck()
    summary = replace(pack.summary, selected=133, with_data=127, rated=100, green=78, amber=11, red=11)
    page = show(render_pack(replace(pack, summary=summary)), width)
    heights = page.evaluate("[...document.querySelectorAll('.counts dd')].map(e => e.getBoundingClientRect().height)")
    assert len(heights) == 3
    assert len(set(heights)) == 1
    assert page.evaluate(_OVERLAPPING_TILES) == []
    bar = page.locator(".bar").evaluate("e => e.getBoundingClientRect().right")
    ends = page.evaluate("[...document.querySelectorAll('.segment')].map(e => e.getBoundingClientRect().right)")
    assert len(ends) == 3
    assert max(ends) <= bar + 1


def test_a_phone_shows_every_column_of_a_split(show: Opener) -> None:
    page = show(PAGES["deck"](), 390)
    hidden = "[...document.querySelectorAll('.panel .scroll')].filter(e => e.scrollWidth > e.clientWidth).length"
    assert page.locator(".panel .scroll").count() > 0
    assert page.evaluate(hidden) == 0


def test_a_phone_gives_the_words_of_a_scrolling_table_room_and_its_heading_no_more_than_the_screen(
    show: Opener,
) -> None:
    page = show(PAGES["deck"](), 390)
    tables = page.locator("[aria-labelledby=quality] .scroll")
    assert tables.count() == 2
    for n in range(2):
        assert tables.nth(n).locator("tbody th").first.evaluate("e => e.getBoundingClientRect().width") >= 150
        assert tables.nth(n).locator("caption").evaluate(_WORDS_END) <= 390


def test_a_narrow_screen_shows_each_row_as_a_card_with_its_labels(show: Opener) -> None:
    page = show(PAGES["deck"](), 390)
    row = page.locator(".performance tbody tr").first
    assert row.evaluate("e => getComputedStyle(e).display") == "grid"
    label = row.locator("td").nth(4)
    assert label.evaluate("e => getComputedStyle(e, '::before').content") == '"Q2 2020/21 performance"'
    assert page.locator("table.performance").evaluate("e => e.getBoundingClientRect().width") <= 390


def test_paper_is_a4_landscape_and_repeats_the_head_of_the_table(show: Opener) -> None:
    page = show(PAGES["many"](), 1280)
    page.emulate_media(media="print")
    assert page.locator(".performance thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert page.locator(".skip").evaluate("e => getComputedStyle(e).display") == "none"
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841.9" in printed.replace(b"841.88", b"841.9").replace(b"842", b"841.9")


def _html(message: object) -> str:
    return str(message.get_body(("html",)).get_content())  # type: ignore[attr-defined]


_WORDS_END = """e => {
  const range = document.createRange();
  range.selectNodeContents(e);
  return range.getBoundingClientRect().right;
}"""

_CUT_OFF = """[...document.querySelectorAll('body *:not(svg *)')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && box.right > innerWidth + 1 && !e.closest('.scroll, .skip, .unseen, thead');
}).map(e => e.tagName + '.' + e.className)"""

_OVERLAPPING_TILES = """[...document.querySelectorAll('.counts div')].filter(tile => {
  const box = part => { const range = document.createRange(); range.selectNodeContents(tile.querySelector(part));
                        return range.getBoundingClientRect(); };
  const [name, number] = [box('dt'), box('dd')];
  return number.left < name.right && name.left < number.right && number.top < name.bottom && name.top < number.bottom;
}).map(tile => tile.textContent)"""

_FIGURES_OVER_NAMES = """[...document.querySelectorAll('svg.chart')].flatMap(drawn => {
  const figure = drawn.querySelector('.ch-latest');
  if (!figure) return [];
  const box = figure.getBoundingClientRect();
  return [...drawn.querySelectorAll('.ch-goal')].filter(name => {
    const other = name.getBoundingClientRect();
    return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
  }).map(name => figure.textContent + ' over ' + name.textContent);
})"""

_LABELS_OUTSIDE = """[...document.querySelectorAll('svg.chart text')].filter(text => {
  const room = text.closest('section').getBoundingClientRect(), box = text.getBoundingClientRect();
  const drawn = text.closest('svg'), seen = getComputedStyle(drawn).overflow === 'visible' ? room
    : drawn.getBoundingClientRect();
  return box.left < seen.left || box.right > seen.right;
}).map(text => text.textContent)"""

_CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, e = text.parentElement;
    if (!text.data.trim() || e.closest('svg, style, .unseen') || !e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(parts(style.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push(text.data.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return bad;
}"""
