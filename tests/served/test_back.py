"""Back: from any page the page before, whole and fresh, as browsers keep pages; from the report its start."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.served.browsers import Visit
from tests.served.test_waiting import to_the_reasons
from tests.served.windows import ENGINES, Window

WALK = ["/", "/map", "/map/table", "/help/", "/about", "/method", "/cy/help/", "/report", "/privacy"]


def heading(page: Page) -> str:
    return page.locator("h1").first.inner_text()


def test_back_leads_to_the_page_before_and_forward_to_the_one_after(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    seen = []
    for address in WALK:
        visitor.opens(address)
        seen.append((page.url, heading(page)))
    for url, words in reversed(seen[:-1]):
        page.evaluate("document.documentElement.dataset.before = ''")
        page.go_back(wait_until="commit")
        page.locator("html:not([data-before]) h1").first.wait_for()
        assert (page.url, heading(page)) == (url, words)
    for url, words in seen[1:]:
        page.evaluate("document.documentElement.dataset.before = ''")
        page.go_forward(wait_until="commit")
        page.locator("html:not([data-before]) h1").first.wait_for()
        assert (page.url, heading(page)) == (url, words)


def test_back_to_the_report_begins_again_and_shows_nothing_of_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_reasons(page)
    visitor.opens("/help/")
    page.go_back(wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tell us about a place")
    assert "Badly lit" not in page.content()
    assert page.url == f"{visitor.site}/report"


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_back_in_a_real_window_leads_to_the_page_before(engine: str, window: Callable[..., Window]) -> None:
    opened = window(engine)
    for address in ("/map", "/map/table", "/help/"):
        opened.opens(address)
    for address in ("/map/table", "/map"):
        opened.goes_back()
        assert opened.waits_for(opened.site + address)
        assert opened.runs("return document.body.innerText.length > 200")
