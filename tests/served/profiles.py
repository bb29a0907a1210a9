"""What a browser's profile folder holds, for whoever looks through the phone: every file, and what is packed in it.

A layer is bytes that can be searched: the file itself, and what comes out of gzip, LZ4, Snappy, base64 and SQLite.
"""

import base64
import binascii
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

GZIP = b"\x1f\x8b\x08"
MOZILLAS_LZ4 = b"mozLz40\0"  # before a length of four bytes and one LZ4 block
TABLE = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"  # ends a file of LevelDB
SQLITE = b"SQLite format 3\0"
BASE64 = re.compile(rb"[A-Za-z0-9+/]{32,}={0,2}")
LARGEST = 1 << 24  # bytes of one unpacked layer


def found_in(profile: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """For each word that any layer holds, in any writing, the files it is in."""
    writings = {word: set(_writings(word)) for word in words}
    found: dict[str, set[str]] = {}
    for file, layer in layers_of(profile):
        for word, written in writings.items():
            if any(one in layer for one in written):
                found.setdefault(word, set()).add(file)
    return found


def layers_of(profile: Path) -> Iterator[tuple[str, bytes]]:
    """Each layer of each file, under the file's name within the folder."""
    for file in sorted(profile.rglob("*")):
        if file.is_file() and not file.is_symlink():
            name, content = str(file.relative_to(profile)), file.read_bytes()
            for layer in _unpacked(content):
                yield name, layer
            if content.startswith(SQLITE):
                for value in _values_of(file):
                    yield name, value
                    yield from ((name, layer) for layer in [_snappy(value)] if layer)


def _writings(word: str) -> Iterator[bytes]:
    for text in {word, quote_plus(word), word.replace(" ", "%20")}:
        yield from (text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    inner = [_gunzipped(content[found.start() :]) for found in re.finditer(re.escape(GZIP), content)]
    if content.startswith(MOZILLAS_LZ4):
        inner.append(_lz4(content[len(MOZILLAS_LZ4) + 4 :]))
    if content.endswith(TABLE):
        inner.extend(_blocks_of(content))
    for layer in inner:
        yield from _unpacked(layer)
    for found in BASE64.finditer(content):
        try:
            yield base64.b64decode(found[0] + b"=" * (-len(found[0]) % 4))
        except binascii.Error:
            continue


def _gunzipped(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(packed, LARGEST)
    except zlib.error:
        return b""


def _values_of(file: Path) -> Iterator[bytes]:
    """Every text and blob of a database, its log included."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        opened.text_factory = bytes
        try:
            tables = [row[0].decode() for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # a name the database gave
                    yield from (value for value in row if isinstance(value, bytes))
        except sqlite3.DatabaseError:
            return  # no whole database, as a kill leaves it: its bytes are searched all the same


def _lz4(packed: bytes) -> bytes:
    """One LZ4 block unpacked. Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md"""
    out, at = bytearray(), 0

    def length(short: int, at: int) -> tuple[int, int]:
        while short >= 15:
            more = packed[at]
            short, at = short + more, at + 1
            if more != 255:
                break
        return short, at

    while at < len(packed):
        token = packed[at]
        literals, at = length(token >> 4, at + 1)
        out += packed[at : at + literals]
        at += literals
        if at + 2 > len(packed):
            break
        offset = int.from_bytes(packed[at : at + 2], "little")
        copied, at = length(token & 15, at + 2)
        _repeat(out, offset, copied + 4)
    return bytes(out)


def _snappy(packed: bytes) -> bytes:
    """Snappy's raw format unpacked; empty for what is none. Source: google/snappy, format_description.txt"""
    try:
        size, at = _number(packed, 0)
        out = bytearray()
        while at < len(packed) and 0 < size <= LARGEST:
            tag, kind = packed[at], packed[at] & 3
            at += 1
            if kind == 0:
                more = max(0, (tag >> 2) - 59)
                length = 1 + (int.from_bytes(packed[at : at + more], "little") if more else tag >> 2)
                at += more
                out += packed[at : at + length]
                at += length
                continue
            wide = {1: 1, 2: 2, 3: 4}[kind]
            offset = int.from_bytes(packed[at : at + wide], "little") | ((tag >> 5) << 8 if kind == 1 else 0)
            at += wide
            _repeat(out, offset, 4 + (tag >> 2 & 7) if kind == 1 else 1 + (tag >> 2))
        return bytes(out) if len(out) == size else b""
    except (IndexError, ValueError):
        return b""


def _blocks_of(table: bytes) -> Iterator[bytes]:
    """The blocks of a LevelDB table, unpacked. Source: google/leveldb, doc/table_format.md"""
    try:
        _, at = _number(table, len(table) - 48)
        _, at = _number(table, at)
        index = _block(table, *_handle(table, at))
        at, end = 0, len(index) - 4 - 4 * int.from_bytes(index[-4:], "little")
        while at < end:
            _, at = _number(index, at)
            key, at = _number(index, at)
            value, at = _number(index, at)
            yield _block(table, *_handle(index, at + key))
            at += key + value
    except (IndexError, ValueError):
        return


def _handle(content: bytes, at: int) -> tuple[int, int]:
    offset, at = _number(content, at)
    return offset, _number(content, at)[0]


def _block(table: bytes, offset: int, size: int) -> bytes:
    held = table[offset : offset + size]
    return _snappy(held) if table[offset + size] == 1 else held


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        value |= (content[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if content[at - 1] < 128:
            return value, at


def _repeat(out: bytearray, offset: int, length: int) -> None:
    if not 0 < offset <= len(out) or len(out) + length > LARGEST:
        raise ValueError("not packed so")
    for _ in range(length):
        out.append(out[-offset])
