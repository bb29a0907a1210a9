"""Deciding at the desk: what was ticked, once, by whoever may, and taken back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.moderation.decisions import accept_reports, reopen_reports
from reports.moderation.models import Decision, ReportStatus
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, NOW, WESTBY
from tests.moderation.pages import QUEUE, group_url, mark, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_accepting_takes_the_ticked_reports_and_offers_to_undo(desk: Client) -> None:
    taken, left = factories.make_report(), factories.make_report()
    page = desk.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(taken)]}, follow=True)
    assert ReportStatus.objects.get(report=taken).state == "accepted"
    assert not ReportStatus.objects.filter(report=left).exists()
    assert "1 report accepted." in text_of(page)
    batch = Decision.objects.get().batch
    assert reverse("moderation:undo", args=[batch]) in page.content.decode()
    page = desk.post(reverse("moderation:undo", args=[batch]), follow=True)
    assert "1 report waits again." in text_of(page)
    assert ReportStatus.objects.get(report=taken).state == "waiting"
    assert Decision.objects.filter(by__username="mo").count() == 2


def test_rejecting_needs_a_reason_and_keeps_what_was_ticked(desk: Client) -> None:
    ticked, unticked = factories.make_report(), factories.make_report()
    page = desk.post(group_url(IN_WESTBY), {"act": "reject", "report": [mark(ticked)]})
    assert page.status_code == 400
    assert "Choose why the reports are not counted." in text_of(page)
    assert {row.mark: row.is_ticked for row in page.context["shown"].rows} == {
        mark(ticked): True,
        mark(unticked): False,
    }
    assert Decision.objects.count() == 0
    page = desk.post(
        group_url(IN_WESTBY), {"act": "reject", "reason": "private-place", "report": [mark(ticked)]}, follow=True
    )
    assert "1 report rejected. A private home, not a public place." in text_of(page)
    assert Decision.objects.get().reason == "private-place"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"act": "accept"}, "Select at least one report."),
        ({"act": "accept", "report": ["nonsense"]}, "The form was changed on its way."),
        ({"act": "accept", "report": ["nonsense.0"]}, "The form was changed on its way."),
        ({"act": "maybe", "report": ["00000000-0000-4000-8000-000000000000.0"]}, "Choose one from the list."),
        (
            {"act": "reject", "reason": "boring", "report": ["00000000-0000-4000-8000-000000000000.0"]},
            "Choose one from the list.",
        ),
    ],
)
def test_a_form_that_makes_no_sense_decides_nothing_and_says_why(
    desk: Client, sent: dict[str, Any], words: str
) -> None:
    factories.make_report()
    page = desk.post(group_url(IN_WESTBY), sent)
    assert page.status_code == 400
    assert words in text_of(page)
    assert Decision.objects.count() == 0


def test_a_report_of_another_area_cannot_be_decided_by_sending_its_id(desk: Client) -> None:
    own, other = factories.make_report(), factories.make_report(at=IN_EASTBY, council=EASTBY)
    page = desk.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(own), mark(other)]})
    assert page.status_code == 404
    assert Decision.objects.count() == 0


def test_the_second_of_two_moderators_is_told_and_changes_nothing(desk: Client) -> None:
    report, other = factories.make_report(), factories.make_report()
    colleague = factories.StaffClient()
    colleague.force_login(factories.make_person("moderator", WESTBY, username="una"))
    colleague.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(report)]})
    page = desk.post(group_url(IN_WESTBY), {"act": "reject", "reason": "test", "report": [mark(report), mark(other)]})
    assert page.status_code == 409
    assert "1 of these reports was decided after you opened the page." in text_of(page)
    assert [(d.state, d.by and d.by.username) for d in Decision.objects.all()] == [("accepted", "una")]


def test_a_report_decided_and_reopened_meanwhile_must_be_looked_at_again(desk: Client) -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=NOW)
    reopen_reports([report.id], by=None, now=NOW)
    assert desk.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(report)]}).status_code == 409
    assert [row.mark for row in desk.get(group_url(IN_WESTBY)).context["shown"].rows] == [mark(report, 2)]
    assert desk.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(report, 2)]}).status_code == 302


def test_a_batch_of_another_area_can_neither_be_undone_nor_read(desk: Client) -> None:
    una = factories.make_person("moderator", EASTBY, username="una")
    elsewhere = factories.make_report(at=IN_EASTBY, council=EASTBY)
    batch = accept_reports([elsewhere.id], by=una, now=NOW)
    assert desk.post(reverse("moderation:undo", args=[batch])).status_code == 404
    assert "accepted" not in text_of(desk.get(QUEUE, {"batch": str(batch)}))
    assert ReportStatus.objects.get(report=elsewhere).state == "accepted"
    assert desk.get(QUEUE, {"batch": "nonsense"}).status_code == 400


def test_undoing_twice_is_told_and_changes_nothing(desk: Client) -> None:
    report = factories.make_report()
    batch = accept_reports([report.id], by=None, now=NOW)
    undo = reverse("moderation:undo", args=[batch])
    assert desk.post(undo).status_code == 302
    assert desk.post(undo).status_code == 409
    assert ReportStatus.objects.get(report=report).sequence == 2


def test_a_manager_looks_but_does_not_decide(client: Client) -> None:
    report = factories.make_report()
    client.force_login(factories.make_person("manager", WESTBY))
    page = client.get(group_url(IN_WESTBY))
    assert page.status_code == 200
    assert "Only a moderator of this area can decide." in text_of(page)
    assert 'name="act"' not in page.content.decode()
    assert client.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(report)]}).status_code == 403
    assert Decision.objects.count() == 0
