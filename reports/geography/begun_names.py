"""Names that begin with what somebody has typed so far: the whole words as they are, the last as a beginning."""

from functools import cache

from reports.geography import query_parsing, vocabulary
from reports.geography.candidates import Candidate, candidates
from reports.geography.found import Match
from reports.geography.place_ranking import Word
from reports.geography.place_words import SAME, TYPES, words_of
from reports.geography.searching import is_same_place, local_name_of

# Words that only its surroundings have; whether it is a name others give it; whether it begins with another word.
Fit = tuple[int, bool, bool]

_SHORTEST_BEGUN = 2  # letters of a word that another form may stand for: "stre" is the beginning of a St


def names_begun(text: str, limit: int) -> list[Match]:
    """Places whose name has all the words, then those that lie by a place of the other words; the important first."""
    words = query_parsing.question_words(text)
    if not words:
        return []
    asked = query_parsing.as_written(words, cache(vocabulary.words_in_use))
    *whole, last = asked
    forms = {
        stored for word, stored in SAME.items() if len(last.text) >= _SHORTEST_BEGUN and word.startswith(last.text)
    }
    begun = tuple({*last.meant, *forms})
    rows = candidates([*(tuple(word.meant) for word in whole), begun], begun=True)
    fits = [(fit, row) for row in rows if (fit := _fit(row, whole, last, forms)) is not None]
    kept: list[Candidate] = []
    for _how, row in sorted(fits, key=lambda it: (it[0], -it[1].importance)):
        if not any(is_same_place(row, other) for other in kept):
            kept.append(row)
    return [
        Match(row.kind, local_name_of(row), row.nation, row.longitude, row.latitude, True, row.town)
        for row in kept[:limit]
    ]


def _fit(row: Candidate, whole: list[Word], last: Word, forms: set[str]) -> Fit | None:
    """How well its best name fits; None where no name has a word that tells it from others."""
    own = {words_of(row.name), words_of(row.name_cy)}
    fits: list[Fit] = []
    for spelling in row.spellings:
        in_name = [word for word in whole if not set(word.meant).isdisjoint(spelling)]
        is_begun = any(part in forms or part.startswith(tuple(last.meant)) for part in spelling)
        tells = any(word.text not in TYPES for word in in_name) or (is_begun and last.text not in TYPES)
        if tells:
            first = whole[0].meant if whole else last.meant
            missing = len(whole) - len(in_name) + (not is_begun)
            fits.append((missing, spelling not in own, not spelling[0].startswith(tuple(first))))
    return min(fits, default=None)
