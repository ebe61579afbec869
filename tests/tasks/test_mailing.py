"""The outbox against a real mail server: encrypted or not at all, once each, nothing lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from expectations.errors import BusyError
from tasks import mailing
from tasks.mail_settings import SmtpSettings
from tasks.mailing import SendReport, Unsent, pending, put, send_all
from tasks.scanning import PersonalDataError
from tests.tasks.mail_server import DEPUTY, HEAD, SENT_AT, Letterbox, fill, mail


def test_a_name_is_written_once_whatever_became_of_it(outbox: Path) -> None:
    fill(outbox, "one", "two", "three")
    for folder, name in (("sent", "two"), ("failed", "three")):
        (outbox / folder).mkdir()
        (outbox / f"{name}.eml").rename(outbox / folder / f"{name}.eml")
    before = sorted(outbox.rglob("*"))
    assert [put(outbox, name, mail(name)) for name in ("one", "two", "three")] == [False, False, False]
    assert sorted(outbox.rglob("*")) == before
    assert [path.name for path in pending(outbox)] == ["one.eml"]


def test_a_mail_in_the_outbox_is_private_and_whole(outbox: Path) -> None:
    fill(outbox, "one")
    path = outbox / "one.eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert outbox.stat().st_mode & 0o777 == 0o700
    assert path.read_bytes() == mail("one").as_bytes(policy=default.clone(linesep="\r\n"))
    assert [entry.name for entry in outbox.iterdir()] == ["one.eml"]


@pytest.mark.parametrize("name", ["", "../one", ".hidden", "a/b", "a\nb", "a b", "é", "x" * 200])
def test_a_name_that_could_leave_the_outbox_is_refused(outbox: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a mail"):
        put(outbox, name, mail("one"))
    assert not outbox.exists()


def test_a_mail_with_a_postcode_never_enters_the_outbox(outbox: Path) -> None:
    message = mail("one")
    message.set_content("The family lives at ZZ1 1ZZ, once RM1 3BD.")
    with pytest.raises(PersonalDataError):
        put(outbox, "one", message)
    assert not outbox.exists()


def test_mails_are_sent_over_tls_with_a_date_and_moved(outbox: Path, box: Letterbox, server: SmtpSettings) -> None:
    fill(outbox, "b-second", "a-first")
    stored = (outbox / "a-first.eml").read_bytes()
    assert send_all(outbox, server, SENT_AT) == SendReport(sent=("a-first", "b-second"))
    assert box.ids == ["<a-first@sample-borough.outturn.invalid>", "<b-second@sample-borough.outturn.invalid>"]
    to, message = box.accepted[0]
    assert to == (HEAD,)
    assert message["Date"] == "Fri, 06 Nov 2020 09:30:00 +0000"
    assert message.get_content() == message_from_bytes(stored, policy=default).get_content()
    assert (outbox / "sent" / "a-first.eml").read_bytes() == stored
    assert pending(outbox) == []
    assert send_all(outbox, server, SENT_AT) == SendReport()
    assert len(box.accepted) == 2


def test_a_refusal_for_now_leaves_the_mail_and_goes_on(outbox: Path, box: Letterbox, server: SmtpSettings) -> None:
    fill(outbox, "one", "two")
    box.replies = ["451 come back later"]
    assert send_all(outbox, server, SENT_AT) == SendReport(
        sent=("two",), waiting=(Unsent("one", "451 come back later"),)
    )
    assert [path.stem for path in pending(outbox)] == ["one"]
    assert send_all(outbox, server, SENT_AT).sent == ("one",)
    assert sorted(box.ids) == ["<one@sample-borough.outturn.invalid>", "<two@sample-borough.outturn.invalid>"]


def test_a_refusal_for_good_becomes_a_dead_letter_with_its_reason(
    outbox: Path, box: Letterbox, server: SmtpSettings
) -> None:
    fill(outbox, "one", "two")
    box.replies = ["554 not wanted here"]
    assert send_all(outbox, server, SENT_AT) == SendReport(
        sent=("two",), failed=(Unsent("one", "554 not wanted here"),)
    )
    assert (outbox / "failed" / "one.eml").exists()
    reason = (outbox / "failed" / "one.reason.txt").read_text()
    assert f"{HEAD}: 554 not wanted here" in reason
    assert "move the mail back" in reason
    assert pending(outbox) == []


def test_one_dead_address_does_not_keep_the_mail_from_the_others(
    outbox: Path, box: Letterbox, server: SmtpSettings
) -> None:
    put(outbox, "one", mail("one", HEAD, DEPUTY))
    box.replies_to = {HEAD: "550 left the council"}
    report = send_all(outbox, server, SENT_AT)
    assert report == SendReport(sent=("one",), failed=(Unsent("one", "550 left the council"),))
    assert [to for to, _ in box.accepted] == [(DEPUTY,)]
    assert (outbox / "sent" / "one.eml").exists()
    assert "550 left the council" in (outbox / "failed" / "one.reason.txt").read_text()


def test_one_full_mailbox_gets_its_mail_later_and_nobody_gets_it_twice(
    outbox: Path, box: Letterbox, server: SmtpSettings
) -> None:
    put(outbox, "one", mail("one", HEAD, DEPUTY))
    box.replies_to = {HEAD: "452 mailbox full"}
    for _ in range(3):
        assert send_all(outbox, server, SENT_AT).waiting == (Unsent("one", "452 mailbox full"),)
    box.replies_to = {}
    assert send_all(outbox, server, SENT_AT).sent == ("one",)
    assert [to for to, _ in box.accepted] == [(DEPUTY,), (HEAD,)]
    assert not list(outbox.glob("*.done"))


def test_a_connection_that_breaks_loses_nothing(outbox: Path, box: Letterbox, server: SmtpSettings) -> None:
    fill(outbox, "one", "two", "three")
    box.hang_up_after = 1
    report = send_all(outbox, server, SENT_AT)
    assert report.sent == ("one",)
    assert [unsent.name for unsent in report.waiting] == ["three", "two"]
    assert all("connection was lost" in unsent.reason for unsent in report.waiting)
    box.hang_up_after = None
    assert send_all(outbox, server, SENT_AT).sent == ("three", "two")
    assert len(box.ids) == len(set(box.ids)) == 3


def test_a_server_that_is_closing_down_leaves_the_rest_waiting(
    outbox: Path, box: Letterbox, server: SmtpSettings
) -> None:
    fill(outbox, "one", "two")
    box.replies = ["421 going down"]
    report = send_all(outbox, server, SENT_AT)
    assert [unsent.name for unsent in report.waiting] == ["one", "two"]
    assert report.waiting[0].reason == "421 going down"
    assert send_all(outbox, server, SENT_AT).sent == ("one", "two")


def test_a_server_that_does_not_answer_leaves_everything_waiting(outbox: Path, server: SmtpSettings) -> None:
    fill(outbox, "one")
    report = send_all(outbox, replace(server, port=1), SENT_AT)
    assert [unsent.name for unsent in report.waiting] == ["one"]
    assert "no connection" in report.waiting[0].reason


def test_dying_between_the_servers_yes_and_the_move_costs_one_recognisable_repeat(
    outbox: Path, box: Letterbox, server: SmtpSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(outbox, "one", "two")
    with monkeypatch.context() as killed:
        killed.setattr(mailing, "put_in_place", lambda *_: (_ for _ in ()).throw(SystemExit(9)))
        with pytest.raises(SystemExit):
            send_all(outbox, server, SENT_AT)
    assert send_all(outbox, server, SENT_AT).sent == ("one", "two")
    assert sorted(box.ids) == ["<one@sample-borough.outturn.invalid>"] * 2 + ["<two@sample-borough.outturn.invalid>"]


@pytest.mark.slow
def test_a_run_that_is_killed_is_resumed_by_the_next(outbox: Path, box: Letterbox, server: SmtpSettings) -> None:
    names = [f"mail-{n:02}" for n in range(20)]
    box.pause_seconds = 0.01
    fill(outbox, *names)
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from tasks.mail_settings import SmtpSettings; from tasks.mailing import send_all\n"
        "outbox, port, ca = sys.argv[1:]\n"
        "send_all(Path(outbox), SmtpSettings('localhost', int(port), ca_file=ca), datetime(2020, 11, 6, tzinfo=UTC))\n"
    )
    root = Path(__file__).resolve().parents[2]
    for wanted in (3, 9, 15):
        arguments = [sys.executable, "-c", program, str(outbox), str(server.port), server.ca_file]
        with subprocess.Popen(arguments, cwd=root) as run:
            deadline = time.monotonic() + 30
            while len(box.accepted) < wanted and run.poll() is None and time.monotonic() < deadline:
                time.sleep(0.001)
            run.send_signal(signal.SIGKILL)
        assert pending(outbox), "the run ended before it was killed"
    while pending(outbox):
        send_all(outbox, server, SENT_AT)
    expected = {f"<{name}@sample-borough.outturn.invalid>" for name in names}
    assert set(box.ids) == expected, "a mail was lost"
    assert len(box.ids) <= len(expected) + 3, "more than one repeat for a kill"
    assert sorted(path.stem for path in (outbox / "sent").iterdir()) == names


def test_two_runs_do_not_send_at_once(outbox: Path, box: Letterbox, server: SmtpSettings) -> None:
    fill(outbox, "one")
    with mailing._alone(outbox), pytest.raises(BusyError, match="another run"):
        send_all(outbox, server, SENT_AT)
    assert box.accepted == []


def test_a_moment_without_a_time_zone_is_refused(outbox: Path, server: SmtpSettings) -> None:
    with pytest.raises(ValueError, match="time zone"):
        send_all(outbox, server, datetime(2020, 11, 6))  # noqa: DTZ001
