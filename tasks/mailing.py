"""The outbox: mails are put in once, sent once, and none is lost on the way.

Called by: the flows, after alerting has composed what is to be said; the command line, to send what was left.
Promises:  a mail is a file before it is sent and moves to sent/ after the server's 250, so a run that dies resumes.
           The one that was on its way then may go out twice, with the same Message-ID, and can be recognised.
Never:     sends over a connection that is not encrypted and verified, or what the last look at a mail refuses.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime
from pathlib import Path
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
)

from filelock import FileLock, Timeout

from expectations.errors import BusyError
from tasks.mail_settings import PASSWORD_VARIABLE, MailError, SmtpSettings, tls_context
from tasks.scanning import refuse_personal_data
from tasks.store import private_folder, put_in_place, write_bytes

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,180}")
_LOGIN_CODES = frozenset({530, 534, 535, 538})
_GOING_AWAY = 421
_LONGEST_REPLY = 200
# What smtplib itself says where a machine has no full name; this machine's name is nobody's business.
_GREETING_NAME = "[127.0.0.1]"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that did not reach everybody, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of the outbox: sent; waiting for the next run; refused for good, with the reason in failed/."""

    sent: tuple[str, ...] = ()
    waiting: tuple[Unsent, ...] = ()
    failed: tuple[Unsent, ...] = ()


@dataclass(slots=True)
class _Outcome:
    """What the server said to one mail, address by address."""

    delivered: list[str] = field(default_factory=list)
    deferred: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


class _ConnectionLost(Exception):
    """Nothing more can be said through this connection; the next run makes another."""


def put(outbox: Path, name: str, message: EmailMessage, forbidden: Mapping[str, re.Pattern[str]] | None = None) -> bool:
    """Put a mail into the outbox under a name that says what it is about; return False if it was there before.

    A name that waits, was sent or was refused is never written again. `forbidden` goes to the last look
    at the mail, tasks.scanning.refuse_personal_data.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a mail. Use letters, digits, dots, dashes and underscores.")
    if not message["From"] or not message["To"]:
        raise ValueError(f"mail {name} has no sender or no recipient.")
    refuse_personal_data(message, forbidden)
    if any((folder / f"{name}.eml").exists() for folder in (outbox, outbox / "sent", outbox / "failed")):
        return False
    write_bytes(outbox / f"{name}.eml", message.as_bytes(policy=MAIL_POLICY))
    return True


def pending(outbox: Path) -> list[Path]:
    """Return the mails that wait to be sent, in the order of their names."""
    return sorted(outbox.glob("*.eml"))


def send_all(outbox: Path, settings: SmtpSettings, sent_at: datetime) -> SendReport:
    """Send what waits in the outbox, and say what became of each mail.

    A refusal for now (4xx) and a lost connection leave a mail waiting; a refusal for good (5xx) puts it, or the
    refusal of one of its addresses, into failed/. MailError is raised for what only a person can mend.
    Trap: a mail to several people of whom one is refused for now stays, and later goes to that one only.
    """
    if sent_at.tzinfo is None:
        raise ValueError("sent_at needs a time zone, or the Date header would be wrong for half the year.")
    sent: list[str] = []
    waiting: list[Unsent] = []
    failed: list[Unsent] = []
    with _alone(outbox):
        queue = pending(outbox)
        if not queue:
            return SendReport()
        try:
            with _connected(settings) as server:
                while queue:
                    name, outcome = queue[0].stem, _deliver(server, queue[0], sent_at)
                    _file_away(queue.pop(0), outcome)
                    if outcome.deferred:
                        waiting.append(Unsent(name, _said(outcome.deferred)))
                    elif outcome.delivered:
                        sent.append(name)
                    if outcome.refused:
                        failed.append(Unsent(name, _said(outcome.refused)))
        except _ConnectionLost as loss:
            waiting += [Unsent(path.stem, str(loss)) for path in queue]
    return SendReport(tuple(sent), tuple(waiting), tuple(failed))


def _deliver(server: SMTP, path: Path, sent_at: datetime) -> _Outcome:
    """Offer one mail to the server, to those of its recipients who do not have it yet."""
    content = path.read_bytes()
    headers = BytesHeaderParser(policy=MAIL_POLICY).parsebytes(content)
    sender = next((address.addr_spec for address in headers["From"].addresses), "") if headers["From"] else ""
    to = [address.addr_spec for address in headers["To"].addresses] if headers["To"] else []
    have = set(_addresses_done(path))
    left = [address for address in dict.fromkeys(to) if address not in have]
    if not sender or not to:
        return _Outcome(refused={"the mail": "it has no sender or no recipient"})
    if not left:
        return _Outcome(delivered=to)
    dated = b"Date: " + format_datetime(sent_at).encode() + b"\r\n" + content
    try:
        return _converse(server, sender, left, dated)
    except (OSError, SMTPException) as error:
        raise _ConnectionLost(f"the connection was lost ({_reply_of(error)})") from None


def _converse(server: SMTP, sender: str, recipients: list[str], content: bytes) -> _Outcome:
    outcome = _Outcome()
    code, reply = server.mail(sender)
    if code in _LOGIN_CODES:
        raise _login_refused("MAIL FROM", code)
    answers = {address: (code, reply) if _is_refusal(code) else server.rcpt(address) for address in recipients}
    welcome = [address for address, (code, _) in answers.items() if not _is_refusal(code)]
    if welcome:
        try:
            answer = server.data(content)
        except SMTPDataError as refusal:
            answer = refusal.smtp_code, _bytes(refusal.smtp_error)
        answers |= dict.fromkeys(welcome, answer)
    for address, (code, reply) in answers.items():
        if not _is_refusal(code):
            outcome.delivered.append(address)
        elif code < 500:
            outcome.deferred[address] = _shown(code, reply)
        else:
            outcome.refused[address] = _shown(code, reply)
    if any(code == _GOING_AWAY for code, _ in answers.values()):
        # The server hangs up after this reply; smtplib notices at the next mail.
        server.close()
    elif outcome.deferred or outcome.refused:
        with suppress(OSError, SMTPException):
            server.rset()
    return outcome


def _file_away(path: Path, outcome: _Outcome) -> None:
    """Put a mail where its outcome belongs, and keep what a resumed run has to know."""
    done = _done_file(path)
    if outcome.refused:
        reasons = "".join(f"{address}: {reason}\n" for address, reason in sorted(outcome.refused.items()))
        advice = "Correct the address in council.toml, then move the mail back to the outbox.\n"
        write_bytes(path.parent / "failed" / f"{path.stem}.reason.txt", (reasons + advice).encode())
    if outcome.deferred:
        finished = [*_addresses_done(path), *outcome.delivered, *outcome.refused]
        if finished:
            write_bytes(done, "".join(f"{address}\n" for address in finished).encode())
        return
    reached_someone = outcome.delivered or _addresses_done(path)
    put_in_place(path, path.parent / ("sent" if reached_someone else "failed") / path.name)
    done.unlink(missing_ok=True)


def _done_file(path: Path) -> Path:
    return path.with_suffix(".done")


def _addresses_done(path: Path) -> list[str]:
    done = _done_file(path)
    return done.read_text(encoding="utf-8").splitlines() if done.exists() else []


@contextmanager
def _alone(outbox: Path) -> Iterator[None]:
    """Keep a second run from sending the same mails."""
    try:
        with FileLock(private_folder(outbox) / ".sending.lock", timeout=0):
            yield
    except Timeout:
        raise BusyError(
            "another run is sending these mails", f"outbox/{outbox.name}", "wait for it to end, then run this again"
        ) from None


@contextmanager
def _connected(settings: SmtpSettings) -> Iterator[SMTP]:
    """Give an encrypted, verified and, where a user is set, logged-in connection."""
    try:
        server = _open(settings)
    except ssl.SSLCertVerificationError as error:
        fix = "have the certificate corrected, or name the council's own authority in ca_file"
        what = f"the certificate of the mail server is not trusted: {error.verify_message}"
        raise MailError(what, settings.address, fix) from None
    except ssl.SSLError as error:
        fix = "use a server that speaks TLS 1.2 or later, and check mode and port"
        raise MailError(f"no encrypted connection could be made ({error.reason})", settings.address, fix) from None
    except (OSError, SMTPException) as error:
        raise _ConnectionLost(f"no connection to the mail server ({_reply_of(error)})") from None
    try:
        yield server
    finally:
        with suppress(OSError, SMTPException):
            server.quit()


def _open(settings: SmtpSettings) -> SMTP:
    context = tls_context(settings)
    server: SMTP | None = None
    asked = "encrypt the connection"
    try:
        if settings.mode == "tls":
            server = SMTP_SSL(
                settings.host, settings.port, _GREETING_NAME, timeout=settings.timeout_seconds, context=context
            )
        else:
            server = SMTP(settings.host, settings.port, _GREETING_NAME, timeout=settings.timeout_seconds)
            server.starttls(context=context)
        asked = "let anyone log in"
        if settings.user:
            server.login(settings.user, settings.password)
        server.ehlo_or_helo_if_needed()
    except BaseException as error:
        if server is not None:
            server.close()
        # smtplib raises the bare class where no way of logging in is known to both sides.
        if isinstance(error, SMTPNotSupportedError) or type(error) is SMTPException:
            fix = "use another server or port; nothing is sent without encryption"
            raise MailError(f"the mail server does not offer to {asked}", settings.address, fix) from None
        if isinstance(error, SMTPAuthenticationError) and error.smtp_code >= 500:
            raise _login_refused(settings.address, error.smtp_code) from None
        raise
    return server


def _login_refused(where: str, code: int) -> MailError:
    # The reply itself may quote what was sent, so only its number is passed on.
    fix = f"check user and {PASSWORD_VARIABLE}; every mail is still in the outbox"
    return MailError(f"the mail server refused the login ({code})", where, fix)


def _is_refusal(code: int) -> bool:
    return not 200 <= code < 300


def _said(answers: Mapping[str, str]) -> str:
    """Return what was said, once where it was the same for every address."""
    if len(set(answers.values())) == 1:
        return next(iter(answers.values()))
    return "; ".join(f"{address}: {reason}" for address, reason in sorted(answers.items()))


def _shown(code: int, reply: bytes | str) -> str:
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(text.split())}"[:_LONGEST_REPLY]


def _bytes(reply: bytes | str) -> bytes:
    return reply.encode("ascii", "replace") if isinstance(reply, str) else reply


def _reply_of(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _shown(error.smtp_code, error.smtp_error)
    return type(error).__name__
