"""AES-SIV over a whole column at once: the same bytes as the library's AESSIV gives one by one.

Called by: expectations.tokens.
Promises:  what RFC 5297 prescribes for a text without associated data; a test compares it with the library's own.
Never:     implements a cipher: every AES block is the library's, asked for in one call for all rows.

A month seals two million identifiers, and a call for each of them was a third of a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Block = NDArray[np.uint8]

BLOCK = 16


class ColumnSealer:
    """Seals the texts of a column under one 64-byte key, each behind the same prefix."""

    def __init__(self, key: bytes) -> None:
        """Take the key: its first half authenticates, its second half encrypts."""
        import numpy as np

        self._tag_key, self._text_key = key[: len(key) // 2], key[len(key) // 2 :]
        zero = np.zeros((1, BLOCK), np.uint8)
        self._whole_block = _doubled(_aes(self._tag_key, zero)[0])
        self._padded_block = _doubled(self._whole_block)
        # S2V of a single text starts from the tag of a block of zeros.
        self._start = _aes(self._tag_key, zero ^ self._whole_block)[0]

    def sealed(self, prefix: bytes, texts: pa.Array) -> pa.Array:
        """Return the sealed bytes of prefix and text for each text, null where it is null.

        texts: pyarrow string array, not a slice of a longer one.
        """
        import numpy as np
        import pyarrow as pa

        if not len(texts):
            return pa.array([], pa.binary())
        validity, offsets_buffer, data_buffer = texts.buffers()
        offsets = np.frombuffer(offsets_buffer, np.int32, len(texts) + 1).astype(np.int64)
        data = np.frombuffer(data_buffer or b"", np.uint8)
        lengths = np.diff(offsets)
        is_null = texts.is_null().to_numpy(zero_copy_only=False)
        out_lengths = np.where(is_null, 0, lengths + BLOCK + len(prefix))
        out_offsets = np.concatenate(([0], np.cumsum(out_lengths)))
        out = np.empty(int(out_offsets[-1]), np.uint8)
        head = np.frombuffer(prefix, np.uint8)
        for length in np.unique(lengths[~is_null]):
            rows = np.flatnonzero((lengths == length) & ~is_null)
            plain = np.empty((len(rows), len(head) + length), np.uint8)
            plain[:, : len(head)] = head
            if len(rows) == len(texts):
                # Case numbers are mostly of one length; they then lie one behind the other already.
                plain[:, len(head) :] = data[offsets[0] : offsets[-1]].reshape(len(rows), length)
                out = self._seal(plain).reshape(-1)
                continue
            plain[:, len(head) :] = data[offsets[rows][:, None] + np.arange(length)]
            out[out_offsets[rows][:, None] + np.arange(len(head) + length + BLOCK)] = self._seal(plain)
        buffers = [validity, pa.py_buffer(out_offsets.astype(np.int32).tobytes()), pa.py_buffer(out.tobytes())]
        return pa.Array.from_buffers(pa.binary(), len(texts), buffers, null_count=texts.null_count)

    def _seal(self, plain: Block) -> Block:
        """Return tag and ciphertext of texts of one length, a row each."""
        import numpy as np

        tag = self._tag(plain)
        count, length = plain.shape
        blocks = -(-length // BLOCK)
        counter = np.repeat(tag[:, None, :], blocks, axis=1)
        # The counter's two top bits are cleared, so adding the number of a block never carries over.
        counter[:, :, 8] &= 0x7F
        counter[:, :, 12] &= 0x7F
        low = counter[:, :, 12:].copy().view(">u4")
        low += np.arange(blocks, dtype=np.uint32)[None, :, None]
        counter[:, :, 12:] = low.view(np.uint8)
        stream = _aes(self._text_key, counter.reshape(-1, BLOCK)).reshape(count, blocks * BLOCK)
        return np.concatenate([tag, plain ^ stream[:, :length]], axis=1)

    def _tag(self, plain: Block) -> Block:
        """Return S2V of each row: the CMAC of the text, mixed with the start at its end."""
        import numpy as np

        count, length = plain.shape
        blocks = max(1, -(-length // BLOCK))
        mixed = np.zeros((count, blocks * BLOCK), np.uint8)
        mixed[:, :length] = plain
        if length >= BLOCK:
            mixed[:, length - BLOCK : length] ^= self._start
            if length % BLOCK:
                mixed[:, length] = 0x80
                mixed[:, -BLOCK:] ^= self._padded_block
            else:
                mixed[:, -BLOCK:] ^= self._whole_block
        else:
            mixed[:, length] = 0x80
            mixed ^= _doubled(self._start) ^ self._whole_block
        tag = np.zeros((count, BLOCK), np.uint8)
        for first in range(0, blocks * BLOCK, BLOCK):
            tag = _aes(self._tag_key, tag ^ mixed[:, first : first + BLOCK])
        return tag


def _aes(key: bytes, blocks: Block) -> Block:
    """Encrypt each row of 16 bytes on its own."""
    import numpy as np

    encryptor: Any = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return np.frombuffer(encryptor.update(np.ascontiguousarray(blocks).tobytes()), np.uint8).reshape(-1, BLOCK)


def _doubled(block: Block) -> Block:
    """Return the block doubled in the field that CMAC works in."""
    import numpy as np

    number = int.from_bytes(block.tobytes(), "big") << 1
    if number >> 128:
        number = (number ^ 0x87) & ((1 << 128) - 1)
    return np.frombuffer(number.to_bytes(BLOCK, "big"), np.uint8)
