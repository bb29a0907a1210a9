"""The instruments themselves: what they are to see, they see."""

from collections.abc import Callable

import pytest

from tests.served.browsers import Visit
from tests.served.exit_site import ExitSite
from tests.served.service import Site
from tests.served.windows import ENGINES, Window


def test_the_server_says_where_it_is_and_who_may_sign_in(site: Site) -> None:
    assert f"{site.url}/" in site.says()
    assert set(site.people) == {"moderator", "analyst", "council", "manager"}


def test_the_guard_sees_a_missing_page_and_a_fault_of_a_script(visit: Visit) -> None:
    visitor = visit()
    visitor.opens("/no-such-page")
    visitor.page.evaluate("() => setTimeout(() => { throw new Error('meant') })")
    visitor.page.evaluate("() => console.error('meant too')")
    visitor.page.wait_for_timeout(200)
    assert visitor.complaints == [
        f"404 GET {visitor.site}/no-such-page",
        "script: meant",
        "console error: meant too",
    ]
    visitor.complaints.clear()


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_a_window_takes_real_keys_and_keeps_pages_for_back(
    engine: str, window: Callable[..., Window], exit_site: ExitSite
) -> None:
    """A page of nobody's: `no-store` and scripts are not in the way of seeing that the instrument works."""
    opened = window(engine)
    opened.opens(exit_site.url + "?first")
    opened.runs("document.addEventListener('keydown', (event) => { document.title = event.key })")
    opened.presses("Escape")
    opened.presses("a")
    assert opened.waits_for_title("a")
    opened.runs("document.body.dataset.seen = 'before'")
    opened.opens(exit_site.url + "?second")
    opened.goes_back()
    assert opened.address == exit_site.url + "?first"
    assert opened.runs("return document.body.dataset.seen") == "before", "the Back/Forward cache is off"


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_a_window_without_script_runs_none(engine: str, window: Callable[..., Window]) -> None:
    opened = window(engine, script=False)
    opened.opens("/report")
    assert "app-has-script" not in opened.source
