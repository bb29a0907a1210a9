"""One whole report, by whoever does it: what is found, filled in and pressed, in order."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Act = Callable[[Locator], None]
Look = Callable[[], None]


def button(page: Page, name: str) -> Locator:
    """The visible button of this name: not the one that only Enter presses."""
    return page.locator("button:not([aria-hidden])", has_text=name).locator("visible=true").first


def report_a_place(page: Page, *, choose: Act, write: Callable[[Locator, str], None], look: Look) -> None:
    """From the opening page to «Thank you», every answer but the place by `choose`; `look` is called on each page."""

    def then(name: str, heading: str) -> None:
        choose(button(page, name))
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        look()

    look()
    then("Start", "Where is the place?")
    write(page.get_by_label("Postcode, place or station"), "wb1 1aa")
    choose(button(page, "Find"))
    expect(page.get_by_role("status")).to_contain_text("Westby")
    look()
    then("Use the centre of the map", "What makes it feel unsafe?")
    choose(page.get_by_label("Badly lit"))
    choose(page.get_by_label("Being followed"))
    then("Continue", "Which one matters most?")
    choose(page.get_by_label("Being followed"))
    then("Continue", "When does it feel unsafe?")
    choose(page.get_by_label("Night, midnight to 6am"))
    then("Continue", "Did something happen to you there?")
    choose(page.get_by_label("Yes, and it was not reported"))
    then("Continue", "Why was it not reported?")
    choose(page.get_by_label("Nothing would have been done"))
    then("Continue", "A little about you")
    then("Skip", "Check your answers")
    expect(page.get_by_role("definition").filter(has_text="Westby").first).to_be_visible()
    then("Send", "Thank you")
