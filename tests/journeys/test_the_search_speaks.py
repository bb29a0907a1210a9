"""Somebody who listens searches, chooses and moves the map: each step is said once, by one region, and only once."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.journeys.conftest import Visitor
from tests.journeys.hearing import listen
from tests.journeys.reporting import button

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)

MILE = "The map shows about 1 mile from side to side."
MILES = "The map shows about 2 miles from side to side. Select the place on the map, or zoom in."


@pytest.fixture
def towns(ground: None) -> None:
    """Two towns of one name, in Westby and in Eastby."""
    for at in ((-2.52, 51.46), (-2.22, 51.44)):
        factories.make_place("Newton", at, 900)


def focused(page: Page) -> str:
    """The first line of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText.trim().split('\\n').pop()"))


def find(page: Page, query: str) -> None:
    """Types and presses Find."""
    page.locator("#q").fill(query)
    button(page, "Find").click()


def test_each_step_is_said_once_by_one_region(towns: None, visit: Visit) -> None:
    page = visit().opens("/report")
    button(page, "Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is the place?")
    heard = listen(page)

    find(page, "Newton")
    assert heard() == [["status", "2 places were found. Choose the one you mean."]]
    assert focused(page) == "Where is the place?"

    page.locator('button[name="at"]').first.click()
    first = "Found: Newton (council: Westby, England). The centre of the map is close to Newton, in Westby."
    assert heard() == [["status", f"{first} {MILES}"]]

    for name, words in (
        ("Zoom in", f"The centre of the map is close to Newton, in Westby. {MILE}"),
        ("North", f"The centre of the map is about 400 metres north of Newton, in Westby. {MILE}"),
        ("Zoom out", f"The centre of the map is about 400 metres north of Newton, in Westby. {MILES}"),
    ):
        button(page, name).click()
        assert heard() == [["status", words]]
        assert focused(page) == name

    find(page, "Newt")
    asked = "We do not know a place with exactly that name. Choose a similar one, or enter another."
    assert heard() == [["status", asked]]
    expect(page.locator("#q")).to_have_value("Newt")


def test_the_end_of_the_map_is_said_with_every_press(towns: None, visit: Visit) -> None:
    """The same words again are spoken again: a press without an answer seems not to have arrived."""
    page = visit().opens("/report")
    button(page, "Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is the place?")
    heard = listen(page)
    button(page, "Choose on a map").click()
    ((_region, whole),) = heard()
    assert "The map shows the whole of the United Kingdom." in whole
    for _ in range(2):
        button(page, "Zoom out").click()
        ((region, words),) = heard()
        assert (region, words.split(".")[0]) == ("status", "The map goes no wider")
        assert focused(page) == "Zoom out"


def test_a_fault_is_said_once_and_nothing_else_with_it(towns: None, visit: Visit) -> None:
    page = visit().opens("/report")
    button(page, "Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is the place?")
    heard = listen(page)
    nothing = "We could not find that place. Check the spelling, or enter a nearby town or postcode."
    find(page, "Atlantis")
    assert heard() == [["alert", f"There is a problem: Where is the place? {nothing}"]]
    find(page, "Newton, Westby")
    assert [region for region, _words in heard()] == ["status"]
    find(page, "Atlantis")  # with a map on the page: where it is has not changed
    assert heard() == [["alert", f"There is a problem: Where is the place? {nothing}"]]


def test_a_place_of_the_list_beside_the_map_does_not_lose_the_focus(towns: None, visit: Visit) -> None:
    page = visit().opens("/report")
    button(page, "Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is the place?")
    heard = listen(page)
    find(page, "wb1 1aa")
    assert [region for region, _words in heard()] == ["status"]
    page.get_by_text("Places near here, as a list").click()
    page.locator("#map li button", has_text="Newton").first.click()
    ((region, words),) = heard()
    assert (region, words.split(".")[0]) == ("status", "Found: Newton (council: Westby, England)")
    assert focused(page) == "Where is the place?"


@pytest.mark.parametrize("query", ["Newton", "Newton, Westby", "Newt"])
def test_without_script_the_words_come_first_and_describe_the_map(towns: None, visit: Visit, query: str) -> None:
    """The page is new, and read from its heading on: there the words stand, before anything that can be pressed."""
    page = visit(script=False).opens("/report")
    button(page, "Start").click()
    find(page, query)
    words: Any = page.locator("h1 + #place-words")
    expect(words).to_be_visible()
    expect(words).to_have_count(1)
    expect(page.locator("#q")).to_have_value(query)
    if query == "Newton, Westby":
        expect(page.locator("#map")).to_have_attribute("aria-describedby", "place-words")
    button(page, "Find").click()  # what the box kept is a search of its own
    expect(page.locator("h1 + #place-words")).to_have_count(1)
