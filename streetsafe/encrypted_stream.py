"""A stream encrypted in pieces by AES-256-GCM, written and read without a plain copy of it anywhere.

The number of each piece and whether it is the last are authenticated with it, so pieces can be neither moved nor left
out. The key of a stream is derived from the given one and a salt of its own.
"""

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MAGIC = b"streetsafe backup 1\n"
_PIECE = 1 << 20
_SALT, _TAG = 16, 16


class CannotDecrypt(Exception):
    """Not encrypted by us, changed, cut, or encrypted with another key."""


class Sealer:
    """Takes plain bytes, writes encrypted ones; `finish` encrypts the last piece, and without it none is the last."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = secrets.token_bytes(_SALT)
        file.write(_MAGIC + salt)
        self._file, self._cipher = file, _cipher(key, salt)
        self._waiting, self._number = bytearray(), 0

    def write(self, data: bytes) -> int:
        """Seals what is known not to be the last."""
        self._waiting += data
        while len(self._waiting) > _PIECE:
            self._encrypt(bytes(self._waiting[:_PIECE]), is_last=False)
            del self._waiting[:_PIECE]
        return len(data)

    def finish(self) -> None:
        """Seals the last piece, which may be empty."""
        self._encrypt(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _encrypt(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, None))
        self._number += 1


class DecryptedStream:
    """The plain bytes of an encrypted file; whoever has read them all, to the empty end, knows that none is missing."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise CannotDecrypt("This is no backup of ours.")
        self._cipher = _cipher(key, file.read(_SALT))
        self._pieces = _pieces(file, _PIECE + _TAG)
        self._plain = b""

    def read(self, size: int) -> bytes:
        """As many bytes, fewer at the end of a piece, none at the end; raises CannotDecrypt."""
        if not self._plain:
            self._plain = self._next()
        given, self._plain = self._plain[:size], self._plain[size:]
        return given

    def _next(self) -> bytes:
        for number, piece, is_last in self._pieces:
            try:
                return self._cipher.decrypt(_nonce(number, is_last=is_last), piece, None)
            except InvalidTag:
                raise CannotDecrypt("The backup was changed or cut, or BACKUP_KEY is another one.") from None
        return b""


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=_MAGIC).derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Once for each piece of a file, whose key is its own by its salt; a cut file has no last piece."""
    return number.to_bytes(11, "big") + bytes([is_last])


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, piece, and whether it is the last; one empty piece of an empty file."""
    number, piece = 0, file.read(size)
    while following := file.read(size):
        yield number, piece, False
        number, piece = number + 1, following
    yield number, piece, True
