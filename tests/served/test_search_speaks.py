"""The search as it is served: what was found is named, a guess is asked about, and each step is said once.

The demonstration knows the places that are built in, and areas made of them; no stations and no postcodes.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.served.browsers import DESKTOP, PHONE, Visit

# Words that come into a live region which is shown, in order: [what it is, what it says].
LISTEN = """() => {
  window.heard = []
  const REGIONS = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"], output'
  const isShown = (one) => one.getClientRects().length > 0 && !one.closest('[hidden], [aria-hidden="true"]')
  new MutationObserver((changes) => {
    const regions = new Set()
    for (const { target, addedNodes } of changes) {
      const element = target instanceof Element ? target : target.parentElement
      if (element?.closest(REGIONS)) regions.add(element.closest(REGIONS))
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue
        if (node.matches(REGIONS)) regions.add(node)
        for (const one of node.querySelectorAll(REGIONS)) regions.add(one)
      }
    }
    for (const one of regions) {
      const words = one.textContent.replace(/\\s+/g, ' ').trim()
      if (one.isConnected && words && isShown(one)) window.heard.push([one.getAttribute('role'), words])
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
}"""
QUIET = 700  # milliseconds after which a page has said what it has to say
MOST = 30  # times as long until one that says nothing is given up


def heard(page: Page) -> list[list[str]]:
    """What was said since it was last asked."""
    before = 0
    for _ in range(MOST):
        count = page.evaluate("window.heard.length")
        if count and count == before:
            break
        before = count
        page.wait_for_timeout(QUIET)
    return list(page.evaluate("window.heard.splice(0)"))


def press(page: Page, name: str) -> None:
    """Presses the visible button that is called so."""
    page.locator("main button:not([aria-hidden]):visible", has_text=name).first.click()


def find(page: Page, query: str) -> None:
    """Types and presses Find."""
    page.locator("#q").fill(query)
    press(page, "Find")


def at_the_question(page: Page) -> None:
    """From the opening page to the search."""
    press(page, "Start")
    expect(page.locator("#q")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_single_hit_is_named_and_a_guess_is_asked_about(visit: Visit, script: bool, viewport: dict[str, int]) -> None:
    page = visit(script=script, viewport=viewport).opens("/report")
    at_the_question(page)
    words = page.locator("h1 + #place-words")

    find(page, "Jersey")  # the island, not what is called a little like it
    expect(page.locator("main")).to_contain_text("That is outside the United Kingdom.")
    expect(page.locator("#map")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("Jersey")

    find(page, "Jersey Farn")
    expect(words).to_contain_text("exactly that name. Do you mean Jersey Farm (council: North Watford area, England)?")
    expect(page.locator("#map")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("Jersey Farn")

    press(page, "Jersey Farm")
    expect(words).to_contain_text("Found: Jersey Farm (council: North Watford area, England).")
    expect(words).to_contain_text("The centre of the map is close to Jersey Farm, in ")
    expect(page.locator("#q")).to_have_value("Jersey Farn")

    find(page, "Norwich")
    expect(words).to_contain_text("Found: Norwich (council: Norwich area, England).")
    expect(page.locator("#q")).to_have_value("Norwich")

    find(page, "Narnia")
    expect(page.locator("main")).to_contain_text("We could not find that place.")
    expect(page.locator("#q")).to_have_value("Narnia")
    assert page.title() == "Form - Places"  # the browser's own list of pages keeps titles
    assert page.url.endswith("/report")


def test_each_step_of_the_search_is_said_once(visit: Visit) -> None:
    page = visit().opens("/report")
    at_the_question(page)
    page.evaluate(LISTEN)
    find(page, "Norwich")
    found = (
        "Found: Norwich (council: Norwich area, England). The centre of the map is close to Norwich, in Norwich area."
    )
    closer = "Select the place on the map, or zoom in."
    assert heard(page) == [["status", f"{found} The map shows about 2 miles from side to side. {closer}"]]
    for name, said in (
        ("Zoom in", "close to Norwich, in Norwich area. The map shows about 1 mile from side to side."),
        ("North", "about 400 metres north of Norwich, in Norwich area. The map shows about 1 mile from side to side."),
    ):
        press(page, name)
        assert heard(page) == [["status", f"The centre of the map is {said}"]]
    find(page, "Narnia")
    ((region, words),) = heard(page)
    assert (region, words.startswith("There is a problem: Where is the place? We could not find that place.")) == (
        "alert",
        True,
    )


def test_in_welsh_the_same_is_said_in_welsh(visit: Visit) -> None:
    page = visit().opens("/cy/report")
    press(page, "Dechrau")
    expect(page.locator("#q")).to_be_visible()
    page.evaluate(LISTEN)
    page.locator("#q").fill("Caerdydd")
    page.locator('main button[value="find"]').click()
    ((region, words),) = heard(page)
    assert region == "status"
    assert words.startswith("Wedi dod o hyd i: Caerdydd (cyngor: Ardal Caerdydd, Cymru). Mae canol y map ger Caerdydd,")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_search_of_the_map_is_answered_and_back_shows_the_map(
    visit: Visit, script: bool, viewport: dict[str, int]
) -> None:
    visitor = visit(script=script, viewport=viewport)
    page = visitor.opens("/map")
    before = page.locator(".app-map__frame").bounding_box()
    find(page, "Norwich")
    expect(page.locator("#place-words")).to_have_text("Found: Norwich (council: Norwich area, England).")
    expect(page.locator("#q")).to_have_value("Norwich")
    assert page.locator(".app-map__frame").bounding_box() == before  # nothing is pushed away by the answer
    assert page.url == f"{visitor.site}/map"
    if script:
        find(page, "")
        expect(page.locator("#q-error")).to_contain_text("Enter a postcode, place or station")
        visitor.opens("/about")
    page.go_back(wait_until="commit")  # a page that was kept for Back is not loaded again
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("[data-map-picture]")).to_be_visible()
    assert page.url == f"{visitor.site}/map"
