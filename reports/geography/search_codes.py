"""What may have been typed that is no name: coordinates, grid references, postcodes, others' codes. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from pyproj import Transformer

_GREAT_BRITAIN = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
_IRELAND = Transformer.from_crs("EPSG:29903", "EPSG:4326", always_xy=True)
_SQUARE = 100_000  # metres

_NUMBER = r"[-+−]?\d{1,3}\.\d+"
_BETWEEN = r"(?:[,;/ ]|lon\w*[:=]?|lng[:=]?|&)+"
_PAIR = re.compile(
    rf"(?<![\d.])({_NUMBER})\s*°?\s*([NS])?\s*{_BETWEEN}\s*([EW])?\s*({_NUMBER})\s*°?\s*([EW])?(?![\d.])", re.I
)
_LETTER_FIRST = re.compile(rf"([NS])\s*({_NUMBER})\s*°?\s*[,;/ ]?\s*([EW])\s*({_NUMBER})", re.I)
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_MARKED = re.compile(rf"mlat=({_NUMBER})&mlon=({_NUMBER})")
_ONE_ANGLE = r"(\d{1,3})\s*[°ºd: ]\s*(\d{1,2}(?:\.\d+)?)\s*['’′m: ]?\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|”|″|''|s)?)?\s*"
_ANGLES = re.compile(rf"{_ONE_ANGLE}([NS])[\s,;]*{_ONE_ANGLE}([EW])", re.I)

_GRID = re.compile(
    r"^([HJNOST][A-HJ-Z])\s*(\d{2,5})\s+(\d{2,5})$|^([HJNOST][A-HJ-Z])\s*(\d{4}|\d{6}|\d{8}|\d{10})$", re.I
)
_IRISH_GRID = re.compile(r"^([A-HJ-Z])\s*(\d{3,5})\s+(\d{3,5})$|^([A-HJ-Z])\s*(\d{6}|\d{8}|\d{10})$", re.I)
_METRES = re.compile(r"^(\d{6})\s*[, ]\s*(\d{6,7})$")

_WHAT3WORDS = re.compile(
    r"^/{2,3}\s*\w+|\bwhat\s*3\s*words?\b|\bw3w\b|^[^\W\d_]{3,}[.．。・][^\W\d_]{3,}[.．。・][^\W\d_]{3,}$", re.I
)
_PLUS_CODE = re.compile(r"(?:^|\s)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?=\W|$)", re.I)
_DEPENDENCY = re.compile(r"\b(?:JE|GY|IM)\d{1,2}(?:\s*\d(?:[A-Z]{2})?)?\b")
_EIRCODE = re.compile(r"\b[AC-FHKNPRTV-Y]\d[0-9W]\s*[0-9AC-FHKNPRTV-Y]{4}\b")

_WHOLE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?)[\s\-.]*(\d[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])")
_PART = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?)(?:\s+(\d)(?![A-Z0-9]))?(?![A-Z0-9])")
_ALIKE = {"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8", "0": "O", "1": "IL", "5": "S", "2": "Z", "8": "B"}
_SHAPES = ("LD", "LDD", "LDL", "LLD", "LLDD", "LLDL")  # of the half before the space
_MOST_SLIPS = 2


def position_in(text: str) -> tuple[float, float] | None:
    """The longitude and latitude that are written in the text in one of the usual ways; None when there are none."""
    for pattern in (_PIN, _MARKED):
        if found := pattern.search(text):
            return _lon_lat(found[1], found[2])
    if found := _ANGLES.search(text):
        latitude = _angle(found[1], found[2], found[3]) * (-1 if found[4].upper() == "S" else 1)
        return _angle(found[5], found[6], found[7]) * (-1 if found[8].upper() == "W" else 1), latitude
    if found := _LETTER_FIRST.search(text):
        south, west = found[1].upper() == "S", found[3].upper() == "W"
        longitude, latitude = _lon_lat(found[2], found[4])
        return -abs(longitude) if west else longitude, -abs(latitude) if south else latitude
    if found := _PAIR.search(text):
        longitude, latitude = _lon_lat(found[1], found[4])
        if (found[3] or found[5] or "").upper() == "W":
            longitude = -abs(longitude)
        if not found[2] and -9 < latitude < 3 and 49 < longitude < 61.5:  # longitude first, as programs write it
            longitude, latitude = latitude, longitude
        return (longitude, latitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
    return _on_a_grid(text.strip())


def _lon_lat(latitude: str, longitude: str) -> tuple[float, float]:
    return float(longitude.replace("−", "-")), float(latitude.replace("−", "-"))


def _angle(degrees: str, minutes: str, seconds: str | None) -> float:
    return int(degrees) + float(minutes) / 60 + float(seconds or 0) / 3_600


def _on_a_grid(text: str) -> tuple[float, float] | None:
    """A reference to the grid of Great Britain or, with one letter, of Ireland: the middle of its square."""
    if found := _METRES.match(text):
        east, north = float(found[1]), float(found[2])
        return _degrees(_GREAT_BRITAIN, east, north) if east < 700_000 and north < 1_300_000 else None
    for pattern, letters_of in ((_GRID, _british), (_IRISH_GRID, _irish)):
        if not (found := pattern.match(text)):
            continue
        letters, digits = (found[1] or found[4]).upper(), (found[2] + found[3]) if found[1] else found[5]
        if len(digits) % 2 or (found[1] and len(found[2]) != len(found[3])):
            return None
        half = len(digits) // 2
        size = 10 ** (5 - half)
        east, north = letters_of(letters)
        east, north = east + (int(digits[:half]) + 0.5) * size, north + (int(digits[half:]) + 0.5) * size
        return _degrees(_GREAT_BRITAIN if pattern is _GRID else _IRELAND, east, north)
    return None


def _british(letters: str) -> tuple[int, int]:
    first, second = (ord(letter) - ord("A") - (letter > "I") for letter in letters)
    return ((first - 2) % 5 * 5 + second % 5) * _SQUARE, (19 - first // 5 * 5 - second // 5) * _SQUARE


def _irish(letters: str) -> tuple[int, int]:
    number = ord(letters) - ord("A") - (letters > "I")
    return number % 5 * _SQUARE, (4 - number // 5) * _SQUARE


def _degrees(grid: Transformer, east: float, north: float) -> tuple[float, float]:
    longitude, latitude = grid.transform(east, north)
    return float(longitude), float(latitude)


def is_what3words(text: str) -> bool:
    """Whether it is three words of what3words, or speaks of it."""
    return _WHAT3WORDS.search(text.strip()) is not None


def is_plus_code(text: str) -> bool:
    """Whether there is a plus code in it."""
    return _PLUS_CODE.search(text) is not None


def is_code_of_another_country(text: str) -> bool:
    """Whether it is a postcode of Jersey, Guernsey, the Isle of Man or the Republic of Ireland."""
    upper = _upper(text)
    return _DEPENDENCY.search(upper) is not None or _EIRCODE.fullmatch(upper.strip()) is not None


def postcodes_within(text: str) -> list[str]:
    """Whole postcodes anywhere in a text, compact, the last first: people write them at the end."""
    upper = _upper(text)
    found = [match[1] + match[2] for match in _WHOLE.finditer(upper)]
    spaced = re.sub(r"[\s\-.()]+", "", upper)
    if not found and len(spaced) <= 7 and (match := _WHOLE.fullmatch(spaced)):
        found = [match[1] + match[2]]
    return found[::-1]


def part_of_postcode_within(text: str) -> str:
    """The last district or sector of postcodes in a text, compact; "" when there is none."""
    found = [match[1] + (match[2] or "") for match in _PART.finditer(_upper(text))]
    return found[-1] if found else ""


def postcodes_meant(text: str) -> Iterator[str]:
    """Whole postcodes the text may be, were an O a 0 or an I a 1; it must have a true digit, or words would be some."""
    pieces = [piece for piece in re.split(r"[^A-Z0-9]+", _upper(text)) if piece]
    for first in range(len(pieces)):
        for last in (first + 1, first + 2):
            run = "".join(pieces[first:last]) if last <= len(pieces) else ""
            if 5 <= len(run) <= 7 and any(letter.isdigit() for letter in run):
                yield from _mended(run)


def _mended(run: str) -> Iterator[str]:
    for shape in _SHAPES:
        if len(shape) + 3 == len(run):
            slips = [(letter, kind) for letter, kind in zip(run, shape + "DLL", strict=True)]
            choices = [
                letter if letter.isdigit() == (kind == "D") else _ALIKE.get(letter, "") for letter, kind in slips
            ]
            changed = sum(letter.isdigit() != (kind == "D") for letter, kind in slips)
            if 0 < changed <= _MOST_SLIPS and all(choices):
                yield from _spelt(choices)


def _spelt(choices: list[str]) -> Iterator[str]:
    if not choices:
        yield ""
        return
    for rest in _spelt(choices[1:]):
        yield from (letter + rest for letter in choices[0])


def _upper(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
