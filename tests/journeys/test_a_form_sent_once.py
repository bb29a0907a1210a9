"""Reload and Back after a form of the staff was sent: nothing is done again, and no page is the browser's error."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.staff.invitations import invitation_of_key
from reports.staff.models import AccessToken, AuditEntry, StaffUser
from tests import factories
from tests.journeys.conftest import Visitor, goes_back
from tests.journeys.test_every_page import of_every_role, published  # noqa: F401  # fixtures are used by their names

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)


def invites(page: Page, site: str) -> None:
    """Fills in the invitation and sends it."""
    page.goto(f"{site}/staff/people/invite")
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Force analyst").check()
    page.get_by_label("Area").select_option(factories.WESTBY)
    page.get_by_role("button", name="Create the invitation link").click()


def makes_a_token(page: Page, site: str) -> None:
    """Fills in the form of a token and sends it."""
    page.goto(f"{site}/staff/tokens")
    page.get_by_label("Name").fill("QGIS")
    page.get_by_label("Area").select_option(factories.WESTBY)
    page.get_by_role("button", name="Create access token").click()


def heading(page: Page) -> str:
    """The page's heading."""
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_reload_and_back_make_no_second_invitation(of_every_role: StaffUser, visit: Visit, script: bool) -> None:  # noqa: F811
    visitor = visit(script=script)
    visitor.signs_in(of_every_role.username)
    page = visitor.page
    invites(page, visitor.site)
    assert heading(page) == "Invitation created"
    key = re.findall(r"/staff/invitation/([\w-]{43})", page.inner_text("main"))[0]
    page.reload()
    assert heading(page) == "This was done already"
    page.get_by_role("link", name="Back to people").click()
    page.wait_for_url("**/staff/people")
    goes_back(page)
    assert heading(page) == "This was done already"
    goes_back(page)
    assert heading(page) == "Invite someone"
    assert AuditEntry.objects.filter(act="invite").count() == 1
    assert invitation_of_key(key, now=timezone.now()).username == "newcomer"
    invites(page, visitor.site)
    expect(page.get_by_role("status")).to_have_text("newcomer was invited before. The earlier link no longer works.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_reload_and_back_make_no_second_token(of_every_role: StaffUser, visit: Visit, script: bool) -> None:  # noqa: F811
    visitor = visit(script=script)
    visitor.signs_in(of_every_role.username)
    page = visitor.page
    makes_a_token(page, visitor.site)
    assert heading(page) == "Your new access token"
    page.reload()
    assert heading(page) == "This was done already"
    page.get_by_role("link", name="Back to access tokens").click()
    page.wait_for_url("**/staff/tokens")
    goes_back(page)
    assert heading(page) == "This was done already"
    assert AccessToken.objects.count() == 1
