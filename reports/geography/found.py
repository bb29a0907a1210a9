"""What a search found, before it is told in words: places, and why they are not just what was asked for."""

from dataclasses import dataclass
from enum import Enum


class Note(Enum):
    """What must be said of an answer."""

    NOTHING = "nothing"
    SIMILAR = "similar"
    OUTSIDE = "outside"
    WHAT3WORDS = "what3words"
    PLUS_CODE = "plus-code"
    NORTHERN_IRELAND = "northern-ireland"
    NEAR_POSTCODE = "near-postcode"
    TOWN_ALONE = "town-alone"
    NOT_THERE = "not-there"


@dataclass(frozen=True)
class Match:
    """A place that was found."""

    kind: str  # a kind of Place; postcode, postcodes (the middle of several), position, area
    name: str
    nation: str
    longitude: float
    latitude: float
    is_exact: bool = True
    town: str = ""


@dataclass(frozen=True)
class Answer:
    """Places, the best first; a note says what was not found or not understood, about these words of the question."""

    found: tuple[Match, ...] = ()
    note: Note | None = None
    about: str = ""
    where: str = ""


def answer_of(found: list[Match], note: Note | None = None, about: str = "", where: str = "") -> Answer:
    """An answer; of guesses alone it says that they are, of nothing that it is nothing."""
    if not found and note is None:
        note = Note.NOTHING
    if note is None and not any(match.is_exact for match in found):
        note = Note.SIMILAR
    return Answer(tuple(found), note, about, where)
