"""One whole report on the served site, by whoever sends it."""

from playwright.sync_api import Locator, expect

from tests.served.browsers import Visitor

ANSWERS = {
    "What makes it feel unsafe?": "Badly lit",
    "When does it feel unsafe?": "Night, midnight to 6am",
    "Did something happen to you there?": "No",
}


def button(visitor: Visitor, name: str) -> Locator:
    """The visible button of this name, not the one that only Enter presses."""
    return visitor.page.locator("button:not([aria-hidden])", has_text=name).locator("visible=true").first


def reports_until_check(visitor: Visitor, *, place: str = "Norwich") -> None:
    """From the opening page to «Check your answers»."""
    page = visitor.opens("/report")
    heading = page.get_by_role("heading", level=1)
    button(visitor, "Start").click()
    expect(heading).to_contain_text("Where is the place?")
    page.fill("input[name=q]", place)
    button(visitor, "Find").click()
    expect(page.get_by_text(place).first).to_be_visible()
    button(visitor, "Use the middle of the map").click()
    for question, answer in ANSWERS.items():
        expect(heading).to_contain_text(question)
        page.get_by_label(answer, exact=True).first.check()
        button(visitor, "Continue").click()
    expect(heading).to_contain_text("A little about you")
    button(visitor, "Skip").click()
    expect(heading).to_contain_text("Check your answers")


def sends(visitor: Visitor) -> None:
    """Sends what was checked, and sees that it is kept."""
    button(visitor, "Send").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Thank you")
