"""The desk's pages: what waits by place, one group of it, and what was decided."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.geography import hexgrid
from reports.intake.models import Report, Verification
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import Decision, RejectionReason, Standing
from reports.moderation.waiting import GROUP_RESOLUTION
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, NOW, TODAY, WESTBY
from tests.queries import SECOND_WALL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
QUEUE = reverse("moderation:queue")
FURTHER, FURTHEST = (-2.60, 51.40), (-2.50, 51.50)


@pytest.fixture
def desk(client: Client) -> Client:
    """A moderator of Westby alone, signed in."""
    client.force_login(factories.make_person("moderator", WESTBY, username="mo"))
    return client


def group_url(at: tuple[float, float]) -> str:
    """The address of the group that holds a place."""
    return reverse("moderation:group", args=[hexgrid.name(hexgrid.cell_at(*at, GROUP_RESOLUTION))])


def text_of(response: Any) -> str:
    """The page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def mark(report: Report, sequence: int = 0) -> str:
    """What a ticked box sends."""
    return f"{report.id}.{sequence}"


def test_the_queue_groups_by_place_with_the_longest_wait_first(desk: Client) -> None:
    early = TODAY - datetime.timedelta(days=9)
    factories.make_report(at=FURTHER, reasons=["followed"])
    for _ in range(2):
        factories.make_report(at=FURTHEST, received_on=early, reasons=["badly-lit", "groups"])
    page = desk.get(QUEUE)
    assert page.status_code == 200
    assert page.context["waiting"] == 3
    assert [(group.name, group.heap.count, group.heap.oldest) for group in page.context["groups"]] == [
        (hexgrid.name(hexgrid.cell_at(*FURTHEST, 9)), 2, early),
        (hexgrid.name(hexgrid.cell_at(*FURTHER, 9)), 1, TODAY),
    ]
    assert [[(reason.code, n) for reason, n in group.reasons] for group in page.context["groups"]] == [
        [("badly-lit", 2), ("groups", 2)],
        [("followed", 1)],
    ]
    words = text_of(page)
    assert "3 reports wait for a decision." in words
    assert "the oldest from 11 November 2026" in words
    assert "in Westby" in words
    assert page.content.decode().count('class="app-desk-map__mark"') == 2


def test_a_moderator_reads_how_a_report_was_sent(desk: Client) -> None:
    factories.make_report(verification=Verification.VERIFIED)
    assert "Sent without script" not in text_of(desk.get(group_url(IN_WESTBY)))
    factories.make_report(verification=Verification.UNVERIFIED)
    factories.make_report(verification=Verification.DOUBTFUL)
    words = text_of(desk.get(group_url(IN_WESTBY)))
    assert (
        words.count("Sent without script, so nothing shows that no program sent it.") == 2
    )  # above, and at the report
    assert words.count("Sent as a program might") == 2


def test_what_is_decided_or_lies_elsewhere_is_not_in_the_queue(desk: Client) -> None:
    factories.make_report(at=IN_EASTBY, council=EASTBY)
    accepted, rejected, shown = (factories.make_report() for _ in range(3))
    accept_reports([accepted.id], by=None, now=NOW)
    reject_reports([rejected.id], reason=RejectionReason.TEST, by=None, now=NOW)
    page = desk.get(QUEUE)
    assert [(group.heap.count, group.heap.cell) for group in page.context["groups"]] == [
        (1, hexgrid.parent(shown.cell, GROUP_RESOLUTION))
    ]


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Nothing waits in your areas." in text_of(desk.get(QUEUE))


def test_pages_of_the_queue_hold_twenty_places(desk: Client) -> None:
    for number in range(23):
        factories.make_report(at=(-2.60 + number * 0.008, 51.45))
    first, second = desk.get(QUEUE), desk.get(QUEUE, {"page": 2})
    assert (len(first.context["groups"]), len(second.context["groups"])) == (20, 3)
    assert "?page=2" in first.content.decode()
    assert "23 reports wait" in text_of(second)


@pytest.mark.parametrize("places", [1, 3, 60])
def test_the_queue_asks_the_database_as_often_for_many_places_as_for_one(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, places: int
) -> None:
    for number in range(places):
        factories.make_report(at=(-2.69 + number % 30 * 0.009, 51.35 + number // 30 * 0.1))
    desk.get(QUEUE)
    with django_assert_num_queries(17 + SECOND_WALL):
        desk.get(QUEUE)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_group_asks_the_database_as_often_for_many_reports_as_for_one(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        factories.make_report()
    desk.get(group_url(IN_WESTBY))
    with django_assert_num_queries(29 + SECOND_WALL):
        desk.get(group_url(IN_WESTBY))


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (group_url(IN_WESTBY) + "/all?act=accept", 22),
        (reverse("moderation:history"), 6),
        (reverse("moderation:figures"), 7),
    ],
    ids=["the whole group", "history", "figures"],
)
def test_the_desks_other_pages_ask_no_more_for_many_reports_than_for_one(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str, queries: int, count: int
) -> None:
    person = StaffUser.objects.get()
    for _ in range(count):
        factories.make_report()
        accept_reports([factories.make_report().id], by=person, now=NOW)
    assert desk.get(address).status_code == 200
    with django_assert_max_num_queries(queries + SECOND_WALL):
        desk.get(address)


def test_a_group_shows_each_report_in_words_all_ticked(desk: Client) -> None:
    first = factories.make_report(
        reasons=["followed", "badly-lit"], received_on=TODAY - datetime.timedelta(days=3), band=4, day_kind=2
    )
    second = factories.make_report(reasons=["isolated"])
    page = desk.get(group_url(IN_WESTBY))
    html, words = page.content.decode(), text_of(page)
    assert [row.mark for row in page.context["shown"].rows] == [mark(first), mark(second)]
    assert len(re.findall(r'name="report"[^>]* checked', html)) == 2
    assert "Being followed, now or before Also: Badly lit: poor street lighting, or none" in words
    assert "Night, midnight to 6am" in words
    assert "Saturday or Sunday" in words
    assert "17 November 2026" in words
    assert "2 reports here" in words  # the map's small cell
    assert html.count("<h1") == 1


def test_reports_of_another_council_in_the_same_group_are_not_shown(desk: Client) -> None:
    own = factories.make_report()
    factories.make_report(council=EASTBY)
    assert [row.mark for row in desk.get(group_url(IN_WESTBY)).context["shown"].rows] == [mark(own)]


@pytest.mark.parametrize(
    "url",
    [
        group_url(IN_EASTBY),
        group_url(IN_LLANFACH),
        group_url(FURTHER),
        reverse("moderation:group", args=[hexgrid.name(hexgrid.cell_at(*IN_WESTBY))]),
        reverse("moderation:group", args=["nonsense"]),
        reverse("moderation:group", args=["89"]),
    ],
    ids=["another council", "another nation", "nothing waits", "a finer cell", "no cell", "no cell either"],
)
def test_a_group_that_is_not_ones_own_is_not_found(desk: Client, url: str) -> None:
    factories.make_report()
    factories.make_report(at=IN_EASTBY, council=EASTBY)
    factories.make_report(at=IN_LLANFACH, council=LLANFACH)
    assert desk.get(url).status_code == 404


def test_accepting_takes_the_ticked_reports_and_offers_to_undo(desk: Client) -> None:
    taken, left = factories.make_report(), factories.make_report()
    page = desk.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(taken)]}, follow=True)
    assert Standing.objects.get(report=taken).state == "accepted"
    assert not Standing.objects.filter(report=left).exists()
    assert "1 report accepted." in text_of(page)
    batch = Decision.objects.get().batch
    assert reverse("moderation:undo", args=[batch]) in page.content.decode()
    page = desk.post(reverse("moderation:undo", args=[batch]), follow=True)
    assert "1 report waits again." in text_of(page)
    assert Standing.objects.get(report=taken).state == "waiting"
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
        ({"act": "accept"}, "Tick at least one report."),
        ({"act": "accept", "report": ["nonsense"]}, "The form was changed on its way."),
        ({"act": "accept", "report": ["nonsense.0"]}, "The form was changed on its way."),
        ({"act": "maybe", "report": ["00000000-0000-4000-8000-000000000000.0"]}, "maybe"),
        ({"act": "reject", "reason": "boring", "report": ["00000000-0000-4000-8000-000000000000.0"]}, "boring"),
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


def test_history_shows_batches_newest_first_with_undo_for_the_latest_of_each_report(desk: Client) -> None:
    una = factories.make_person("moderator", WESTBY, username="una")
    first, second = factories.make_report(), factories.make_report()
    elsewhere = factories.make_report(at=IN_EASTBY, council=EASTBY)
    accepted = accept_reports([first.id, second.id], by=una, now=NOW)
    reopened = reopen_reports([first.id], by=una, now=NOW)
    rejected = reject_reports([first.id], reason=RejectionReason.BURST, by=una, now=NOW)
    accept_reports([elsewhere.id], by=una, now=NOW)
    page = desk.get(reverse("moderation:history"))
    assert [(b.id, b.state, b.who, b.count, b.can_be_undone) for b in page.context["batches"]] == [
        (rejected, "rejected", "una", 1, True),
        (reopened, "waiting", "una", 1, False),
        (accepted, "accepted", "una", 2, False),
    ]
    assert page.content.decode().count("/staff/moderation/undo/") == 1


def test_a_batch_of_another_area_can_neither_be_undone_nor_read(desk: Client) -> None:
    una = factories.make_person("moderator", EASTBY, username="una")
    elsewhere = factories.make_report(at=IN_EASTBY, council=EASTBY)
    batch = accept_reports([elsewhere.id], by=una, now=NOW)
    assert desk.post(reverse("moderation:undo", args=[batch])).status_code == 404
    assert "accepted" not in text_of(desk.get(QUEUE, {"batch": str(batch)}))
    assert Standing.objects.get(report=elsewhere).state == "accepted"
    assert desk.get(QUEUE, {"batch": "nonsense"}).status_code == 400


def test_undoing_twice_is_told_and_changes_nothing(desk: Client) -> None:
    report = factories.make_report()
    batch = accept_reports([report.id], by=None, now=NOW)
    undo = reverse("moderation:undo", args=[batch])
    assert desk.post(undo).status_code == 302
    assert desk.post(undo).status_code == 409
    assert Standing.objects.get(report=report).sequence == 2


def test_a_manager_looks_but_does_not_decide(client: Client) -> None:
    report = factories.make_report()
    client.force_login(factories.make_person("manager", WESTBY))
    page = client.get(group_url(IN_WESTBY))
    assert page.status_code == 200
    assert "Only a moderator of this area can decide." in text_of(page)
    assert 'name="act"' not in page.content.decode()
    assert client.post(group_url(IN_WESTBY), {"act": "accept", "report": [mark(report)]}).status_code == 403
    assert Decision.objects.count() == 0


def test_the_desk_holds_no_script_or_style_inline(desk: Client) -> None:
    factories.make_report()
    for url in (QUEUE, group_url(IN_WESTBY), reverse("moderation:history")):
        html = desk.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", html)
