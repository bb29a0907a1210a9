"""A moderator at the desk: what is accepted is in the next release, and the current one does not move by a byte."""

import datetime
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from django.utils import timezone
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.moderation.models import Decision, Hold, RejectionReason
from reports.moderation.second_opinion import propose_rejection
from reports.publication import quarters, released
from reports.publication.models import Release
from reports.publication.released import Total
from reports.publication.releasing import publish_release
from tests import factories
from tests.journeys.conftest import DESKTOP, Visitor, goes_back

Visit = Callable[..., Visitor]
TABLET = {"width": 820, "height": 1180}
AT_THE_PARK = (-2.60, 51.40)


def no_noise(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
    """Adds none, so that the release shows what was accepted and not what was drawn."""
    return counts


def files_of(release: Release) -> dict[str, bytes]:
    """Every file of a release."""
    return {file.name: file.read_bytes() for file in Path(released.release_folder(release)).iterdir()}


@pytest.fixture
def current(country: dict[str, Area]) -> Release:
    """The newest release there can be, of thirty reports at one place."""
    now = timezone.now()
    quarter = quarters.latest_publishable(now)
    day = quarters.first_day(quarter)
    for number in range(30):
        received = day + datetime.timedelta(days=number // 2)
        factories.make_accepted_report(accepted_on=received, received_on=received)
    rebuild_counts()
    return publish_release(country[factories.WESTBY], quarter=quarter, now=now, draw=no_noise)


@pytest.fixture
def waiting(current: Release) -> None:
    """Forty reports at the park over twenty days, and two of another place."""
    today = timezone.localdate()
    for number in range(40):
        received = today - datetime.timedelta(days=30 - number // 2)
        factories.make_report(at=AT_THE_PARK, received_on=received, reasons=["followed", "badly-lit"])
    for _ in range(2):
        factories.make_report(received_on=today, reasons=["groups"])


@pytest.mark.parametrize("viewport", [DESKTOP, TABLET], ids=["desktop", "tablet"])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.django_db(transaction=True)
def test_accepting_changes_the_next_release_and_never_the_current_one(
    waiting: None, current: Release, visit: Visit, script: bool, viewport: dict[str, int]
) -> None:
    factories.make_person(username="mo")
    visitor = visit(script=script, viewport=viewport)
    visitor.signs_in("mo")
    page = visitor.opens("/staff/moderation")

    def look(name: str) -> None:
        """What must hold on every page of the desk."""
        visitor.picture(f"desk-{name}-{viewport['width']}-{'script' if script else 'plain'}")
        if script:
            assert visitor.axe() == []
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    expect(page.get_by_role("heading", level=1)).to_have_text("Reports waiting")
    expect(page.locator("main")).to_contain_text("42 reports wait for a decision.")
    expect(page.locator("main")).to_contain_text("42 reports in 2 places.")
    look("queue")
    page.get_by_role("listitem").filter(has_text="40 reports").get_by_role("link").click()
    expect(page.locator("main input[type=checkbox]:checked")).to_have_count(40)  # alike, so folded together
    look("group")
    page.get_by_role("button", name="Accept the selected reports").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports accepted.")
    look("accepted")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports wait again.")
    look("undone")

    page.goto(f"{visitor.site}/staff/moderation")
    page.get_by_role("listitem").filter(has_text="Groups hanging around").get_by_role("link").click()
    page.get_by_text("Reject the selected reports").first.click()
    page.get_by_role("button", name="Reject the selected reports").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why the reports are not counted.")
    look("no-reason")
    assert all("400 (Bad Request)" in line for line in visitor.complaints)  # a refused form is told to the console too
    visitor.complaints.clear()
    page.get_by_label("A test or an obvious mistake").check()
    page.get_by_role("button", name="Reject the selected reports").click()
    expect(page.get_by_role("alert")).to_contain_text("2 reports rejected. A test or an obvious mistake.")

    page.goto(f"{visitor.site}/staff/moderation")
    page.get_by_role("listitem").filter(has_text="40 reports").get_by_role("link").click()
    page.get_by_role("button", name="Accept the selected reports").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports accepted.")
    page.goto(f"{visitor.site}/staff/moderation/history")
    look("history")
    page.get_by_role("link", name="Undo").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Take 40 decisions back")
    look("asked")
    page.get_by_role("button", name="Take 40 decisions back").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports wait again.")
    page.get_by_role("button", name="Decide as before").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports accepted.")
    assert visitor.strangers() == []

    before = files_of(current)
    rebuild_counts()
    again = publish_release(current.council, quarter=current.quarter, now=timezone.now(), draw=no_noise)
    assert (again.pk, files_of(again)) == (current.pk, before)
    quarter = quarters.quarter_of(Decision.objects.latest("id").decided_on)
    instant = quarters.publication_instant(quarter)
    following = publish_release(current.council, quarter=quarter, now=instant, draw=no_noise)
    assert (released.total_of(current), released.total_of(following)) == (Total(30), Total(40))
    assert files_of(current) == before


GROUPS, OF_EACH = 20, 10


@pytest.fixture
def piled_up(country: dict[str, Area]) -> None:
    """Two hundred reports in twenty places, each spread over ten months."""
    today = timezone.localdate()
    for place in range(GROUPS):
        for number in range(OF_EACH):
            received = today - datetime.timedelta(days=number * 30 + place)
            factories.make_report(at=(-2.65 + place * 0.01, 51.42), received_on=received)


def pressed(page: Page, *keys: str) -> None:
    """Presses keys, of which the last changes the page, and waits for the new one."""
    before = page.url
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(lambda address: address != before)
    expect(page.locator("main[aria-busy]")).to_have_count(0)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_reports_are_cleared_by_keyboard_alone(piled_up: None, visit: Visit) -> None:
    factories.make_person(username="mo")
    visitor = visit(viewport=DESKTOP)
    visitor.signs_in("mo")
    page = visitor.opens("/staff/moderation")
    expect(page.locator("main")).to_contain_text("200 reports wait for a decision.")
    loaded = [asked.url for asked in visitor.requests if asked.resource_type == "document"]
    started = time.monotonic()
    pressed(page, "n")
    for place in range(GROUPS):
        pressed(page, *(("r", "4", "Enter") if place % 5 == 0 else ("a",)))
    seconds = time.monotonic() - started
    print(f"200 reports in {GROUPS} places cleared by keyboard in {seconds:.1f} s")  # noqa: T201  # a measurement
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports waiting")
    expect(page.locator("main")).to_contain_text("No reports are waiting in your areas.")
    made = Counter(Decision.objects.values_list("state", "reason", "by__username"))
    assert made == {("accepted", "", "mo"): 160, ("rejected", "test", "mo"): 40}
    assert [asked.url for asked in visitor.requests if asked.resource_type == "document"] == loaded
    assert visitor.axe() == []


@pytest.mark.django_db(transaction=True)
def test_keys_turn_pages_undo_put_aside_and_explain_themselves(piled_up: None, visit: Visit) -> None:
    factories.make_person(username="mo")
    visitor = visit(viewport=TABLET)
    visitor.signs_in("mo")
    page = visitor.opens("/staff/moderation")
    expect(page.locator("main")).to_contain_text("200 reports wait for a decision.")
    pressed(page, "n")
    first = page.url
    pressed(page, "n")
    pressed(page, "p")
    assert page.url == first

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert visitor.axe() == []
    visitor.picture("desk-keys", full=False)
    page.keyboard.press("a")  # the list is only read
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")  # nobody leaves the staff's pages by Escape
    assert page.url == first
    assert not Decision.objects.exists()

    page.keyboard.press("t")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    pressed(page, "a")
    assert Decision.objects.count() == 1
    expect(page.get_by_role("alert")).to_contain_text("1 report accepted.")
    pressed(page, "u")
    expect(page.get_by_role("alert")).to_contain_text("1 report waits again.")
    goes_back(page)
    expect(page.get_by_role("alert")).to_contain_text("1 report accepted.")
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()  # the keys are listened to again

    pressed(page, "h")
    assert Hold.objects.count() == 1
    pressed(page, "q")
    expect(page.locator("main")).to_contain_text("Set aside by mo until")
    assert visitor.axe() == []

    page.keyboard.press("?")
    page.get_by_label("Use shortcuts on this computer").uncheck()
    page.get_by_role("button", name="Close").click()
    here = page.url
    page.keyboard.press("n")
    page.reload()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports waiting")
    assert page.url == here


@pytest.mark.django_db(transaction=True)
def test_enter_on_a_reason_for_rejecting_never_accepts(piled_up: None, visit: Visit) -> None:
    """Without script Enter presses a form's first button, which would accept."""
    factories.make_person(username="mo")
    visitor = visit(script=False, viewport=DESKTOP)
    visitor.signs_in("mo")
    page = visitor.opens("/staff/moderation")
    page.get_by_role("link", name="in Westby").first.click()
    page.get_by_text("Reject the selected reports").first.click()
    page.get_by_label("A test or an obvious mistake").check()
    page.get_by_label("A test or an obvious mistake").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose what to do.")
    expect(page.get_by_label("A test or an obvious mistake")).to_be_checked()
    assert not Decision.objects.exists()
    visitor.complaints.clear()  # a refused form is told to the console too


@pytest.mark.django_db(transaction=True)
def test_the_other_pages_of_the_desk_have_no_barrier(current: Release, visit: Visit) -> None:
    today = timezone.localdate()
    reports = [factories.make_report(at=AT_THE_PARK, received_on=today) for _ in range(8)]
    other = factories.make_person(username="una")
    propose_rejection(
        {report.id: 0 for report in reports},
        reason=RejectionReason.BURST,
        by=other,
        now=timezone.now(),
        councils=[factories.WESTBY],
    )
    factories.make_person(username="mo")
    visitor = visit(viewport=TABLET)
    visitor.signs_in("mo")
    page = visitor.opens("/staff/moderation")
    group = urlsplit(page.locator("a[href*='/staff/moderation/8']").first.get_attribute("href") or "").path
    expect(page.get_by_role("link", name="Likely burst: 8 on")).to_be_visible()
    for name, address in (("second", group), ("whole", f"{group}/all"), ("figures", "/staff/moderation/figures")):
        page.goto(f"{visitor.site}{address}")
        assert visitor.axe() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]
        visitor.picture(f"desk-{name}")
    page.goto(f"{visitor.site}{group}")
    page.get_by_role("button", name="Agree: reject 8 reports").click()
    expect(page.get_by_role("alert")).to_contain_text("8 reports rejected. Part of a coordinated burst of reports.")
    assert Decision.objects.filter(by__username="mo", state="rejected").count() == 8
