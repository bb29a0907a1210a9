"""Who stands before whom in a list of routes: every rule of the order, in the order in which it counts.

1. 999 first. Who cannot hear or speak first meets the ways to 999 that need no voice.
2. What serves one county or city comes last of all; before it 101 and Crimestoppers; before them the railway's
   police where only the place is at a railway.
3. What is closed now, can only be read or is reached only through others comes after who answers or may answer. At
   night that goes for lines not made for the reader whose hours are not known, too.
4. Where no nation is said, what serves the whole UK comes first, or several nations and is made for who the reader
   is; then what else serves several nations, then 101, and only then what serves one nation: a nation's own line is
   never first for someone who may be in another.
5. A line made for the reader that may answer comes first, then who is known to answer, then who may. At night, a
   line made for the reader that is known to answer comes before one whose hours are not known.
6. Who the line is for (`PRECEDENCE`) counts more than where it is in the file.
7. Then lines that can be written to, for who cannot hear or speak; then lines that answer in Welsh, for who wants it;
   then the order of the file.
"""

import datetime
from dataclasses import dataclass
from enum import IntEnum

from reports.guidance.hours import is_open, opening
from reports.guidance.routes import Route
from reports.vocabulary.nations import NATIONS
from reports.vocabulary.uk_time import LONDON

# Whose line comes first where several are made for what was said: who the reader is, where it happens, who does it,
# what happens.
PRECEDENCE = (
    "young",
    "honour",
    "lgbt",
    "men",
    "rail",
    "partner",
    "sexual",
    "stalking",
    "images",
    "harassment",
    "victim",
)
WHO_YOU_ARE = frozenset({"young", "honour", "lgbt", "men"})
WITHOUT_A_VOICE = frozenset({"silent", "deaf"})
# What nobody who was hurt or scared asks for.
NOT_ABOUT_PEOPLE = frozenset({"council", "online-report", "child-safety", "own-behaviour"})
# Offices are closed then, and most lines whose hours nobody told us.
NIGHT_BEGINS, NIGHT_ENDS = 20, 8


class ListPart(IntEnum):
    """The parts of a list, from its top."""

    EMERGENCY, CHOSEN, OF_THE_PLACE, ALWAYS, REGION = range(5)


class Reach(IntEnum):
    """Where no nation is said: how many nations a route serves, and where 101 is among them."""

    WHOLE_UK, SEVERAL, POLICE, ONE = range(4)


class Answering(IntEnum):
    """What a reader may hope for who turns to a route now."""

    MADE_FOR_YOU, ANSWERS, MAY_ANSWER, CLOSED_OR_TO_READ, THROUGH_OTHERS = range(5)


@dataclass(frozen=True)
class Reader:
    """What is known of who reads: kept nowhere."""

    nation: str  # "" where not said
    needs: frozenset[str]
    now: datetime.datetime
    wants_welsh: bool = False


def answers(route: Route, now: datetime.datetime) -> bool:
    """Whether someone is known to answer, by voice, text or chat, at this instant."""
    return bool(is_open(route, now)) or opening(route.text_hours, now).state in {"always", "open"}


def is_known_closed(route: Route, now: datetime.datetime) -> bool:
    """Whether the hours are known, nobody answers, and texts are not read either."""
    return is_open(route, now) is False and not answers(route, now)


def is_night(now: datetime.datetime) -> bool:
    """Whether it is night by the clock in the UK."""
    hour = now.astimezone(LONDON).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def place_of(route: Route, reader: Reader, *, is_of_the_place: bool = False) -> tuple[int, ...]:
    """What a list is sorted by, rule after rule; the sort is stable, so the file's order is the rest."""
    group = _group(route, reader, is_of_the_place)
    if group is ListPart.EMERGENCY:
        needs_no_voice = bool(route.needs & WITHOUT_A_VOICE)
        return (group, needs_no_voice != bool(reader.needs & WITHOUT_A_VOICE))
    if group in {ListPart.OF_THE_PLACE, ListPart.ALWAYS}:
        return (group, route.kind == "anonymous", not route.relay)
    stands, at_night = existing(route, reader), is_night(reader.now)
    return (
        group,
        max(stands, Answering.ANSWERS if at_night else Answering.MAY_ANSWER),
        _reach(route, reader),
        stands,
        at_night and not answers(route, reader.now),
        _precedence(route, reader),
        "deaf" in reader.needs and not route.can_be_written_to,
        reader.wants_welsh and not route.speaks_welsh,
    )


def existing(route: Route, reader: Reader) -> Answering:
    """Where a route comes by rules 3 and 5."""
    if not route.can_be_reached:
        return Answering.THROUGH_OTHERS
    if answers(route, reader.now):
        return Answering.MADE_FOR_YOU if route.first_for & reader.needs else Answering.ANSWERS
    if is_known_closed(route, reader.now) or not (route.phone or route.text):
        return Answering.CLOSED_OR_TO_READ
    return Answering.MADE_FOR_YOU if route.first_for & reader.needs else Answering.MAY_ANSWER


def _group(route: Route, reader: Reader, is_of_the_place: bool) -> ListPart:
    if route.kind == "emergency":
        return ListPart.EMERGENCY
    if route.region:
        return ListPart.REGION
    if is_of_the_place:
        return ListPart.OF_THE_PLACE
    if _is_police_for_all(route) and not reader.nation and not reader.needs <= NOT_ABOUT_PEOPLE:
        return ListPart.CHOSEN
    return ListPart.ALWAYS if route.always or _is_police_for_all(route) else ListPart.CHOSEN


def _is_police_for_all(route: Route) -> bool:
    """101, by voice or by relay."""
    return route.kind == "police" and (route.always or bool(route.relay))


def _reach(route: Route, reader: Reader) -> Reach:
    if reader.nation:
        return Reach.WHOLE_UK
    if _is_police_for_all(route):
        return Reach.POLICE
    if len(route.nations) == 1:
        return Reach.ONE
    is_wide = len(route.nations) == len(NATIONS) or bool(route.first_for & reader.needs & WHO_YOU_ARE)
    return Reach.WHOLE_UK if is_wide else Reach.SEVERAL


def _precedence(route: Route, reader: Reader) -> int:
    made_for = route.first_for & reader.needs
    return min((PRECEDENCE.index(need) for need in made_for), default=len(PRECEDENCE))
