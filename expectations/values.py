"""What councils write in a cell and what it means: codes, yes and no, identifiers, blanks.

Called by: expectations.staging, once per distinct value of a column, not once per row.
Promises:  a value is understood or it is not; nothing is guessed.
Never:     logs a value or keeps one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from expectations.contract import CodeList, Column
from expectations.forms import FORMS

BLANKS = frozenset({
    "", "-", "--", ".", "..", "<BLANK>", "(BLANK)", "NAN", "NULL", "NONE RECORDED", "N/K", "#MULTIVALUE",
    "#N/A", "#N/A!", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!",
})  # fmt: skip
"""What says nothing in any column."""

NO_ANSWERS = frozenset({"N/A", "NA", "NONE", "UNKNOWN", "NOT KNOWN", "NOT RECORDED", "NOT APPLICABLE", "TBC", "TBA"})
"""What says nothing except in plain text; in a coded column it says nothing unless its list has it as a code."""

_TRUE = frozenset({"y", "yes", "1", "true", "t", "1 - yes", "1.0"})
_FALSE = frozenset({"n", "no", "0", "false", "f", "0 - no", "0.0"})
_PLAIN_ANSWERS = frozenset({"y", "yes", "1", "true", "t", "n", "no", "0", "false", "f"})
_UNKNOWN = frozenset({"unknown", "not known", "not recorded", "na", "n/a", "not applicable", "u"})
_OPTION = re.compile(r"^[a-z][).]\s*")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?e\+\d+", re.IGNORECASE)
_TRAILING_ZERO = re.compile(r"(\d+)\.0+")
_EXCEL_TEXT = re.compile(r"=\"(.*)\"|'([0-9].*)")
_BRACKETED = re.compile(r"[\[(]([a-z0-9_]+)[\])](.*)")
_LABELLED = re.compile(r"([a-z0-9_]+)\s*[-:=]\s*(.+)")
_SPACED = re.compile(r"([a-z0-9_]+) (.+)")
# A short code before a space may be a number in a text: '1 A' is not 1.
_SURELY_SPACED = re.compile(r"([a-z]+[0-9]+|[0-9]+[a-z]|[a-z_]{3,}) \(?[a-z]{3}.*")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.\-]*")
LONGEST_IDENTIFIER = 20


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning of one written value: what is stored, and whether it could be used as written.

    is_usable is False when something was written that cannot be understood; value is then None.
    is_converted is True when what is stored differs from what was written in more than spaces and case; with a value
    of None, when a word such as 'N/A' was written that means a blank.
    """

    value: str | None
    is_usable: bool = True
    is_converted: bool = False


_ONE_KIND = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019"), "'"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), ""),
}
"""Dashes, apostrophes and characters of no width that look alike and are typed for one another."""

_BLANK, _BLANK_WORD = Understood(None), Understood(None, is_converted=True)
_UNUSABLE = Understood(None, is_usable=False)


def tidy(text: str) -> str:
    """Return the text with one kind of space, one kind of dash and nothing at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ONE_KIND)
    return " ".join(text.split())


class Reader:
    """Understands the written values of one column, by its declaration."""

    def __init__(self, column: Column) -> None:
        """Prepare the accepted spellings of the column."""
        self._accepted: Mapping[str, str] = {}
        self._last_months: Mapping[str, str] = column.codes.spelt_until if column.codes else {}
        self._is_spaced = bool(column.form) and FORMS[column.form].is_spaced
        if column.codes:
            self._accepted = _accepted(column.codes)
            self._understand = self._codes if column.type == "CODES" else self._code
        elif column.type == "BOOLEAN":
            self._accepted = {key.casefold(): value for key, value in column.spellings.items()}
            self._understand = self._yes_or_no
        elif column.identifies:
            self._understand = self._identifier
        else:
            self._understand = self._text

    def understand(self, written: str) -> Understood:
        """Return what one written value means; blanks in any of their spellings mean nothing."""
        text = tidy(written)
        if text.upper() in BLANKS and text.casefold() not in self._accepted:
            return _BLANK_WORD if text else _BLANK
        return self._understand(text)

    def last_month(self, written: str) -> str | None:
        """Return the last month in which returns wrote a code so, None where they still do or never did."""
        return self._last_months.get(tidy(written).casefold())

    def _text(self, text: str) -> Understood:
        return Understood(text)

    def _identifier(self, text: str) -> Understood:
        if text.upper() in NO_ANSWERS:
            return _BLANK_WORD
        if self._is_spaced:
            text = text.replace(" ", "").upper()
        if match := _EXCEL_TEXT.fullmatch(text):
            return replace(self._identifier((match[1] or match[2] or "").strip()), is_converted=True)
        if match := _TRAILING_ZERO.fullmatch(text):
            return Understood(match[1], is_converted=True)
        if _SCIENTIFIC.fullmatch(text) or len(text) > LONGEST_IDENTIFIER or not _IDENTIFIER.fullmatch(text):
            return _UNUSABLE
        return Understood(text)

    def _yes_or_no(self, text: str) -> Understood:
        key = _OPTION.sub("", text.casefold())
        if key in self._accepted:
            return Understood(self._accepted[key], is_converted=True)
        if key in _TRUE | _FALSE:
            return Understood("true" if key in _TRUE else "false", is_converted=text.casefold() not in _PLAIN_ANSWERS)
        return _BLANK_WORD if key in _UNKNOWN else _UNUSABLE

    def _code(self, text: str) -> Understood:
        code = _code_meant(text, self._accepted)
        if code is None and text.upper() in NO_ANSWERS:
            return _BLANK_WORD
        return _UNUSABLE if code is None else Understood(code, is_converted=code.casefold() != text.casefold())

    def _codes(self, text: str) -> Understood:
        whole = _code_meant(text, self._accepted)
        if whole is None and text.upper() in NO_ANSWERS:
            return _BLANK_WORD
        parts = [part for part in re.split(r"[,;|/^]\s*", text) if part]
        if len(parts) == 1 and all(part.casefold() in self._accepted for part in text.split()):
            parts = text.split()
        found = {whole} if whole else {_code_meant(part, self._accepted) for part in parts}
        if None in found:
            return _UNUSABLE
        joined = ",".join(sorted(code for code in found if code))
        return Understood(joined, is_converted=joined.casefold() != text.casefold())


def _accepted(codes: CodeList) -> Mapping[str, str]:
    accepted = {tidy(spelling).casefold(): code for spelling, code in codes.spellings.items()}
    accepted |= {tidy(label).casefold(): code for code, label in codes.codes.items()}
    return accepted | {code.casefold(): code for code in codes.codes}


def _code_meant(text: str, accepted: Mapping[str, str]) -> str | None:
    """Return the code that a cell means: 'C1', 'C1 - Interim care order', '[PR4] Private', 'q) 6: Police', '6.0'."""
    key = text.casefold()
    without_option = _OPTION.sub("", key)
    number = _TRAILING_ZERO.fullmatch(key)
    for candidate in (key, without_option, number[1] if number else ""):
        if candidate in accepted:
            return accepted[candidate]
    labelled = _BRACKETED.match(without_option) or _LABELLED.match(without_option)
    spaced = None if labelled else _SPACED.match(without_option)
    found = labelled or spaced
    if not found or found[1] not in accepted:
        return None
    code, label = accepted[found[1]], found[2].strip()
    means = accepted.get(label)
    if means == code:
        return code
    if spaced and (means or not _SURELY_SPACED.fullmatch(without_option)):
        return None
    return None if _names_another_code(label, accepted, code) else code


def _names_another_code(label: str, accepted: Mapping[str, str], code: str) -> bool:
    """Tell whether the label beside a code itself holds a different code, as in 'E1 - order and C2 - full'."""
    codes = {meant.casefold() for meant in accepted.values() if any(map(str.isdigit, meant)) or len(meant) > 2}
    return not codes.isdisjoint({*re.findall(r"[a-z0-9_]+", label)} - {code.casefold()})
