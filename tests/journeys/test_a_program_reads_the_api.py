"""Someone who writes programs reads about the API without a script, and follows an example."""

from collections.abc import Callable

import pytest

from reports.geography.models import Area
from tests.journeys.conftest import DESKTOP, NOTHING_KEPT, Visitor


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_finds_an_address_and_tries_it(
    visit: Callable[..., Visitor], country: dict[str, Area], script: bool
) -> None:
    visitor = visit(viewport=DESKTOP, script=script)
    page = visitor.opens("/api/docs")
    page.get_by_role("link", name="/api/v1/reasons Why").or_(page.locator("a[href='#reasons']")).first.click()
    example = page.get_by_role("region", name="Why a place feels unsafe").get_by_role("link").get_attribute("href")
    stated = page.request.get(f"{visitor.site}{example}").json()
    assert "badly-lit" in [reason["code"] for reason in stated["results"]]
    assert visitor.strangers() == []
    assert visitor.keeps() == NOTHING_KEPT
