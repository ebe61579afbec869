"""Another tool's SSDA903 set, dropped as it is: the figures are those that its CSV files give by another way.

2,675 children, 5,050 episodes, thousands of rule breaches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from tasks import explaining
from tests.tasks.council_903 import MONTH, SAMPLE, Run, taken_in
from tests.warehouse.plain import plain
from tests.warehouse.plain.books import Books
from warehouse.periods import Quarter

QUARTER = Quarter("2017-18-Q4")
AS_AT = date(2018, 3, 31)
CHILDREN = 2675
FIGURES = {"LAC-PLAC3": (223, 1172), "LAC-STAB2Y": (55, 153)}
RECOGNISED = {
    "DoLo.csv": "dolo",
    "ad1.csv": "ad1",
    "episodes.csv": "lac_episodes",
    "header.csv": "persons",
    "missing.csv": "missing_episodes",
    "oc2.csv": "oc2",
    "oc3.csv": "oc3",
    "placed_for_adoption.csv": "placed_for_adoption",
    "placed_for_adoption_errors.csv": "placed_for_adoption",
    "previous_permanence.csv": "previous_permanence",
    "reviews.csv": "lac_reviews",
    "sw_episodes.csv": "sw_allocations",
    "uasc.csv": "uasc",
}
REASONS = {
    "short breaks": "looked after under a series of short breaks (V3, V4)",
    "16 or over": "aged 16 or over",
    "less than 2.5 years": "looked after for less than two and a half years",
    "no date of birth": "date of birth not known",
}

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the samples are not beside the project")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with taken_in(tmp_path_factory.mktemp("ssda903")) as run:
        yield run


@pytest.fixture(scope="module")
def books() -> Books:
    """Read the CSV files with pandas and leave out the rows that the contracts say cannot be used."""
    header = pd.read_csv(SAMPLE / "header.csv", dtype=str)
    persons = [{"child_id": child, "born_on": _day(born)} for child, born in zip(header.CHILD, header.DOB, strict=True)]
    return Books({"persons": {str(MONTH): persons}, "lac_episodes": {str(MONTH): usable_episodes()}})


def usable_episodes() -> list[dict]:
    """Return the episodes that the documented rules leave: D13a, D13b, D4a by row, then D5, D6, D11a by child."""
    written = pd.read_csv(SAMPLE / "episodes.csv", dtype=str)
    rows = [
        {
            "child_id": line["CHILD"],
            "started_on": _day(line["DECOM"]),
            "ended_on": _day(line["DEC"]),
            "reason_started_code": _text(line["RNE"]),
            "reason_ended_code": _text(line["REC"]),
            "legal_status_code": _text(line["LS"]),
            "placement_code": _text(line["PLACE"]),
            "provider_code": _text(line["PLACE_PROVIDER"]),
            "urn": _text(line["URN"]),
        }
        for line in written.to_dict("records")
    ]
    repeated = Counter((row["child_id"], row["started_on"]) for row in rows)
    in_time = [
        row for row in rows
        if row["started_on"] <= AS_AT
        and (row["ended_on"] is None or row["started_on"] <= row["ended_on"] <= AS_AT)
        and repeated[row["child_id"], row["started_on"]] == 1
    ]  # fmt: skip
    kept = []
    for _, child in pd.DataFrame({"place": range(len(in_time)), "child": [r["child_id"] for r in in_time]}).groupby(
        "child"
    ):
        episodes = sorted((in_time[n] for n in child.place), key=lambda row: row["started_on"])
        for n, row in enumerate(episodes):
            before = episodes[n - 1] if n else {}
            is_left_open = row["ended_on"] is None and n + 1 < len(episodes)
            is_overlapping = before.get("ended_on") is not None and row["started_on"] < before["ended_on"]
            is_after_death = before.get("reason_ended_code") == "E2"
            if not (is_left_open or is_overlapping or is_after_death):
                kept.append(row)
    return kept


def _day(text: object) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=UTC).date() if isinstance(text, str) else None


def _text(text: object) -> str | None:
    return text if isinstance(text, str) else None


def test_every_file_is_recognised(run: Run) -> None:
    assert (run.report.files_accepted, run.report.files_refused) == (len(RECOGNISED), 0)
    assert {path.name for path in SAMPLE.glob("*.csv")} == {*RECOGNISED}
    accepted = dict(run.connection.execute("SELECT extract, rows_in FROM mart.delivery").fetchall())
    # Of two files of one extract, the second is a correction of the first.
    assert accepted == {extract: _rows_in(source) for source, extract in sorted(RECOGNISED.items())}


def _rows_in(source: str) -> int:
    return len(pd.read_csv(SAMPLE / source, dtype=str))


def test_every_row_is_accounted_for(run: Run) -> None:
    assert run.report.rows_in == run.report.loaded + run.report.quarantined + run.report.duplicates
    assert run.report.rows_in == sum(_rows_in(source) for source in RECOGNISED)
    loaded = dict(run.connection.execute("SELECT extract, loaded FROM mart.delivery").fetchall())
    assert loaded["lac_episodes"] == len(usable_episodes()) == 4970
    assert loaded["persons"] == CHILDREN


def test_postcodes_are_kept_as_tokens_that_tell_only_which_are_the_same(run: Run) -> None:
    written = pd.read_csv(SAMPLE / "episodes.csv", dtype=str)
    usable = {(row["child_id"], row["started_on"]) for row in usable_episodes()}
    rows = [line for line in written.to_dict("records") if (line["CHILD"], _day(line["DECOM"])) in usable]
    for column, header in (("home_postcode", "HOME_POST"), ("placement_postcode", "PL_POST")):
        postcodes = Counter(line[header].replace(" ", "") for line in rows if _text(line[header]))
        kept = run.connection.execute(
            f"SELECT {column}, count(*) FROM silver.lac_episodes WHERE {column} IS NOT NULL GROUP BY ALL"
        ).fetchall()
        assert sorted(count for _, count in kept) == sorted(postcodes.values())
        assert not [token for token, _ in kept if any(postcode in token for postcode in postcodes)]


@pytest.mark.parametrize("code", sorted(FIGURES))
def test_figures_are_those_of_the_csv_files(run: Run, books: Books, code: str) -> None:
    expected = plain(books, dict.fromkeys(("persons", "lac_episodes"), (str(MONTH),)), code, QUARTER.starts_on, AS_AT)
    assert expected is not None
    for period in (str(MONTH), str(QUARTER)):
        found = run.connection.execute(
            "SELECT numerator, denominator, excluded, unknown FROM mart.indicator_result "
            "WHERE indicator = ? AND period = ? AND dimension = ''",
            [code, period],
        ).fetchone()
        reasons = run.connection.execute(
            'SELECT reason, "rows" FROM mart.indicator_exclusion WHERE indicator = ? AND period = ?', [code, period]
        ).fetchall()
        assert found == (expected.numerator, expected.denominator, expected.excluded.total(), expected.unknown)
        assert dict(reasons) == {REASONS[reason]: count for reason, count in expected.excluded.items()}
    assert (expected.numerator, expected.denominator) == FIGURES[code]


@pytest.mark.parametrize("code", sorted(FIGURES))
def test_every_child_is_accounted_for_in_the_explanation(run: Run, code: str) -> None:
    lines = explaining.explanation(run.store, run.council, code, QUARTER).lines
    start = lines.index("Every child accounted for") + 1
    account = {}
    for line in lines[start : lines.index("", start)]:
        count, words = re.match(r" *([\d,]+)  (.+)", line).groups()
        account[words] = int(count.replace(",", ""))
    assert account.pop("children whom any delivery names") == CHILDREN
    assert account.pop("rows of the extracts it needs are in quarantine and count for no child") == 80
    assert sum(account.values()) == CHILDREN
    considered = next(line for line in lines if line.strip().startswith("Considered"))
    numerator, denominator = FIGURES[code]
    excluded = account["looked after"] - denominator
    assert considered.split()[1].replace(",", "") == str(account["looked after"])
    assert f"denominator {denominator:,} + excluded {excluded:,}" in considered
    assert any(f"= {numerator:,} of {denominator:,}" in line for line in lines)
