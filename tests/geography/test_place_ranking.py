"""How well a place answers, and when it is just what was asked for."""

import pytest

from reports.geography.candidates import Candidate
from reports.geography.place_ranking import Ranked, Word, ranked
from reports.geography.place_words import words_of, words_of_names


def place(*names: str, kind: str = "street", around: tuple[str, ...] = (), importance: int = 200) -> Candidate:
    words = "|".join(words_of_names([town]).strip("|") for town in around)
    return Candidate(kind, names[0], "", "", "E", 0.0, 52.0, importance, words_of_names(names), words)


def rank(text: str, found: Candidate, **meant: dict[str, float]) -> Ranked:
    return ranked([Word(word, meant.get(word, {word: 1.0})) for word in words_of(text)], found)


HIGH_STREET = place("High Street", around=("Oakham", "Uppingham"))


def test_the_whole_name_with_its_town_is_just_that() -> None:
    assert rank("High St", HIGH_STREET).is_exact
    assert rank("High Street, Oakham", HIGH_STREET).is_exact
    assert rank("Oakham High Street", HIGH_STREET).is_exact


@pytest.mark.parametrize("text", ["High", "High Street Glasgow", "Higher Street", "Oakham"])
def test_less_than_all_of_it_is_not(text: str) -> None:
    assert not rank(text, HIGH_STREET).is_exact


def test_a_word_that_is_only_alike_is_never_just_that() -> None:
    assert not rank("hihg street", HIGH_STREET, hihg={"high": 0.97}).is_exact
    assert not rank("high street okaham", HIGH_STREET, okaham={"oakham": 0.97}).is_exact


def test_a_word_it_has_nowhere_is_counted() -> None:
    assert [rank(text, HIGH_STREET).unmatched for text in ("High Street", "High Street Glasgow")] == [0, 1]


def test_the_nearest_town_is_better_than_one_about_it() -> None:
    nearest, about = rank("High Street Oakham", HIGH_STREET), rank("High Street Uppingham", HIGH_STREET)
    assert nearest.score > about.score > rank("High Street Glasgow", HIGH_STREET).score


def test_the_name_said_first_is_the_street_and_not_the_town() -> None:
    here, there = place("Glaston Road", around=("Morcott",)), place("Morcott Road", around=("Glaston",))
    assert rank("Glaston Road, Morcott", here).score > rank("Glaston Road, Morcott", there).score


def test_of_two_the_more_important_is_better_and_a_longer_name_worse() -> None:
    large, small = (place("Newport", kind="settlement", importance=it) for it in (700, 300))
    longer = place("Newport Pagnell", kind="settlement", importance=700)
    assert rank("newport", large).score > rank("newport", small).score > rank("newport", longer).score


def test_a_station_is_asked_for_by_the_word_and_is_one_without_it() -> None:
    station, town = place("Leeds", kind="station"), place("Leeds", kind="settlement")
    assert rank("Leeds station", station).score > rank("Leeds station", town).score
    assert (rank("Leeds station", station).is_exact, rank("Leeds", station).is_exact) == (True, True)
    assert not rank("Leeds station", town).is_exact


def test_what_is_like_a_name_in_another_language_counts_less() -> None:
    likely = place("Alton", kind="settlement")
    hardly = place("London", "Londres", "Aton", kind="settlement")
    assert rank("atlon", likely, atlon={"alton": 0.8}).score > rank("atlon", hardly, atlon={"aton": 0.8}).score


def test_any_of_its_names_does_and_joining_words_may_be_left_out() -> None:
    assert rank("Stryd Fawr", place("High Street", "Stryd Fawr")).is_exact
    assert rank("Newcastle Tyne", place("Newcastle upon Tyne", kind="settlement")).is_exact
