"""What a reader says to find a number: read from a form, kept nowhere, and the routes that answer it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.guidance.needs import NEEDS, PLACES, RELATIONS, needs_of_circumstances
from reports.guidance.route_matching import choose_routes, listed_routes, who_may_answer
from reports.guidance.routes import Route
from reports.vocabulary.nations import NATION_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What readers say of themselves: several can be true at once, beside what it is about.
OF_THE_READER = {need: NEEDS[need] for need in ("silent", "deaf", "men", "lgbt", "honour")}
SUBJECTS = {need: words for need, words in NEEDS.items() if need not in OF_THE_READER and need != "young"}

# (field, its question, the answer that leaves it open, the answers)
CHOICES: tuple[tuple[str, "_StrPromise", "_StrPromise", dict[str, "_StrPromise"]], ...] = (
    ("nation", _("Where are you?"), _("Anywhere in the UK"), NATION_NAMES),
    ("need", _("What is it about?"), _("Anything"), SUBJECTS),
    ("relation", _("Who is doing it?"), _("I do not want to say"), RELATIONS),
    ("place", _("Where does it happen?"), _("I do not want to say"), PLACES),
)


@dataclass(frozen=True)
class Asked:
    """The reader's answers; empty and False where they said nothing."""

    nation: str = ""
    need: frozenset[str] = frozenset()
    relation: str = ""
    place: str = ""
    under_18: bool = False
    welsh: bool = False
    open_now: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """Every need that follows from the answers."""
        return self.need | needs_of_circumstances(relation=self.relation, place=self.place, under_18=self.under_18)


def what_is_asked(form: QueryDict) -> Asked:
    """The answers of a form; one that is not on offer counts as not given, so that nobody meets an error page here."""
    return Asked(
        nation=_last_on_offer(form.getlist("nation"), NATION_NAMES),
        need=frozenset([*form.getlist("need"), *form.getlist("who")]) & frozenset(NEEDS),
        relation=_last_on_offer(form.getlist("relation"), RELATIONS),
        place=_last_on_offer(form.getlist("place"), PLACES),
        under_18=form.get("under_18") == "yes",
        welsh=form.get("welsh") == "yes",
        open_now=form.get("open_now") == "yes",
    )


def _last_on_offer(said: list[str], answers: Mapping[str, object]) -> str:
    return next((code for code in reversed(said) if code in answers), "")


def routes_asked_for(asked: Asked, *, now: datetime.datetime, language: str = "en") -> list[Route]:
    """The routes for the answers at an instant: the choice where a nation and a need are named, else the list."""
    spoken = "cy" if asked.welsh else language
    if asked.nation and asked.needs:
        routes = choose_routes(nation=asked.nation, needs=asked.needs, language=spoken, now=now, with_regions=True)
    else:
        routes = listed_routes(nation=asked.nation, needs=asked.needs, language=spoken, now=now)
    return who_may_answer(routes, now) if asked.open_now else routes
