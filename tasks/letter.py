"""A mail as people read it, before it is a mail: one model, shown as plain text and as HTML.

Called by: tasks.alerting.
Promises:  both forms say the same; equal letters give equal bytes; text is escaped, never markup.
Never:     decides what to say, and never holds a child-level value.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from tasks.reports.palette import RatingLook
from tasks.reports.templating import render
from tasks.scanning import refuse_personal_data

_TEXT_WIDTH = 76
_NUMBER_HEADS = frozenset({"Rows", "Rows in", "Loaded", "Quarantined", "Duplicates"})


@dataclass(frozen=True, slots=True)
class MailRoute:
    """Who a mail is from and for, out of the council's configuration.

    group: the configured group of recipients, e.g. "heads_of_service".
    """

    council: str
    group: str
    sender: str
    recipients: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a mail to nobody."""
        if not self.recipients:
            raise ValueError(f"group {self.group!r} of {self.council} has no addresses. Add some to council.toml.")

    @property
    def group_name(self) -> str:
        """The group as printed."""
        return self.group.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to know or act on: a title with labelled facts, marked by a rating where it has one."""

    title: str
    facts: tuple[tuple[str, str], ...]
    look: RatingLook | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows; the first column names the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter."""

    heading: str
    intro: str = ""
    entries: tuple[Entry, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A count with the look of its rating."""

    look: RatingLook
    count: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole mail, without addresses."""

    council_name: str
    is_synthetic: bool
    subject: str
    heading: str
    lead: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    tiles: tuple[Tile, ...] = ()


def compose(letter: Letter, route: MailRoute, key: str) -> EmailMessage:
    """Return a letter as a mail whose bytes are the same each time it is made.

    `key` names what the mail is about, such as a report and its period; mails with one key form one thread.
    Trap: there is no Date header; sending adds it, so that composing needs no clock.
    """
    text, html = letter_text(letter), letter_html(letter)
    thread = "\n".join((route.council, route.group, key))
    content = "\n".join((thread, letter.subject, text, html, route.sender, *route.recipients))
    name = hashlib.sha256(content.encode()).hexdigest()
    domain = f"{route.council}.outturn.invalid"
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = route.sender
    message["To"] = ", ".join(route.recipients)
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{name}@{domain}>"
    message["References"] = f"<{hashlib.sha256(thread.encode()).hexdigest()}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"outturn-{name[:40]}")
    refuse_personal_data(message)
    return message


def letter_html(letter: Letter) -> str:
    """Return a letter as HTML that mail programs of the last twenty years can show."""
    return render("letter.html", letter=letter, numbers=_NUMBER_HEADS)


def letter_text(letter: Letter) -> str:
    """Return a letter as plain text."""
    return "\n".join(_text_lines(letter)).rstrip() + "\n"


def _text_lines(letter: Letter) -> Iterator[str]:
    if letter.is_synthetic:
        yield from _wrapped(f"SYNTHETIC DATA. {letter.council_name} is an invented council.")
        yield ""
    yield from (letter.heading, "=" * len(letter.heading), "")
    yield from _wrapped(letter.lead)
    for section in letter.sections:
        yield from ("", section.heading, "-" * len(section.heading))
        yield from _wrapped(section.intro)
        for entry in section.entries:
            yield ""
            yield from _wrapped(f"{_mark(entry.look)}{entry.title}", hanging="  ")
            for label, fact in entry.facts:
                yield from _wrapped(f"  {label}: {fact}", hanging="    ")
        yield from _text_table(section.table)
    for line in letter.closing:
        yield ""
        yield from _wrapped(line)


def _text_table(table: Table | None) -> Iterator[str]:
    for first, *others in table.rows if table else ():
        pairs = zip(table.heads[1:] if table else (), others, strict=True)
        figures = "; ".join(f"{head.lower()} {figure}" for head, figure in pairs)
        yield from _wrapped(f"- {first}: {figures}", hanging="  ")


def _mark(look: RatingLook | None) -> str:
    return f"[{look.letter}] {look.word.upper()}: " if look else "* "


def _wrapped(text: str, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, _TEXT_WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
