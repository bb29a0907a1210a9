"""The words of names as the search's index has them: a street is a St, a heol a road, in names as in questions."""

import math
from collections.abc import Iterable

from reports.geography.spelling import searchable

# A word and how it is stored. Migration 0032 has them too: new ones need their names loaded again.
SAME = {
    "saint": "st",
    "street": "st",
    "road": "rd",
    "heol": "rd",
    "ffordd": "rd",
    "lane": "ln",
    "lon": "ln",
    "close": "cl",
    "clos": "cl",
    "avenue": "ave",
    "av": "ave",
    "drive": "dr",
    "crescent": "cres",
    "cresc": "cres",
    "terrace": "terr",
    "ter": "terr",
    "square": "sq",
    "sgwar": "sq",
    "gardens": "gdns",
    "court": "ct",
    "cwrt": "ct",
    "grove": "gro",
    "park": "pk",
    "parc": "pk",
    "station": "stn",
    "sta": "stn",
    "gorsaf": "stn",
    "mount": "mt",
    "jn": "junction",
    "jct": "junction",
    "junc": "junction",
    "great": "gt",
    "upper": "upr",
    "lower": "lwr",
    "ac": "and",
    "place": "pl",
    "green": "grn",
    "hospital": "hosp",
    "ysbyty": "hosp",
    "school": "sch",
    "ysgol": "sch",
    "university": "univ",
    "uni": "univ",
    "prifysgol": "univ",
    "centre": "ctr",
    "center": "ctr",
    "canolfan": "ctr",
}
STATION = "stn"

# What says of what sort a place is, and not which.
TYPES = frozenset(SAME.values()) - {"and"} | {
    "way",
    "hill",
    "yard",
    "mews",
    "row",
    "walk",
    "car",
    "rise",
    "view",
    "end",
}
# Never what tells one place from another.
JOINING = frozenset(
    ["the", "y", "yr", "on", "upon", "in", "of", "by", "le", "la", "and", "at", "under", "cum", "de", "a", "al", "next"]
)
_WEAK = frozenset(["central", "international", "parkway", "railway", "town", "city"])

_LIGHT, _SORT, _WEAKER = 0.1, 0.6, 0.35
_UNPEOPLED = 200  # of 1,000: a settlement whose people nobody counted


def words_of(name: str) -> tuple[str, ...]:
    """A name's words as they are stored."""
    return tuple(SAME.get(word, word) for word in searchable(name).split())


def words_of_names(names: Iterable[str]) -> str:
    """All spellings of one place as they are stored, each between bars: |high st|stryd fawr|."""
    spelt = dict.fromkeys(" ".join(words_of(name)) for name in names)
    found = [name for name in spelt if name]
    return f"|{'|'.join(found)}|" if found else ""


def weight_of(word: str) -> float:
    """How much of a name a word is: little of what joins, half of what says the sort."""
    if word in JOINING:
        return _LIGHT
    if word in _WEAK:
        return _WEAKER
    return _SORT if word in TYPES else 1.0


def importance_of_people(population: int) -> int:
    """Of 1,000: 460 for a thousand people, 840 for a million."""
    return min(1_000, 80 + round(math.log10(population) * 127)) if population > 10 else _UNPEOPLED
