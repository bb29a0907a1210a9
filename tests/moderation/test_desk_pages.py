"""The desk's pages: what waits by place, one group of it, and what was decided."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.geography import hexgrid
from reports.intake.models import Verification
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import RejectionReason
from reports.moderation.waiting import GROUP_RESOLUTION
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, NOW, TODAY, WESTBY
from tests.moderation.pages import FURTHER, FURTHEST, QUEUE, group_url, mark, text_of
from tests.queries import ROW_LEVEL_SECURITY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_the_queue_groups_by_place_with_the_longest_wait_first(desk: Client) -> None:
    early = TODAY - datetime.timedelta(days=9)
    factories.make_report(at=FURTHER, reasons=["followed"])
    for _ in range(2):
        factories.make_report(at=FURTHEST, received_on=early, reasons=["badly-lit", "groups"])
    page = desk.get(QUEUE)
    assert page.status_code == 200
    assert page.context["waiting"] == 3
    assert [(group.name, group.cluster.count, group.cluster.oldest) for group in page.context["groups"]] == [
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
    assert "Sent without JavaScript" not in text_of(desk.get(group_url(IN_WESTBY)))
    factories.make_report(verification=Verification.UNVERIFIED)
    factories.make_report(verification=Verification.DOUBTFUL)
    words = text_of(desk.get(group_url(IN_WESTBY)))
    assert (
        words.count("Sent without JavaScript, so nothing shows that it was not sent by a bot.") == 2
    )  # above, and at the report
    assert words.count("Sent the way a bot would") == 2


def test_what_is_decided_or_lies_elsewhere_is_not_in_the_queue(desk: Client) -> None:
    factories.make_report(at=IN_EASTBY, council=EASTBY)
    accepted, rejected, shown = (factories.make_report() for _ in range(3))
    accept_reports([accepted.id], by=None, now=NOW)
    reject_reports([rejected.id], reason=RejectionReason.TEST, by=None, now=NOW)
    page = desk.get(QUEUE)
    assert [(group.cluster.count, group.cluster.cell) for group in page.context["groups"]] == [
        (1, hexgrid.parent(shown.cell, GROUP_RESOLUTION))
    ]


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "No reports are waiting in your areas." in text_of(desk.get(QUEUE))


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
    with django_assert_num_queries(24 + ROW_LEVEL_SECURITY):
        desk.get(QUEUE)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_group_asks_the_database_as_often_for_many_reports_as_for_one(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        factories.make_report()
    desk.get(group_url(IN_WESTBY))
    with django_assert_num_queries(34 + ROW_LEVEL_SECURITY):
        desk.get(group_url(IN_WESTBY))


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (group_url(IN_WESTBY) + "/all?act=accept", 26),
        (reverse("moderation:history"), 18),
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
    with django_assert_max_num_queries(queries + ROW_LEVEL_SECURITY):
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
    assert "Being followed, now or in the past Also: Badly lit: poor street lighting, or none" in words
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


def test_a_place_decided_meanwhile_says_so_and_leads_on(desk: Client) -> None:
    """Back after a decision, or a colleague was quicker."""
    decided = factories.make_report()
    factories.make_report(at=FURTHER)
    accept_reports([decided.pk], by=None, now=factories.NOW)
    page = desk.get(group_url(IN_WESTBY))
    assert page.status_code == 404
    assert "Nothing waits at this place Its reports were decided meanwhile" in text_of(page)
    assert group_url(FURTHER) in page.content.decode()
    assert "Report a place" not in text_of(page)


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


def test_the_desk_holds_no_script_or_style_inline(desk: Client) -> None:
    factories.make_report()
    for url in (QUEUE, group_url(IN_WESTBY), reverse("moderation:history")):
        html = desk.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", html)
