"""Where a person's own few colours take the place of ours, what is current is still told from what is not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from reports.staff.models import StaffUser
from tests.journeys.conftest import DESKTOP, PHONE, Visitor
from tests.journeys.test_every_page import of_every_role, published  # noqa: F401  # fixtures are used by their names

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)

# Of each link of the menu: whether it is the current page's, and how many of its edges can be seen on its ground.
EDGES = """() => {
    const ground = getComputedStyle(document.querySelector(".app-navigation")).backgroundColor;
    return [...document.querySelectorAll(".app-navigation a")].map((one) => {
        const { borderBlockStartColor, borderBlockEndColor } = getComputedStyle(one);
        const seen = [borderBlockStartColor, borderBlockEndColor].filter((colour) => colour !== ground);
        return [one.hasAttribute("aria-current"), seen.length];
    });
}"""


def edges(page: Page) -> list[tuple[bool, int]]:
    """The menu's links, in their order."""
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    return [(current, seen) for current, seen in page.evaluate(EDGES)]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_current_page_is_told_in_the_menu(
    of_every_role: StaffUser,  # noqa: F811
    visit: Visit,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    visitor = visit(viewport=viewport, forced_colors="active", color_scheme=scheme)
    for address, place in (("/map", 1), ("/cy/map", 1), ("/help", 2)):
        assert edges(visitor.opens(address)) == [(number == place, int(number == place)) for number in range(3)]
    visitor.signs_in(of_every_role.username)
    for address, place in (("/staff/hotspots", 1), ("/staff/audit", 9)):
        assert edges(visitor.opens(address)) == [(number == place, int(number == place)) for number in range(10)]
