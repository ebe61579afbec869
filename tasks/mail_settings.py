"""How to reach the council's mail server, and what is said when that fails.

Called by: the flows and the command line, which read the settings; tasks.mailing, which uses them.
Promises:  all faults of the settings are named at once; the connection is TLS 1.2 or later with a verified certificate.
Never:     reads a password from anywhere but the environment, nor shows it.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from expectations.errors import EnvironmentProblem

Mode = Literal["starttls", "tls"]

PASSWORD_VARIABLE = "OUTTURN_SMTP_PASSWORD"
_KEYS = ("host", "port", "mode", "user", "ca_file")
_USUAL_PORTS = {"starttls": 587, "tls": 465}
_LONGEST_PORT = 65535


class MailError(EnvironmentProblem):
    """Mail cannot be sent until a person does something; nothing was lost."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server and how to talk to it.

    mode:    "starttls" (usually port 587) or "tls" from the first byte (usually port 465). There is no third way.
    ca_file: certificates of the council's own authority; empty for the ones the machine trusts.
    """

    host: str
    port: int
    mode: Mode = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout_seconds: int = 30

    @property
    def address(self) -> str:
        """The server as named in messages."""
        return f"{self.host}, port {self.port}"


def settings_from(table: Mapping[str, object], environ: Mapping[str, str]) -> SmtpSettings | None:
    """Read the settings from a [smtp] table; OUTTURN_SMTP_HOST, _PORT, _MODE, _USER and _CA_FILE come before it.

    Returns None where no server is named at all: then mails stay in the outbox.
    """
    given = {key: str(table[key]) for key in _KEYS if key in table}
    given |= {key: environ[name] for key in _KEYS if environ.get(name := f"OUTTURN_SMTP_{key.upper()}")}
    faults = [f"{key!r} is not a setting" for key in table if key not in (*_KEYS, "password")]
    if "password" in table:
        faults.append(f"a password stands in the file; remove it, change it, and set {PASSWORD_VARIABLE} instead")
    mode = given.get("mode", "starttls")
    if mode not in get_args(Mode):
        faults.append("mode must be 'starttls' or 'tls'")
    port = given.get("port", str(_USUAL_PORTS.get(mode, 587)))
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= _LONGEST_PORT:
        faults.append("port must be a number from 1 to 65535")
    password = environ.get(PASSWORD_VARIABLE, "")
    user = given.get("user", "")
    if user and not password:
        faults.append(f"user is set, but {PASSWORD_VARIABLE} is not")
    ca_file = given.get("ca_file", "")
    if ca_file and not Path(ca_file).is_file():
        faults.append("ca_file does not exist")
    if faults:
        raise MailError("The mail settings are not right", "[smtp] and OUTTURN_SMTP_...", "; ".join(faults))
    host = given.get("host", "").strip()
    return SmtpSettings(host, int(port), _as_mode(mode), user, password, ca_file) if host else None


def tls_context(settings: SmtpSettings) -> ssl.SSLContext:
    """Return what a connection must satisfy: TLS 1.2 or later, a trusted certificate, the right name in it."""
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _as_mode(text: str) -> Mode:
    return "tls" if text == "tls" else "starttls"
