"""What a reader says to find a number: read from a form, kept nowhere, and the routes that answer it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.guidance.hours import is_open
from reports.guidance.needs import NEEDS, PLACES, RELATIONS, needs_of_circumstances
from reports.guidance.route_matching import choose_routes, listed_routes
from reports.guidance.routes import Route
from reports.vocabulary.nations import NATION_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# (field, its question, the answer that leaves it open, the answers)
CHOICES: tuple[tuple[str, "_StrPromise", "_StrPromise", dict[str, "_StrPromise"]], ...] = (
    ("nation", _("Where are you?"), _("Anywhere in the UK"), NATION_NAMES),
    ("need", _("What is it about?"), _("Anything"), NEEDS),
    ("relation", _("Who is doing it?"), _("I do not want to say"), RELATIONS),
    ("place", _("Where does it happen?"), _("I do not want to say"), PLACES),
)


@dataclass(frozen=True)
class Asked:
    """The reader's answers; "" and False where they said nothing."""

    nation: str = ""
    need: str = ""
    relation: str = ""
    place: str = ""
    under_18: bool = False
    open_now: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """Every need that follows from the answers."""
        named = frozenset({self.need} - {""})
        return named | needs_of_circumstances(relation=self.relation, place=self.place, under_18=self.under_18)


def what_is_asked(form: Mapping[str, str]) -> Asked:
    """The answers of a form; one that is not on offer counts as not given, so that nobody meets an error page here."""
    chosen = {name: form.get(name, "") for name, *_rest in CHOICES}
    known = {name: chosen[name] if chosen[name] in answers else "" for name, _q, _o, answers in CHOICES}
    return Asked(**known, under_18=form.get("under_18") == "yes", open_now=form.get("open_now") == "yes")


def routes_asked_for(asked: Asked, *, now: datetime.datetime, language: str = "en") -> list[Route]:
    """The routes for the answers at an instant: the choice where a nation and a need are named, else the list."""
    if asked.nation and asked.needs:
        routes = choose_routes(nation=asked.nation, needs=asked.needs, language=language, now=now, with_regions=True)
    else:
        routes = listed_routes(nation=asked.nation, needs=asked.needs)
    return [route for route in routes if is_open(route, now)] if asked.open_now else routes
