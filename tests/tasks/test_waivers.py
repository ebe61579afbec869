"""A waiver takes a warning off the fixing lists until a day, and nothing is hidden by it."""

from __future__ import annotations

import json
import shutil
from contextlib import redirect_stderr
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from deployments import cli, standing
from deployments.cli import status
from expectations.tokens import Tokeniser
from tasks import alerting, building, councils, notifying
from tasks.letter import MailRoute
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import ROWS, contacts, drop, take_in

ADD = ("waivers", "add", dropped.CODE, "contacts", "A6", "--until", "2999-03-31")
END = ("waivers", "end", dropped.CODE, "contacts", "A6")
WHY = ("--by", "J Smith", "--reason", 'they say "new codes" in April')
BROKEN = ("C5,P5,05/09/2020,Q,NFA,05/09/2020,MASH", "C6,P6,,6,NFA,,MASH")


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = dropped.council(tmp_path_factory.mktemp("once") / "home")
    drop(store, "contacts.csv", contacts([*ROWS, *BROKEN]))
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None)
    return store


@pytest.fixture
def store(taken_in: Store, tmp_path: Path) -> Store:
    return Store(shutil.copytree(taken_in.root, tmp_path / "home"))


@pytest.fixture
def asked(store: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: str) -> Any:
        assert cli.main(["--home", str(store.root), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


WHOLE = '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = 2030-01-01\nreason = "r"\nby = "b"\n'
(TOKEN,) = Tokeniser(dropped.KEY).tokens("child", ["P5"])


def write(store: Store, text: str) -> None:
    (store.councils() / dropped.CODE / "waivers.toml").write_text(text, encoding="utf-8")


def findings(asked: Any) -> tuple[int, int]:
    told = asked("worklist", dropped.CODE, "2020-09", "--dry-run")
    return sum(one["findings"] for one in told["lists"]), told["waived"]


def test_a_waived_finding_leaves_the_fixing_list_and_is_counted_as_waived(asked: Any) -> None:
    assert findings(asked) == (2, 0)
    asked(*ADD, *WHY)
    assert findings(asked) == (1, 1)
    (listed,) = asked("waivers", "list", dropped.CODE)
    assert listed == {
        "extract": "contacts", "rule": "A6", "children": "all", "state": "in force", "until": "2999-03-31", "rows": 1,
        "by": "J Smith", "reason": 'they say "new codes" in April', "ends_soon": False,
    }  # fmt: skip


def test_a_waiver_that_has_expired_holds_no_longer_and_is_told(store: Store, asked: Any) -> None:
    write(store, '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = 2020-12-31\nreason = "r"\nby = "b"\n')
    told = asked("worklist", dropped.CODE, "2020-09", "--dry-run")
    assert (told["waived"], told["expired"]) == (0, ["contacts A6"])
    assert [one["state"] for one in asked("waivers", "list", dropped.CODE)] == ["expired"]


def test_ending_a_waiver_leaves_its_record_and_it_can_be_made_again(store: Store, asked: Any) -> None:
    asked(*ADD, *WHY)
    before = (store.councils() / dropped.CODE / "waivers.toml").read_text()
    asked(*END, *WHY)
    assert findings(asked) == (2, 0)
    assert (store.councils() / dropped.CODE / "waivers.toml").read_text().startswith(before)
    asked(*ADD, *WHY)
    assert [one["state"] for one in asked("waivers", "list", dropped.CODE)] == ["ended", "in force"]


def test_a_waiver_changes_no_figure_so_the_warehouse_stays_the_same_build(store: Store, asked: Any) -> None:
    asked(*ADD, *WHY)
    assert not building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None).is_new


def test_a_dry_run_writes_nothing(store: Store, asked: Any) -> None:
    before = trees.contents(store.root)
    asked(*ADD, *WHY, "--dry-run")
    assert trees.contents(store.root) == before
    asked(*ADD, *WHY)
    before = trees.contents(store.root)
    asked(*END, *WHY, "--dry-run")
    assert trees.contents(store.root) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((*ADD[:4], "A7", *ADD[5:], *WHY), "sets rows aside", id="a rule that sets rows aside"),
        pytest.param((*ADD[:4], "Z9", *ADD[5:], *WHY), "no rule 'Z9'", id="no such rule"),
        pytest.param((*ADD[:3], "kontakte", *ADD[4:], *WHY), "no extract called", id="no such extract"),
        pytest.param((*ADD[:-1], "2020-01-01", *WHY), "over", id="a day that is over"),
        pytest.param((*ADD, "--by", " ", "--reason", "r"), "by is empty", id="nobody's"),
        pytest.param((*END, *WHY), "no waiver of it", id="nothing to end"),
    ],
)
def test_what_cannot_be_waived_is_refused_and_nothing_is_written(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert cli.main(["--home", str(store.root), *words]) == 2
    assert said in capsys.readouterr().err
    assert not (store.councils() / dropped.CODE / "waivers.toml").exists()


@pytest.mark.parametrize(
    "text",
    [
        '[[waiver]]\nrule = "A6"\nextract = "contacts"\nreason = "r"\nby = "b"\n',
        '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = "soon"\nreason = "r"\nby = "b"\n',
        '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = 2030-01-01\nreason = "r"\nby = "b"\nchild = "P1"\n',
        f'{WHOLE}keys = ["P5"]\n',
        f'{WHOLE}keys = ["9434765919"]\n',
        f'{WHOLE}keys = ["C123456789012345678901234567890"]\n',
        f"{WHOLE}keys = []\n",
        f'{WHOLE}keys = "{TOKEN}"\n',
        f'{WHOLE.replace("contacts", "foster_carers")}keys = ["{TOKEN}"]\n',
        "[[waver]]\n",
        '[waiver]\nrule = "A6"\n',
        "rule = \n",
    ],
    ids=[
        "no end", "no day", "a child", "a child's number", "an NHS number", "too short for a token", "no key",
        "not a list", "an extract without children", "misspelt", "one bracket", "no TOML",
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", ["run monthly testshire 2020-09 --dry-run", "waivers list testshire", "status"])
def test_a_file_that_says_what_nobody_can_mean_is_refused_with_one_message_before_any_work(
    store: Store, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    write(store, text)
    assert cli.main(["--home", str(store.root), *words.split()]) == 2
    said = capsys.readouterr().err
    assert said.count("error:") == 1
    assert "waivers.toml" in said
    assert not any(number in said for number in ("P5", "9434765919", "C1234"))


@pytest.mark.parametrize("said", ["settled \N{SLIGHTLY SMILING FACE}", 'a "quote" and \\ a stroke', "dwy linell\n\tŵy"])
def test_whatever_somebody_says_is_read_back_as_it_was_said_on_one_line(store: Store, asked: Any, said: str) -> None:
    asked(*ADD, "--by", said, "--reason", said)
    (waiver,) = councils.load(store, dropped.CODE).waivers
    assert waiver.by == waiver.reason == " ".join(said.split())


@pytest.mark.parametrize("said", ["J \udcff", "J \x7f", "J \u202e"], ids=["no text", "delete", "from right to left"])
def test_what_cannot_be_kept_or_shown_is_not_taken_for_words(
    store: Store, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    before = trees.contents(store.root)
    release = ("quarantine", "release", dropped.CODE, "contacts", "2020-09")
    accept = ("headers", "accept", dropped.CODE, "contacts", "Rcvd", "contact_on")
    asked = [
        (*words, "--by", by, "--reason", why) for words in (ADD, release) for by, why in ((said, "r"), ("b", said))
    ]
    for words in (*asked, (*accept, "--by", said)):
        with pytest.raises(SystemExit, match="2"):
            cli.main(["--home", str(store.root), *words])
        assert "plain words" in capsys.readouterr().err
    assert trees.contents(store.root) == before


def test_a_file_in_which_a_waiver_could_not_be_read_back_is_left_as_it_is(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    write(store, "waiver = []\n")
    assert cli.main(["--home", str(store.root), *ADD, *WHY]) == 2
    assert "nothing can be added" in capsys.readouterr().err
    assert (store.councils() / dropped.CODE / "waivers.toml").read_text() == "waiver = []\n"


def test_a_file_that_is_no_text_is_refused(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    (store.councils() / dropped.CODE / "waivers.toml").write_bytes(b'[[waiver]]\nby = "J\xe9"\n')
    assert cli.main(["--home", str(store.root), "status"]) == 2
    assert "not text in UTF-8" in capsys.readouterr().err


class TestForSomeChildren:
    """Waivers of named keys: told by token, and no number is kept."""

    @pytest.fixture
    def keys(self, tmp_path: Path) -> Path:
        path = tmp_path / "children.txt"
        path.write_text("\ufeff P5 \r\n\r\nP999\r\n", encoding="utf-8")
        return path

    def test_the_findings_of_those_children_only_are_waived(self, store: Store, asked: Any, keys: Path) -> None:
        drop(store, "contacts_v2.csv", contacts([*ROWS, *BROKEN, "C8,P8,05/09/2020,Q,NFA,05/09/2020,MASH"]))
        take_in(store)
        building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None)
        assert findings(asked) == (3, 0)
        assert asked(*ADD, *WHY, "--keys-file", str(keys))["children"] == 2
        assert findings(asked) == (2, 1)
        (listed,) = asked("waivers", "list", dropped.CODE)
        assert (listed["children"], listed["rows"]) == (2, 1)

    def test_what_is_written_are_the_tokens_that_rows_carry_and_no_number(
        self, store: Store, asked: Any, keys: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked(*ADD, *WHY, "--keys-file", str(keys))
        written = (store.councils() / dropped.CODE / "waivers.toml").read_text()
        assert "P5" not in written.replace(TOKEN, "")
        assert "P999" not in written
        (waiver,) = councils.load(store, dropped.CODE).waivers
        assert TOKEN in waiver.keys
        carried = {token for (token,) in dropped.loaded_rows(store, "contacts", "child_id")}
        assert carried & {*waiver.keys} == {TOKEN}
        assert cli.main(["--home", str(store.root), *END, *WHY]) == 0
        assert "contacts A6 (2 children): waiver ended" in capsys.readouterr().out

    def test_ending_ends_all_waivers_of_the_rule(self, store: Store, asked: Any, keys: Path) -> None:
        asked(*ADD, *WHY, "--keys-file", str(keys))
        asked(*ADD, *WHY)
        assert asked(*END, *WHY)["waivers"] == 2
        assert findings(asked) == (2, 0)

    def test_the_same_keys_are_not_waived_twice(self, store: Store, asked: Any, keys: Path) -> None:
        asked(*ADD, *WHY, "--keys-file", str(keys))
        assert cli.main(["--home", str(store.root), *ADD, *WHY, "--keys-file", str(keys)]) == 2

    def test_a_dry_run_writes_nothing(self, store: Store, asked: Any, keys: Path) -> None:
        before = trees.contents(store.root)
        assert not asked(*ADD, *WHY, "--keys-file", str(keys), "--dry-run")["written"]
        assert trees.contents(store.root) == before

    @pytest.mark.parametrize(
        ("content", "extract", "said"),
        [
            pytest.param(b"", "contacts", "is empty", id="no line"),
            pytest.param(b"P5\n\xff\xfe", "contacts", "cannot be read", id="no text"),
            pytest.param(b"P5\nn/a\n", "contacts", "1 lines", id="no number"),
            pytest.param(b"P5\n", "foster_carers", "names no child", id="an extract without children"),
        ],
    )
    def test_a_file_of_keys_that_cannot_be_meant_is_refused_without_showing_it(
        self, store: Store, tmp_path: Path, content: bytes, extract: str, said: str
    ) -> None:
        (tmp_path / "keys").write_bytes(content)
        words = (*ADD[:3], extract, *ADD[4:], *WHY, "--keys-file", str(tmp_path / "keys"))
        with redirect_stderr(StringIO()) as printed:
            assert cli.main(["--home", str(store.root), *words]) == 2
        told = printed.getvalue()
        assert said in told
        assert "P5" not in told
        assert not (store.councils() / dropped.CODE / "waivers.toml").exists()

    def test_without_a_key_no_row_carries_a_token(
        self, store: Store, keys: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        store.key_file(dropped.CODE).unlink()
        assert cli.main(["--home", str(store.root), *ADD, *WHY, "--keys-file", str(keys)]) == 2
        assert "no key yet" in capsys.readouterr().err
        assert not store.key_file(dropped.CODE).exists()


@pytest.mark.parametrize(
    ("until", "state", "ends_soon"),
    [
        pytest.param(date(2020, 10, 6), "expired", False, id="over since yesterday"),
        pytest.param(date(2020, 10, 7), "in force", True, id="its last day"),
        pytest.param(date(2020, 11, 6), "in force", True, id="30 days left"),
        pytest.param(date(2020, 11, 7), "in force", False, id="31 days left"),
    ],
)
def test_status_and_mail_tell_what_is_waived_and_name_what_ends_within_30_days(
    store: Store, until: date, state: str, ends_soon: bool
) -> None:
    write(store, WHOLE.replace("2030-01-01", str(until)))
    council, today = councils.load(store, dropped.CODE), date(2020, 10, 7)
    (told,) = standing.of(store, dropped.CODE, today).waived
    assert (told.label, told.state, told.ends_soon) == ("contacts A6", state, ends_soon)
    (line,) = status._waivers(standing.of(store, dropped.CODE, today))
    assert ("end within 30 days: contacts A6 on" in line) is ends_soon
    assert ("expired: contacts A6 since" in line) is (state == "expired")
    notice = notifying.exception_notice(store, council, [dropped.MONTH], today)
    (waived,) = notice.waivers
    assert (waived.label, waived.rows, waived.state, waived.ends_soon) == ("contacts A6", 1, state, ends_soon)
    mail = alerting.exceptions_mail(notice, MailRoute(dropped.CODE, "team", "a@b.example", ("c@d.example",)))
    text = " ".join(mail.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "contacts A6" in text
    assert ("ends within 30 days" in text) is ends_soon
    assert ("1 waiver ends soon" in str(mail["Subject"])) is ends_soon


def test_waivers_are_written_by_one_at_a_time(store: Store, asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    asked(*ADD, *WHY)
    path = store.councils() / dropped.CODE / "waivers.toml"
    before = path.read_bytes()
    with store.lock(dropped.CODE):
        for words in ((*ADD[:4], "A5", *ADD[5:]), END):
            assert cli.main(["--home", str(store.root), *words, *WHY]) == 3
            assert "another run has hold" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_file_with_a_byte_order_mark_is_added_to(store: Store, asked: Any) -> None:
    path = store.councils() / dropped.CODE / "waivers.toml"
    path.write_text(WHOLE, encoding="utf-8-sig")
    asked(*END, *WHY)
    assert path.read_text(encoding="utf-8").startswith(WHOLE)
    assert [one.ended != "" for one in councils.load(store, dropped.CODE).waivers] == [True]
