"""A question in the search's words: what was said round the name is noise, and a misspelt word stands for several."""

import re
from collections.abc import Callable, Iterator

from reports.geography import heard
from reports.geography.place_ranking import Word
from reports.geography.place_words import SAME, words_of
from reports.geography.vocabulary import KnownWords

Known = Callable[[], KnownWords]  # asked only where a word needs it: most questions are of words that are found at once

MOST_WORDS = 9
_NOISE = frozenset(
    re.findall(
        r"\w+",
        """
        near nr nearby outside opposite opp behind beside around off by at in to from was were is it my i am please just
        flat apartment apt unit no number house corner between somewhere uk gb town city village area
        ger wrth ym yn yng tu allan gyferbyn fflat rhif ar mewn tref dinas pentref
        """,
    )
)
_WHOLE_PHRASES = re.compile(
    r"\b(?:united kingdom|great britain|next to|in front of|close to|tu allan i|ger llaw)\b", re.I
)
_STATIONS = re.compile(r"\b(?:railway|train|rail) +stations?\b|\bgorsaf (?:drenau|reilffordd|tren|trên)\b", re.I)
_HOUSE_NUMBER = re.compile(r"[0-9]{1,4}[a-z]?")
_CHANGED_IN_WELSH = 0.985
_LEAST_LETTERS = 3


def question_words(text: str) -> list[str]:
    """The words of a question as they are stored; letters written apart are one word."""
    words = list(words_of(_STATIONS.sub(r"station", _WHOLE_PHRASES.sub(" ", text))))
    return list(_letters_joined(words))[:MOST_WORDS]


def _letters_joined(words: list[str]) -> Iterator[str]:
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        yield from ["".join(run)] if len(run) >= _LEAST_LETTERS else run
        run = []
        if word:
            yield word


def as_written(words: list[str], known: Known) -> list[Word]:
    """Each word standing for itself, or for how it is written where it is known only by ear or in Welsh."""
    return [_word(words, number, _written(words, number, known)) for number in range(len(words))]


def loosely(words: list[str], known: Known) -> list[Word]:
    """Each word standing for what it may be misspelt for, too."""
    return [_word(words, number, _meant(words, number, known)) for number in range(len(words))]


def respelt(words: list[str], known: Known) -> Iterator[list[str]]:
    """The words with two written as one, or one as two, where that makes known ones of unknown."""
    for number, word in enumerate(words):
        if word in known().known:
            continue
        for cut in range(2, len(word) - 1):
            parts = [SAME.get(part, part) for part in (word[:cut], word[cut:])]
            if all(part in known().known for part in parts):
                yield [*words[:number], *parts, *words[number + 1 :]]
    for number in range(len(words) - 1):
        joined = words[number] + words[number + 1]
        if joined in known().known:
            yield [*words[:number], joined, *words[number + 2 :]]


def _word(words: list[str], number: int, meant: dict[str, float]) -> Word:
    return Word(words[number], meant, is_noise=_is_noise(words, number))


def _is_noise(words: list[str], number: int) -> bool:
    """Whether it is said round a name; never when nothing else is said."""
    others = len(words) > 1
    return others and (words[number] in _NOISE or _HOUSE_NUMBER.fullmatch(words[number]) is not None)


def _written(words: list[str], number: int, known: Known) -> dict[str, float]:
    word = words[number]
    meant = {word: 1.0}
    if word in heard.WRITTEN:
        meant[heard.WRITTEN[word]] = 1.0
    if number and words[number - 1] in heard.CHANGING and word not in known().known:
        meant |= {before: _CHANGED_IN_WELSH for before in heard.unchanged(word) if before in known().known}
    return meant


def _meant(words: list[str], number: int, known: Known) -> dict[str, float]:
    word = words[number]
    meant = _written(words, number, known)
    if len(word) >= _LEAST_LETTERS and not _is_noise(words, number):
        for other, likeness in known().alike(word):
            meant.setdefault(other, likeness)
        if word not in known().known:
            for before in heard.unchanged(word):
                if before in known().known:
                    meant.setdefault(before, 0.9)
    return meant
