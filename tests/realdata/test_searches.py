"""How often people find where it was: searches with known answers, and names that are nowhere."""

from pathlib import Path

import pytest

from reports.geography.gazetteer import places_found
from tests.geography.test_searching import INVENTED
from tests.realdata import searches

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.django_db,
    # The data's own scorer leaves a file for the garbage collector to close.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def names(real_data: Path) -> Path:
    """The folder, with everything but the postcodes loaded."""
    searches.load_names(real_data)
    return real_data


def test_of_the_searches_written_by_hand_hardly_one_goes_wrong(names: Path, tmp_path: Path) -> None:
    searches.load_postcodes_asked_for(names, tmp_path)
    found = searches.played(names, searches.BY_HAND)
    wrong = [(one.kind, one.query) for one in found if not one.is_first]
    assert (len(found), len(wrong) <= 4) == (160, True), wrong
    assert [one.query for one in found if one.refusal in ("silent", "wrong place", "nothing said of it")] == []


def test_of_damaged_names_hardly_one_in_forty_goes_wrong(names: Path) -> None:
    found = searches.played(names, searches.DAMAGED, without=("auto-postcode",))
    wrong = [(one.kind, one.query) for one in found if not one.is_first]
    assert (len(found), len(wrong) <= 25) == (875, True), wrong


def test_names_that_are_nowhere_are_never_taken_for_a_place(names: Path) -> None:
    """In the whole country some of them are like a real name: that is asked, not jumped to."""
    silent = []
    for name in (name.strip() for name in INVENTED if name.strip()):
        answer = places_found(name)
        if answer.note is None or any(location.is_exact for location in answer.locations):
            silent.append((name, [location.address for location in answer.locations]))
    assert silent == []
