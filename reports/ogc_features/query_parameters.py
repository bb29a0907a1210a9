"""What may be asked of a collection's items, read as the standard writes it; what it cannot be is refused by name."""

import datetime
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from reports.ogc_features.coordinate_systems import LONGITUDE_LATITUDE, SYSTEMS, CoordinateSystem, OutsideTheSystem

DEFAULT_LIMIT, LARGEST_LIMIT = 100, 1_000
OF_ITEMS = ("limit", "bbox", "bbox-crs", "datetime", "crs", "after")
OF_ITEM = ("crs",)

_NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = r"\d{4}-\d\d-\d\d"
_INSTANT = re.compile(rf"{_DAY}([Tt]\d\d:\d\d:\d\d(\.\d{{1,9}})?([Zz]|[+-]\d\d:\d\d))?", re.ASCII)
_FIRST = datetime.datetime.min.replace(tzinfo=datetime.UTC)
_LAST = datetime.datetime.max.replace(tzinfo=datetime.UTC)


class RefusedParameters(ValueError):
    """Parameters that do not exist or cannot have their value; `faults` says what is wrong with each."""

    def __init__(self, faults: Mapping[str, list[str]]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class TimeSpan:
    """From one instant to another, both included."""

    begins: datetime.datetime = _FIRST
    ends: datetime.datetime = _LAST

    def touches(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether it shares an instant with the days from one to another, by UTC."""
        begins = datetime.datetime.combine(first, datetime.time.min, datetime.UTC)
        ends = datetime.datetime.combine(last, datetime.time.max, datetime.UTC)
        return self.begins <= ends and begins <= self.ends


@dataclass(frozen=True)
class ItemsQuery:
    """What is asked of the items of a collection."""

    limit: int = DEFAULT_LIMIT
    within: BaseGeometry | None = None  # longitude and latitude; none: everywhere
    during: TimeSpan | None = None
    after: str = ""  # the id of the feature before the page's first
    crs: CoordinateSystem = LONGITUDE_LATITUDE
    properties: Mapping[str, str] = field(default_factory=dict)  # those that a feature must have, with their values


def refuse_unknown(asked: QueryDict, known: Collection[str] = ()) -> None:
    """Raises RefusedParameters for what the address does not take, and for what is given twice."""
    faults = {
        name: [_("Unknown parameter. You can use: %(names)s.") % {"names": ", ".join(known) or "none"}]
        for name in asked
        if name not in known
    }
    faults |= {name: [_("Give this parameter once.")] for name in known if len(asked.getlist(name)) > 1}
    if faults:
        raise RefusedParameters(faults)


def question_of(asked: QueryDict, *, of_properties: Collection[str]) -> ItemsQuery:
    """The parameters of an address of items; raises RefusedParameters."""
    refuse_unknown(asked, (*OF_ITEMS, *of_properties))
    values = {name: str(asked[name]) for name in asked}
    readers: dict[str, Callable[[str], Any]] = {"limit": _limit, "datetime": _span, "crs": _system, "bbox-crs": _system}
    read: dict[str, Any] = {}
    faults: dict[str, list[str]] = {}
    for name, reader in readers.items():
        if name in values:
            try:
                read[name] = reader(values[name])
            except ValueError:
                faults[name] = [_SAID[name]()]
    if "bbox" in values and "bbox-crs" not in faults:
        try:
            read["bbox"] = _box(values["bbox"], read.get("bbox-crs", LONGITUDE_LATITUDE))
        except ValueError:
            faults["bbox"] = [_SAID["bbox"]()]
    if faults:
        raise RefusedParameters(faults)
    return ItemsQuery(
        limit=read.get("limit", DEFAULT_LIMIT),
        within=read.get("bbox"),
        during=read.get("datetime"),
        after=values.get("after", ""),
        crs=read.get("crs", LONGITUDE_LATITUDE),
        # PostgreSQL refuses to look for a NUL, as a fault; nothing has one.
        properties={name: values[name].replace("\0", " ") for name in of_properties if name in values},
    )


def system_of(asked: QueryDict) -> CoordinateSystem:
    """The coordinate system asked for of one feature; raises RefusedParameters."""
    refuse_unknown(asked, OF_ITEM)
    try:
        return _system(str(asked["crs"])) if "crs" in asked else LONGITUDE_LATITUDE
    except ValueError:
        raise RefusedParameters({"crs": [_SAID["crs"]()]}) from None


_SAID: Mapping[str, Callable[[], str]] = {
    "limit": lambda: _("Write an integer of 1 or more."),
    "bbox": lambda: _(
        "Write 4 numbers with commas between, in the order of the axes: west, south, east, north. With heights, 6."
    ),
    "bbox-crs": lambda: _("Use one of the coordinate systems that the collection names."),
    "crs": lambda: _("Use one of the coordinate systems that the collection names."),
    "datetime": lambda: _(
        "Write a date or a time as in RFC 3339, or 2 with a slash between. Write .. for an open end."
    ),
}


def _limit(text: str) -> int:
    """More than the most is the most: so the standard has it."""
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII) or int(text) < 1:
        raise ValueError(text)
    return min(int(text), LARGEST_LIMIT)


def _system(text: str) -> CoordinateSystem:
    if text not in SYSTEMS:
        raise ValueError(text)
    return SYSTEMS[text]


def _box(text: str, system: CoordinateSystem) -> BaseGeometry:
    parts = text.split(",")
    if len(parts) not in {4, 6} or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
        raise ValueError(text)
    numbers = [float(part) for part in parts]
    if not all(map(math.isfinite, numbers)):
        raise ValueError(text)
    if len(numbers) == 6:  # heights are of nothing here
        low, high = numbers[2], numbers[5]
        if low > high:
            raise ValueError(text)
        numbers = [*numbers[:2], *numbers[3:5]]
    first, second, third, fourth = numbers
    # Longitude alone may go down: across the 180th meridian.
    descends = (
        first > third and bool(system.code or system.is_latitude_first),
        second > fourth and not system.is_latitude_first,
    )
    if any(descends):
        raise ValueError(text)
    try:
        return system.box_in_lonlat(first, second, third, fourth)
    except OutsideTheSystem:
        raise ValueError(text) from None


def _span(text: str) -> TimeSpan:
    first, slash, last = text.partition("/")
    if not slash:
        return TimeSpan(_instant(text), _instant(text, is_end=True))
    is_open = [end in {"", ".."} for end in (first, last)]
    if all(is_open):
        raise ValueError(text)
    begins = _FIRST if is_open[0] else _instant(first)
    ends = _LAST if is_open[1] else _instant(last, is_end=True)
    if begins > ends:
        raise ValueError(text)
    return TimeSpan(begins, ends)


def _instant(text: str, *, is_end: bool = False) -> datetime.datetime:
    """A date is its whole day."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    if len(text) == len("2026-01-01"):
        clock = datetime.time.max if is_end else datetime.time.min
        return datetime.datetime.combine(datetime.date.fromisoformat(text), clock, datetime.UTC)
    try:
        return datetime.datetime.fromisoformat(text.upper()).astimezone(datetime.UTC)
    except OverflowError:
        raise ValueError(text) from None
