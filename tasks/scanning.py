"""The last look at a mail before it may leave: nothing that can point at one child.

Called by: tasks.alerting when a mail is composed, tasks.mailing when it enters the outbox.
Promises:  refuses UPNs, NHS numbers, postcodes, dates of birth, whatever else the caller forbids, and attachments.
Never:     says what it found: the error names the kind of thing only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from html.parser import HTMLParser

from expectations.errors import BlockedByData

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")

_UPN = re.compile(r"(?<![0-9A-Z])[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z](?![0-9A-Z])", re.IGNORECASE)
"""A letter other than I, O, S; eleven digits; a digit, or the letter of a temporary number."""

_NHS_NUMBER = re.compile(r"(?<![0-9])(?<![0-9][.,])[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{4}(?![.,]?[0-9])")

_AREAS = (
    "AB AL BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX FK FY "
    "GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY LA LD LE LL LN LS LU ME MK ML NE NG NN NP NR NW "
    "OL OX PA PE PH PL PO PR RG RH RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB WA WC "
    "WD WF WN WR WS WV YO ZE B E G L M N S W"
)
_POSTCODE = re.compile(
    rf"(?<![0-9A-Z])(?:GIR ?0AA|(?:{_AREAS.replace(' ', '|')})[0-9][0-9A-HJKMNPR-Y]? ?[0-9][ABD-HJLNP-UW-Z]{{2}})"
    r"(?![0-9A-Z-])",
    re.IGNORECASE,
)
_ORDINALS = ("ND", "RD", "ST", "TH")

_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_MONTH_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = rf"(?:[0-9]{{1,4}}[-/. ][0-9]{{1,2}}[-/. ][0-9]{{2,4}}|{_DAY} (?:of )?{_MONTH_NAME},? [0-9]{{2,4}})"
_DATE_OF_BIRTH = re.compile(
    rf"\b(?:date of birth|birth ?date|birthday|d\.? ?o\.? ?b\b\.?|born(?: on)?)[^0-9\n]{{0,20}}{_DATE}", re.IGNORECASE
)

_READABLE_ATTRIBUTES = {"alt", "aria-label", "content", "href", "id", "name", "src", "summary", "title"}


class PersonalDataError(BlockedByData):
    """A mail was refused because of what it holds; `kind` says what kind of thing, never which."""

    def __init__(self, kind: str) -> None:
        """Name the kind of thing, and the way out."""
        super().__init__(
            f"a mail holds {kind} and may not be sent",
            "a commentary, a title or a message that the mail quotes",
            "take it out there: mails carry totals and codes only",
        )
        self.kind = kind


def refuse_personal_data(message: EmailMessage, forbidden: Mapping[str, re.Pattern[str]] | None = None) -> None:
    """Raise PersonalDataError if a mail holds something that can point at one child.

    `forbidden` adds patterns of the installation's own, by the kind they are, such as "a case number"; they are
    matched against what a reader can see.
    Trap: free text is only searched for what has a shape. A name has none and cannot be found here.
    """
    for text in _texts(message):
        plain = _plain(text)
        for kind in _kinds_in(plain):
            raise PersonalDataError(kind)
        for kind, pattern in (forbidden or {}).items():
            if pattern.search(plain):
                raise PersonalDataError(kind)


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits carry the check digit of an NHS number."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def _kinds_in(text: str) -> Iterator[str]:
    if _UPN.search(text):
        yield "a unique pupil number"
    if any(is_nhs_number(re.sub("[^0-9]", "", found)) for found in _NHS_NUMBER.findall(text)):
        yield "an NHS number"
    # "Q1 1st" is no postcode: an ordinal in small letters is taken for what it says.
    if any(not found[-2:].islower() or found[-2:].upper() not in _ORDINALS for found in _POSTCODE.findall(text)):
        yield "a postcode"
    if _DATE_OF_BIRTH.search(text):
        yield "a date of birth"


def _texts(message: EmailMessage) -> Iterator[str]:
    """Yield the subject and every part as text; anything that is not text is refused unread."""
    yield str(message["Subject"] or "")
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_content_maintype() != "text" or part.get_filename():
            raise PersonalDataError("an attachment")
        content = str(part.get_content())
        if part.get_content_subtype() == "html":
            yield _visible(content)
        else:
            yield content
            yield re.sub(r"\n(?=\S)", " ", content)  # what a line break pulled apart


def _plain(text: str) -> str:
    """Return text without what hides a number from a search: wide digits, invisible marks, odd dashes and spaces."""
    folded = _DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return re.sub(r"[^\S\n]", " ", folded)


def _visible(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.pieces)


class _Reader(HTMLParser):
    """Collects what a reader, a screen reader or a curious one can see: text, comments and telling attributes."""

    _INLINE = frozenset({"a", "b", "em", "i", "span", "strong", "sup", "wbr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep telling attributes apart from the text, and block elements apart from each other."""
        self._is_style = tag == "style"
        if tag not in self._INLINE:
            self.pieces.append("\n")
        for name, value in attrs:
            if name in _READABLE_ATTRIBUTES and value:
                self.pieces.insert(0, f"{value}\n")

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        self._is_style = False
        if tag not in self._INLINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text, but not style sheets, whose colours look like codes."""
        if not self._is_style:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def handle_comment(self, data: str) -> None:
        """Keep comments: they are sent too."""
        self.pieces.append(f"\n{data}\n")
