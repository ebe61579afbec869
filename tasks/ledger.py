"""What becomes of every extract in every file that one run looks at.

Called by: tasks.intake.
Promises:  a file's receipt is written once all that is in it has been decided, and is whole; a file counts as done
           only where all of it was accepted, so one that was refused in part is looked at again.
Never:     touches rows or deliveries.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from expectations.findings import Finding
from tasks import keeping
from tasks.councils import Council
from tasks.keeping import FileReceipt
from tasks.landing import Landed, RefusedFile
from tasks.store import Store
from warehouse.deliveries import Delivery, Receipt

Known = dict[tuple[str, str, str], Delivery]
"""Accepted deliveries by extract, month and the file's fingerprint."""


def in_words(what: str, fix: str) -> str:
    """Return what is wrong and how to put it right as sentences."""
    return f"{what}. {fix[:1].upper()}{fix[1:]}" if fix else what


@dataclass(slots=True)
class _Account:
    """One file while it is being decided on."""

    file: Landed
    undecided: int
    unread_with: str = ""
    has_new: bool = False
    receipts: list[Receipt] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """What became of the file as a whole: accepted, refused, or refused in part."""
        outcomes = {receipt.outcome for receipt in self.receipts}
        return outcomes.pop() if len(outcomes) == 1 else "refused in part"


class Ledger:
    """Counts files and keeps their receipts."""

    def __init__(self, store: Store, council: Council, received_at: datetime) -> None:
        """Begin with nothing looked at."""
        self._store, self._council, self._received_at = store, council, received_at
        self._accounts: dict[tuple[str, str], _Account] = {}
        self.refused: list[Finding] = []

    def open(self, file: Landed, extracts: int, unread_with: str = "") -> None:
        """Say how many extracts a file holds, all of them to be decided on."""
        self._accounts[str(file.month), file.fingerprint] = _Account(file, extracts, unread_with)

    def accept(self, file: Landed, source: str, extract: str, said: str = "", *, is_new: bool = True) -> None:
        """Say that an extract in a file was taken, now or by an earlier run, and what is to be told of it."""
        self._accounts[str(file.month), file.fingerprint].has_new |= is_new
        self._decide(file, Receipt(str(file.month), source, file.fingerprint, "accepted", extract, said))

    def refuse(self, file: Landed, source: str, extract: str, fault: RefusedFile) -> None:
        """Say that an extract in a file was not taken, and why."""
        month = str(file.month)
        message = in_words(fault.what, fault.fix)
        self.refused.append(Finding(extract, month, fault.codes, "refuse_file", message, 0, "", source))
        told = (fault.what, fault.where, fault.fix)
        self._decide(file, Receipt(month, source, file.fingerprint, "refused", extract, *told, code=fault.codes))

    def refuse_file(self, file: Landed, fault: RefusedFile) -> None:
        """Say that nothing of a file was taken, and why."""
        self.open(file, 1)
        self.refuse(file, file.source, "", fault)

    def count(self, outcome: str, has_new: bool | None = None) -> int:
        """Return how many files ended so, with something new in them or not."""
        return sum(
            account.outcome == outcome and has_new in (None, account.has_new) for account in self._accounts.values()
        )

    def _decide(self, file: Landed, receipt: Receipt) -> None:
        account = self._accounts[str(file.month), file.fingerprint]
        account.receipts.append(replace(receipt, received_at=self._received_at.isoformat()))
        if len(account.receipts) == account.undecided:
            ordered = tuple(sorted(account.receipts, key=lambda r: (r.extract, r.source)))
            given = FileReceipt(ordered, account.unread_with)
            keeping.give_receipt(self._store, self._council, file, given)


def is_done(given: FileReceipt, known: Known, headers: str) -> bool:
    """Tell whether all of a file was taken, and nothing in it would be recognised now that was not before."""
    return (
        bool(given.receipts)
        and given.unread_with in ("", headers)
        and all(
            receipt.outcome == "accepted" and (receipt.extract, receipt.month, receipt.fingerprint) in known
            for receipt in given.receipts
        )
    )
