"""What waits says so, what fails says so where the person is, and what comes too late is not used."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.served.browsers import Visit, Visitor

NORWICH = {"longitude": 1.2955, "latitude": 52.628, "accuracy": 20}
FOCUSED = "(one) => one === document.activeElement"
# Wholly on the screen, and not under the way out.
SEEN = """(one) => {
    const bar = document.querySelector('[data-quick-exit]').getBoundingClientRect()
    const box = one.getBoundingClientRect()
    return box.top >= 0 && box.bottom <= (bar.left > box.right ? innerHeight : bar.top)
}"""


def button(page: Page, name: str) -> Locator:
    return page.locator("button:not([aria-hidden])", has_text=name).locator("visible=true").first


def press(page: Page, name: str, heading: str) -> None:
    button(page, name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def to_the_place(page: Page) -> None:
    press(page, "Start", "Where is the place?")


def to_the_reasons(page: Page) -> None:
    to_the_place(page)
    page.get_by_label("Postcode, place or station").fill("Norwich")
    button(page, "Find").click()
    expect(page.locator("#map")).to_be_visible()
    while not button(page, "Use the centre of the map").count():
        before = page.locator("#map img, #map input[type=image]").first.get_attribute("src")
        button(page, "Zoom in").click()
        page.locator(f'#map input[type=image]:not([src="{before}"])').wait_for()
    press(page, "Use the centre of the map", "What makes it feel unsafe?")
    page.get_by_label("Badly lit").check()


def to_the_end(page: Page) -> None:
    to_the_reasons(page)
    press(page, "Continue", "When does it feel unsafe?")
    page.get_by_label("Night, midnight to 6am").check()
    press(page, "Skip the other questions", "Check your answers")


def hold(page: Page) -> list[Route]:
    held: list[Route] = []
    page.route(
        lambda address: True, lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    return held


def let_go(page: Page, held: list[Route]) -> None:
    for route in held:
        route.continue_()
    page.unroute_all()


def says_beside(page: Page, words: str, pressed: Locator) -> None:
    """Seen whole, with the focus, and no further from what was pressed than its own height and a thumb."""
    message = page.locator(".app-message", has_text=words)
    expect(message).to_be_visible()
    assert message.evaluate(FOCUSED)
    assert message.evaluate(SEEN)
    theirs, ours = pressed.bounding_box(), message.bounding_box()
    assert theirs is not None
    assert ours is not None
    assert min(abs(theirs["y"] - ours["y"] - ours["height"]), abs(ours["y"] - theirs["y"] - theirs["height"])) < 100


def test_no_network_at_send_is_said_at_the_button(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_end(page)
    visitor.context.set_offline(True)
    send = button(page, "Send")
    send.click()
    says_beside(page, "Not sent yet", send)
    visitor.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    visitor.complaints.clear()  # the browser says that it was offline: that was the point


@pytest.mark.parametrize("name", ["Find", "Choose on a map"])
def test_no_network_at_a_search_is_said_at_the_button(visit: Visit, name: str) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_place(page)
    page.get_by_label("Postcode, place or station").fill("Norwich")
    visitor.context.set_offline(True)
    pressed = button(page, name)
    pressed.click()
    says_beside(page, "Not sent yet", pressed)
    visitor.context.set_offline(False)
    expect(page.locator("#map")).to_be_visible()
    visitor.complaints.clear()  # the browser says that it was offline: that was the point


def test_a_slow_send_says_so_and_a_second_press_sends_nothing_more(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_end(page)
    held = hold(page)
    send = button(page, "Send")
    send.click()
    message = page.locator(".app-message", has_text="This is on its way")
    expect(message).to_be_visible()
    assert message.evaluate(SEEN)
    assert page.locator("main").get_attribute("aria-busy") == "true"
    expect(page.locator("[aria-live]")).to_have_text("One moment. This is on its way.")
    send.click()
    page.wait_for_timeout(300)
    assert len(held) == 1
    let_go(page, held)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert page.locator("main").get_attribute("aria-busy") is None
    assert page.locator(".app-message").count() == 0


def test_a_refused_place_is_said_at_the_button(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_place(page)
    answer_of_the_phone(page, "refuses")
    pressed = button(page, "Use my location")
    pressed.click()
    says_beside(page, "We could not get your location", pressed)


def answer_of_the_phone(page: Page, kind: str) -> None:
    """The phone answers when `window.answer()` is called; a refusal comes by itself."""
    page.evaluate(
        """([kind, coords]) => {
            navigator.geolocation.getCurrentPosition = (found, fail) => {
                window.asked = (window.asked ?? 0) + 1
                window.answer = () => found({ coords })
                if (kind === 'refuses') setTimeout(() => fail({ code: 1 }), 50)
            }
        }""",
        [kind, NORWICH],
    )


def choose_another(page: Page) -> None:
    page.get_by_label("Postcode, place or station").fill("Norwich")
    button(page, "Find").click()
    expect(page.locator("#map")).to_be_visible()


GOING_ON: dict[str, tuple[Callable[[Page], Any], str]] = {
    "searched": (choose_another, "Where is the place?"),
    "went back": (lambda page: press(page, "Back", "Tell us about a place"), "Tell us about a place"),
    "stopped it": (lambda page: button(page, "Stop looking").click(), "Where is the place?"),
    "began to type": (
        lambda page: page.get_by_label("Postcode, place or station").press_sequentially("Nor"),
        "Where is the place?",
    ),
}


def places_sent(visitor: Visitor) -> int:
    """How much was asked of the site, but for suggestions, which what was typed asks for by itself."""
    return len([asked for asked in visitor.requests if not asked.url.endswith("/places")])


@pytest.mark.parametrize("meanwhile", GOING_ON)
def test_a_late_place_is_not_used(visit: Visit, meanwhile: str) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_place(page)
    answer_of_the_phone(page, "waits")
    button(page, "Use my location").click()
    expect(page.locator(".app-message", has_text="looking for where it is")).to_be_visible()
    button(page, "Use my location").click()
    assert page.evaluate("window.asked") == 1
    act, heading = GOING_ON[meanwhile]
    act(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    expect(page.locator(".app-message")).to_have_count(0)
    sent = places_sent(visitor)
    page.evaluate("window.answer()")
    page.wait_for_timeout(500)
    assert places_sent(visitor) == sent
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_place_that_is_waited_for_is_used(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_place(page)
    answer_of_the_phone(page, "waits")
    button(page, "Use my location").click()
    stop = button(page, "Stop looking")
    expect(stop).to_be_visible()
    assert stop.evaluate(SEEN)
    expect(page.locator("[aria-live]")).to_have_text("Your phone is looking for where it is.")
    page.evaluate("window.answer()")
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator(".app-message")).to_have_count(0)


def test_a_place_that_comes_after_leaving_is_sent_nowhere(visit: Visit, exit_site: Any) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_place(page)
    answer_of_the_phone(page, "waits")
    button(page, "Use my location").click()
    exit_site.delay = 2.0
    page.evaluate("() => { document.querySelector('[data-quick-exit]').click(); window.answer() }")
    page.wait_for_url(exit_site.url)
    assert [
        asked.post_data for asked in visitor.requests if asked.method == "POST" and "g=" in (asked.post_data or "")
    ] == []


LINKS = {
    "in the menu": ".app-navigation__link[href='/help/']",
    "to the first page": ".app-header__name",
    "to where one is": ".app-navigation__link[href='/report']",
    "at the end": ".app-footer__link[href='/privacy']",
}


@pytest.mark.parametrize("where", LINKS)
def test_a_link_that_would_end_the_answers_asks_first(visit: Visit, where: str) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_reasons(page)
    link = page.locator(LINKS[where])
    aim = link.evaluate("(one) => one.href")
    link.click()
    question = page.locator(".app-message", has_text="your answers are lost")
    expect(question).to_be_visible()
    assert question.evaluate(FOCUSED)
    assert question.evaluate(SEEN)
    page.get_by_role("button", name="Stay on this page").click()
    assert link.evaluate(FOCUSED)
    assert page.get_by_label("Badly lit").is_checked()
    link.click()
    page.get_by_role("link", name="Open the other page").click()
    page.wait_for_url(aim)


def test_a_link_that_ends_nothing_asks_nothing(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    page.locator(LINKS["in the menu"]).click()
    page.wait_for_url("**/help/")


def test_without_script_each_step_warns_before_a_link_is_pressed(visit: Visit) -> None:
    visitor = visit(script=False)
    page = visitor.opens("/report")
    assert page.get_by_text("your answers are lost").count() == 0
    to_the_place(page)
    expect(page.get_by_text("If you open another page now, your answers are lost.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_ticked_goes_along_into_the_other_language(visit: Visit, script: bool) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/report")
    to_the_reasons(page)
    for name, code in (("Cymraeg", "cy"), ("English", "en-GB")):
        page.locator("body > header").get_by_role("button", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("input[value^=badly-lit]")).to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_enter_goes_on_and_changes_no_language(visit: Visit, script: bool) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/report")
    to_the_place(page)
    page.get_by_label("Postcode, place or station").fill("Norwich")
    page.get_by_label("Postcode, place or station").press("Enter")
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
