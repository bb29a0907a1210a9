"""A moderator at the desk: what is accepted is in the next release, and the current one does not move by a byte."""

import datetime
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.moderation.models import Decision
from reports.publication import quarters, released
from reports.publication.models import Release
from reports.publication.released import Total
from reports.publication.releasing import publish_release
from tests import factories
from tests.journeys.conftest import DESKTOP, Visitor

Visit = Callable[..., Visitor]
TABLET = {"width": 820, "height": 1180}
AT_THE_PARK = (-2.60, 51.40)


def no_noise(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
    """Adds none, so that the release shows what was accepted and not what was drawn."""
    return counts


def files_of(release: Release) -> dict[str, bytes]:
    """Every file of a release."""
    return {file.name: file.read_bytes() for file in Path(released.release_folder(release)).iterdir()}


def sign_in(page: Page, username: str) -> None:
    """Through the sign-in page."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


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
    page = visitor.opens("/staff/moderation")
    sign_in(page, "mo")

    def look(name: str) -> None:
        """What must hold on every page of the desk."""
        visitor.picture(f"desk-{name}-{viewport['width']}-{'script' if script else 'plain'}")
        if script:
            assert visitor.axe() == []
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    expect(page.get_by_role("heading", level=1)).to_have_text("Reports waiting")
    expect(page.locator("main")).to_contain_text("42 reports wait for a decision. They are in 2 places.")
    look("queue")
    page.get_by_role("listitem").filter(has_text="40 reports").get_by_role("link").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(40)
    look("group")
    page.get_by_role("button", name="Accept the ticked reports").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports accepted.")
    look("accepted")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports wait again.")
    look("undone")

    page.goto(f"{visitor.site}/staff/moderation")
    page.get_by_role("listitem").filter(has_text="Groups hanging around").get_by_role("link").click()
    page.get_by_text("Reject the ticked reports").first.click()
    page.get_by_role("button", name="Reject the ticked reports").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why the reports are not counted.")
    look("no-reason")
    assert all("400 (Bad Request)" in line for line in visitor.complaints)  # a refused form is told to the console too
    visitor.complaints.clear()
    page.get_by_label("A test or an obvious mistake").check()
    page.get_by_role("button", name="Reject the ticked reports").click()
    expect(page.get_by_role("alert")).to_contain_text("2 reports rejected. A test or an obvious mistake.")

    page.goto(f"{visitor.site}/staff/moderation")
    page.get_by_role("listitem").filter(has_text="40 reports").get_by_role("link").click()
    page.get_by_role("button", name="Accept the ticked reports").click()
    expect(page.get_by_role("alert")).to_contain_text("40 reports accepted.")
    page.goto(f"{visitor.site}/staff/moderation/history")
    look("history")
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
