"""The map, the desk and the passkey on a slow network or none: a sign, a way to stop and an end, where one is."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import DESKTOP, Visitor
from tests.public_map.releases import EARLIER, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
MAP = f"/map?area={factories.WESTBY}"
FAILED = "The interactive map could not load. You can still use this picture. You can select the button again."
STOPPED = "Loading stopped. You can still use this picture."
WAITS = "The interactive map is loading."
FOCUSED = "(one) => one === document.activeElement"
# Wholly on the screen and above the way out, where that lies across the screen.
SEEN = """(one) => {
    const bar = document.querySelector('[data-quick-exit]')?.getBoundingClientRect()
    const box = one.getBoundingClientRect()
    return box.height > 0 && box.top >= 0 && box.bottom <= (bar && bar.width > innerWidth / 2 ? bar.top : innerHeight)
}"""
PARTS = ["**/map/ground.json*", "**/map-live*.js*", "**/leaflet*.js", "**/live-map*.css", "**/releases/**"]


@pytest.fixture
def published(country: dict[str, Area]) -> None:
    """A release to show."""
    make_release(mix={(2, 4): 57})


def hold(page: Page, address: str) -> list[Route]:
    """Requests of that address, kept without an answer."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    return held


def let_go(page: Page, held: list[Route], address: str) -> None:
    """Answers what was kept, late."""
    for route in held:
        route.continue_()
    page.unroute(address)


def is_beside(message: Locator, pressed: Locator) -> bool:
    """Seen whole, and a thumb's width or less from what was pressed."""
    ours, theirs = message.bounding_box(), pressed.bounding_box()
    assert ours is not None
    assert theirs is not None
    gap = max(ours["y"] - theirs["y"] - theirs["height"], theirs["y"] - ours["y"] - ours["height"])
    return bool(message.evaluate(SEEN)) and gap < 60


def a_slow_map(visit: Visit, part: str) -> tuple[Visitor, Page, list[Route], Locator]:
    """The map's button pressed, and one part of what it loads not coming."""
    visitor = visit()
    page = visitor.page
    page.clock.install()
    visitor.opens(MAP)
    held = hold(page, part)
    button = page.get_by_role("button", name="Move and zoom the map")
    button.click()
    return visitor, page, held, button


@pytest.mark.parametrize("part", PARTS)
def test_a_slow_map_says_so_and_can_be_stopped_and_what_comes_late_is_dropped(
    published: None, visit: Visit, part: str
) -> None:
    visitor, page, held, button = a_slow_map(visit, part)
    sign = page.locator("[data-map-waiting]")
    expect(sign).to_be_visible()
    assert is_beside(sign, button)
    expect(page.locator("[data-map-says]")).to_have_text(WAITS)
    assert visitor.axe() == []
    page.get_by_role("button", name="Stop loading").click()
    assert button.evaluate(FOCUSED)
    expect(sign).to_be_hidden()
    expect(page.locator("[data-map-says]")).to_have_text(STOPPED)
    let_go(page, held, part)
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("application").count() == 0
    expect(page.locator("[data-map-picture]")).to_be_visible()
    assert button.evaluate(FOCUSED)
    expect(page.locator("[data-map-says]")).to_have_text(STOPPED)
    button.click()
    expect(page.get_by_role("application")).to_be_focused()
    expect(page.locator("[data-map-says]")).to_contain_text("You can move the map now")
    assert visitor.axe() == []


@pytest.mark.parametrize("part", PARTS)
def test_a_map_that_never_comes_is_given_up_at_the_button_and_can_be_tried_again(
    published: None, visit: Visit, part: str
) -> None:
    visitor, page, held, button = a_slow_map(visit, part)
    expect(page.locator("[data-map-waiting]")).to_be_visible()
    page.clock.fast_forward(20_000)
    stated = page.locator("[data-map-failed]")
    expect(stated).to_have_text(FAILED)
    expect(stated).to_be_focused()
    assert is_beside(stated, button)
    expect(page.locator("[data-map-waiting]")).to_be_hidden()
    expect(page.locator("[data-map-says]")).to_be_empty()  # the focus has said it
    assert visitor.axe() == []
    let_go(page, held, part)
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("application").count() == 0
    button.click()
    expect(page.get_by_role("application")).to_be_focused()
    expect(stated).to_be_hidden()


def test_a_quick_map_shows_no_sign(published: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.clock.install(time=timezone.now())
    visitor.opens(MAP)
    page.clock.pause_at(timezone.now() + datetime.timedelta(hours=1))
    page.get_by_role("button", name="Move and zoom the map").click()
    for _step in range(100):  # the page's clock goes on by a second in all, however long this machine takes
        if page.get_by_text("You can move the map now.").count():
            break
        page.clock.run_for(10)
        page.wait_for_timeout(100)
    expect(page.get_by_text("You can move the map now.")).to_have_count(1)  # all of it is there
    page.clock.run_for(5_000)
    assert page.locator(".app-map-says >> visible=true").count() == 0


def test_whoever_touches_the_picture_far_below_the_button_sees_the_sign_too(published: None, visit: Visit) -> None:
    visitor = visit(has_touch=True, is_mobile=True)
    page = visitor.opens(MAP)
    hold(page, PARTS[0])
    page.locator("[data-map-picture]").evaluate(
        "(one) => scrollTo(0, one.getBoundingClientRect().bottom + scrollY - 220)"
    )
    assert not page.locator("[data-map-start]").evaluate(SEEN)
    page.touchscreen.tap(180, 150)
    sign = page.locator("[data-map-waiting]")
    expect(sign).to_be_visible()
    assert sign.evaluate(SEEN)


def test_a_time_that_comes_slowly_is_said_under_the_controls(published: None, visit: Visit) -> None:
    make_release(quarter=EARLIER, mix={(2, 4): 31})
    page = visit().opens(MAP)
    page.get_by_role("button", name="Move and zoom the map").click()
    expect(page.get_by_role("application")).to_be_focused()
    held = hold(page, "**/releases/**")
    page.get_by_role("button", name="Choose what the map shows").click()
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    says = page.locator("[data-map-says]")
    expect(says).to_have_text("One moment. The figures are loading.")
    assert says.evaluate("(one) => one.getBoundingClientRect().height > 10")
    let_go(page, held, "**/releases/**")
    expect(says).to_contain_text("Hexagons shown")


def test_an_address_the_browser_will_not_copy_is_chosen_to_be_copied(published: None, visit: Visit) -> None:
    page = visit().opens(MAP)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no')) }")
    page.get_by_text("Share this map").click()
    button = page.locator("[data-copy] button").first
    button.click()
    expect(button).to_have_text("Not copied: copy it from the field")
    expect(page.locator("#share")).to_be_focused()
    chosen = page.locator("#share").evaluate("(one) => one.value.slice(one.selectionStart, one.selectionEnd)")
    assert chosen == page.locator("#share").input_value() != ""


@pytest.fixture
def at_the_desk(country: dict[str, Area], visit: Visit) -> Visitor:
    """A moderator before three reports of one place, in a browser that tells no form by what it was sent."""
    for _ in range(3):
        factories.make_report(received_on=timezone.localdate(), reasons=["groups"])
    factories.make_person("moderator", area=factories.WESTBY, username="mo")
    visitor = visit(viewport=DESKTOP)
    visitor.signs_in("mo")
    page = visitor.page
    page.add_init_script("delete SubmitEvent.prototype.submitter")
    page.add_init_script("const Whole = FormData; FormData = class extends Whole { constructor(form) { super(form) } }")
    visitor.opens("/staff/moderation/")
    page.locator("main li h2 a").first.click()
    page.wait_for_load_state("networkidle")
    return visitor


def test_the_button_pressed_is_sent_where_the_browser_does_not_tell_it(at_the_desk: Visitor) -> None:
    page = at_the_desk.page
    for box in page.locator("input[name=report]").all():
        box.check()
    page.get_by_role("button", name="Accept the selected reports").click()
    expect(page.get_by_role("alert").first).to_contain_text("3 reports accepted")


def test_a_decision_that_waits_or_is_not_answered_is_told_at_its_button(at_the_desk: Visitor) -> None:
    visitor, page = at_the_desk, at_the_desk.page
    held = hold(page, "**/staff/moderation/**")
    aside = page.get_by_role("button", name="Set this place aside for a week")
    aside.click()
    sign = page.locator("main").get_by_text("One moment. This is on its way.")
    expect(sign).to_be_visible()
    assert is_beside(sign, aside)
    expect(page.locator("[data-desk-says]")).to_have_text("One moment. This is on its way.")
    held[0].abort()
    stated = page.locator("main .govuk-error-message")
    expect(stated).to_have_text(
        "The service did not answer, so it may or may not be done. Try again: nothing is decided twice."
    )
    expect(stated).to_be_focused()
    assert is_beside(stated, aside)
    expect(sign).to_have_count(0)
    page.unroute("**/staff/moderation/**")
    aside.click()
    expect(page.locator("main")).to_contain_text("Set aside by mo until")
    expect(stated).to_have_count(0)
    visitor.complaints.clear()  # the browser says that an answer was broken off


def test_a_passkey_question_that_waits_or_does_not_come_is_told_at_its_button(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.clock.install()
    visitor.opens("/staff/")
    address = page.locator("form[data-passkey]").get_attribute("data-passkey-question-at")
    hold(page, f"**{address}")
    button = page.get_by_role("button", name="Sign in with a passkey")
    button.click()
    sign = page.locator("[data-passkey-says]")
    expect(sign).to_have_text("One moment. Your browser asks for the passkey.")
    assert is_beside(sign, button)
    page.clock.fast_forward(20_000)
    stated = page.locator("[data-passkey-fault]")
    expect(stated).to_have_text("The passkey did not work. Try again, or use another way.")
    expect(sign).to_be_empty()
    assert is_beside(stated, button)
