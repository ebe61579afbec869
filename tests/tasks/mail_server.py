"""A real mail server for tests: it speaks TLS, keeps what it accepted and refuses when told to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tasks.mailing import put

HEAD, DEPUTY = "head@sample-borough.invalid", "deputy@sample-borough.invalid"
SENT_AT = datetime(2020, 11, 6, 9, 30, tzinfo=UTC)
USER, PASSWORD = "outturn", "a canary that no report may show"


@dataclass
class Letterbox:
    """What arrived, and what the server says: a reply by recipient, and replies to the next messages in turn."""

    accepted: list[tuple[tuple[str, ...], EmailMessage]] = field(default_factory=list)
    replies_to: dict[str, str] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    hang_up_after: int | None = None
    pause_seconds: float = 0

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.accepted]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.replies_to:
            return self.replies_to[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hang_up_after is not None and len(self.accepted) >= self.hang_up_after:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            await asyncio.sleep(0.05)
            return "451 never heard"
        await asyncio.sleep(self.pause_seconds)
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("250"):
            message = message_from_bytes(envelope.original_content or b"", policy=default)
            self.accepted.append((tuple(envelope.rcpt_tos), message))
        return reply


@dataclass(frozen=True)
class Authorities:
    """A certificate authority that the council trusts, and one that nobody does."""

    trusted: trustme.CA
    unknown: trustme.CA


def context_for(ca: trustme.CA, *names: str) -> ssl.SSLContext:
    """Return a server's side of TLS with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(*(names or ("localhost", "127.0.0.1"))).configure_cert(context)
    return context


@contextmanager
def listening(box: Letterbox, tls: ssl.SSLContext | None, **more: Any) -> Iterator[int]:
    """Run the server with STARTTLS, or without any encryption where `tls` is None; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    implicit = more.pop("implicit", False)
    if implicit:
        more["ssl_context"] = tls
    elif tls is not None:
        more |= {"tls_context": tls, "require_starttls": True}
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def check_login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Let in whoever knows the user and the password."""
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def mail(name: str, *to: str) -> EmailMessage:
    """Return a small mail with its name in its Message-ID."""
    message = EmailMessage()
    message["From"] = "Outturn <outturn@sample-borough.invalid>"
    message["To"] = ", ".join(to or (HEAD,))
    message["Subject"] = f"About {name}"
    message["Message-ID"] = f"<{name}@sample-borough.outturn.invalid>"
    message.set_content("Three are Red – see the pack.\n.\nA line of one dot stood above.\n", cte="quoted-printable")
    return message


def fill(outbox: Path, *names: str) -> None:
    """Put a mail of each name into an outbox."""
    for name in names:
        assert put(outbox, name, mail(name))
