"""One whole report on the served site, by whoever sends it."""

from functools import partial

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
    answers_steps(visitor, STEPS, place=place)


STEPS = len(ANSWERS) + 3  # the start, the place, the questions with an answer, and the one that is skipped


def answers_steps(visitor: Visitor, steps: int, *, place: str = "Norwich") -> None:
    """Answers that many of the journey's pages, the opening page being the first."""
    page = visitor.opens("/report")
    heading = page.get_by_role("heading", level=1)

    def start() -> None:
        button(visitor, "Start").click()
        expect(heading).to_contain_text("Where is the place?")

    def choose_place() -> None:
        page.fill("input[name=q]", place)
        button(visitor, "Find").click()
        expect(page.get_by_text(place).first).to_be_visible()
        while not button(visitor, "Use the centre of the map").count():
            button(visitor, "Zoom in").click()
            visitor.waits_until_quiet()
        button(visitor, "Use the centre of the map").click()

    def answer(question: str) -> None:
        expect(heading).to_contain_text(question)
        page.get_by_label(ANSWERS[question]).first.check(force=True)
        button(visitor, "Continue").click()

    def skip() -> None:
        expect(heading).to_contain_text("A little about you")
        button(visitor, "Skip").click()
        expect(heading).to_contain_text("Check your answers")

    acts = [start, choose_place, *(partial(answer, question) for question in ANSWERS), skip]
    for act in acts[:steps]:
        act()
    visitor.waits_until_quiet()


def sends(visitor: Visitor) -> None:
    """Sends what was checked, and sees that it is kept."""
    button(visitor, "Send").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Thank you")
