"""Vector tiles (Mapbox's format, version 2) read into features and written from them, as far as maps need. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

POINT, LINE, POLYGON = 1, 2, 3
_VARINT, _BYTES = 0, 2  # how a field is written; the two others are of fixed length
_FIXED = {1: 8, 5: 4}
_MOVE, _LINE, _CLOSE = 1, 2, 7

Line = list[tuple[int, int]]


class BrokenTile(ValueError):
    """Bytes that are no vector tile."""


@dataclass(frozen=True)
class Feature:
    """One feature; values of its attributes stay as they are written."""

    kind: int
    lines: list[Line]  # of a polygon its rings, without the corner that closes them
    attributes: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class TileLayer:
    """One layer of a tile."""

    name: str
    extent: int
    features: list[Feature]


def text_of(value: bytes | None) -> str:
    """An attribute that is text; "" for another one and for none."""
    for number, content in _fields(value or b""):
        if number == 1 and isinstance(content, bytes):
            return content.decode("utf-8", "replace")
    return ""


def text_value(text: str) -> bytes:
    """Text as an attribute has it."""
    return _block(1, text.encode())


def read_tile(content: bytes) -> list[TileLayer]:
    """The layers of an uncompressed tile; raises BrokenTile."""
    try:
        return [_layer(block) for number, block in _fields(content) if number == 3 and isinstance(block, bytes)]
    except (IndexError, ValueError, KeyError) as problem:
        raise BrokenTile(str(problem)) from problem


def written_layer(layer: TileLayer) -> bytes:
    """A layer as bytes; layers on end are a tile."""
    keys: dict[str, int] = {}
    values: dict[bytes, int] = {}
    blocks = []
    for feature in layer.features:
        tags = [
            number
            for key, value in feature.attributes.items()
            for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        blocks.append(
            _block(2, (_block(2, _varints(tags)) if tags else b"") + _number(3, feature.kind) + _geometry(feature))
        )
    content = _number(15, 2) + _block(1, layer.name.encode()) + b"".join(blocks)
    content += b"".join(_block(3, key.encode()) for key in keys) + b"".join(_block(4, value) for value in values)
    return _block(3, content + _number(5, layer.extent))


def _layer(content: bytes) -> TileLayer:
    name, extent, raw, keys, values = "", 4096, [], [], []
    for number, value in _fields(content):
        if isinstance(value, int):
            extent = value if number == 5 else extent
        elif number == 1:
            name = value.decode()
        elif number == 2:
            raw.append(value)
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            values.append(value)
    return TileLayer(name, extent, [_feature(block, keys, values) for block in raw])


def _feature(content: bytes, keys: Sequence[str], values: Sequence[bytes]) -> Feature:
    kind, tags, geometry = 0, b"", b""
    for number, value in _fields(content):
        if isinstance(value, int):
            kind = value if number == 3 else kind
        elif number == 2:
            tags = value
        elif number == 4:
            geometry = value
    numbers = _numbers(tags)
    attributes = {keys[key]: values[value] for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    return Feature(kind, _lines(_numbers(geometry), kind), attributes)


def _lines(commands: Sequence[int], kind: int) -> list[Line]:
    lines: list[Line] = []
    x = y = at = 0
    while at < len(commands):
        command, repeats = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == _CLOSE:
            continue
        for _ in range(repeats):
            x += (commands[at] >> 1) ^ -(commands[at] & 1)
            y += (commands[at + 1] >> 1) ^ -(commands[at + 1] & 1)
            at += 2
            if command == _MOVE and (kind != POINT or not lines):
                lines.append([])
            lines[-1].append((x, y))
    return lines


def _geometry(feature: Feature) -> bytes:
    commands: list[int] = []
    last_x = last_y = 0
    for line in feature.lines:
        for index, (x, y) in enumerate(line):
            if feature.kind == POINT:
                commands += [(len(line) << 3) | _MOVE] if index == 0 else []
            elif index < 2:
                commands.append((1 << 3) | _MOVE if index == 0 else (len(line) - 1 << 3) | _LINE)
            commands += [_zigzag(x - last_x), _zigzag(y - last_y)]
            last_x, last_y = x, y
        if feature.kind == POLYGON:
            commands.append((1 << 3) | _CLOSE)
    return _block(4, _varints(commands))


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _fields(content: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field: a number, or bytes."""
    at = 0
    while at < len(content):
        key, at = _varint(content, at)
        number, how = key >> 3, key & 7
        if how == _VARINT:
            value, at = _varint(content, at)
            yield number, value
            continue
        length, at = _varint(content, at) if how == _BYTES else (_FIXED[how], at)
        if at + length > len(content):
            raise ValueError("cut short")
        yield number, content[at : at + length]
        at += length


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _numbers(content: bytes) -> list[int]:
    found, at = [], 0
    while at < len(content):
        value, at = _varint(content, at)
        found.append(value)
    return found


def _varints(numbers: Iterable[int]) -> bytes:
    written = bytearray()
    for number in numbers:
        while number > 127:
            written.append((number & 127) | 128)
            number >>= 7
        written.append(number)
    return bytes(written)


def _number(field_number: int, value: int) -> bytes:
    return _varints([field_number << 3 | _VARINT, value])


def _block(field_number: int, content: bytes) -> bytes:
    return _varints([field_number << 3 | _BYTES, len(content)]) + content
