"""Staff pages that show something only after a choice: what is made so that there is one, and the way to each."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reports.geography import hexgrid
from reports.intake.models import Report
from reports.moderation.attention import hold_group
from reports.moderation.decisions import accept_reports
from reports.moderation.models import RejectionReason
from reports.moderation.second_opinion import propose_rejection
from reports.moderation.waiting import GROUP_RESOLUTION
from reports.staff.invitations import invite
from reports.staff.models import Membership, StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, WESTBY
from tests.journeys.conftest import Visitor

# What tells that the choice was there to be made.
SHOWS = {
    "a group": "Accept the selected reports",
    "a whole group": "What it will do",
    "a second opinion": "Agree: reject 8 reports",
    "a group put aside": "Set aside by colleague",
    "a choice of the audit": "Invited someone</td>",
    "an invitation": 'autocomplete="new-password"',
    "a second factor to reset": "colleague",
}
AT_THE_BURST, PUT_ASIDE, LATE = (-2.60, 51.40), (-2.50, 51.50), (-2.62, 51.55)
NEW_TOKEN = {"label": "QGIS", "dataset": "extract", "area": WESTBY}
NEW_PERSON = {"username": "newcomer", "role": "analyst", "area": WESTBY}


def chosen_pages(person: StaffUser) -> dict[str, str]:
    """Makes what can be chosen by a person of every role; the addresses, by what stands there."""
    now = timezone.now()
    burst = [factories.make_report(at=AT_THE_BURST, received_on=timezone.localdate(now)) for _ in range(8)]
    aside = factories.make_report(at=PUT_ASIDE)
    colleague = factories.make_person(username="colleague")
    propose_rejection(
        {report.id: 0 for report in burst}, reason=RejectionReason.BURST, by=colleague, now=now, councils=[WESTBY]
    )
    cell = hexgrid.parent(aside.cell, GROUP_RESOLUTION)
    hold_group(cell, [aside.council], by=colleague, now=now)
    accept_reports([factories.make_report().id], by=colleague, now=now)
    key = invite("somebody", role=Membership.Role.ANALYST, area=aside.council, expires_on=None, by=person, now=now).key
    audit = urlencode({"act": "invite", "who": "", "verify": "1"})
    return {
        "a group": group_of(factories.make_report()),
        "a whole group": group_of(burst[0]) + "/all",
        "a second opinion": group_of(burst[0]),
        "a group put aside": group_of(aside),
        "a choice of the audit": f"{reverse('staff:audit')}?{audit}",
        "an invitation": reverse("staff:invitation", args=[key]),
        "a second factor to reset": reverse("staff:reset_second_factor", args=[colleague.pk]),
    }


def group_of(report: Report) -> str:
    """The address of the group a report is in."""
    return reverse("moderation:group", args=[hexgrid.name(hexgrid.parent(report.cell, GROUP_RESOLUTION))])


def pages_answering(client: Client) -> dict[str, bytes]:
    """The pages that answer a form, by what they show, for somebody of every role."""
    late = factories.make_report(at=LATE)
    accept_reports([late.id], by=StaffUser.objects.get(username="colleague"), now=timezone.now())
    answers = {
        "a conflict": client.post(group_of(late), {"act": "accept", "report": [f"{late.id}.0"]}),
        "an access token shown once": client.post(reverse("staff:tokens"), NEW_TOKEN, follow=True),
        "somebody invited": client.post(reverse("staff:invite"), NEW_PERSON, follow=True),
        "an invitation not filled in": client.post(reverse("staff:invite"), {}),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "a conflict": 409,
        "an access token shown once": 200,
        "somebody invited": 200,
        "an invitation not filled in": 400,
    }
    return {name: answer.content for name, answer in answers.items()}


def presses(visitor: Visitor) -> Iterator[str]:
    """Goes to each of those pages by its form, and to the help over the desk; gives its name when it is there."""
    page = visitor.page
    late = factories.make_report(at=LATE)
    visitor.opens(group_of(late))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("Next place")).to_be_in_viewport()  # it begins at its beginning
    yield "the keys"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    accept_reports([late.id], by=StaffUser.objects.get(username="colleague"), now=timezone.now())
    page.get_by_role("button", name="Accept the selected reports").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone else has already decided this")
    assert all("409 (Conflict)" in line for line in visitor.complaints)  # a refused form is told to the console too
    visitor.complaints.clear()
    yield "a conflict"
    visitor.opens(reverse("staff:tokens"))
    page.get_by_label("Name").fill(NEW_TOKEN["label"])
    page.get_by_label("Area").select_option(WESTBY)
    page.get_by_role("button", name="Create access token").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new access token")
    yield "an access token shown once"
    visitor.opens(reverse("staff:invite"))
    page.get_by_label("Username").fill(NEW_PERSON["username"])
    page.get_by_label("Force analyst").check()
    page.get_by_label("Area").select_option(BORDERSHIRE)
    page.get_by_role("button", name="Create the invitation link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invitation created")
    yield "somebody invited"
