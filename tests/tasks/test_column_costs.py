"""A column that a file may lack is asked after where figures are counted from it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from deployments import cli
from tasks import building, councils, notifying
from tasks.column_costs import _used
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import drop, receipt_of, take_in
from warehouse.periods import Month

NO_OUTCOME = "Contact ID,Child Unique ID,Date of Contact,Contact Source\r\n" + "".join(
    f"C{n},P{n},0{n}/09/2020,6\r\n" for n in range(1, 5)
)
SAID = "'Contact Outcome' is not in the file, and figures are counted from it: FD-CONT-EH"
"""How the message begins; further indicators may come to be counted from the column."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def findings(store: Store) -> dict[str, str]:
    """Return what is said of each column that costs something."""
    found = [finding for delivery in dropped.deliveries(store) for finding in delivery.findings]
    costly = [finding for finding in found if finding.rule == "A1F"]
    assert {finding.rows for finding in costly} <= {0}
    return {finding.column: finding.message for finding in costly}


def test_the_finding_names_the_indicators_and_the_column_and_stops_nothing(store: Store) -> None:
    path = drop(store, "contacts.csv", NO_OUTCOME)
    assert take_in(store).loaded == 4
    assert findings(store)["contact_outcome_code"].startswith(SAID)
    receipt = receipt_of(store, path)
    assert receipt.outcome == "accepted"
    assert receipt.what == "; ".join(findings(store).values())
    before = trees.contents(store.root)
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    assert receipt_of(store, path).what == receipt.what
    assert {place: print_ for place, print_ in trees.contents(store.root).items() if place in before} == before


def test_a_header_that_looks_like_the_column_comes_with_the_command_that_accepts_it(store: Store) -> None:
    drop(store, "contacts.csv", dropped.contacts(headers=dropped.HEADERS.replace("Contact Outcome,", "Cntct Outcome,")))
    take_in(store)
    command = "outturn headers accept testshire contacts 'Cntct Outcome' contact_outcome_code --by \"NAME\""
    said = findings(store)["contact_outcome_code"]
    assert said.startswith(SAID)
    assert said.endswith(f"; 'Cntct Outcome' looks like it: {command}")


def test_a_column_from_which_nothing_is_counted_costs_nothing(store: Store) -> None:
    drop(store, "contacts.csv", NO_OUTCOME)
    take_in(store)
    (delivery,) = dropped.deliveries(store)
    read = {column for (extract, column) in frozenset().union(*_used().values()) if extract == "contacts"}
    assert findings(store).keys() == read & {*delivery.missing_columns}
    assert {*delivery.missing_columns} - read


def test_a_figure_that_the_council_submits_is_not_counted_from_a_column(store: Store) -> None:
    (store.councils() / dropped.CODE / "indicators.toml").write_text(
        '[indicators.FD-CONT-EH]\ntitle = "Contacts to early help"\nservice_area = "Front door"\nunit = "percent"\n'
        'better = "higher"\ndefinition = "As submitted."\n'
    )
    drop(store, "contacts.csv", NO_OUTCOME)
    take_in(store)
    assert not any("FD-CONT-EH" in said for said in findings(store).values())


def test_status_mail_and_warehouse_tell_it(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for month in (Month("2020-08"), Month("2020-09")):
        drop(store, "contacts.csv", NO_OUTCOME.replace("/09/", f"/0{month.number}/"), month)
        take_in(store, month)
    council = councils.load(store, dropped.CODE)
    building.rebuild(store, council, lambda _line: None)
    assert cli.main(["--home", str(store.root), "status"]) == 0
    assert f"column     contacts 2020-08 to 2020-09 (2 files): {SAID}" in capsys.readouterr().out
    assert cli.main(["--home", str(store.root), "status", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    costly = {"extract": "contacts", "what": findings(store)["contact_outcome_code"], "months": ["2020-08", "2020-09"]}
    assert costly in told["costly"]
    notice = notifying.exception_notice(store, council, [dropped.MONTH], dropped.RECEIVED_AT.date())
    assert costly["what"] in [finding.message for finding in notice.findings]
    with duckdb.connect(str(store.current_build(dropped.CODE)), read_only=True) as connection:
        rows = connection.execute(
            "SELECT message FROM mart.finding WHERE rule = 'A1F' AND message LIKE ? || '%'", [SAID]
        )
        assert rows.fetchall() == [(costly["what"],)] * 2
