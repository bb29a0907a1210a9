"""Someone who is not sure asks themselves the four questions, with script and without: nothing leaves the screen."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import NOTHING_KEPT, Visitor

SIGNS = ("fixated", "obsessive", "unwanted", "repeated")
ANSWERS = ("none", "some", "all")
PAGES = (
    "/help/check",
    "/help/in-public",
    "/help/effects",
    "/help/someone-else",
    "/help/after-reporting",
    "/help/no-name",
    "/help/orders",
    "/help/routes",
    "/help/silent-call/easy",
    "/help/routes/easy",
    "/terms",
    "/contact",
)


def answers_shown(visitor: Visitor) -> list[str]:
    """Which of the three answers can be seen."""
    return [name for name in ANSWERS if visitor.page.locator(f".app-check__{name}").is_visible()]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_answer_follows_the_ticks_and_nothing_is_asked_of_anyone(
    visit: Callable[..., Visitor], script: bool
) -> None:
    """None, some, all, and back; the address stays, no request is made, nothing is kept."""
    visitor = visit(script=script)
    page = visitor.opens("/help/check")
    asked, address = len(visitor.requests), page.url
    assert answers_shown(visitor) == ["none"]
    for number, sign in enumerate(SIGNS, start=1):
        page.get_by_role("checkbox").nth(number - 1).check()
        assert page.locator(f"#{sign}").is_checked()
        assert answers_shown(visitor) == (["all"] if number == len(SIGNS) else ["some"])
    page.locator("#unwanted").uncheck()
    assert answers_shown(visitor) == ["some"]
    assert (len(visitor.requests), page.url) == (asked, address)
    assert visitor.keeps() == NOTHING_KEPT
    page.reload()
    assert answers_shown(visitor) == ["none"]
    assert visitor.strangers() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_help_can_be_read_by_everyone(visit: Callable[..., Visitor], scheme: str) -> None:
    """No fault of accessibility, no sideways scrolling at 375 px, by day and by night, in both languages."""
    visitor = visit(color_scheme=scheme)
    for address in [*PAGES, *(f"/cy{page}" for page in PAGES)]:
        page = visitor.opens(address)
        assert (address, visitor.axe()) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address


def test_fingers_hit_the_links_of_the_first_page_and_of_help(visit: Callable[..., Visitor]) -> None:
    """44 px, but for links inside a sentence."""
    visitor = visit()
    for address in ("/", "/help/"):
        page = visitor.opens(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button')]
                .filter(one => getComputedStyle(one).display !== 'inline' && !one.matches('.govuk-skip-link'))
                .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])
                .filter(([, height]) => height && height < 43.9)"""
        )
        assert small == [], address
        assert page.locator("main a").count() > 5
