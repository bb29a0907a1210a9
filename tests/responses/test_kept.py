"""The database holds the promise by itself: lengths, kinds, states, one wording told, and words that stay."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from reports.geography.models import Area
from reports.responses.models import LONGEST, Response
from tests.factories import TODAY, WESTBY
from tests.responses.wordings import SEPTEMBER, draft, published, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def make(**changes: Any) -> Response:
    """A row, past the writing module."""
    values: dict[str, Any] = {"council_id": WESTBY, "kind": "lighting", "done_in": SEPTEMBER, "text_en": "Done."}
    return Response.objects.create(**values | changes)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"kind": "magic"}, "response_kind_is_known"),
        ({"done_in": datetime.date(2026, 9, 2)}, "response_tells_a_month_not_a_day"),
        ({"done_in": datetime.date(2026, 9, 11)}, "response_tells_a_month_not_a_day"),
        ({"text_en": ""}, "response_says_something"),
        ({"state": "shown"}, "response_has_the_days_of_its_state"),
        ({"state": "published"}, "response_has_the_days_of_its_state"),
        ({"state": "draft", "published_on": TODAY}, "response_has_the_days_of_its_state"),
        ({"state": "withdrawn", "withdrawn_on": TODAY}, "response_has_the_days_of_its_state"),
        ({"state": "withdrawn", "published_on": TODAY}, "response_has_the_days_of_its_state"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(changes: dict[str, Any], name: str) -> None:
    make()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**changes)
    assert Response.objects.count() == 1


@pytest.mark.parametrize("field", ["text_en", "text_cy", "place", "place_cy"])
def test_words_are_never_longer_than_they_may_be(field: str) -> None:
    longest = LONGEST if field.startswith("text") else 140
    make(**{field: "é" * longest})
    with pytest.raises(Exception, match=rf"response_{field}_is_short|too long"), transaction.atomic():
        make(**{field: "é" * (longest + 1)})


@pytest.mark.parametrize("days", [{"state": "draft"}, {"state": "published", "published_on": TODAY}])
def test_one_thing_done_has_one_draft_and_is_told_in_one_wording(days: dict[str, Any]) -> None:
    story = uuid.uuid4()
    make(story=story, **days)
    make(**days)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(story=story, **days)
    past = {"state": "withdrawn", "published_on": TODAY, "withdrawn_on": TODAY}
    make(story=story, **past)
    make(story=story, **past)
    assert Response.objects.count() == 4


CHANGES = {
    "story": uuid.UUID(int=1),
    "council_id": "E06000902",
    "kind": "other",
    "done_in": datetime.date(2026, 8, 1),
    "place": "Newton",
    "place_cy": "Newton",
    "text_en": "Other words.",
    "text_cy": "Geiriau eraill.",
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("maker", [published, withdrawn])
def test_what_was_published_keeps_its_words(maker: Any, name: str) -> None:
    made = maker()
    with pytest.raises(IntegrityError, match="keeps its words"), transaction.atomic():
        Response.objects.filter(pk=made.pk).update(**{name: CHANGES[name]})
    Response.objects.filter(pk=draft().pk).update(**{name: CHANGES[name]})


@pytest.mark.parametrize("maker", [published, withdrawn])
def test_what_was_published_is_never_deleted_nor_a_draft_again(maker: Any) -> None:
    made = maker()
    with pytest.raises(IntegrityError, match="keeps its words"), transaction.atomic():
        Response.objects.filter(pk=made.pk).delete()
    with pytest.raises(IntegrityError, match="keeps its words"), transaction.atomic():
        Response.objects.filter(pk=made.pk).update(state="draft", published_on=None, withdrawn_on=None)
    assert Response.objects.filter(pk=made.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_nothing_takes_the_place_of_what_was_published() -> None:
    made = published()
    names = ", ".join(field.column for field in Response._meta.concrete_fields)
    others = names.replace("text_en", "'Other words.'")
    for same in (others, others.replace("id,", f"{made.pk + 1},", 1)):
        copy = f"INSERT OR REPLACE INTO reports_response ({names}) SELECT {same} FROM reports_response"  # noqa: S608  # our own names
        with connection.cursor() as cursor, pytest.raises(IntegrityError, match="keeps its words"):
            cursor.execute(copy)
    assert list(Response.objects.values_list("text_en", flat=True)) == [made.text_en]


def test_the_council_of_a_response_cannot_be_deleted_under_it() -> None:
    draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.filter(code=WESTBY).delete()
