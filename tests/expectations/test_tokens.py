"""Tokens join what identifiers joined, and tell nothing to whoever lacks the key."""

from __future__ import annotations

import base64

import pyarrow as pa
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from hypothesis import given
from hypothesis import strategies as st

from expectations.tokens import KEY_BYTES, Tokeniser, new_key

KEY = bytes(range(KEY_BYTES))
TOKENISER = Tokeniser(KEY)
IDENTIFIERS = st.text(min_size=1, max_size=20)


@given(st.lists(IDENTIFIERS, max_size=20), st.sampled_from(["child", "contact", "upn"]))
def test_the_holder_of_the_key_can_turn_tokens_back(identifiers: list[str], kind: str) -> None:
    tokens = TOKENISER.tokens(kind, identifiers)
    assert TOKENISER.identifiers(kind, tokens) == identifiers
    assert len(set(tokens)) == len(set(identifiers)), "equal tokens for equal identifiers, and for no others"


def test_a_token_is_the_same_for_ever() -> None:
    """Deliveries of years are joined by tokens: a library that made others would part every child from its history."""
    assert TOKENISER.tokens("child", ["P1"]) == ["RW5z2uZiw+2cH3EJ5DRptsvFlnujN3/I"]


def test_two_kinds_of_one_identifier_share_no_token() -> None:
    child, contact = TOKENISER.tokens("child", ["123"]), TOKENISER.tokens("contact", ["123"])
    assert child != contact
    with pytest.raises(ValueError, match="not every token names a contact"):
        TOKENISER.identifiers("contact", child)


def test_a_kind_is_not_mistaken_for_the_start_of_an_identifier() -> None:
    with pytest.raises(ValueError, match="names a chil"):
        TOKENISER.identifiers("chil", TOKENISER.tokens("child", ["1"]))


def test_another_key_gives_other_tokens_and_reads_none() -> None:
    other = Tokeniser(new_key())
    tokens = TOKENISER.tokens("child", ["P1"])
    assert other.tokens("child", ["P1"]) != tokens
    with pytest.raises(InvalidTag):
        other.identifiers("child", tokens)


def test_a_changed_token_is_noticed() -> None:
    (token,) = TOKENISER.tokens("child", ["P1"])
    changed = ("B" if token[0] == "A" else "A") + token[1:]
    with pytest.raises(InvalidTag):
        TOKENISER.identifiers("child", [changed])


def test_a_token_shows_nothing_of_the_identifier() -> None:
    tokens = TOKENISER.tokens("child", [f"9212{n:04}" for n in range(500)])
    assert not [token for token in tokens if "9212" in token]
    assert len({token[:8] for token in tokens}) == 500, "identifiers that begin alike have tokens that do not"


def test_a_blank_stays_a_blank_and_order_is_kept() -> None:
    identifiers = ["1", None, "2", None, "1"]
    sealed = TOKENISER.sealed("child", pa.array(identifiers, pa.string())).to_pylist()
    assert [s is None for s in sealed] == [i is None for i in identifiers]
    assert sealed[0] == sealed[4] != sealed[2]
    assert TOKENISER.sealed("child", pa.array([], pa.string())).to_pylist() == []


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=70)), max_size=40), st.sampled_from(["child", "cp_plan", "x" * 33])
)
def test_a_column_sealed_at_once_has_the_tokens_of_its_identifiers_sealed_one_by_one(
    identifiers: list[str | None], kind: str
) -> None:
    """The library seals one by one; whole columns go through a way of our own, which must never differ."""
    column = TOKENISER.sealed(kind, pa.array(identifiers, pa.string())).to_pylist()
    given_ones = [identifier for identifier in identifiers if identifier is not None]
    assert [base64.b64encode(sealed).decode() for sealed in column if sealed is not None] == TOKENISER.tokens(
        kind, given_ones
    )


@pytest.mark.parametrize("length", range(80))
def test_every_length_is_sealed_as_the_standard_says(length: int) -> None:
    library = AESSIV(KEY).encrypt(b"k:" + b"7" * length, None)
    assert TOKENISER.sealed("k", pa.array(["7" * length])).to_pylist() == [library]


@pytest.mark.parametrize("length", [0, 16, 32, 63, 65])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Tokeniser(bytes(length))


def test_a_new_key_is_new() -> None:
    assert new_key() != new_key()
    assert len(new_key()) == KEY_BYTES
