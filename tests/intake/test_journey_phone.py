"""The phone says where it is: what follows, and how sure it was."""

import pytest

from tests.intake.test_journey_place import box, said
from tests.intake.walking import Reporter


def test_the_phones_own_place_is_said_and_the_box_forgets(reporter: Reporter) -> None:
    reporter.start().press("find", q="Newton, Westby")
    reporter.send({"s": "where", "a": reporter.encrypted, "g": "-2.55,51.45,20"})
    assert said(reporter).startswith(
        "Found: where your phone is, to about 50 metres. The centre of the map is close to "
    )
    assert box(reporter) == ""


@pytest.mark.parametrize(
    ("metres", "words", "shows"),
    [
        (0, "Found: where your phone is, to about 50 metres.", "about 1 mile"),
        (180, "Found: where your phone is, to about 200 metres.", "about 1 mile"),
        (900, "Your phone only knows roughly where it is: to within about 900 metres.", "about 2 miles"),
        (50_000, "Your phone only knows roughly where it is: to within about 31 miles.", "about 149 miles"),
        (30_000_000, "Your phone only knows roughly where it is: to within about", "the whole of the United Kingdom"),
    ],
)
def test_a_phone_that_is_not_sure_where_it_is_gets_a_map_of_all_it_may_mean(
    reporter: Reporter, metres: int, words: str, shows: str
) -> None:
    """A mast stands kilometres away: a close map of its answer would pass for the place."""
    reporter.start().send({"s": "where", "a": reporter.encrypted, "g": f"-2.55,51.45,{metres}"})
    assert said(reporter).startswith(words)
    assert f"The map shows {shows}" in said(reporter)
    assert ("Choose the street, not a home." in reporter.text) == (metres < 900)


@pytest.mark.parametrize(
    "stated", ["2.35,48.85,20", *(f"-2.55,51.45,{metres}" for metres in ("nan", "-1", "inf", "1,2"))]
)
def test_a_phone_abroad_is_told_so_and_what_to_do(reporter: Reporter, stated: str) -> None:
    reporter.start().send({"s": "where", "a": reporter.encrypted, "g": stated})
    assert reporter.response.status_code == 400
    assert "Your phone says that it is not in the United Kingdom. Search for the place" in reporter.text
