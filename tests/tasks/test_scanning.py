"""The last look at a mail: what points at a child does not get past it, and ordinary mails do."""

from __future__ import annotations

import random
import re
from email.message import EmailMessage

import pytest

from tasks.alerting import exceptions_mail, rag_summary_mail
from tasks.letter import MailRoute
from tasks.scanning import PersonalDataError, is_nhs_number, refuse_personal_data
from tests.tasks.pack_builder import deck
from tests.tasks.pack_variants import eventful, notice

WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
ROUTE = MailRoute("sample-borough", "heads_of_service", "outturn@sample.invalid", ("head@sample.invalid",))


def mail(text: str = "All is well.\n", html: str = "", subject: str = "September") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def kind_of(message: EmailMessage) -> str:
    try:
        refuse_personal_data(message)
    except PersonalDataError as error:
        return error.kind
    return ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("UPN A801200012034 is missing", "a unique pupil number"),
        ("temporary t80120001203b", "a unique pupil number"),
        ("NHS 943 476 5919.", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("943-476-5919", "an NHS number"),
        ("943.476.5919", "an NHS number"),
        ("of RM1 3BD", "a postcode"),
        ("of rm13bd", "a postcode"),
        ("of SW1A 1AA,", "a postcode"),
        ("of EC1A 1BB", "a postcode"),
        ("of B33 8TH", "a postcode"),
        ("DOB: 03/05/2012", "a date of birth"),
        ("d.o.b. 3.5.12", "a date of birth"),
        ("date of birth 2012-05-03", "a date of birth"),
        ("born on 3rd May 2012", "a date of birth"),
        ("Birthday: 3 of May 2012", "a date of birth"),
    ],
)
@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(mail, id="plain"),
        pytest.param(lambda text: mail(subject=text), id="subject"),
        pytest.param(lambda text: mail(html=f"<p>{text}</p>"), id="html"),
        pytest.param(lambda text: mail(html=f"<p>{text[:3]}<b>{text[3:6]}</b>{text[6:]}</p>"), id="split by tags"),
        pytest.param(lambda text: mail(html=f"<p>{text}</p>".replace(" ", "\n  ")), id="wrapped html"),
        pytest.param(lambda text: mail(html=f"<!-- {text} --><p>x</p>"), id="comment"),
        pytest.param(lambda text: mail(html=f"<p title='{text}'>x</p>"), id="attribute"),
        pytest.param(lambda text: mail("".join(f"&#{ord(c)};" for c in text), ""), id="not decoded in plain text"),
        pytest.param(lambda text: mail(html="".join(f"&#{ord(c)};" for c in text)), id="entities"),
        pytest.param(lambda text: mail("\u200b".join(text)), id="zero width spaces"),
        pytest.param(lambda text: mail(text.translate(WIDE)), id="full width digits"),
        pytest.param(lambda text: mail(text.replace(" ", "\u00a0")), id="hard spaces"),
    ],
)
def test_what_points_at_a_child_is_found_however_it_is_written(text: str, kind: str, hide, request) -> None:  # type: ignore[no-untyped-def]
    expected = "" if "not decoded" in request.node.callspec.id else kind
    assert kind_of(hide(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "28.15% against 30%; 704 of 2,501",
        "Q1 2nd review, Q2 3rd",
        "the 1,234,567,890 rows",
        "call 020 7946 0958",
        "9434765918 has the wrong check digit",
        "0000000000",
        "Date of birth is after the first contact (rule PER-007), 2020-09",
        "3 dates of birth are missing in 2020",
        "born outside the borough: 14 of 20",
        "build 3f9a8801200012034bcd0e77a1c2d3e4",
        "LAC-STAB2Y, LC-EET-1821, CP-END-GT24M, SEN-EHC20",
        "contacts_2020-09.csv in landing/2020-09",
        "published on 6 November 2020, due 11/12/2020",
    ],
)
def test_ordinary_text_passes(text: str) -> None:
    assert kind_of(mail(text, f"<p>{text}</p>", text)) == ""


def test_a_number_torn_apart_by_a_line_break_is_found() -> None:
    assert kind_of(mail("The child lives at RM1\n3BD.\n")) == "a postcode"


def test_attachments_are_refused_unread() -> None:
    for kind in ("csv", "plain"):
        message = mail()
        message.add_attachment("a,b", subtype=kind, filename="list.csv")
        assert kind_of(message) == "an attachment"
    message = mail()
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    assert kind_of(message) == "an attachment"


def test_the_error_names_the_kind_and_never_the_value() -> None:
    with pytest.raises(PersonalDataError) as caught:
        refuse_personal_data(mail("of RM1 3BD"))
    assert "a postcode" in str(caught.value)
    assert "RM1" not in f"{caught.value!s}{caught.value!r}{caught.value.fix}"


def test_an_installation_may_forbid_more() -> None:
    own = {"a case number": re.compile(r"\bLCS[0-9]{6}\b")}
    refuse_personal_data(mail("LCS12"), own)
    with pytest.raises(PersonalDataError, match="a case number"):
        refuse_personal_data(mail("see LCS123456"), own)


@pytest.mark.parametrize("digits", ["9434765919", "4010232137"])
def test_the_check_digit_of_an_nhs_number(digits: str) -> None:
    assert is_nhs_number(digits)
    assert not any(is_nhs_number(digits[:9] + str(other)) for other in range(10) if str(other) != digits[9])


def test_the_products_own_mails_pass() -> None:
    for message in (rag_summary_mail(deck(), ROUTE, "x"), rag_summary_mail(eventful(), ROUTE, "x")):
        assert kind_of(message) == ""
    assert kind_of(exceptions_mail(notice(), ROUTE)) == ""


def test_a_thousand_mails_with_a_planted_identifier_are_all_stopped() -> None:
    chance = random.Random(2020)
    plants = (_upn, _nhs_number, _postcode, _date_of_birth)
    missed = [plant for n in range(1000) if not kind_of(mail(_prose(chance, plant := plants[n % 4](chance))))]
    assert missed == []


def test_of_a_thousand_clean_mails_hardly_any_is_stopped() -> None:
    chance = random.Random(2021)
    stopped = [text for _ in range(1000) if kind_of(mail(text := _prose(chance, "")))]
    assert len(stopped) <= 10


_WORDS = (
    "contacts",
    "rose",
    "above",
    "target",
    "Q2",
    "2020/21",
    "704",
    "of",
    "2,501",
    "(28.15%)",
    "by",
    "6",
    "November",
)


def _prose(chance: random.Random, plant: str) -> str:
    words = [chance.choice(_WORDS) if chance.random() < 0.7 else f"{chance.randrange(10**6):,}" for _ in range(80)]
    words.insert(chance.randrange(80), f"; {plant} ;")
    return " ".join(words)


def _upn(chance: random.Random) -> str:
    return chance.choice("ABCDEFGHJKLMNPQRTUVWXYZ") + "".join(chance.choice("0123456789") for _ in range(12))


def _nhs_number(chance: random.Random) -> str:
    while True:
        digits = f"{chance.randrange(10**9, 10**10)}"
        if is_nhs_number(digits):
            return chance.choice([digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}"])


def _postcode(chance: random.Random) -> str:
    area, letters = chance.choice(["RM", "E", "IG", "SW", "B", "LS"]), "ABDEFGHJLNPQRSTUWXYZ"
    inward = f"{chance.randrange(10)}{chance.choice(letters)}{chance.choice(letters)}"
    written = f"{area}{chance.randrange(1, 30)}{chance.choice(['', ' '])}{inward}"
    return chance.choice([written, written.lower()]) if inward[1:] not in ("ND", "RD", "ST", "TH") else written


def _date_of_birth(chance: random.Random) -> str:
    day = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(2002, 2020)}"
    return f"{chance.choice(['DOB', 'date of birth:', 'born', 'born on', 'd.o.b'])} {day}"
