"""Help in the languages that most people of England and Wales speak after English and Welsh: a page for each.

The words stand in `in_languages/`, a file for each language; every number comes from `routes.toml`, so that none is
typed again, and the words are refused where one is. A translator has reviewed none of them, and each page says so.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from reports.guidance.hours import ALWAYS
from reports.guidance.routes import Route, shown_routes

FOLDER = Path(__file__).with_name("in_languages")
# By how many named it their main language: census of 2021, England and Wales.
CODES = ("pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it")
# What each file says, in the order of the page; of `parts`, the route each is about.
_FRAME: tuple[str, ...] = ("skip", "leave", "leave_label", "continue", "title", "heading", "not_reviewed")
_FRAME += ("call", "text", "day_and_night")
_PARTS = {
    "danger": "emergency",
    "silent": "silent-999-mobile",
    "deaf": "text-999",
    "police": "police-101",
    "rail": "british-transport-police",
}
_INTERPRETERS = {"wales": "live-fear-free", "scotland": "scotland-domestic-abuse"}
_REST = ("interpreters_heading", "others", "others_link", "site_heading", "site", "site_link", "phone_heading", "phone")
KEYS = (*_FRAME, *_INTERPRETERS, *_REST, *_PARTS, *(f"{part}_heading" for part in _PARTS))


class BadLanguage(ValueError):
    """A file of a language that cannot be shown; the message names it and the fault."""


@dataclass(frozen=True)
class OtherLanguage:
    """A language that has one page of help, with the words of that page by their keys."""

    code: str
    name: str  # as its speakers write it
    english: str
    direction: str
    written_on: datetime.date
    words: dict[str, str]

    @property
    def address(self) -> str:
        """Where its page stands."""
        return reverse(f"languages:{self.code}")


@dataclass(frozen=True)
class RouteInLanguage:
    """What a page says of one route; without words of its own language, the route speaks English."""

    route: Route
    said: str
    heading: str = ""

    @property
    def is_called_always(self) -> bool:
        """Whether somebody picks up day and night."""
        return self.route.hours == ALWAYS

    @property
    def is_texted_always(self) -> bool:
        """Whether texts are read day and night; hours of a line with a phone are of its phone."""
        return self.route.text_hours == ALWAYS or (self.route.hours == ALWAYS and not self.route.phone)


def language_of_table(code: str, table: dict[str, object]) -> OtherLanguage:
    """A language from its file; raises BadLanguage for a word too few or too many, and for a number among them."""
    words = table.get("words")
    if not isinstance(words, dict) or set(words) != set(KEYS):
        odd = set(KEYS) ^ set(words if isinstance(words, dict) else ())
        raise BadLanguage(f"{code}: words missing or unknown: {', '.join(sorted(odd))}.")
    for key, said in words.items():
        if not isinstance(said, str) or not said.strip():
            raise BadLanguage(f"{code}: {key} is {said!r}, not words.")
        if re.search(r"\d", said):
            raise BadLanguage(f"{code}: {key} has a number of its own; numbers come from routes.toml.")
        if set(re.findall(r"{(\w*)}", said)) - {"press", "leave"}:
            raise BadLanguage(f"{code}: {key} asks for something other than {{press}} and {{leave}}.")
    if table.get("direction") not in {"ltr", "rtl"}:
        raise BadLanguage(f"{code}: direction is neither ltr nor rtl.")
    if set(table) != {"name", "english", "direction", "written_on", "words"}:
        raise BadLanguage(f"{code}: says more or less than name, english, direction, written_on and words.")
    return OtherLanguage(code=code, **table)  # type: ignore[arg-type]  # the keys are those, and the words were read


@cache
def other_languages() -> tuple[OtherLanguage, ...]:
    """Every language with a page of its own, the most spoken first."""
    return tuple(
        language_of_table(code, tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))) for code in CODES
    )


def parts_of(language: OtherLanguage) -> tuple[list[RouteInLanguage], list[RouteInLanguage]]:
    """(999, the texts, 101; the lines that interpret) as far as the operator shows them."""
    shown = {route.id: route for route in shown_routes()}
    words = language.words
    first = [
        _part(shown[name], words[part], heading=words[f"{part}_heading"])
        for part, name in _PARTS.items()
        if name in shown
    ]
    known = {name: words[part] for part, name in _INTERPRETERS.items()}
    interpreting = [_part(route, known.get(route.id, "")) for route in shown.values() if route.interpreters]
    return first, interpreting


def _part(route: Route, said: str, *, heading: str = "") -> RouteInLanguage:
    return RouteInLanguage(route, said.replace("{press}", route.press), heading)


@require_safe
def in_language(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one language; what is not in it, such as the sources, is in English on every host."""
    language = next(one for one in other_languages() if one.code == code)
    first, interpreting = parts_of(language)
    context = {
        "language": language,
        "words": language.words,
        "how_to_leave": language.words["phone"].replace("{leave}", language.words["leave"]),
        "parts": first,
        "interpreting": interpreting,
        "routes": [part.route for part in (*first, *interpreting)],
    }
    with translation.override("en-gb"):
        response = render(request, "guidance/in_language.html", context)
    response.headers["Content-Language"] = f"{code}, en"
    return response
