"""A sealed file: AES-256-GCM in blocks, so that what was written before a power cut opens.

Layout: `VAKA1`, then blocks of a 4-byte length and ciphertext with its tag. The nonce is the
block's number (the key is used for one file only) and the file's id is authenticated with each
block, so that blocks can be neither reordered nor moved between files.
"""

import contextlib
import hashlib
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vaka.core.errors import BadInput

MAGIC = b"VAKA1"
LENGTH = struct.Struct(">I")
NONCE_BYTES, TAG_BYTES = 12, 16
LARGEST_BLOCK = 64 * 1024 * 1024
# Blocks up to this size are made in memory that is kept.
KEPT_BYTES = 4 * 1024 * 1024


class _Room(threading.local):
    """Where a thread makes its blocks: memory asked for anew costs more than all the rest."""

    def __init__(self) -> None:
        self._kept = memoryview(bytearray())

    def of(self, size: int) -> memoryview:
        """Return room for so many bytes, until the next is asked for."""
        if size > KEPT_BYTES:
            return memoryview(bytearray(size))
        if size > len(self._kept):
            self._kept = memoryview(bytearray(size))
        return self._kept[:size]


_room = _Room()


class SealedWriter:
    """Writes blocks to a new file under one key."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self._cipher, self._name, self._count = AESGCM(key), name.encode(), 0
        self._hash, self.bytes = hashlib.sha256(), 0
        self._file = path.open("xb")
        self._file.write(MAGIC)

    @property
    def sha256(self) -> str:
        """Return the digest of all `bytes` that stand behind the heads of its blocks."""
        return self._hash.hexdigest()

    def write(self, head: bytes, pieces: Sequence[bytes]) -> None:
        """Append a block of these; it is with the operating system when this returns."""
        nonce = self._count.to_bytes(NONCE_BYTES, "big")
        size = len(head) + sum(map(len, pieces))
        room = _room.of(size + LENGTH.size + size + TAG_BYTES)
        block, sealed = room[:size], room[size:]
        at = 0
        for piece in (head, *pieces):
            block[at : at + len(piece)] = piece
            at += len(piece)
        self._hash.update(block[len(head) :])
        self.bytes += size - len(head)
        LENGTH.pack_into(sealed, 0, size + TAG_BYTES)
        self._cipher.encrypt_into(nonce, block, self._name, sealed[LENGTH.size :])
        self._file.write(sealed)
        self._file.flush()
        self._count += 1

    def close(self) -> None:
        """Put everything on disk, and close."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file, as when the disk takes no more."""
        with contextlib.suppress(OSError):
            self._file.close()


def blocks(path: Path, key: bytes, name: str) -> Iterator[bytes]:
    """Yield the blocks of a file, up to the last whole one.

    :raises BadInput: when a whole block was altered or belongs elsewhere.
    """
    cipher = AESGCM(key)
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return
        number = 0
        while len(head := file.read(LENGTH.size)) == LENGTH.size:
            length = min(LENGTH.unpack(head)[0], LARGEST_BLOCK)
            sealed = file.read(length)
            if len(sealed) < length:
                return
            try:
                nonce = number.to_bytes(NONCE_BYTES, "big")
                yield cipher.decrypt(nonce, sealed, name.encode())
            except InvalidTag:
                raise BadInput(str(path), "it was altered", "Restore it") from None
            number += 1


def cut(path: Path, whole: list[bytes]) -> None:
    """Cut a file after its whole blocks, as when power went while the next was on its way."""
    size = len(MAGIC) + sum(LENGTH.size + len(block) + TAG_BYTES for block in whole)
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())
