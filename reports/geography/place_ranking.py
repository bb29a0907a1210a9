"""How well a place's name answers what was asked, and whether it is just that. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.geography.candidates import Candidate
from reports.geography.models import Place
from reports.geography.place_words import JOINING, STATION, weight_of

_SHORTER = 0.2
_BEGUN = 0.9  # how like a word is its beginning, of three letters or more
_IN_ITS_TOWN, _NEARBY, _IN_ITS_AREA = (
    0.97,
    0.9,
    0.9,
)  # how much a word counts that is not of the name but of where it is
_STRICT = 1.6
_IN_ORDER = 0.04
_BY_IMPORTANCE = 0.16
_RARE, _OWN_NAMES = 0.9, 2
_SURE = 0.98
_NOISE = 0.06


@dataclass(frozen=True)
class Word:
    """A word that was asked for, and what it may stand for: each with how like it is."""

    text: str
    meant: Mapping[str, float]
    is_noise: bool = False  # said round a name: near, flat, 12

    @property
    def weight(self) -> float:
        """How much it counts."""
        return _NOISE if self.is_noise else weight_of(self.text)

    @property
    def is_most_revealing(self) -> bool:
        """Whether a place without it cannot be the one."""
        return not self.is_noise and self.text not in JOINING


@dataclass(frozen=True)
class Ranked:
    """A candidate, how well it answers, and whether every word fits it exactly."""

    place: Candidate
    score: float
    is_exact: bool
    unmatched: int  # telling words it has nowhere
    is_in_next_town: bool = False  # the town that was named is one about it, and not its nearest
    is_by_place: bool = False  # not all that was asked for is of its name: the rest is where it is


def ranked(asked: Sequence[Word], place: Candidate, *, in_area: int = 0) -> Ranked:
    """The place by the spelling that fits best; `in_area` more words were asked for and named an area that holds it."""
    by_spelling = [_by(spelling, asked, place, in_area) for spelling in place.spellings]
    # Lists have names of cities in every language: what is only like one of those is hardly ever meant.
    rare = [one if one.is_exact else replace(one, score=one.score * _RARE) for one in by_spelling[_OWN_NAMES:]]
    return max([*by_spelling[:_OWN_NAMES], *rare], key=lambda one: one.score)


def _by(spelling: tuple[str, ...], asked: Sequence[Word], place: Candidate, in_area: int) -> Ranked:
    own = [*spelling, STATION] if place.kind == Place.Kind.STATION and STATION not in spelling else list(spelling)
    used: list[int] = []
    total, got, is_sure, unmatched = float(in_area), in_area * _IN_ITS_AREA, True, 0
    segments: list[list[str]] | None = None
    seen = begins = is_next = (
        False  # whether the name has the first word that tells: Glaston Road in Morcott, not the other way
    )
    for word in asked:
        total += word.weight
        number, likeness = _best(word, own, used)
        if likeness:
            begins = begins or (word.is_most_revealing and not seen)
            used.append(number)
            like = likeness
        else:
            segments = segments if segments is not None else [part.split(" ") for part in place.around.split("|")]
            like, counted = _about(word, segments)
            is_next = is_next or (word.is_most_revealing and counted == _NEARBY)
            likeness = like * counted
        got += word.weight * likeness
        if word.is_most_revealing:
            seen = True
            is_sure = is_sure and like >= _SURE
            unmatched += not likeness
    matched = sum(weight_of(own[number]) for number in used if number < len(spelling))
    covered = matched / sum(map(weight_of, spelling))
    is_whole = all(number in used or own[number] in JOINING for number in range(len(spelling)))
    in_order = _IN_ORDER * ((used == sorted(used)) + begins)
    score = (got / total) ** _STRICT * covered + in_order + _BY_IMPORTANCE * place.importance / 1_000
    # Queen Street in Cardiff is not Cardiff Queen Street, the station.
    sure = is_sure and is_whole and not unmatched and used == sorted(used)
    return Ranked(place, score if matched else 0.0, sure, unmatched, is_next, bool(segments) or in_area > 0)


def _best(word: Word, own: list[str], used: list[int]) -> tuple[int, float]:
    """The word of the name that fits best, none twice; how like it is, 0 when none fits."""
    best = (-1, 0.0)
    for number, candidate in enumerate(own):
        if number in used:
            continue
        likeness = word.meant.get(candidate, 0.0)
        if not likeness and len(word.text) >= 3 and candidate.startswith(word.text) and not word.is_noise:
            likeness = _BEGUN * (len(word.text) / len(candidate)) ** _SHORTER
        if likeness > best[1]:
            best = (number, likeness)
    return best


def _about(word: Word, segments: list[list[str]]) -> tuple[float, float]:
    """How like the word is one of a town about it, and how much that counts."""
    for number, segment in enumerate(segments):
        likeness = max((word.meant.get(own, 0.0) for own in segment), default=0.0)
        if likeness:
            return likeness, _NEARBY if number else _IN_ITS_TOWN
    return 0.0, 0.0
