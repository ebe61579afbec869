"""Signal and outlook on their way to readers: columns of results.csv, and the council's file of re-bases."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tasks import councils
from tasks.councils import CouncilError
from tasks.publishing import identity, result_line
from tasks.reports.page import render_pack
from tasks.store import Store
from tests.tasks import dropped, pack_builder
from warehouse.monthly import Reading
from warehouse.outlook import Outlook
from warehouse.periods import Month
from warehouse.signal import MonthlyPoint, Signal

COLUMNS = ["signal", "signal_reason", "outlook", "outlook_low", "outlook_high"]
READING = Reading(
    signal=Signal("Worsening", MonthlyPoint(Month("2020-09"), Fraction(20))),
    reason="September 2020 (20%) is below the lower limit of 23.4%",
    outlook=Outlook(Fraction(55, 2), Fraction(25), Fraction(91, 3), 6, method="the latest position"),
    measured="proportion",
    year="2020/21",
)


def test_signal_and_outlook_are_the_last_columns_of_a_result() -> None:
    row = pack_builder.deck().rows[0]
    read, unread = result_line(replace(row, reading=READING)), result_line(row)
    assert list(read)[-5:] == list(unread)[-5:] == COLUMNS
    assert [read[name] for name in COLUMNS] == ["Worsening", READING.reason, "27.5", "25", "30.3333333333"]
    assert [unread[name] for name in COLUMNS] == [""] * 5


def test_what_cannot_be_projected_is_blank() -> None:
    unknown = replace(READING, outlook=Outlook(None, why_none="too few"))
    line = result_line(replace(pack_builder.deck().rows[0], reading=unknown))
    assert [line[name] for name in COLUMNS[2:]] == ["", "", ""]


def test_a_publication_is_not_made_anew_because_months_are_read_otherwise() -> None:
    pack = pack_builder.deck()
    read = replace(pack, rows=tuple(replace(row, reading=READING) for row in pack.rows))
    assert identity(read) == identity(pack)
    changed = replace(pack, rows=(replace(pack.rows[0], value=Fraction(1)), *pack.rows[1:]))
    assert identity(changed) != identity(pack)


def test_the_page_says_both_in_words_and_how_to_read_them() -> None:
    pack = pack_builder.deck()
    read = replace(pack, rows=(replace(pack.rows[0], reading=READING), *pack.rows[1:]))
    page = " ".join(render_pack(read).split())
    assert "<dt>Signal</dt><dd>Worsening: September 2020 (20%) is below the lower limit of 23.4%.</dd>" in page
    said = "2020/21 is projected to end at 27.5%, four times in five between 25% and 30.33%."
    assert f"<dt>Outlook</dt><dd>{said}</dd>" in page
    assert "Signal and outlook</h3>" in page
    assert "Signal" not in render_pack(pack), "a pack without readings does not speak of them"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def _write(store: Store, indicator: str, reason: str = "A second team opened.") -> None:
    text = f'[[rebases]]\nindicator = "{indicator}"\nfrom = "2020-04"\nreason = "{reason}"\nname = "Head A"\n'
    (store.councils() / dropped.CODE / "rebases.toml").write_text(text)


def test_rebases_are_read_with_the_rest_of_the_council(store: Store) -> None:
    assert councils.load(store, dropped.CODE).rebases == {}
    _write(store, "FD-CONT-EH")
    (rebase,) = councils.load(store, dropped.CODE).rebases["FD-CONT-EH"]
    assert (rebase.month, rebase.reason) == (Month("2020-04"), "A second team opened (Head A)")


def test_a_rebase_of_an_indicator_that_nobody_declares_is_refused(store: Store) -> None:
    _write(store, "FD-CONT-EHH")
    with pytest.raises(CouncilError) as raised:
        councils.load(store, dropped.CODE)
    assert "rebases.toml: 'FD-CONT-EHH' (did you mean 'FD-CONT-EH'?)" in str(raised.value)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('breakdowns = ["teem"]', "reports/r.toml breakdowns: 'teem' (did you mean 'team'?)"),
        ('disproportionality = ["LAC-PLAC3"]', "reports/r.toml disproportionality: 'LAC-PLAC3'"),
        ('disproportionality = ["FOS-CARERS"]', "reports/r.toml disproportionality: 'FOS-CARERS'"),
        ('equality_groups = ["team"]', "reports/r.toml equality_groups: 'team'"),
        ('breakdowns = ["category", "pod"]\ndisproportionality = ["LAC-STOCK", "LAC-RATE"]', ""),
    ],
)
def test_a_report_splits_by_what_there_is_and_compares_numbers_of_children(store: Store, line: str, fault: str) -> None:
    head = 'title = "R"\nrating_rule = "target_tolerance"\narrows = "value"\n'
    folder = store.councils() / dropped.CODE / "reports"
    folder.mkdir(exist_ok=True)
    (folder / "r.toml").write_text(f"{head}{line}\n[membership]\n")
    if not fault:
        assert "r" in councils.load(store, dropped.CODE).reports
        return
    with pytest.raises(CouncilError) as raised:
        councils.load(store, dropped.CODE)
    assert fault in str(raised.value)


def test_a_rebase_is_among_the_files_that_decide_figures(store: Store) -> None:
    _write(store, "FD-CONT-EH")
    council = councils.load(store, dropped.CODE)
    assert "rebases.toml" in {path.name for path in councils.configuration_files(council)}
