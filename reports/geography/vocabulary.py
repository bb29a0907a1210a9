"""Every word of the search in memory, and which of them a misspelt word may have been meant for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.geography.models import Place, Vocabulary
from reports.geography.place_words import SAME

LEAST_ALIKE = 0.74  # lower, and Leith is Louth
_SHORT, _LEAST_OF_SHORT = 3, 0.66  # of so few letters one alone is a third
_LONGEST = 24  # letters: longer words are compared by their beginning
_MOST_UNTOLD = 20_000
_WORD = re.compile("[a-z0-9]+")
_ORD_A, _ORD_0 = ord("a"), ord("0")


@dataclass(frozen=True)
class KnownWords:
    """Words by their length, with the letters each has: those that cannot be alike are passed over unread."""

    edition: int
    known: frozenset[str]
    letters: NDArray[np.uint8]  # a row each, nothing after its end
    starts: NDArray[np.int64]  # where the words of each length begin
    masks: NDArray[np.uint64]

    def alike(self, word: str, *, most: int = 10) -> list[tuple[str, float]]:
        """The words most like this one, as they are stored, and how alike: 1 is the same."""
        word = word[:_LONGEST]
        least = LEAST_ALIKE if len(word) > _SHORT else _LEAST_OF_SHORT
        shortest, longest = int(np.ceil(len(word) * least)), int(len(word) / least)
        first, last = self.starts[min(shortest, _LONGEST)], self.starts[min(longest, _LONGEST) + 1]
        edits = int((1 - least) * min(longest, _LONGEST))
        asked = np.frombuffer(word.encode("ascii"), dtype=np.uint8)
        mask = _masks(asked[None, :])[0]
        near = first + np.flatnonzero(np.bitwise_count(self.masks[first:last] ^ mask) <= 2 * edits)
        if not len(near):
            return []
        rows = self.letters[near]
        lengths = (rows != 0).sum(axis=1)
        alike = 1 - _edits(asked, rows, lengths) / np.maximum(lengths, len(word))
        order = np.argsort(-alike, kind="stable")[: most * 2]
        found: dict[str, float] = {}
        for number in order[alike[order] >= least]:
            written = rows[number].tobytes().rstrip(b"\0").decode("ascii")
            found.setdefault(SAME.get(written, written), float(alike[number]))
        return list(found.items())[:most]


def _masks(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """A bit for each letter a word has, another where it has it twice, and one for each digit."""
    masks = np.zeros(len(letters), dtype=np.uint64)
    for number in range(26):
        count = (letters == _ORD_A + number).sum(axis=1)
        masks |= (count >= 1).astype(np.uint64) << np.uint64(number)
        masks |= (count >= 2).astype(np.uint64) << np.uint64(number + 26)
    for number in range(10):
        masks |= (letters == _ORD_0 + number).any(axis=1).astype(np.uint64) << np.uint64(number + 52)
    return masks


def _edits(word: NDArray[np.uint8], rows: NDArray[np.uint8], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Letters added, dropped, changed or swapped with the next, from the word to each row: all rows at once."""
    width = int(lengths.max())
    before = np.zeros((width + 1, len(rows)), dtype=np.int16)
    last = np.repeat(np.arange(width + 1, dtype=np.int16)[:, None], len(rows), axis=1)
    columns = np.ascontiguousarray(rows[:, :width].T)
    for i, letter in enumerate(word):
        differs = (columns != letter).astype(np.int16)
        now = np.empty_like(last)
        now[0] = i + 1
        changed = last[:-1] + differs
        np.minimum(changed, last[1:] + 1, out=changed)
        if i:
            swapped = before[:-2] + 1
            fits = (columns[1:] == word[i - 1]) & (columns[:-1] == letter)
            changed[1:] = np.where(fits, np.minimum(changed[1:], swapped), changed[1:])
        for j in range(width):
            np.minimum(changed[j], now[j] + 1, out=now[j + 1])
        before, last = last, now
    return last[lengths, np.arange(len(rows))].astype(np.int64)


_words: KnownWords | None = None


def words_in_use() -> KnownWords:
    """This process's words, read anew when a file was loaded, whoever loaded it."""
    global _words
    edition = Vocabulary.objects.values_list("edition", flat=True).first() or 0
    found = _words
    if found is None or found.edition != edition:
        row = Vocabulary.objects.first()
        if row is None:  # places that no loader of ours wrote
            return words_from(sorted(words_in(Place.objects.values_list("words", "around")[:_MOST_UNTOLD])))
        found = _words = words_from(bytes(row.words).decode("ascii").split("\n"), row.edition)
    return found


def words_in(rows: Iterable[tuple[str, ...]]) -> set[str]:
    """Every word of some rows' words."""
    found: set[str] = set()
    for row in rows:
        found.update(_WORD.findall(" ".join(row)))
    return found


def words_from(words: list[str], edition: int = 0) -> KnownWords:
    """Words ready to be compared with, and the written forms of those that are stored short."""
    known = frozenset(words)
    compared = sorted(
        (word for word in known | set(SAME) if 1 < len(word) <= _LONGEST), key=lambda word: (len(word), word)
    )
    letters = np.array(compared, dtype=f"S{_LONGEST}").view(np.uint8).reshape(len(compared), _LONGEST)
    lengths = np.array([len(word) for word in compared])
    starts = np.searchsorted(lengths, np.arange(_LONGEST + 2))
    return KnownWords(edition, known, letters, starts, _masks(letters))
