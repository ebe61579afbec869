"""An entry of the wrong kind in a council's files is named in one message, before any work begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks import councils
from tasks.councils import CouncilError
from tasks.store import Store
from tests.tasks import dropped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return dropped.council(tmp_path / "home").councils() / dropped.CODE


def load(folder: Path) -> councils.Council:
    return councils.load(Store(folder.parent.parent), folder.name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 3", "name must be text"),
        ('la_codes = "999"', "la_codes must be a list of texts"),
        ("la_codes = [999]", "la_codes must be a list of texts"),
        ("extracts = []", "extracts must be a table"),
        ('extracts.expected = "contacts"', "extracts.expected must be a list"),
        ("extracts.since.contacts = 2020-04-01", "extracts.since.contacts must be text"),
        ("extracts.most_set_aside_pct = 3", "extracts.most_set_aside_pct must be a table"),
        ("mail = 3", "mail must be a table"),
        ("mail.from = 3", "mail.from must be text"),
        ("smtp = 4", "smtp must be a table"),
        ("recipients = []", "recipients must be a table"),
        ("recipients.heads = 3", "recipients.heads must be a table"),
        ('recipients.heads.addresses = "h@testshire.example"', "recipients.heads.addresses must be a list"),
        ('recipients.heads.receives = "exceptions"', "recipients.heads.receives must be a list"),
        ("anomalies = 3", "anomalies must be a table"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_named(folder: Path, text: str, said: str) -> None:
    named = "" if text.startswith("name") else 'name = "Testshire"\n'
    (folder / "council.toml").write_text(f"{named}{text}\n")
    with pytest.raises(CouncilError, match=said) as refused:
        load(folder)
    assert refused.value.where == f"councils/{dropped.CODE}/council.toml"


def test_every_setting_of_the_wrong_kind_is_named_at_once(folder: Path) -> None:
    (folder / "council.toml").write_text('name = "Testshire"\nmail = 3\nsmtp = 3\n')
    with pytest.raises(CouncilError, match=r"mail must be .*; smtp must be "):
        load(folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contacts = 3", "contacts must be a table"),
        ('[contacts]\n"Rcvd" = ["contact_on"]', "contacts.Rcvd must be text"),
    ],
)
def test_a_header_of_the_wrong_kind_is_named(folder: Path, text: str, said: str) -> None:
    (folder / "headers.toml").write_text(text)
    with pytest.raises(CouncilError, match=said) as refused:
        load(folder)
    assert refused.value.where == f"councils/{dropped.CODE}/headers.toml"


TEAMS = "team,service,head_of_service,starts_on,ends_on\nMASH,Front Door,Head,2018-04-01,\n"


def test_a_list_that_a_spreadsheet_saved_as_utf_8_is_read(folder: Path) -> None:
    (folder / "teams.csv").write_text(TEAMS, encoding="utf-8")
    plain = load(folder).places
    (folder / "teams.csv").write_text(TEAMS, encoding="utf-8-sig")
    assert load(folder).places == plain != ()


@pytest.mark.parametrize("name", ["council.toml", "headers.toml", "targets/year.toml"])
def test_a_file_that_begins_with_a_byte_order_mark_is_read(folder: Path, name: str) -> None:
    plain = load(folder)
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else 'financial_year = "2020-21"\n'
    path.write_text(text, encoding="utf-8-sig")
    assert (load(folder).name, load(folder).headers) == (plain.name, plain.headers)


def test_a_list_in_another_encoding_is_refused_as_that(folder: Path) -> None:
    (folder / "teams.csv").write_text(TEAMS.replace("MASH", "Caf\xe9"), encoding="cp1252")
    with pytest.raises(CouncilError, match="not text in UTF-8") as refused:
        load(folder)
    assert refused.value.where == f"{dropped.CODE}/teams.csv"
