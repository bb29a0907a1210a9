"""Several people at one desk: claims, groups put aside, second opinions, whole groups, and how well it keeps up."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Report
from reports.moderation.attention import CLAIMED_FOR, claim_group
from reports.moderation.decisions import AlreadyDecided, accept_reports
from reports.moderation.models import Claim, Decision, Hold, Proposal, RejectionReason, ReportStatus
from reports.moderation.second_opinion import OwnProposal, agree_to_proposal, propose_rejection
from reports.moderation.service import quality_of
from reports.moderation.waiting import GROUP_RESOLUTION, REPORTS_SHOWN
from tests import factories
from tests.factories import EASTBY, IN_WESTBY, NOW, TODAY, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
QUEUE = reverse("moderation:queue")
FURTHER, FURTHEST = (-2.60, 51.40), (-2.50, 51.50)
CELL = hexgrid.cell_at(*IN_WESTBY, GROUP_RESOLUTION)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def person(name: str) -> Client:
    """A moderator of Westby, signed in."""
    client = factories.StaffClient()
    client.force_login(factories.make_person("moderator", WESTBY, username=name))
    return client


@pytest.fixture
def mo() -> Client:
    """One of two moderators."""
    return person("mo")


@pytest.fixture
def una() -> Client:
    """The other."""
    return person("una")


def group_url(at: tuple[float, float]) -> str:
    """The address of the group that holds a place."""
    return reverse("moderation:group", args=[hexgrid.name(hexgrid.cell_at(*at, GROUP_RESOLUTION))])


def text_of(response: Any) -> str:
    """The page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def westby() -> Any:
    """The council, as a person's areas are given."""
    return Area.objects.filter(code=WESTBY)


def sends(reports: list[Report], act: str = "reject", reason: str = "burst") -> dict[str, Any]:
    """What the form of a group sends."""
    return {"act": act, "reason": reason, "report": [f"{report.id}.0" for report in reports]}


def burst(count: int = 8) -> list[Report]:
    """Many reports of one day in a place without a past."""
    return [factories.make_report() for _ in range(count)]


def test_a_group_a_colleague_looks_at_says_so_and_is_passed_over(mo: Client, una: Client) -> None:
    factories.make_report(received_on=TODAY - datetime.timedelta(days=2))
    factories.make_report(at=FURTHER, received_on=TODAY - datetime.timedelta(days=1))
    factories.make_report(at=FURTHEST)
    mo.get(group_url(FURTHER))
    words = "Being looked at by mo until 12:10"
    assert words in text_of(una.get(QUEUE))
    assert words in text_of(una.get(group_url(FURTHER)))
    page = una.get(group_url(IN_WESTBY))
    assert words not in text_of(page)
    assert page.context["following"] == group_url(FURTHEST).rpartition("/")[2]
    assert words not in text_of(mo.get(QUEUE))


def test_a_claim_ends_by_itself_and_when_its_person_looks_elsewhere(mo: Client, una: Client) -> None:
    factories.make_report()
    factories.make_report(at=FURTHER)
    mo.get(group_url(IN_WESTBY))
    una.get(group_url(IN_WESTBY))
    assert Claim.objects.get().by.username == "mo"
    mo.get(group_url(FURTHER))
    una.get(group_url(IN_WESTBY))
    assert {claim.by.username for claim in Claim.objects.all()} == {"mo", "una"}
    other = factories.make_person("moderator", WESTBY, username="third")
    assert claim_group(CELL, list(westby()), by=other, now=NOW) is not None
    assert claim_group(CELL, list(westby()), by=other, now=NOW + CLAIMED_FOR) is None


def test_a_manager_who_looks_on_claims_nothing(client: Client) -> None:
    factories.make_report()
    client.force_login(factories.make_person("manager", WESTBY))
    assert client.get(group_url(IN_WESTBY)).status_code == 200
    assert not Claim.objects.exists()


def test_a_claim_advises_and_the_sequence_decides(mo: Client, una: Client) -> None:
    """Both may press; only the first is done."""
    report = factories.make_report()
    mo.get(group_url(IN_WESTBY))
    assert una.post(group_url(IN_WESTBY), sends([report], "accept")).status_code == 302
    assert mo.post(group_url(IN_WESTBY), sends([report])).status_code == 409
    assert ReportStatus.objects.get().state == "accepted"


def test_a_group_put_aside_stands_last_for_a_week_and_can_be_taken_up(mo: Client) -> None:
    factories.make_report(received_on=TODAY - datetime.timedelta(days=3))
    factories.make_report(at=FURTHER)
    answer = mo.post(f"{group_url(IN_WESTBY)}/hold", {"act": "hold"})
    assert answer.url == group_url(FURTHER)
    page = mo.get(QUEUE)
    assert [group.cluster.cell for group in page.context["groups"]][-1] == CELL
    assert "Set aside by mo until 27 November 2026" in text_of(page)
    assert "The oldest report has waited 3 days." in text_of(page)
    mo.post(f"{group_url(IN_WESTBY)}/hold", {"act": "release"})
    assert not Hold.objects.exists()
    assert mo.get(QUEUE).context["groups"][0].cluster.cell == CELL


def test_after_a_decision_one_stands_before_what_is_left_then_before_the_next_group(mo: Client) -> None:
    first, second = factories.make_report(), factories.make_report()
    factories.make_report(at=FURTHER)
    assert mo.post(group_url(IN_WESTBY), sends([first], "accept")).url.startswith(group_url(IN_WESTBY))
    assert mo.post(group_url(IN_WESTBY), sends([second], "accept")).url.startswith(group_url(FURTHER))
    page = mo.post(group_url(FURTHER), sends(list(Report.objects.exclude(pk__in=[first.pk, second.pk])), "accept"))
    assert page.url.startswith(f"{QUEUE}?")


def test_a_whole_burst_waits_for_a_second_opinion_and_the_second_person_rejects_it(mo: Client, una: Client) -> None:
    reports = burst()
    page = mo.post(group_url(IN_WESTBY), sends(reports, reason="test"), follow=True)
    assert "8 reports are part of a burst. They wait until a second moderator agrees." in text_of(page)
    assert Decision.objects.count() == 0
    batch = Proposal.objects.values_list("batch", flat=True).distinct().get()
    act = reverse("moderation:second", args=[batch])
    assert "Agree: reject them" not in text_of(mo.get(group_url(IN_WESTBY)))
    assert mo.post(act, {"act": "agree"}).status_code == 403
    page = una.get(group_url(IN_WESTBY))
    assert "mo wanted to reject 8 reports of a burst here: A test or an obvious mistake." in text_of(page)
    page = una.post(act, {"act": "agree"}, follow=True)
    assert "8 reports rejected. A test or an obvious mistake." in text_of(page)
    assert {(made.by and made.by.username, made.reason) for made in Decision.objects.all()} == {("una", "test")}
    assert not Proposal.objects.exists()


def test_who_disagrees_lets_them_wait(mo: Client, una: Client) -> None:
    mo.post(group_url(IN_WESTBY), sends(burst()))
    batch = Proposal.objects.values_list("batch", flat=True).distinct().get()
    una.post(reverse("moderation:second", args=[batch]), {"act": "drop"})
    assert (Proposal.objects.count(), Decision.objects.count()) == (0, 0)


def test_a_burst_cannot_be_rejected_in_bites(mo: Client) -> None:
    reports = burst()
    mo.post(group_url(IN_WESTBY), sends(reports[:3]))
    assert Decision.objects.count() == 3
    mo.post(group_url(IN_WESTBY), sends(reports[3:5]))
    assert (Decision.objects.count(), Proposal.objects.count()) == (3, 2)


def test_without_a_burst_no_second_opinion_is_owed(mo: Client) -> None:
    factories.make_report(received_on=TODAY - datetime.timedelta(days=400))
    reports = [factories.make_report(received_on=TODAY - datetime.timedelta(days=40 * n)) for n in range(8)]
    mo.post(group_url(IN_WESTBY), sends(reports))
    assert (Decision.objects.count(), Proposal.objects.count()) == (8, 0)


def test_what_was_accepted_meanwhile_is_not_rejected_by_an_old_proposal() -> None:
    reports = burst()
    mo, una = (factories.make_person("moderator", WESTBY, username=name) for name in ("mo", "una"))
    seen = {report.id: 0 for report in reports}
    batch = propose_rejection(seen, reason=RejectionReason.BURST, by=mo, now=NOW, councils=[WESTBY])
    with pytest.raises(OwnProposal):
        agree_to_proposal(batch, by=mo, now=NOW, councils=westby())
    accept_reports([reports[0].id], by=una, now=NOW)
    with pytest.raises(AlreadyDecided) as refused:
        agree_to_proposal(batch, by=una, now=NOW, councils=westby())
    assert refused.value.report_ids == {reports[0].id}
    assert not ReportStatus.objects.filter(state="rejected").exists()


def test_the_queue_names_a_likely_burst_and_leads_to_its_day_alone(mo: Client) -> None:
    burst(6)
    factories.make_report(received_on=TODAY - datetime.timedelta(days=90))
    html = mo.get(QUEUE).content.decode()
    assert "Likely burst: 6 on 20 November 2026" in html
    page = mo.get(group_url(IN_WESTBY), {"day": "2026-11-20"})
    assert len(page.context["shown"].rows) == 6
    assert "Only those of 20 November 2026 are on this page." in text_of(page)
    assert mo.get(group_url(IN_WESTBY), {"day": "2026-11-19"}).status_code == 404
    assert mo.get(group_url(IN_WESTBY), {"day": "soon"}).status_code == 400


def test_a_whole_group_is_decided_as_the_preview_said(mo: Client) -> None:
    for number in range(130):
        factories.make_report(received_on=TODAY - datetime.timedelta(days=number * 3), reasons=["followed"])
    page = mo.get(f"{group_url(IN_WESTBY)}/all")
    words = text_of(page)
    assert "Decide about all 130 reports" in words
    assert "Being followed, now or in the past: 130" in words
    assert "130 reports will be counted in the next release" in words
    answer = mo.post(f"{group_url(IN_WESTBY)}/all", {"act": "accept", "digest": page.context["preview"].digest})
    assert answer.status_code == 302
    assert ReportStatus.objects.filter(state="accepted").count() == 130
    assert Decision.objects.values("batch").distinct().count() == 1


def test_a_preview_that_is_no_longer_true_decides_nothing(mo: Client) -> None:
    factories.make_report()
    digest = mo.get(f"{group_url(IN_WESTBY)}/all").context["preview"].digest
    factories.make_report()
    page = mo.post(f"{group_url(IN_WESTBY)}/all", {"act": "accept", "digest": digest})
    assert page.status_code == 409
    assert "Something here has changed since you opened this page." in text_of(page)
    assert Decision.objects.count() == 0


def test_rejecting_a_whole_burst_in_one_go_also_asks_for_a_second_opinion(mo: Client) -> None:
    burst(120)
    page = mo.get(f"{group_url(IN_WESTBY)}/all")
    assert "they wait until a second moderator agrees" in text_of(page)
    sent = {"act": "reject", "reason": "burst", "digest": page.context["preview"].digest}
    mo.post(f"{group_url(IN_WESTBY)}/all", sent)
    assert (Decision.objects.count(), Proposal.objects.count()) == (0, 120)


def test_the_figures_tell_ages_agreement_and_what_was_reopened(mo: Client, una: Client) -> None:
    for days in (0, 5, 12, 40):
        factories.make_report(received_on=TODAY - datetime.timedelta(days=days))
    decided = [factories.make_report(at=FURTHER, received_on=TODAY - datetime.timedelta(days=n)) for n in (2, 4, 9)]
    mo.post(group_url(FURTHER), sends(decided[:2], "accept"))
    batch = Decision.objects.values_list("batch", flat=True).distinct().get()
    mo.post(reverse("moderation:undo", args=[batch]))
    una.post(group_url(FURTHER), {"act": "reject", "reason": "test", "report": [f"{decided[2].id}.0"]})
    quality = quality_of(westby(), now=timezone.now())
    assert [band.count for band in quality.ages] == [2, 2, 1, 1]
    assert (quality.oldest_days, quality.decided, quality.accepted, quality.rejected) == (40, 3, 2, 1)
    assert (quality.reopened, quality.agreed, quality.median_days, quality.within_target) == (2, 33, 4, 67)
    assert "The oldest report has waited 40 days." in text_of(mo.get(reverse("moderation:figures")))


def test_reports_of_a_council_that_is_gone_are_told_of(mo: Client) -> None:
    factories.make_report(council=EASTBY)
    assert "assign_councils" not in text_of(mo.get(QUEUE))
    Area.objects.filter(code=EASTBY).update(is_current=False)
    assert "1 more report waits in a council that no longer exists." in text_of(mo.get(QUEUE))


def test_a_proposal_of_another_area_is_not_found(client: Client, mo: Client) -> None:
    mo.post(group_url(IN_WESTBY), sends(burst()))
    batch = Proposal.objects.values_list("batch", flat=True).distinct().get()
    client.force_login(factories.make_person("moderator", EASTBY))
    assert client.post(reverse("moderation:second", args=[batch]), {"act": "agree"}).status_code == 404
    assert client.post(reverse("moderation:second", args=[uuid.uuid4()]), {"act": "drop"}).status_code == 404


def test_a_page_that_shows_a_part_tells_the_numbers_of_all(mo: Client, una: Client) -> None:
    """A page shows a hundred reports: the map and the proposal told of a hundred, and one press rejected 120."""
    many = burst(REPORTS_SHOWN + 20)
    page = mo.get(f"{group_url(IN_WESTBY)}/all")
    mo.post(
        f"{group_url(IN_WESTBY)}/all", {"act": "reject", "reason": "burst", "digest": page.context["preview"].digest}
    )
    page = una.get(group_url(IN_WESTBY))
    assert (len(page.context["shown"].rows), page.context["shown"].waiting) == (REPORTS_SHOWN, len(many))
    assert [patch.count for patch in page.context["shown"].picture.patches] == [len(many)]
    words = text_of(page)
    assert "mo wanted to reject 120 reports of a burst here" in words
    assert "Agree: reject 120 reports" in words
    assert "They are about the reports on this page." in words
