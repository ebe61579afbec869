"""What the mails say: enough to act on, the same in both forms, the same bytes each time, and no child in them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, get_args, get_type_hints

import pytest

from expectations.findings import Finding
from tasks.alerting import ExceptionNotice, exceptions_mail, rag_summary_mail
from tasks.letter import MailRoute
from tasks.scanning import PersonalDataError
from tests.tasks.markup import Element, parse
from tests.tasks.pack_builder import deck
from tests.tasks.pack_variants import eventful, notice, with_rows, without_data
from warehouse.pack import CommentaryItem, Pack

PACK = "published/sample-borough/2020-21-Q2/scrutiny/v1/pack.html"
ROUTE = MailRoute(
    "sample-borough",
    "heads_of_service",
    "Outturn <outturn@sample-borough.invalid>",
    ("first@sample-borough.invalid", "second@sample-borough.invalid"),
)


def summary(pack: Pack | None = None, route: MailRoute = ROUTE) -> EmailMessage:
    return rag_summary_mail(pack or deck(), route, PACK)


def text_of(message: EmailMessage) -> str:
    return str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def html_of(message: EmailMessage) -> Element:
    return parse(str(message.get_body(("html",)).get_content()))  # type: ignore[union-attr]


def entries_of(message: EmailMessage, heading: str) -> list[str]:
    """Return the entries of a section of the plain text, each as one line."""
    section = text_of(message).split(f"{heading}\n{'-' * len(heading)}\n")[1].split("\n---")[0]
    return [" ".join(entry.split()) for entry in re.split(r"\n\n(?=\[|\* )", section)]


BOTH = pytest.mark.parametrize("message", [summary(), summary(eventful()), exceptions_mail(notice(), ROUTE)])


def test_the_subject_of_a_summary_says_who_when_and_how_it_stands() -> None:
    assert summary()["Subject"] == "Sample Borough Q2 2020/21: 3 Red, 1 Amber, 2 Green"
    unrated = with_rows(deck(), without_data())
    assert summary(unrated)["Subject"] == "Sample Borough Q2 2020/21: 1 not rated"


def test_the_subject_of_exceptions_says_what_there_is_to_do() -> None:
    message = exceptions_mail(notice(), ROUTE)
    assert message["Subject"] == (
        "Sample Borough September 2020: 1 file refused, 1 extract missing, 1 Red, 14 rows in quarantine, "
        "112 rows to check"
    )
    quiet = ExceptionNotice("Sample Borough", True, "September 2020", date(2020, 10, 5), (), (), (), (), ())
    assert exceptions_mail(quiet, ROUTE)["Subject"] == "Sample Borough September 2020: no exceptions"


@pytest.mark.parametrize("place", range(4))
def test_every_alert_says_what_since_when_how_far_who_what_next_and_where(place: int) -> None:
    entry = entries_of(summary(), "Off target")[place]
    for label in ("Figure:", "Since:", "Moving:", "A year ago:", "Owner:", "Next step:", "Due:", "Where to look:"):
        assert label in entry
    assert PACK in text_of(summary())


def test_red_comes_before_amber_and_green_last() -> None:
    marks = re.findall(r"^\[(.)\]", text_of(summary()), re.MULTILINE)
    assert marks == ["R", "R", "R", "A", "G", "G"]


def test_the_first_alert_in_full() -> None:
    assert entries_of(summary(), "Off target")[0].strip() == (
        "[R] RED: % of contacts progressing to Early Help "
        "Figure: 28.15% against 30% (1.85 percentage points below target) "
        "Since: off the present target since Q2 2020/21 "
        "Moving: ↓ worse, from 30.4% in Q1 2020/21 "
        "A year ago: ↓ worse, from 37% in Q2 2019/20 "
        "Owner: Head of Service, Front Door "
        "Next step: Audit 50 contacts closed with advice and agree the threshold with Early Help. "
        "Due: 11 December 2020 "
        "Where to look: FD-CONT-EH in the pack named below"
    )


def test_what_nobody_wrote_down_is_said_to_be_missing() -> None:
    amber = entries_of(summary(), "Off target")[-1]
    assert "Owner: No owner recorded Next step: No action recorded Due: No date recorded" in amber


def test_not_rated_indicators_say_why() -> None:
    assert "Why: No data: the missing episodes extract has not arrived." in text_of(summary(eventful())).replace(
        "\n    ", " "
    )


def test_the_summary_compares_with_the_quarter_before() -> None:
    text = " ".join(text_of(summary()).split())
    assert deck().summary.sentence in text
    assert "In Q1 2020/21: one rated Green, two rated Amber and three rated Red." in text


def test_exceptions_name_file_extract_and_next_step() -> None:
    message = exceptions_mail(notice(), ROUTE)
    refused = entries_of(message, "Files refused")[0]
    assert "contacts_2020-09.csv What: 2 required columns were not found." in refused
    for entry in (refused, entries_of(message, "Extracts missing")[0], entries_of(message, "Red indicators")[0]):
        for label in ("Since:", "Owner:", "Next step:"):
            assert label in entry
    assert "not listed here as Red" in entries_of(message, "Extracts missing")[0]


def test_findings_stand_worst_first_notes_stay_out_and_a_long_list_is_cut() -> None:
    kinds = [Finding("contacts", "2020-09", f"CON-{n:03}", "warn", "Blank", n) for n in range(1, 30)]
    worst = Finding("contacts", "2020-09", "CON-100", "reject_row", "Impossible dates", 1)
    note = Finding("contacts", "2020-09", "CON-200", "note", "Header was mapped", 9)
    message = exceptions_mail(replace(notice(), findings=(*kinds, note, worst)), ROUTE)
    rules = re.findall(r"rule (CON-\d+)", " ".join(text_of(message).split()))
    assert rules == ["CON-100", *(f"CON-{n:03}" for n in range(29, 15, -1))]
    assert "The first 15 of 30 kinds" in text_of(message)


@BOTH
def test_text_and_html_say_the_same(message: EmailMessage) -> None:
    html = html_of(message).one("body").text
    lines = text_of(message).replace("\n    ", " ").splitlines()
    facts = [line.strip().split(": ", 1) for line in lines if line.startswith("  ") and ": " in line]
    assert len(facts) > 10
    for label, fact in facts:
        assert f"{label} {fact}" in html
    numbers = set(re.findall(r"[0-9][0-9.,]*%?", text_of(message)))
    assert numbers - set(re.findall(r"[0-9][0-9.,]*%?", html)) == set()


@BOTH
def test_the_html_works_in_old_mail_programs_and_asks_for_nothing(message: EmailMessage) -> None:
    page = html_of(message)
    assert not page.all("script", "link", "img", "form", "iframe", "svg", "a")
    markup = str(message.get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert not re.search(r"https?:|url\(|@import|display:\s*(flex|grid)|position:", markup)
    for table in page.all("table"):
        assert table.attributes.get("role") == "presentation" or table.attributes["aria-label"]
    assert len(page.all("h1")) == 1
    assert len(markup.encode()) < 100_000, "Gmail cuts mails at 102 kB"


@BOTH
def test_the_same_news_makes_the_same_bytes(message: EmailMessage) -> None:
    again = {str(m["Message-ID"]): m for m in (summary(), summary(eventful()), exceptions_mail(notice(), ROUTE))}
    assert again[str(message["Message-ID"])].as_bytes() == message.as_bytes()
    assert "Date" not in message
    assert message["Auto-Submitted"] == "auto-generated"


def test_other_content_is_another_mail_of_the_same_thread() -> None:
    first, changed = summary(), summary(replace(deck(), version=2))
    assert first["Message-ID"] != changed["Message-ID"]
    assert first["References"] == changed["References"]
    other_group = summary(route=replace(ROUTE, group="performance_team"))
    assert other_group["References"] != first["References"]
    assert re.fullmatch(r"<[0-9a-f]{64}@sample-borough\.outturn\.invalid>", first["Message-ID"])


@BOTH
def test_a_mail_survives_the_wire(message: EmailMessage) -> None:
    content = message.as_bytes(policy=SMTP)
    content.decode("ascii")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    read = message_from_bytes(content, policy=SMTP)
    assert isinstance(read, EmailMessage)
    assert text_of(read).splitlines() == text_of(message).splitlines()
    assert read["Subject"] == message["Subject"]
    assert [a.addr_spec for a in read["To"].addresses] == list(ROUTE.recipients)


def test_words_beyond_ascii_arrive() -> None:
    words = "Łódź – “café” 日本"
    item = CommentaryItem(("FD-CONT-EH",), ("x",), words, words, words, None)
    message = summary(replace(deck(), improvements=(item,), council_name="Ynys Môn"))
    read = message_from_bytes(message.as_bytes(policy=SMTP), policy=SMTP)
    assert isinstance(read, EmailMessage)
    assert text_of(read).count(words) == 2
    assert read["Subject"].startswith("Ynys Môn Q2")


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table>", "{{x}}"]
)
def test_text_from_a_council_never_becomes_markup(payload: str) -> None:
    item = CommentaryItem(("FD-CONT-EH",), ("x",), payload, payload, payload, None)
    plain = replace(item, text="x", corrective_action="x", owner="x")
    poisoned, clean = (html_of(summary(replace(deck(), improvements=(i,)))) for i in (item, plain))
    assert [e.tag for e in poisoned] == [e.tag for e in clean]
    assert payload in poisoned.text


def test_a_line_break_cannot_make_a_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        summary(replace(deck(), council_name="Sample\nBcc: all@example.invalid"))


def test_a_mail_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="has no addresses"):
        replace(ROUTE, recipients=())


def test_a_postcode_in_the_commentary_stops_the_mail() -> None:
    item = CommentaryItem(("FD-CONT-EH",), ("x",), "", "Visit the family at RM1 3BD", "", None)
    with pytest.raises(PersonalDataError, match="a postcode"):
        summary(replace(deck(), improvements=(item,)))


def test_the_synthetic_banner() -> None:
    assert text_of(summary()).startswith("SYNTHETIC DATA.")
    assert "SYNTHETIC" in html_of(summary()).text
    assert "SYNTHETIC" not in str(summary(replace(deck(), is_synthetic=False)))


def test_the_types_of_an_alert_have_no_room_for_a_child() -> None:
    names = {name for kind in (ExceptionNotice, Pack) for name in _field_names(kind)}
    assert not [name for name in names if re.search(r"child|person|birth|upn|token|surname|forename|postcode", name)]
    assert "numerator" in names


def _field_names(kind: type[Any]) -> set[str]:
    hints = get_type_hints(kind)
    found = set()
    for field in fields(kind):
        found.add(field.name)
        found |= {name for part in _parts(hints[field.name]) if is_dataclass(part) for name in _field_names(part)}  # type: ignore[arg-type]
    return found


def _parts(hint: Any) -> list[Any]:
    return [hint, *(part for argument in get_args(hint) for part in _parts(argument))]
