"""The acts: who may follow whom, nothing unseen goes out, a correction takes the place of what it corrects."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from reports.geography.models import Area
from reports.responses import workflow, writing
from reports.responses.content_rules import MustNotStand
from reports.responses.models import Response, ResponseState
from reports.responses.published import published_responses
from reports.responses.writing import ChangedMeanwhile, NotPossible
from reports.staff.models import AuditEntry, StaffUser
from tests import factories
from tests.factories import NOW, TODAY, WESTBY
from tests.responses.wordings import draft, published, withdrawn, wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(country: dict[str, Area]) -> StaffUser:
    """Westby's council officer."""
    return factories.make_person("council_officer", WESTBY, username="officer")


def acts() -> list[tuple[str, str, str]]:
    """What the audit holds: act, council, detail."""
    return list(AuditEntry.objects.order_by("number").values_list("act", "area", "detail"))


def stated() -> list[str]:
    """What the public reads, in English."""
    return [it.text for it in published_responses()[:]]


def test_a_draft_is_told_once_it_is_published_and_no_more_once_it_is_withdrawn(officer: StaffUser) -> None:
    made = draft()
    assert (made.state, stated(), acts()) == (ResponseState.DRAFT, [], [])
    made = writing.publish_response(made, seen=1, by=officer, now=NOW)
    assert (made.state, made.published_on, made.withdrawn_on, made.revision) == (
        ResponseState.PUBLISHED,
        TODAY,
        None,
        2,
    )
    assert stated() == [made.text_en]
    made = writing.withdraw_response(made, seen=2, by=officer, now=NOW)
    assert (made.state, made.published_on, made.withdrawn_on, stated()) == (ResponseState.WITHDRAWN, TODAY, TODAY, [])
    made = writing.publish_response(made, seen=3, by=officer, now=NOW)
    assert (made.state, made.withdrawn_on, stated()) == (ResponseState.PUBLISHED, None, [made.text_en])
    detail = f'{{"kind":"lighting","response":{made.pk}}}'
    assert acts() == [
        ("publish-response", WESTBY, detail),
        ("withdraw-response", WESTBY, detail),
        ("publish-response", WESTBY, detail),
    ]
    assert set(AuditEntry.objects.values_list("who", flat=True)) == {"officer"}


def test_a_correction_takes_the_place_of_what_it_corrects_when_it_is_published(officer: StaffUser) -> None:
    first = published()
    second = writing.correct_response(first)
    assert writing.correct_response(first) == second  # a second click makes no second draft
    second = writing.change_draft(second, wording(text_en="We mended all lamps."), seen=1)
    assert stated() == [first.text_en]
    second = writing.publish_response(second, seen=2, by=officer, now=NOW)
    assert stated() == ["We mended all lamps."]
    first.refresh_from_db()
    assert (first.state, first.story) == (ResponseState.WITHDRAWN, second.story)
    assert acts()[-1] == (
        "publish-response",
        WESTBY,
        f'{{"kind":"lighting","replaces":{first.pk},"response":{second.pk}}}',
    )
    writing.publish_response(first, seen=first.revision, by=officer, now=NOW)  # the undo
    assert stated() == [first.text_en]
    assert sorted(Response.objects.values_list("state", flat=True)) == ["published", "withdrawn"]


def test_a_draft_is_thrown_away_without_a_trace(officer: StaffUser) -> None:
    writing.discard_draft(draft(), seen=1)
    assert (Response.objects.count(), acts()) == (0, [])


MAKERS: dict[ResponseState, Callable[[], Response]] = {
    ResponseState.DRAFT: draft,
    ResponseState.PUBLISHED: published,
    ResponseState.WITHDRAWN: withdrawn,
}
ACTS: dict[str, tuple[set[ResponseState], Callable[[Response, int, StaffUser], Any]]] = {
    "change": (
        {ResponseState.DRAFT},
        lambda it, seen, by: writing.change_draft(it, wording(text_en="Other."), seen=seen),
    ),
    "discard": ({ResponseState.DRAFT}, lambda it, seen, by: writing.discard_draft(it, seen=seen)),
    "publish": (
        {ResponseState.DRAFT, ResponseState.WITHDRAWN},
        lambda it, seen, by: writing.publish_response(it, seen=seen, by=by, now=NOW),
    ),
    "withdraw": (
        {ResponseState.PUBLISHED},
        lambda it, seen, by: writing.withdraw_response(it, seen=seen, by=by, now=NOW),
    ),
    "correct": ({ResponseState.PUBLISHED, ResponseState.WITHDRAWN}, lambda it, seen, by: writing.correct_response(it)),
}


@pytest.mark.parametrize(("state", "name"), list(itertools.product(MAKERS, ACTS)))
def test_each_act_is_possible_from_its_states_alone(officer: StaffUser, state: ResponseState, name: str) -> None:
    allowed, act = ACTS[name]
    made = MAKERS[state]()
    before, entries = list(Response.objects.values()), acts()
    if state in allowed:
        act(made, made.revision, officer)
        assert list(Response.objects.values()) != before
        return
    with pytest.raises(NotPossible):
        act(made, made.revision, officer)
    assert (list(Response.objects.values()), acts()) == (before, entries)


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"correct"}))
def test_nobody_acts_on_what_they_did_not_see(officer: StaffUser, name: str) -> None:
    allowed, act = ACTS[name]
    made = MAKERS[min(allowed)]()
    with pytest.raises(ChangedMeanwhile):
        act(made, made.revision - 1, officer)
    seen = made.revision
    if made.state == ResponseState.DRAFT:
        writing.discard_draft(made, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            act(Response(pk=made.pk or 1), seen, officer)


def test_the_table_of_states_is_the_whole_of_them() -> None:
    assert set(workflow.MAY_FOLLOW) == set(ResponseState)


def test_no_wording_with_a_slip_comes_to_be() -> None:
    with pytest.raises(MustNotStand):
        wording(text_cy="Ffoniwch 01632 960 123")
