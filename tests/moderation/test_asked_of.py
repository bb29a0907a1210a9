"""Whose opinion is asked for is told, on the desk and on the first page of staff; nobody else is."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography.models import Area
from reports.intake.models import Report
from reports.moderation.asked_of import asked_of
from reports.moderation.decisions import accept_reports, reopen_reports
from reports.moderation.models import Proposal, RejectionReason
from reports.moderation.second_opinion import agree_to_proposal, propose_rejection
from reports.staff.models import Membership, StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, IN_EASTBY, IN_WESTBY, LLANFACH, NOW, TODAY, WESTBY
from tests.moderation.pages import QUEUE, group_url, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
HOME = reverse("staff:home")
WORDS = "sam wants to reject 3 reports of a burst"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def sam() -> StaffUser:
    """Who proposes."""
    return factories.make_person("moderator", WESTBY, username="sam")


@pytest.fixture
def proposed(sam: StaffUser) -> uuid.UUID:
    """Three reports of Westby that Sam would reject."""
    seen = {factories.make_report().pk: 0 for _ in range(3)}
    return propose_rejection(seen, reason=RejectionReason.BURST, by=sam, now=NOW, councils=[WESTBY])


def test_who_moderates_there_is_told_on_the_desk_and_at_home_and_looks_first(desk: Client, proposed: uuid.UUID) -> None:
    for address in (QUEUE, HOME):
        page = desk.get(address)
        assert WORDS in text_of(page), address
        assert f'href="{group_url(IN_WESTBY)}#proposal-{proposed}"' in page.content.decode()
        assert "Agree" not in page.content.decode()  # nobody agrees from a list
    place = desk.get(group_url(IN_WESTBY)).content.decode()
    assert f'id="proposal-{proposed}"' in place
    assert "Agree: reject 3 reports" in place


@pytest.mark.parametrize(
    ("role", "area", "is_asked"),
    [
        ("moderator", WESTBY, True),
        ("moderator", BORDERSHIRE, True),
        ("moderator", EASTBY, False),
        ("moderator", LLANFACH, False),
        ("manager", WESTBY, False),
        ("analyst", WESTBY, False),
        ("council_officer", WESTBY, False),
    ],
)
def test_nobody_else_is(client: Client, proposed: uuid.UUID, role: str, area: str, is_asked: bool) -> None:
    person = factories.make_person(role, area)
    client.force_login(person)
    assert ([one.batch for one in asked_of(person)] == [proposed]) == is_asked
    assert (WORDS in text_of(client.get(HOME))) == is_asked


def test_nor_is_who_proposed_or_whose_role_has_ended(client: Client, sam: StaffUser, proposed: uuid.UUID) -> None:
    assert asked_of(sam) == []
    una = factories.make_person("moderator", WESTBY)
    assert len(asked_of(una)) == 1
    Membership.objects.filter(person=una).update(expires_on=TODAY - datetime.timedelta(days=1))
    assert asked_of(una) == []


def test_what_was_decided_or_answered_since_is_not_asked_any_more(proposed: uuid.UUID) -> None:
    una = factories.make_person("moderator", WESTBY)
    first, second, third = Report.objects.values_list("pk", flat=True)
    accept_reports([first], by=una, now=NOW)
    assert [one.count for one in asked_of(una)] == [2]
    accept_reports([second], by=una, now=NOW)
    reopen_reports([second], by=una, now=NOW)  # it waits again, but not as it stood then
    assert [one.count for one in asked_of(una)] == [1]
    Proposal.objects.exclude(report=third).delete()
    agree_to_proposal(proposed, by=una, now=NOW, councils=Area.objects.filter(code=WESTBY))
    assert asked_of(una) == []


def test_what_lies_partly_elsewhere_is_asked_of_who_moderates_all_of_it(sam: StaffUser) -> None:
    seen = {factories.make_report().pk: 0, factories.make_report(at=IN_EASTBY, council=EASTBY).pk: 0}
    propose_rejection(seen, reason=RejectionReason.BURST, by=sam, now=NOW, councils=[WESTBY, EASTBY])
    assert asked_of(factories.make_person("moderator", WESTBY)) == []
    assert [one.count for one in asked_of(factories.make_person("moderator", BORDERSHIRE))] == [2]


@pytest.mark.parametrize("act", ["agree", "drop"])
def test_a_proposal_answered_meanwhile_says_so_in_words(desk: Client, proposed: uuid.UUID, act: str) -> None:
    address = reverse("moderation:second", args=[proposed])
    assert desk.post(address, {"act": act}).status_code == 302
    page = desk.post(address, {"act": act})
    assert page.status_code == 404
    assert "Nothing waits at this place Its reports were decided meanwhile, or it is not in your area." in text_of(page)
