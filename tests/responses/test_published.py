"""What is published of responses, of councils that stand, what was done last first, in the language of the page."""

import datetime

import pytest
from django.core.paginator import Paginator
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from reports.geography.models import Area
from reports.responses.published import PublishedResponse, councils_that_responded, published_responses
from tests.factories import EASTBY, LLANFACH, TODAY, WESTBY
from tests.responses.wordings import ENGLISH, SEPTEMBER, WELSH, draft, published, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_a_response_is_told_whole() -> None:
    made = published(LLANFACH, place="Little Mill", place_cy="Felin Fach")
    expected = {
        "id": str(made.story),
        "council_code": LLANFACH,
        "kind": "lighting",
        "done_in": SEPTEMBER,
        "language": "",
        "published_on": TODAY,
        "texts": {"en": ENGLISH, "cy": WELSH},
        "places": {"en": "Little Mill", "cy": "Felin Fach"},
    }
    english = {"council_name": "Little Llan", "kind_label": "Lighting repaired or added", "place": "Little Mill"}
    welsh = {"council_name": "Llan Fach", "kind_label": "Trwsio neu ychwanegu goleuadau", "place": "Felin Fach"}
    assert published_responses()[:] == [PublishedResponse(**expected, **english, text=ENGLISH)]  # type: ignore[arg-type]
    with translation.override("cy"):
        assert published_responses()[:] == [PublishedResponse(**expected, **welsh, text=WELSH)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "english", "welsh"),
    [
        ({"text_cy": ""}, (ENGLISH, ""), (ENGLISH, "en-GB")),
        ({"text_en": ""}, (WELSH, "cy"), (WELSH, "")),
    ],
)
def test_words_of_the_other_language_are_told_as_such(
    texts: dict[str, str], english: tuple[str, str], welsh: tuple[str, str]
) -> None:
    published(**texts)
    for language, expected in (("en-gb", english), ("cy", welsh)):
        with translation.override(language):
            stated = published_responses()[0]
            assert (stated.text, stated.language) == expected


def test_drafts_withdrawn_ones_and_those_of_a_council_that_is_gone_are_not_told() -> None:
    shown = [published(text_en="shown"), published(EASTBY, text_en="shown till its council goes")]
    draft(text_en="a draft")
    withdrawn(text_en="withdrawn")
    assert {it.text for it in published_responses()[:]} == {made.text_en for made in shown}
    assert [area.code for area in councils_that_responded()] == [EASTBY, WESTBY]
    Area.objects.filter(code=EASTBY).update(is_current=False)
    assert [it.text for it in published_responses()[:]] == ["shown"]
    assert [area.code for area in councils_that_responded()] == [WESTBY]


def test_what_was_done_last_comes_first_and_a_page_takes_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for month in (3, 9, 6):
        published(done_in=datetime.date(2026, month, 1))
    published(EASTBY)
    stated = published_responses(WESTBY)
    assert [it.month for it in stated[:]] == ["2026-09", "2026-06", "2026-03"]
    assert len(published_responses()) == 4
    with django_assert_num_queries(2):
        page = Paginator(published_responses(), 3).page(1)
        assert [it.council_name for it in page] == ["Eastby", "Westby", "Westby"]
