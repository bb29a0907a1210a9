"""What a reader may need help with: a closed list of codes, and which of them the reasons of a report point to."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NEEDS: dict[str, "_StrPromise"] = {
    "silent": _("Calling 999 without speaking"),
    "deaf": _("You cannot hear or cannot speak"),
    "stalking": _("Stalking or being followed"),
    "harassment": _("Harassment"),
    "partner": _("Domestic abuse: harm by a partner, an ex-partner or family"),
    "sexual": _("Anything sexual you did not want"),
    "images": _("Intimate images shared, or threats to share them"),
    "rail": _("Trains and stations"),
    "council": _("Street lights, bushes, rubbish, abandoned cars"),
    "victim": _("Support after a crime"),
    "young": _("You are under 18"),
    "lgbt": _("You are lesbian, gay, bisexual or transgender"),
    "men": _("You are a man harmed by a partner"),
    "honour": _("Threats in the name of ‘honour’"),
    "online-report": _("Reporting a crime online"),
    "child-safety": _("Worry that someone may harm a child"),
    "own-behaviour": _("Worry about your own behaviour"),
}

# Who does it, and where: what a reader says of it, and the need it adds, if any.
RELATIONS: dict[str, "_StrPromise"] = {
    "stranger": _("Someone I do not know"),
    "known": _("Someone I know"),
    "partner": _("A partner, an ex-partner or family"),
}
PLACES: dict[str, "_StrPromise"] = {
    "station": _("On a train or at a station"),
    "neglected": _("A place with broken lights, bushes or rubbish"),
    "street": _("Another public place"),
    "home": _("At home, at work or at school"),
    "online": _("On the phone or on the internet"),
}
_OF_RELATION = {"partner": "partner"}
_OF_PLACE = {"station": "rail", "neglected": "council"}

# What a report's reason says about its writer; a reason that points to nobody in particular is absent.
_OF_REASON = {
    "followed": "stalking",
    "verbal-one": "harassment",
    "verbal-group": "harassment",
    "other-harassment": "harassment",
    "transport": "rail",
    "badly-lit": "council",
    "visibility": "council",
    "rundown": "council",
}

# What a need always comes with: a man harmed by a partner, and threats by family in the name of honour, are domestic
# abuse too, and the lines for that answer at night.
_FOLLOWS = {"men": "partner", "honour": "partner"}


class UnknownNeed(ValueError):
    """A code that is not in NEEDS, RELATIONS or PLACES."""


def needs_of_circumstances(*, relation: str = "", place: str = "", under_18: bool = False) -> frozenset[str]:
    """The needs that follow from who does it, from where, and from the reader's age; "" for not said."""
    if relation and relation not in RELATIONS:
        raise UnknownNeed(relation)
    if place and place not in PLACES:
        raise UnknownNeed(place)
    found = (_OF_RELATION.get(relation), _OF_PLACE.get(place), "young" if under_18 else None)
    return frozenset(need for need in found if need)


def needs_that_follow(needs: frozenset[str]) -> frozenset[str]:
    """The needs with those that always come with them."""
    return needs | {_FOLLOWS[need] for need in needs if need in _FOLLOWS}


def needs_of_reasons(codes: Iterable[str]) -> frozenset[str]:
    """The needs that reasons of a report point to; codes as in `intake.reasons`."""
    return frozenset(_OF_REASON[code] for code in codes if code in _OF_REASON)
