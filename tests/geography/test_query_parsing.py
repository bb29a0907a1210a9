"""A question in words: what is noise, what a word may stand for, what was written together or apart."""

import pytest

from reports.geography import query_parsing
from reports.geography.vocabulary import KnownWords, words_from

WORDS = words_from(
    ["oakham", "high", "st", "caerdydd", "leicester", "new", "castle", "newcastle", "gaol", "rd", "near"]
)


def known() -> KnownWords:
    return WORDS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("High Street, Oakham", ["high", "st", "oakham"]),
        ("O a k h a m", ["oakham"]),
        ("Leeds railway station", ["leeds", "stn"]),
        ("Birmingham, United Kingdom", ["birmingham"]),
        ("a b", ["a", "b"]),
        ("%_%", []),
        ("w " * 900, ["w" * 900]),
    ],
)
def test_a_question_is_its_words(text: str, words: list[str]) -> None:
    assert query_parsing.question_words(text) == words


def test_more_than_nine_words_are_not_asked() -> None:
    assert (
        len(query_parsing.question_words(" ".join(f"word{number}" for number in range(30)))) == query_parsing.MOST_WORDS
    )


@pytest.mark.parametrize(
    ("text", "revealing"),
    [
        ("outside 5 Gaol Street Oakham", ["gaol", "st", "oakham"]),
        ("flat 12a Gaol Street", ["gaol", "st"]),
        ("near", ["near"]),
        ("ger y castell", ["castell"]),
    ],
)
def test_what_is_said_round_a_name_does_not_tell(text: str, revealing: list[str]) -> None:
    asked = query_parsing.as_written(query_parsing.question_words(text), known)
    assert [word.text for word in asked if word.is_most_revealing] == revealing


def test_a_name_as_it_is_heard_and_a_changed_letter_are_as_good_as_written() -> None:
    assert query_parsing.as_written(["lester"], known)[0].meant == {"lester": 1.0, "leicester": 1.0}
    assert query_parsing.as_written(["yng", "nghaerdydd"], known)[1].meant["caerdydd"] > 0.98
    assert query_parsing.as_written(["nghaerdydd"], known)[0].meant == {"nghaerdydd": 1.0}  # nothing changes it there


def test_a_misspelt_word_stands_for_what_it_is_like_and_noise_for_itself() -> None:
    near, oakam = query_parsing.loosely(["near", "oakam"], known)
    assert (near.meant, oakam.meant["oakham"] > 0.8) == ({"near": 1.0}, True)


def test_words_are_parted_and_joined_where_that_makes_known_ones() -> None:
    assert ["new", "castle"] not in list(query_parsing.respelt(["newcastle"], known))  # it is known as it is
    assert ["high", "st"] in list(query_parsing.respelt(["highstreet"], known))
    assert ["newcastle"] in list(query_parsing.respelt(["new", "castle"], known))
