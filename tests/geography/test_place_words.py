"""How names are stored for the search, and how much each word of them counts."""

import pytest

from reports.geography.place_words import importance_of_people, weight_of, words_of, words_of_names


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("St. Mary's Street", ("st", "marys", "st")),
        ("Saint Marys St", ("st", "marys", "st")),
        ("Heol y Frenhines", ("rd", "y", "frenhines")),
        ("Ffordd Penglais", ("rd", "penglais")),
        ("Gorsaf Caerdydd", ("stn", "caerdydd")),
        ("Clapham Jn", ("clapham", "junction")),
        ("Lôn Groes", ("ln", "groes")),
        ("Stow-on-the-Wold", ("stow", "on", "the", "wold")),
        ("Marks & Spencer", ("marks", "and", "spencer")),
        ("Ｎｏｒｗｉｃｈ", ("norwich",)),
        ("’-.", ()),
    ],
)
def test_names_and_questions_are_written_alike(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


def test_each_spelling_stands_once_between_bars() -> None:
    assert words_of_names(("High Street", "high st", "", "Stryd Fawr")) == "|high st|stryd fawr|"
    assert words_of_names(("", "-")) == ""


def test_what_joins_counts_least_and_what_tells_counts_most() -> None:
    assert weight_of("the") < weight_of("central") < weight_of("rd") < weight_of("oakham")


def test_importance_grows_with_people_and_is_bounded() -> None:
    found = [importance_of_people(people) for people in (0, 11, 1_000, 100_000, 1_000_000, 10**9)]
    assert found == [200, 212, 461, 715, 842, 1_000]
