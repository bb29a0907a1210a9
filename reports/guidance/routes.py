"""Who to call and where to report: `routes.toml` and the operator's own file, refused loudly when wrong."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.utils.translation import get_language

from reports.guidance.hours import Hours, hours_of_table
from reports.guidance.needs import NEEDS
from reports.vocabulary.nations import NATIONS

BUILT_IN = Path(__file__).with_name("routes.toml")
KINDS = ("emergency", "police", "anonymous", "council", "support")
LANGUAGES = ("en", "cy")
UNCHECKED_AFTER = datetime.timedelta(days=180)  # a helpline that moved is worse than none

_PHONE = re.compile(r"999|101|0\d(?: ?\d){6,9}")
_TEXT = re.compile(r"999|\d{5}|07\d(?: ?\d){8}")
_RELAY = re.compile(r"18000|18001 ?\d+")
_ADDRESS = re.compile(r"https://[a-z0-9.-]+(?:/[\w./-]*)?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class BadRoute(ValueError):
    """An entry of a routes file that cannot be shown to anyone; the message names the entry and the fault."""


@dataclass(frozen=True)
class Words:
    """A phrase of the data in both languages; Welsh falls back to English when missing."""

    en: str = ""
    cy: str = ""

    def __str__(self) -> str:
        return self.cy if self.cy and (get_language() or "").startswith("cy") else self.en

    def __bool__(self) -> bool:
        return bool(self.en)

    @classmethod
    def of_table(cls, table: object) -> Self:
        """From `{ en = "...", cy = "..." }`."""
        if not isinstance(table, dict) or not table.get("en") or not set(table) <= set(LANGUAGES):
            raise ValueError("is not { en = ..., cy = ... }")
        return cls(**table)


@dataclass(frozen=True)
class Route:
    """One way to get help or to report; what is not known is empty, never guessed."""

    id: str
    kind: str
    name: Words
    what: Words  # what it is for, and for whom
    nations: frozenset[str]  # of E, W, S, N
    source: Words
    confirmed: bool
    how: Words = Words()  # what to know before using it
    not_for: Words = Words()
    region: Words = Words()  # serves one part of a nation
    phone: str = ""
    press: str = ""  # the keys to press when the message says so
    text: str = ""
    relay: str = ""
    bsl: str = ""
    web: str = ""
    email: str = ""
    page: str = ""  # the name of our own page that explains it
    hours: Hours = None
    text_hours: Hours = None
    hours_as_of: Words = Words()  # the hours are from an older page, and this is when
    bank_holidays: str = "unknown"  # open, closed or unknown
    languages: tuple[str, ...] = ()  # en, cy; empty: not known
    interpreters: bool = False
    min_age: int = 0
    anonymity: str = ""  # anonymous, confidential, or not known
    by_referral: bool = False
    always: bool = False
    needs: frozenset[str] = frozenset()
    first_for: frozenset[str] = frozenset()  # of its needs, those it was made for: it stands before the others
    not_with: frozenset[str] = frozenset()  # needs whose people it does not serve
    chat: bool = False  # someone answers in writing on its website
    last_checked: datetime.date | None = None  # compared with its own page, or an official one
    read_on: datetime.date | None = None  # else: the day somebody else's page about it was read
    check_on: str = ""  # the page to compare it with next

    @property
    def tel(self) -> str:
        """The number as a `tel:` link wants it."""
        return self.phone.replace(" ", "")

    @property
    def sms(self) -> str:
        """The text number as an `sms:` link wants it."""
        return self.text.replace(" ", "")

    @property
    def relay_tel(self) -> str:
        """The relay number as a `tel:` link wants it."""
        return self.relay.replace(" ", "")

    @property
    def can_be_reached(self) -> bool:
        """Whether a reader can turn to it without going through others."""
        return any((self.phone, self.text, self.relay, self.bsl, self.web, self.email))

    @property
    def can_be_written_to(self) -> bool:
        """Whether someone answers who is written to."""
        return bool(self.text or self.relay or self.bsl or self.chat)

    @property
    def web_label(self) -> str:
        """The web address as people read it."""
        return re.sub(r"^https://(www\.)?", "", self.web).rstrip("/")

    @property
    def speaks_welsh(self) -> bool:
        """Whether someone answers in Welsh."""
        return "cy" in self.languages

    def is_stale(self, *, on: datetime.date, after: datetime.timedelta = UNCHECKED_AFTER) -> bool:
        """Whether nobody has compared it with its source for that long, or ever."""
        return self.last_checked is None or on - self.last_checked > after


def all_routes() -> tuple[Route, ...]:
    """Every route of the built-in file with the operator's additions, confirmed or not, in order of display."""
    own = settings.ROUTES_FILE
    return _read(BUILT_IN, Path(own) if own else None)


def shown_routes() -> tuple[Route, ...]:
    """The routes a reader may see."""
    return tuple(route for route in all_routes() if route.confirmed)


@cache
def _read(*files: Path | None) -> tuple[Route, ...]:
    tables: dict[str, dict[str, Any]] = {}
    for file in files:
        for table in _tables_of(file) if file else []:
            identifier = table.get("id")
            if not isinstance(identifier, str) or not re.fullmatch(r"[a-z0-9-]+", identifier):
                raise BadRoute(f"{file}: a route's id is {identifier!r}; write small letters, digits and hyphens.")
            if file == BUILT_IN and identifier in tables:
                raise BadRoute(f"{identifier}: stands twice.")
            tables[identifier] = tables.get(identifier, {}) | table
    return tuple(route_of_table(table) for table in tables.values())


def _tables_of(file: Path) -> list[dict[str, Any]]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadRoute(f"{file}: {fault}") from fault
    tables = document.pop("route", [])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadRoute(f"{file}: holds something other than [[route]] entries.")
    return tables


def route_of_table(table: Mapping[str, Any]) -> Route:
    """A route from its entry of a file; raises BadRoute, naming the entry and the key at fault."""
    identifier = table.get("id", "a route without an id")
    known = {field.name for field in fields(Route)}
    if unknown := sorted(set(table) - known):
        raise BadRoute(f"{identifier}: unknown key {unknown[0]!r}.")
    values: dict[str, Any] = {}
    for key, value in table.items():
        try:
            values[key] = _READERS[key](value)
        except (ValueError, TypeError) as fault:
            raise BadRoute(f"{identifier}: {key} {fault}.") from fault
    required = ("id", "kind", "name", "what", "nations", "source", "confirmed")
    if missing := [key for key in required if key not in values]:
        raise BadRoute(f"{identifier}: {missing[0]!r} is missing.")
    route = Route(**values)
    if route.confirmed and not route.nations:
        raise BadRoute(f"{identifier}: confirmed, but no nation is named.")
    if route.always and route.needs:
        raise BadRoute(f"{identifier}: always and needs exclude each other.")
    if route.first_for - route.needs:
        raise BadRoute(f"{identifier}: first_for names a need that needs does not.")
    if not route.always and not route.needs:
        raise BadRoute(f"{identifier}: neither always nor any need: nobody would ever be shown it.")
    return route


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"is {value!r}, not words")
    return value


def _citation(value: object) -> Words:
    """An address is the same in both languages."""
    return Words(_text(value), _text(value)) if isinstance(value, str) else Words.of_table(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"is {value!r}, not true or false")
    return value


def _age(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 100:
        raise ValueError(f"is {value!r}, not an age")
    return value


def _date(value: object) -> datetime.date:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise ValueError(f"is {value!r}, not a date like 2026-11-20")
    return value


class _Matching:
    """Reads words of one pattern."""

    def __init__(self, pattern: re.Pattern[str], what: str) -> None:
        self.pattern, self.what = pattern, what

    def __call__(self, value: object) -> str:
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            raise ValueError(f"is {value!r}, not {self.what}")
        return value


class _OneOf:
    """Reads one word of a closed list."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def __call__(self, value: object) -> str:
        if value not in self.allowed:
            raise ValueError(f"is {value!r}, not one of {', '.join(self.allowed)}")
        return str(value)


class _SomeOf(_OneOf):
    """Reads a list of words of a closed list."""

    def __call__(self, value: object) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"is {value!r}, not a list")
        return tuple(super(_SomeOf, self).__call__(word) for word in value)


_READERS: dict[str, Any] = {
    "id": _text,
    "kind": _OneOf(*KINDS),
    "name": Words.of_table,
    "what": Words.of_table,
    "how": Words.of_table,
    "not_for": Words.of_table,
    "region": Words.of_table,
    "nations": lambda value: frozenset(_SomeOf(*NATIONS)(value)),
    "needs": lambda value: frozenset(_SomeOf(*NEEDS)(value)),
    "first_for": lambda value: frozenset(_SomeOf(*NEEDS)(value)),
    "languages": _SomeOf(*LANGUAGES),
    "phone": _Matching(_PHONE, "a UK phone number"),
    "press": _Matching(re.compile(r"\d+"), "keys to press"),
    "text": _Matching(_TEXT, "a number for texts"),
    "relay": _Matching(_RELAY, "a relay number (18000, or 18001 and a number)"),
    "bsl": _Matching(_ADDRESS, "an https address"),
    "web": _Matching(_ADDRESS, "an https address"),
    "email": _Matching(_EMAIL, "an e-mail address"),
    "page": _Matching(re.compile(r"guidance:\w+"), "the name of a page"),
    "hours": hours_of_table,
    "text_hours": hours_of_table,
    "hours_as_of": Words.of_table,
    "bank_holidays": _OneOf("open", "closed", "unknown"),
    "interpreters": _flag,
    "min_age": _age,
    "anonymity": _OneOf("anonymous", "confidential"),
    "by_referral": _flag,
    "always": _flag,
    "source": _citation,
    "last_checked": _date,
    "not_with": lambda value: frozenset(_SomeOf(*NEEDS)(value)),
    "chat": _flag,
    "read_on": _date,
    "check_on": _Matching(_ADDRESS, "an https address"),
    "confirmed": _flag,
}
