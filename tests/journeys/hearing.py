"""What a screen reader is made to say: every change of a live region that can be heard, in order."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.conftest import PATIENCE

# A region speaks when words come into it, or when it comes with words in it; hidden ones are silent. What changes in
# one go is one speaking of each region.
_LISTEN = """() => {
  window.heard = []
  const REGIONS = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"], output'
  const isShown = (one) => {
    for (let node = one; node instanceof Element; node = node.parentElement) {
      if (node.hidden || node.getAttribute('aria-hidden') === 'true') return false
      if (getComputedStyle(node).display === 'none' || getComputedStyle(node).visibility === 'hidden') return false
    }
    return true
  }
  const regionsOf = (change) => {
    const target = change.target instanceof Element ? change.target : change.target.parentElement
    const found = [target?.closest(REGIONS)]
    for (const node of change.addedNodes) if (node instanceof Element) found.push(...node.querySelectorAll(REGIONS))
    for (const node of change.addedNodes) if (node instanceof Element && node.matches(REGIONS)) found.push(node)
    if (change.type === 'attributes') found.push(...(target?.querySelectorAll(REGIONS) ?? []))
    return found.filter((one) => one?.isConnected)
  }
  new MutationObserver((changes) => {
    for (const region of new Set(changes.flatMap(regionsOf))) {
      const words = region.textContent.replace(/\\s+/g, ' ').trim()
      if (words && isShown(region)) window.heard.push([region.getAttribute('role') ?? region.ariaLive, words])
    }
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden', 'class', 'role'],
  })
}"""
_QUIET_FOR = 600  # milliseconds without a word after which a page has said what it has to say


def listen(page: Page) -> Callable[[], list[list[str]]]:
    """Begins to listen to a page; what it gives tells what was spoken since it was last asked: (region, words)."""
    page.evaluate(_LISTEN)

    def heard() -> list[list[str]]:
        before, silent_for = 0, 0
        # The page's policy forbids what `wait_for_function` does.
        while (count := page.evaluate("window.heard.length")) != before or (not count and silent_for < PATIENCE):
            before = count
            page.wait_for_timeout(_QUIET_FOR)
            silent_for += _QUIET_FOR
        return list(page.evaluate("window.heard.splice(0)"))

    return heard
