"""Why a place feels unsafe: StreetSafe's twelve reasons, three it lacks, and the four groups a release counts by."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Group(enum.IntEnum):
    """What a release tells of reasons: the main reason's group, and nothing finer."""

    PLACE = 1
    HARASSMENT = 2
    DISORDER = 3
    OTHER = 4

    @property
    def label(self) -> "_StrPromise":
        """The group's name for people."""
        return GROUP_LABELS[self]


GROUP_LABELS = {
    Group.PLACE: _("The place itself: lighting, layout, condition or isolation"),
    Group.HARASSMENT: _("Harassment or being followed"),
    Group.DISORDER: _("Groups, alcohol, drugs or disorder"),
    Group.OTHER: _("Something else, or transport"),
}


class Kind(enum.Enum):
    """How the question page sets them out."""

    ENVIRONMENT = "environment"
    BEHAVIOUR = "behaviour"
    GENERAL = "general"


@dataclass(frozen=True)
class Reason:
    """One answer to «why»; its number is its bit in `Report.reasons` and never changes."""

    number: int
    code: str
    label: "_StrPromise"
    group: Group
    kind: Kind

    @property
    def bit(self) -> int:
        """The reason's bit in a set of reasons."""
        return 1 << self.number


REASONS: tuple[Reason, ...] = (
    Reason(1, "badly-lit", _("Badly lit: poor street lighting, or none"), Group.PLACE, Kind.ENVIRONMENT),
    Reason(2, "no-cctv", _("No CCTV"), Group.PLACE, Kind.ENVIRONMENT),
    Reason(3, "isolated", _("Empty buildings, or a place with nobody about"), Group.PLACE, Kind.ENVIRONMENT),
    Reason(4, "layout", _("Street layout: blind spots or hidden corners"), Group.PLACE, Kind.ENVIRONMENT),
    Reason(5, "visibility", _("Poor visibility: overgrown bushes or trees, or walls"), Group.PLACE, Kind.ENVIRONMENT),
    Reason(
        6,
        "rundown",
        _("Run down: derelict buildings, abandoned cars, graffiti, rubbish"),
        Group.PLACE,
        Kind.ENVIRONMENT,
    ),
    Reason(7, "drink-drugs", _("Signs of alcohol or drugs"), Group.DISORDER, Kind.ENVIRONMENT),
    Reason(8, "other-place", _("Something else about the place"), Group.OTHER, Kind.ENVIRONMENT),
    Reason(9, "verbal-one", _("Shouted at or harassed by one stranger"), Group.HARASSMENT, Kind.BEHAVIOUR),
    Reason(10, "verbal-group", _("Shouted at or harassed by a group"), Group.HARASSMENT, Kind.BEHAVIOUR),
    Reason(11, "followed", _("Being followed, now or in the past"), Group.HARASSMENT, Kind.BEHAVIOUR),
    Reason(12, "other-harassment", _("Harassed in another way"), Group.HARASSMENT, Kind.BEHAVIOUR),
    Reason(13, "groups", _("Groups hanging around"), Group.DISORDER, Kind.BEHAVIOUR),
    Reason(14, "transport", _("At a stop or station, or on a bus, tram or train"), Group.OTHER, Kind.GENERAL),
    Reason(15, "felt-unsafe", _("It just felt unsafe"), Group.OTHER, Kind.GENERAL),
)

BY_CODE = {reason.code: reason for reason in REASONS}
BY_NUMBER = {reason.number: reason for reason in REASONS}


class UnknownReason(ValueError):
    """A code that is not in the list."""


def reason_of_code(code: str) -> Reason:
    """The reason a code names; raises UnknownReason."""
    try:
        return BY_CODE[code]
    except KeyError:
        raise UnknownReason(code) from None


def bits_of(reasons: Iterable[Reason]) -> int:
    """A set of reasons as one integer."""
    bits = 0
    for reason in reasons:
        bits |= reason.bit
    return bits


def reasons_of(bits: int) -> list[Reason]:
    """The reasons an integer holds, in the order of the question."""
    return [reason for reason in REASONS if bits & reason.bit]
