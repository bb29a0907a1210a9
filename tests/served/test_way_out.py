"""Someone walks in: whatever keys are pressed, and however slow the exit site is, the browser ends there."""

import subprocess
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.served.browsers import Visit
from tests.served.exit_site import ExitSite
from tests.served.windows import ENGINES, Window

Open = Callable[..., Window]
# How often Escape is pressed, how long after one another, and how long the exit site takes: all in seconds.
PRESSES = [(1, 0.1, 0.0), (2, 0.1, 0.0), (2, 0.1, 1.5), (3, 0.2, 1.5), (4, 0.3, 1.5), (5, 0.1, 1.5), (2, 0.2, 10.0)]
EVERY = [(times, gap, delay) for delay in (0.0, 1.5, 10.0) for times in (2, 3, 4, 5) for gap in (0.1, 0.2, 0.3)]


def strays(opened: Window, exit_site: ExitSite, path: str, runs: list[tuple[int, float, float]]) -> list[object]:
    """The runs that did not end at the exit site, with where they did."""
    found: list[object] = []
    for times, gap, delay in runs:
        exit_site.delay = 0.0
        opened.opens(path)
        exit_site.delay = delay
        for _ in range(times):
            opened.presses("Escape")
            time.sleep(gap)
        if not opened.waits_for(exit_site.url, patience=delay + 20):
            found.append((path, times, gap, delay, opened.address))
    exit_site.delay = 0.0
    return found


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_escape_again_and_again_ends_at_the_exit(engine: str, window: Open, exit_site: ExitSite) -> None:
    opened = window(engine)
    assert strays(opened, exit_site, "/help/", PRESSES) == []
    assert strays(opened, exit_site, "/report", PRESSES[2:4]) == []


@pytest.mark.whole
@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_every_rhythm_of_escape_ends_at_the_exit(engine: str, window: Open, exit_site: ExitSite) -> None:
    assert strays(window(engine), exit_site, "/about", EVERY) == []


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_escape_held_down_ends_at_the_exit(engine: str, window: Open, exit_site: ExitSite) -> None:
    opened = window(engine)
    opened.opens("/about")
    exit_site.delay = 1.5
    display = opened.screen.environment()
    subprocess.run(["xdotool", "keydown", "Escape", "sleep", "1.2", "keyup", "Escape"], env=display, check=True)
    assert opened.waits_for(exit_site.url)


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_is_behind_the_exit(engine: str, window: Open, exit_site: ExitSite) -> None:
    """One press of Back from the exit: the page before the one that was left, whole, and nothing of the report."""
    opened = window(engine)
    opened.opens("/help/")
    opened.opens("/report")
    opened.runs("document.querySelector('form button.govuk-button').click()")  # the bar may lie over it
    opened.clicks("[data-quick-exit]")
    assert opened.waits_for(exit_site.url)
    opened.goes_back()
    assert opened.waits_for(f"{opened.site}/help/")
    assert "Get help" in opened.text
    assert "Where is the place?" not in opened.source


def test_where_the_load_is_stopped_a_link_leads_on(visit: Visit, exit_site: ExitSite) -> None:
    visitor = visit()
    page = visitor.opens("/about")
    exit_site.delay = 60.0
    # In one go, for a browser that is on its way elsewhere answers no test; then as the browser's own button does.
    page.evaluate("() => { document.querySelector('[data-quick-exit]').click(); setTimeout(() => stop(), 500) }")
    link = page.get_by_role("link", name="Continue")
    expect(link).to_be_focused()
    assert page.inner_text("body").strip() == "Continue"
    exit_site.delay = 0.0
    link.click()
    page.wait_for_url(exit_site.url)
    page.go_back(wait_until="commit")  # a page that was kept for Back is not loaded again
    assert "/about" not in page.url


def test_no_page_is_drawn_before_its_way_out_works(visit: Visit) -> None:
    """The script is held up: so is the page."""
    visitor = visit()
    held: list[Route] = []
    visitor.page.route("**/quick-exit*.js", lambda route: held.append(route))
    visitor.page.goto(f"{visitor.site}/help/", wait_until="commit")
    visitor.page.wait_for_timeout(1_500)
    assert len(held) == 1
    assert visitor.page.evaluate("document.body ? document.body.innerText : ''") == ""
    held[0].continue_()
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()


def test_the_middle_button_leaves_too(visit: Visit, exit_site: ExitSite) -> None:
    visitor = visit()
    page = visitor.opens("/about")
    page.click("[data-quick-exit]", button="middle")
    page.wait_for_url(exit_site.url)
    assert len(visitor.context.pages) == 1
