"""The report as a screen reader reads it: every page's title, focus, live words, roles and names, in order.

The whole of it stands in `said_aloud.txt`, to be read by a person. `SAID_ALOUD=write` writes it anew after a change.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visitor
from tests.journeys.reporting import report_a_place

Visit = Callable[..., Visitor]
SAID = Path(__file__).with_name("said_aloud.txt")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

# What the calendar and the clock change: days, months to choose from, and when a helpline answers.
MOVING = (
    (re.compile(rf"\d+ ({MONTHS}) 20\d\d"), "DAY"),
    (re.compile(rf"({MONTHS}) 20\d\d"), "MONTH"),
)


def said(page: Page) -> str:
    """One page as it is heard: its title, what has the focus, what a live region says, and the rest in order."""
    focus = page.evaluate(
        "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim().split('\\n')[0]"
    )
    live = page.evaluate("document.querySelector('body > [aria-live]')?.textContent ?? ''")
    tree = page.locator("main").aria_snapshot()
    heard = f"title: {page.title()}\nfocus: {focus}\nlive: {live}\n{tree}"
    for pattern, word in MOVING:
        heard = pattern.sub(word, heard)
    return heard.split('- heading "Who can help"')[0].rstrip()  # helplines have their own tests, and hours that move


@pytest.mark.django_db(transaction=True)
def test_every_page_is_heard_as_it_is_written_down(ground: None, visit: Visit) -> None:
    page = visit().opens("/report")
    pages: list[str] = []

    def click(control: object) -> None:
        control.click()  # type: ignore[attr-defined]  # a locator

    report_a_place(
        page,
        choose=click,
        write=lambda field, text: field.fill(text),
        look=lambda: pages.append(said(page)),
    )
    heard = "\n\n====\n\n".join(pages) + "\n"
    if os.environ.get("SAID_ALOUD") == "write":
        SAID.write_text(heard, encoding="utf-8")
    assert heard == SAID.read_text(encoding="utf-8")
