"""Programs read of responses what the public page shows, in both languages at once."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reports.geography.models import Area
from tests.api.test_problems import refused
from tests.api.test_views import asked
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, WESTBY
from tests.responses.wordings import ENGLISH, WELSH, draft, published, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_what_was_told_is_listed_in_both_languages(client: Client) -> None:
    made = published(LLANFACH, place="Little Mill", place_cy="Felin Fach")
    draft()
    withdrawn()
    assert asked(client, "responses")["results"] == [
        {
            "id": str(made.story),
            "council": LLANFACH,
            "kind": "lighting",
            "kind_labels": {"en": "Lighting repaired or added", "cy": "Trwsio neu ychwanegu goleuadau"},
            "place": {"en": "Little Mill", "cy": "Felin Fach"},
            "month": "2026-09",
            "text": {"en": ENGLISH, "cy": WELSH},
            "published_on": "2026-11-20",
        }
    ]


def test_they_are_those_of_one_council_when_asked(client: Client, country: dict[str, Area]) -> None:
    published(WESTBY)
    published(EASTBY)
    assert asked(client, "responses")["count"] == 2
    assert [it["council"] for it in asked(client, "responses", council=EASTBY)["results"]] == [EASTBY]
    assert asked(client, "responses", council=LLANFACH)["results"] == []
    assert refused(client, "responses", council=BORDERSHIRE) == {"council": ["No council has this code."]}


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_takes_two_queries_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    for _ in range(3):
        published()
    with django_assert_num_queries(2):
        assert len(asked(client, "responses", page_size=size)["results"]) == size
