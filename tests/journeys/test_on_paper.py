"""Someone prints the diary to keep it off the phone, or the numbers for a friend: the sheets are made and looked at."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import DESKTOP, SHOTS, Visitor

Visit = Callable[..., Visitor]


def printed(visitor: Visitor, name: str) -> int:
    """Prints the page on A4 into build/screenshots; how many sheets it takes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    sheets = visitor.page.pdf(path=SHOTS / f"paper-{name}.pdf", format="A4")
    return len(re.findall(rb"/Type\s*/Page\b", sheets))


@pytest.mark.parametrize(("before", "language"), [("", "en"), ("/cy", "cy")])
def test_the_diary_is_one_sheet_with_nothing_that_tells_where_it_came_from(
    visit: Visit, before: str, language: str
) -> None:
    visitor = visit(viewport=DESKTOP)
    page = visitor.opens(f"{before}/help/evidence")
    name = page.locator(".app-header__name").inner_text()
    assert name in page.locator("body").inner_text()
    assert printed(visitor, f"diary-{language}") == 1
    page.emulate_media(media="print")
    on_paper = page.locator("body").inner_text()
    assert name not in on_paper
    assert "http" not in on_paper
    rows = page.locator(".app-diary tbody tr")
    assert [row.is_visible() for row in rows.all()] == [True] * 8


@pytest.mark.parametrize(("before", "language"), [("", "en"), ("/cy", "cy")])
def test_on_paper_a_route_says_nothing_that_is_true_only_now(visit: Visit, before: str, language: str) -> None:
    visitor = visit(viewport=DESKTOP)
    page = visitor.opens(f"{before}/help/routes")
    passing, retained = page.locator(".app-route__now--passing"), page.locator(".app-route__now:not([class*=passing])")
    assert [one.is_visible() for one in passing.all()] == [True] * passing.count() != []
    routes = page.locator(".app-route").count()
    page.emulate_media(media="print")
    assert [one.is_visible() for one in passing.all()] == [False] * passing.count()
    assert [one.is_visible() for one in retained.all()] == [True] * retained.count() != []
    assert [one.is_visible() for one in page.locator(".app-route").all()] == [True] * routes
    assert [one.is_visible() for one in page.locator(".app-filter, .app-quick-exit").all()] == [False, False]
    assert printed(visitor, f"routes-{language}") >= 2
