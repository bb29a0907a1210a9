"""Lines of a CSV file, one at a time: bounded in memory whatever the file holds, every bad line with its reason."""

import csv
import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

LONGEST_LINE = 4_096  # bytes; a row of ours is under 200
_BOM = b"\xef\xbb\xbf"


class BadLine(ValueError):
    """Why a line cannot be read as a row."""


class LineReader:
    """Numbered lines of a binary file; a longer line is skipped to its end without being held.

    `digest` covers every byte read so far; `position` counts them.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.position = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes read so far, in hexadecimal."""
        return self._sha256.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        """Each line's number from 1 and its bytes; None for a line longer than LONGEST_LINE."""
        number = 0
        while piece := self._piece():
            number += 1
            if len(piece) <= LONGEST_LINE or piece.endswith(b"\n"):
                yield number, piece.removeprefix(_BOM) if number == 1 else piece
                continue
            while piece and not piece.endswith(b"\n"):
                piece = self._piece()
            yield number, None

    def _piece(self) -> bytes:
        piece = self._file.readline(LONGEST_LINE + 1)
        self._sha256.update(piece)
        self.position += len(piece)
        return piece


def fields_of(line: bytes | None) -> list[str]:
    """The fields of a line, stripped; raises BadLine. Quotes may hold commas but no line break."""
    if line is None:
        raise BadLine(_("the line is longer than %(bytes)s bytes") % {"bytes": f"{LONGEST_LINE:,}"})
    if b"\0" in line:
        raise BadLine(_("the line holds NUL bytes (is the file UTF-16? Save it as UTF-8)"))
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLine(
            _("the line is not UTF-8 (byte %(byte)d): save the file as UTF-8") % {"byte": error.start + 1}
        ) from None
    if '"' not in text:
        return text.split(",")
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error as error:
        raise BadLine(_("the quotes do not match (%(fault)s)") % {"fault": error}) from None
    return rows[0] if rows else [""]
