"""Errors that are part of the interface: each says what is wrong, where, and how to put it right.

Called by: every layer. The command line prints them and exits with their `exit_code`.
Promises:  no cell value, child identifier, name or date of birth is ever put into a message.
Never:     stands for a fault of the program itself; those keep their own exceptions.
"""

from __future__ import annotations

from collections.abc import Sequence


class OutturnError(Exception):
    """Something the reader can put right: what, where, and the fix, all problems at once."""

    exit_code = 1

    def __init__(self, what: str, where: str = "", fix: str = "") -> None:
        """Keep the three parts; the message is the three of them in order."""
        self.what, self.where, self.fix = what, where, fix
        super().__init__(
            "\n".join(part for part in (what, where and f"where: {where}", fix and f"fix:   {fix}") if part)
        )


class UsageProblem(OutturnError):
    """The request cannot be met as asked."""

    exit_code = 2


class BusyError(OutturnError):
    """Another run has hold of this council's store."""

    exit_code = 3


class BlockedByData(OutturnError):
    """The data do not allow it: a check failed or something needed has not been delivered."""

    exit_code = 4


class EnvironmentProblem(OutturnError):
    """This installation lacks something: a folder, a key, a server, a permission."""

    exit_code = 5


def raise_if(faults: Sequence[str], where: str) -> None:
    """Refuse a council's file with everything that is wrong in it, where anything is."""
    if faults:
        raise UsageProblem("; ".join(faults), where, "correct these lines of the file")
