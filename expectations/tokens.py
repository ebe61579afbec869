"""Case identifiers become keyed tokens at the door, and only the holder of the key can turn them back.

Called by: expectations.staging while a file is read; the command that writes a worklist on request.
Promises:  the same identifier of the same kind always gives the same token under one key, so rows
           still join; a token reveals neither the identifier nor whether two kinds share one.
Never:     keeps an identifier, writes a key, or works without one.
"""

from __future__ import annotations

import binascii
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from expectations.sealing import ColumnSealer

if TYPE_CHECKING:
    import pyarrow as pa

KEY_BYTES = 64


def new_key() -> bytes:
    """Return a fresh random key for one council."""
    return secrets.token_bytes(KEY_BYTES)


class Tokeniser:
    """Turns one council's identifiers into tokens and back (AES-SIV, deterministic and authenticated)."""

    def __init__(self, key: bytes) -> None:
        """Take the council's 64-byte key."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a council's key has {KEY_BYTES} bytes")
        self._cipher = AESSIV(key)
        self._key = key
        self._column: ColumnSealer | None = None

    def tokens(self, kind: str, identifiers: Sequence[str]) -> list[str]:
        """Return one token for each identifier of a kind ("child", "referral"), in order."""
        return [
            binascii.b2a_base64(self._cipher.encrypt(f"{kind}:{i}".encode(), None), newline=False).decode()
            for i in identifiers
        ]

    def sealed(self, kind: str, identifiers: pa.Array) -> pa.Array:
        """Return the bytes of each token of a column, which base64 makes the token; null stays null."""
        if self._column is None:
            self._column = ColumnSealer(self._key)
        return self._column.sealed(f"{kind}:".encode(), identifiers)

    def identifiers(self, kind: str, tokens: Sequence[str]) -> list[str]:
        """Turn tokens of a kind back into identifiers.

        Raises cryptography.exceptions.InvalidTag for a token made under another key, ValueError for
        a token of another kind.
        """
        plain = [self._cipher.decrypt(binascii.a2b_base64(token), None).decode() for token in tokens]
        if any(not text.startswith(f"{kind}:") for text in plain):
            raise ValueError(f"not every token names a {kind}")
        return [text[len(kind) + 1 :] for text in plain]
