"""One row of an import: what it must hold, and why it is refused."""

import datetime
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from reports.vocabulary.experience import DayKind, Frequency, TimeOfDay
from reports.vocabulary.reasons import UnknownReason, bits_of, reason_of_code

REQUIRED = ("longitude", "latitude", "month", "band", "reasons")
OPTIONAL = ("day_kind", "frequency")
EARLIEST_YEAR = 2000
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,20})?", re.ASCII)  # no exponent, no underscore, no nan

BANDS = {band.label: band.value for band in TimeOfDay}
DAY_KINDS = {kind.label: kind.value for kind in DayKind} | {"": DayKind.NOT_SURE.value}
FREQUENCIES = {often.label: often.value for often in Frequency} | {"": Frequency.NOT_SURE.value}


class BadHeader(ValueError):
    """A first line without the columns an import needs."""


class BadRow(ValueError):
    """Why a row is refused."""


class ImportRow(NamedTuple):
    """A row read: degrees, and the numbers a report keeps. `month` counts months from year 0."""

    longitude: float
    latitude: float
    month: int
    band: int
    reasons: int
    main_reason: int
    day_kind: int
    frequency: int


def row_reader(header: Sequence[str], *, today: datetime.date) -> Callable[[Sequence[str]], ImportRow]:
    """The reader of rows under this header; raises BadHeader. The reader raises BadRow."""
    names = [name.strip().lower() for name in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadHeader(
            f"missing column: {', '.join(missing)} (needed: {','.join(REQUIRED)}; may follow: {','.join(OPTIONAL)})"
        )
    doubled = sorted({name for name in (*REQUIRED, *OPTIONAL) if names.count(name) > 1})
    if doubled:
        raise BadHeader(f"column given twice: {', '.join(doubled)}")
    width = len(names)
    at_longitude, at_latitude, at_month, at_band, at_reasons = (names.index(name) for name in REQUIRED)
    at_day_kind, at_frequency = (names.index(name) if name in names else None for name in OPTIONAL)
    last_month = today.year * 12 + today.month - 1
    # A file repeats few months and few sets of reasons: each is read once.
    months = lru_cache(4_096)(lambda text: _month(text, last_month))
    reasons = lru_cache(65_536)(_reasons)

    def read(fields: Sequence[str]) -> ImportRow:
        if len(fields) != width:
            raise BadRow(f"{len(fields)} fields where the header has {width}")
        longitude, latitude = (
            _degrees("longitude", fields[at_longitude], 180),
            _degrees("latitude", fields[at_latitude], 90),
        )
        bits, main = reasons(fields[at_reasons])
        return ImportRow(
            longitude,
            latitude,
            months(fields[at_month]),
            _listed("band", fields[at_band], BANDS),
            bits,
            main,
            _listed("day_kind", fields[at_day_kind] if at_day_kind is not None else "", DAY_KINDS),
            _listed("frequency", fields[at_frequency] if at_frequency is not None else "", FREQUENCIES),
        )

    return read


def first_of_month(month: int) -> datetime.date:
    """The first day of a month counted from year 0."""
    return datetime.date(month // 12, month % 12 + 1, 1)


def _degrees(name: str, text: str, limit: int) -> float:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise BadRow(f"{name} {_shown(text)} is not a number of degrees")
    value = float(text)
    if not -limit <= value <= limit:
        raise BadRow(f"{name} {_shown(text)} is outside -{limit} to {limit}")
    return value


def _month(text: str, last_month: int) -> int:
    match = _MONTH.fullmatch(text.strip())
    if not match or not 1 <= int(match[2]) <= 12:
        raise BadRow(f"month {_shown(text)} is not a month like 2026-03")
    month = int(match[1]) * 12 + int(match[2]) - 1
    if month > last_month:
        raise BadRow(f"month {_shown(text)} is still to come")
    if int(match[1]) < EARLIEST_YEAR:
        raise BadRow(f"month {_shown(text)} is before {EARLIEST_YEAR}")
    return month


def _reasons(text: str) -> tuple[int, int]:
    codes = [code.strip().lower() for code in re.split(r"[;|]", text)]
    try:
        chosen = [reason_of_code(code) for code in codes if code]
    except UnknownReason as unknown:
        raise BadRow(f"unknown reason {_shown(str(unknown))}") from None
    if not chosen:
        raise BadRow("no reason is given")
    return bits_of(chosen), chosen[0].number


def _listed(name: str, text: str, known: dict[str, int]) -> int:
    value = known.get(text)
    if value is None:
        value = known.get(text.strip().lower())
    if value is None:
        raise BadRow(f"{name} {_shown(text)} is not one of {', '.join(code for code in known if code)}")
    return value


def _shown(text: str) -> str:
    """A field's text as a message shows it: short, and nothing in it can move a terminal's cursor."""
    return ascii(text if len(text) <= 30 else text[:30] + "...")
