"""One row of an import: what it must hold, and why it is refused."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.vocabulary.experience import DayKind, Frequency, TimeOfDay
from reports.vocabulary.reasons import UnknownReason, bits_of, reason_of_code

DEGREES, GRID = ("longitude", "latitude"), ("easting", "northing")
REQUIRED = ("month", "band", "reasons")  # beside the two of a place
OPTIONAL = ("day_kind", "frequency")
EARLIEST_YEAR = 2000
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
GRID_LIMITS = (700_000, 1_300_000)  # metres: as far as the British National Grid goes
_METRES = re.compile(r"[+-]?\d{1,7}(\.\d{1,20})?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,20})?", re.ASCII)  # no exponent, no underscore, no nan

BANDS = {band.label: band.value for band in TimeOfDay}
DAY_KINDS = {kind.label: kind.value for kind in DayKind} | {"": DayKind.NOT_SURE.value}
FREQUENCIES = {often.label: often.value for often in Frequency} | {"": Frequency.NOT_SURE.value}


class BadHeader(ValueError):
    """A first line without the columns an import needs."""


class BadRow(ValueError):
    """Why a row is refused."""


class ImportRow(NamedTuple):
    """A row read: where, as the file says it, and the numbers a report keeps. `month` counts months from year 0."""

    east: float  # degrees of longitude, or metres of the British National Grid
    north: float
    month: int
    band: int
    reasons: int
    main_reason: int
    day_kind: int
    frequency: int


@dataclass(frozen=True)
class RowReader:
    """How the rows under one header are read; `read` raises BadRow."""

    is_grid: bool  # whether a place is given in metres of the British National Grid
    read: Callable[[Sequence[str]], ImportRow]

    def place_of(self, row: ImportRow) -> str:
        """Where a row lies, as its message says it."""
        if self.is_grid:
            return _("easting %(east)s, northing %(north)s") % {"east": f"{row.east:.0f}", "north": f"{row.north:.0f}"}
        return _("longitude %(east)s, latitude %(north)s") % {"east": f"{row.east:g}", "north": f"{row.north:g}"}


def reader_of_rows(header: Sequence[str], *, today: datetime.date) -> RowReader:
    """The reader of rows under this header; raises BadHeader."""
    names = [name.strip().lower() for name in header]
    is_grid = any(name not in names for name in DEGREES) and all(name in names for name in GRID)
    place = GRID if is_grid else DEGREES
    missing = [name for name in (*place, *REQUIRED) if name not in names]
    if missing:
        raise BadHeader(
            _(
                "missing column: %(missing)s (needed: longitude,latitude or easting,northing, and %(needed)s, "
                "optional: %(optional)s)"
            )
            % {"missing": ", ".join(missing), "needed": ",".join(REQUIRED), "optional": ",".join(OPTIONAL)}
        )
    doubled = sorted({name for name in (*place, *REQUIRED, *OPTIONAL) if names.count(name) > 1})
    if doubled:
        raise BadHeader(_("column given twice: %(columns)s") % {"columns": ", ".join(doubled)})
    width = len(names)
    at_east, at_north, at_month, at_band, at_reasons = (names.index(name) for name in (*place, *REQUIRED))
    at_day_kind, at_frequency = (names.index(name) if name in names else None for name in OPTIONAL)
    last_month = today.year * 12 + today.month - 1
    # A file repeats few months and few sets of reasons: each is read once.
    months = lru_cache(4_096)(lambda text: _month(text, last_month))
    reasons = lru_cache(65_536)(_reasons)
    number, (most_east, most_north) = (_metres, GRID_LIMITS) if is_grid else (_degrees, (180, 90))

    def read(fields: Sequence[str]) -> ImportRow:
        if len(fields) != width:
            raise BadRow(_("%(count)d fields where the header has %(width)d") % {"count": len(fields), "width": width})
        east = number(place[0], fields[at_east], most_east)
        north = number(place[1], fields[at_north], most_north)
        bits, main = reasons(fields[at_reasons])
        return ImportRow(
            east,
            north,
            months(fields[at_month]),
            _listed("band", fields[at_band], BANDS),
            bits,
            main,
            _listed("day_kind", fields[at_day_kind] if at_day_kind is not None else "", DAY_KINDS),
            _listed("frequency", fields[at_frequency] if at_frequency is not None else "", FREQUENCIES),
        )

    return RowReader(is_grid, read)


def first_of_month(month: int) -> datetime.date:
    """The first day of a month counted from year 0."""
    return datetime.date(month // 12, month % 12 + 1, 1)


def _degrees(name: str, text: str, limit: int) -> float:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise BadRow(_("%(column)s %(value)s is not a number of degrees") % {"column": name, "value": _shown(text)})
    value = float(text)
    if not -limit <= value <= limit:
        raise BadRow(
            _("%(column)s %(value)s is outside %(least)s to %(most)s")
            % {"column": name, "value": _shown(text), "least": -limit, "most": limit}
        )
    return value


def _metres(name: str, text: str, limit: int) -> float:
    text = text.strip()
    if not _METRES.fullmatch(text):
        raise BadRow(_("%(column)s %(value)s is not a number of metres") % {"column": name, "value": _shown(text)})
    value = float(text)
    if not 0 <= value <= max(GRID_LIMITS):  # one in the other's place is told as that
        raise BadRow(
            _("%(column)s %(value)s is outside %(least)s to %(most)s")
            % {"column": name, "value": _shown(text), "least": 0, "most": limit}
        )
    return value


def _month(text: str, last_month: int) -> int:
    match = _MONTH.fullmatch(text.strip())
    shown = {"value": _shown(text)}
    if not match or not 1 <= int(match[2]) <= 12:
        raise BadRow(_("month %(value)s is not a month like 2026-03") % shown)
    month = int(match[1]) * 12 + int(match[2]) - 1
    if month > last_month:
        raise BadRow(_("month %(value)s is still to come") % shown)
    if int(match[1]) < EARLIEST_YEAR:
        raise BadRow(_("month %(value)s is before %(year)d") % {**shown, "year": EARLIEST_YEAR})
    return month


def _reasons(text: str) -> tuple[int, int]:
    codes = [code.strip().lower() for code in re.split(r"[;|]", text)]
    try:
        chosen = [reason_of_code(code) for code in codes if code]
    except UnknownReason as unknown:
        raise BadRow(_("unknown reason %(value)s") % {"value": _shown(str(unknown))}) from None
    if not chosen:
        raise BadRow(_("no reason is given"))
    return bits_of(chosen), chosen[0].number


def _listed(name: str, text: str, known: dict[str, int]) -> int:
    value = known.get(text)
    if value is None:
        value = known.get(text.strip().lower())
    if value is None:
        raise BadRow(
            _("%(column)s %(value)s is not one of %(known)s")
            % {"column": name, "value": _shown(text), "known": ", ".join(code for code in known if code)}
        )
    return value


def _shown(text: str) -> str:
    """A field's text as a message shows it: short, and nothing in it can move a terminal's cursor."""
    return ascii(text if len(text) <= 30 else text[:30] + "...")
