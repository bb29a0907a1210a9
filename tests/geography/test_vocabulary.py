"""Which words a misspelt one may be meant for."""

import pytest

from reports.geography.vocabulary import words_from

WORDS = ["oakham", "okehampton", "banff", "leith", "louth", "lyth", "cl", "rd", "st", "aberystwyth", "jay", "bay", "7"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oakam", ["oakham"]),  # a letter left out
        ("oakhham", ["oakham"]),  # doubled
        ("okaham", ["oakham"]),  # two swapped
        ("pakham", ["oakham"]),  # another key
        ("akham", ["oakham"]),  # the first lost
        ("raod", ["rd"]),  # what is stored short is misspelt in full
        ("colse", ["cl"]),
        ("aberistwith", ["aberystwyth"]),  # two letters of a long word
        ("jsy", ["jay"]),  # one of three
        ("zzzzzz", []),
        ("leith", ["leith"]),  # and not Louth
        ("x", []),
        ("a" * 60, []),
    ],
)
def test_a_misspelt_word_has_its_own_first(typed: str, meant: list[str]) -> None:
    assert [word for word, _likeness in words_from(WORDS).alike(typed)][: len(meant) or 9] == meant


def test_likeness_falls_with_each_slip_and_the_number_of_words_is_bounded() -> None:
    words = words_from(["oakham", "oakhan", "oakhat", "oaklam"])
    assert words.alike("oakham", most=2) == [("oakham", 1.0), ("oakhan", pytest.approx(5 / 6))]


def test_without_any_word_nothing_is_alike() -> None:
    assert words_from([]).alike("oakham") == []
