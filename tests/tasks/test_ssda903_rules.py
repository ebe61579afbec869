"""What our rules find in another tool's SSDA903 set, beside what the field's own validator finds in it.

docs/ssda903-rules.md prints both; OUTTURN_REWRITE=1 writes it anew. Every count is made a second time in pandas: ours
at the stage at which the rule is judged, the field's on the files as they are written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from expectations.extracts import load
from tests.tasks.compared_903 import LINES, Compared
from tests.tasks.council_903 import SAMPLE, Run, taken_in
from tests.tasks.field_903 import ALONE, REPORTED, RUN
from tests.tasks.plain_903 import ENDS, Set903, read_set

PAGE = Path(__file__).resolve().parents[2] / "docs/ssda903-rules.md"
SEVERITIES = {rule.code: rule.severity for extract in load().values() for rule in extract.rules}

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the samples are not beside the project")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with taken_in(tmp_path_factory.mktemp("ssda903")) as run:
        yield run


@pytest.fixture(scope="module")
def hits(run: Run) -> dict[str, int]:
    """Rows that broke each rule of ours; a check of a column under its code and the column."""
    found = run.connection.execute('SELECT rule, "column", sum("rows") FROM mart.finding GROUP BY ALL').fetchall()
    return {f"{rule}:{column}" if column else rule: int(rows) for rule, column, rows in found}


@pytest.fixture(scope="module")
def files() -> Set903:
    return read_set(SAMPLE)


def ours_of(line: Compared, hits: dict[str, int]) -> int:
    return sum(hits.get(code, 0) for code in line.ours.split())


def field_of(line: Compared, alone: bool) -> int:
    return sum(({**REPORTED, **ALONE} if alone else REPORTED)[number] for number in line.field.split())


@pytest.mark.parametrize("line", LINES, ids=[line.ours for line in LINES])
def test_our_rule_finds_the_rows_that_plain_pandas_finds(line: Compared, hits: dict[str, int], files: Set903) -> None:
    assert ours_of(line, hits) == line.breaks(files).sum()


@pytest.mark.parametrize("line", LINES, ids=[line.field for line in LINES])
def test_the_record_of_the_field_s_rule_is_what_the_rule_means(line: Compared, files: Set903) -> None:
    assert field_of(line, alone=True) == sum(marks(files).sum() for marks in line.written or (line.breaks,))


@pytest.mark.parametrize("line", LINES, ids=[line.ours for line in LINES])
def test_a_difference_is_explained_and_only_a_difference(line: Compared, hits: dict[str, int]) -> None:
    counts = {ours_of(line, hits), field_of(line, alone=False), field_of(line, alone=True)}
    assert bool(line.differs) == (len(counts) > 1)


def test_a_rule_is_compared_once_and_is_one_of_ours() -> None:
    ours = [code for line in LINES for code in line.ours.split()]
    field = [number for line in LINES for number in line.field.split()]
    assert len(ours) == len(set(ours)) >= 50
    assert sorted(field) == sorted(REPORTED)
    assert {code for code in ours if ":" not in code} <= SEVERITIES.keys()


def test_both_read_the_same_number_of_children_and_episodes(run: Run, files: Set903) -> None:
    counted = dict(run.connection.execute("SELECT extract, rows_in FROM mart.delivery").fetchall())
    assert counted["persons"] == RUN["children"] == len(files.header) == files.header.CHILD.nunique()
    assert counted["lac_episodes"] == RUN["episodes"] == len(files.episodes)


def where_they_went(run: Run, files: Set903) -> list[str]:
    """Return what became of the children and of the episodes, each kind of row counted by the product and again."""
    loaded, set_aside = run.connection.execute(
        "SELECT loaded, quarantined FROM mart.delivery WHERE extract = 'lac_episodes'"
    ).fetchone() or (0, 0)
    assert (loaded, set_aside) == (len(files.kept), len(files.episodes) - len(files.kept))
    children, looked_after = run.connection.execute(
        "SELECT count(DISTINCT child_id), count(DISTINCT child_id) FILTER (WHERE ended_on IS NULL) "
        "FROM silver.lac_episodes"
    ).fetchone() or (0, 0)
    assert children == files.kept.CHILD.nunique()
    assert looked_after == files.kept[files.kept.DEC.isna()].CHILD.nunique()
    rejected = run.connection.execute(
        "SELECT rule, message, \"rows\" FROM mart.finding WHERE extract = 'lac_episodes' AND severity = 'reject_row' "
        "ORDER BY rule"
    ).fetchall()
    assert sum(rows for _, _, rows in rejected) >= set_aside
    total, named = len(files.header), files.episodes.CHILD.nunique()
    return [
        f"- **{total:,} children** in header.csv, all of them loaded. {named:,} have an episode in the file,",
        f"  {children:,} one that was loaded, {total - named:,} none.",
        f"- {looked_after:,} children are still looked after on {ENDS.day} {ENDS:%B %Y}.",
        f"- **{len(files.episodes):,} episodes** in episodes.csv = {loaded:,} loaded + {set_aside} set aside.",
        "  A row may be set aside by several rules:",
        *(f"  - {rule}, {message[0].lower() + message[1:]}: {rows}" for rule, message, rows in rejected),
    ]


def page(run: Run, files: Set903, hits: dict[str, int], intro: str) -> str:
    """Return the page: the words at its head as they stand, then what was counted."""
    table = [
        f"| {line.ours.replace(':', ' ').replace(' ', ', ')} | {line.field.replace(' ', ', ')} "
        f"| {ours_of(line, hits):,} | {field_of(line, alone=False):,}{_alone(line)} | {line.differs} |"
        for line in LINES
    ]
    same = sum(ours_of(line, hits) == field_of(line, alone=False) for line in LINES)
    return intro + "\n".join(
        [
            "## Children and episodes",
            "",
            *where_they_went(run, files),
            "",
            "## Rules",
            "",
            f"The field's: {RUN['validator']} with its rules of {RUN['rules']}, collection year {RUN['year']}."
            f" {RUN['done']} of them ran,",
            f"{RUN['without its files']} had not the files they need, and {RUN['failed']} stopped with an error,"
            " which its report does not say.",
            f"Of the {len(LINES)} lines below, {same} have the same count in both.",
            "",
            "| our rules | the field's | ours | theirs | why they differ |",
            "|---|---|---:|---:|---|",
            *table,
            "",
        ]
    )


def _alone(line: Compared) -> str:
    alone = field_of(line, alone=True)
    return "" if alone == field_of(line, alone=False) else f" (alone {alone:,})"


def test_the_page_says_what_was_found(run: Run, files: Set903, hits: dict[str, int]) -> None:
    text = page(run, files, hits, PAGE.read_text(encoding="utf-8").split("## ")[0])
    if os.environ.get("OUTTURN_REWRITE"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "OUTTURN_REWRITE=1 pytest tests/tasks/test_ssda903_rules.py"
    assert not re.search(r"\b\d{6}\b", text), "no number of a child stands on the page"
