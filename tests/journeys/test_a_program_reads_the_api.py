"""Someone who writes programs reads the API's documentation under the strict Content-Security-Policy."""

from collections.abc import Callable

from reports.geography.models import Area
from tests.journeys.conftest import DESKTOP, NOTHING_KEPT, Visitor


def test_the_documentation_draws_tries_a_question_and_keeps_nothing(
    visit: Callable[..., Visitor], country: dict[str, Area]
) -> None:
    visitor = visit(viewport=DESKTOP)
    page = visitor.opens("/api/docs")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() == 8
    page.locator("#operations-api-reasons, [id$=-reasons]").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.wait_for_selector(".live-responses-table")
    assert "badly-lit" in page.locator(".live-responses-table").inner_text()
    assert visitor.strangers() == []
    assert visitor.keeps() == NOTHING_KEPT
