"""Somebody invited comes in: a password, a second factor, and the next day's sign-in; by app, by passkey, in Welsh."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.geography.models import Area
from reports.staff.invitations import invite
from reports.staff.models import StaffUser
from tests import factories
from tests.journeys.conftest import DESKTOP, Visitor
from tests.staff.second_factors import code_of, give_app, give_recovery_codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("country")]
Visit = Callable[..., Visitor]


def invitation_for(username: str) -> str:
    """The address of a link for a new analyst."""
    area = Area.objects.get(pk=factories.WESTBY)
    made = invite(username, role="analyst", area=area, expires_on=None, by=None, now=timezone.now())
    return f"/staff/invitation/{made.key}"


def give_password(page: Page, username: str) -> None:
    """Fills the sign-in form."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_authenticator(visitor: Visitor) -> Visitor:
    """The visitor's browser with a device of its own that keeps passkeys and asks for a finger."""
    devices = visitor.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return visitor


def test_somebody_invited_sets_an_app_up_on_a_phone_without_script(visit: Visit, tmp_path: Path) -> None:
    visitor = visit(script=False)
    page = visitor.opens(invitation_for("new"))
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_label("The same password again").fill(factories.PASSWORD)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_have_text("Set up 2-step verification")
    visitor.opens("/staff/home")
    expect(page.locator("h1")).to_have_text("Set up 2-step verification")
    visitor.picture("second-factor-set-up")
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("li code").inner_text().strip()
    visitor.picture("second-factor-app")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    codes = page.locator("li code").all_inner_texts()
    visitor.picture("second-factor-codes")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Keep them as a file").click()
    kept = tmp_path / waited.value.suggested_filename
    waited.value.save_as(kept)
    assert (kept.name, kept.read_text().split()) == ("recovery-codes.txt", codes)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_have_text("Your work")
    page.get_by_role("button", name="Sign out").click()
    give_password(page, "new")
    expect(page.locator("h1")).to_have_text("Complete 2-step verification")
    visitor.picture("second-factor-check")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("Your work")


def test_a_passkey_is_made_and_signs_in_after_the_password_and_without_it(visit: Visit) -> None:
    visitor = with_authenticator(visit())
    page = visitor.opens(invitation_for("new"))
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_label("The same password again").fill(factories.PASSWORD)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Add a passkey").click()
    assert visitor.axe() == []
    visitor.picture("passkey-add")
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    assert visitor.axe() == []
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    give_password(page, "new")
    expect(page.locator("h1")).to_have_text("Complete 2-step verification")
    assert visitor.axe() == []
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("h1")).to_have_text("Your work")
    page.get_by_role("button", name="Sign out").click()
    assert visitor.axe() == []
    visitor.picture("passkey-sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Your work")
    visitor.opens("/staff/confirm")
    assert visitor.axe() == []
    visitor.picture("passkey-confirm")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("h1")).to_have_text("Your work")
    visitor.opens("/staff/second-factor")
    expect(page.locator("main")).to_contain_text("My phone")
    assert visitor.axe() == []
    visitor.picture("second-factor-list")
    page.get_by_role("link", name="Remove My phone").click()
    assert visitor.axe() == []
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("h1")).to_have_text("Set up 2-step verification")
    assert visitor.strangers() == []


def test_a_browser_without_a_passkey_says_so_and_a_code_is_the_other_way(visit: Visit) -> None:
    factories.make_person(username="mo")
    visitor = visit()
    page = visitor.opens("/staff/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text("The passkey did not work. Try again, or use another way.")
    assert visitor.axe() == []


@pytest.mark.parametrize("viewport", [None, DESKTOP], ids=["phone", "desktop"])
def test_no_page_of_the_app_bars_anybody(visit: Visit, viewport: dict[str, int] | None) -> None:
    person = factories.make_person("manager", username="ma")
    visitor = visit(viewport=viewport)
    visitor.signs_in("ma")
    faults = {}

    def look(address: str) -> None:
        """What must hold on every page."""
        page = visitor.opens(address)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if (found := visitor.axe()) or wide:
            faults[address] = (found, wide)
        visitor.picture(f"second-factor{address.replace('/', '-')}{'' if viewport is None else '-desktop'}")

    look("/staff/second-factor/app")
    give_app(person)
    give_recovery_codes(person)
    colleague = factories.make_person("analyst", username="colleague")
    for address in ("", "/app/remove", "/codes", "/codes/new"):
        look(f"/staff/second-factor{address}")
    look("/staff/people")
    look(f"/staff/people/{colleague.pk}/second-factor")
    assert faults == {}


def test_welsh_is_chosen_before_signing_in_or_after_and_stays(visit: Visit) -> None:
    person = factories.make_person("manager", username="ma")
    secret = give_app(person)
    visitor = visit(viewport=DESKTOP)
    page = visitor.opens("/staff/")
    page.get_by_role("link", name="Cymraeg").click()
    assert page.locator("html").get_attribute("lang") == "cy"
    page.locator("[name=username]").fill("ma")
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("main form button").first.click()
    assert page.locator("html").get_attribute("lang") == "cy"
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("form:has([name=code]) button").click()
    assert page.locator("html").get_attribute("lang") == "cy"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert StaffUser.objects.get(pk=person.pk).language == "en-gb"
    page.get_by_role("button", name="Cymraeg").click()
    visitor.opens("/staff/people")
    assert page.locator("html").get_attribute("lang") == "cy"
    kept = {cookie["name"]: cookie["path"] for cookie in visitor.context.cookies()}
    assert kept == {"staff": "/staff", "staff-csrf": "/staff"}
    visitor.opens("/")
    assert page.locator("html").get_attribute("lang") == "en-GB"
