"""Browsers that lack something: the report's script runs with all it needs or not at all, and the way out always leads
out. What is taken away is read from the scripts themselves, one thing at a time."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.served.browsers import Visit, Visitor
from tests.served.exit_site import ExitSite
from tests.served.test_waiting import press, to_the_place

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "scripts"
# In every browser of this century: no list of browsers reaches back before them.
ALWAYS = frozenset(
    """action activeElement add addEventListener altKey appendChild body button childNodes className clientWidth clientX
    createElement ctrlKey defaultPrevented detail dir documentElement elements firstChild focus form getAttribute
    getElementById hasAttribute head hash height href key lang left length metaKey method name namedItem offsetX offsetY
    origin parentNode path preventDefault protocol querySelector querySelectorAll reload removeAttribute removeChild
    removeEventListener replace setAttribute setTimeout shiftKey src status stop tabIndex target textContent title top
    type value width x y document location window Math""".split()  # noqa: SIM905  # eighty names are easier to read as words
)
# What Safari 13.1, Chrome 80 to 85 and others of their age lack, used or not: none of it may come to matter.
NEWER = {"CSS", "navigation", "replaceChildren", "sendBeacon", "structuredClone", "submitter", "supports"}

# Takes a name from every object of the browser that has it; what belongs to the language stays.
TAKE = """(name) => {
    const language = ['Object', 'Array', 'String', 'Function', 'Promise', 'RegExp', 'Number', 'Map', 'Set', 'WeakMap',
        'Symbol', 'Date', 'Error', 'Iterator', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Boolean', 'BigInt']
    globalThis.taken = 0
    if (language.includes(name)) return
    for (const owner of Object.getOwnPropertyNames(globalThis)) {
        if (!/^[A-Z]/.test(owner) || language.includes(owner)) continue
        const thing = globalThis[owner]
        for (const one of [thing?.prototype, owner === 'CSS' ? thing : null]) {
            if (!one || !Object.getOwnPropertyDescriptor(one, name)?.configurable) continue
            if (delete one[name]) globalThis.taken += 1
        }
    }
    if (!Object.getOwnPropertyDescriptor(globalThis, name)?.configurable) return
    if (delete globalThis[name]) globalThis.taken += 1
}"""


def names_used() -> list[str]:
    """Every name after a dot, and every name with a capital, in the scripts of the report and of the way out."""
    files = [*SCRIPTS.glob("report-*.js"), SCRIPTS / "quick-exit.js"]
    files += [SCRIPTS / "where-map.js", SCRIPTS / "place-suggestions.js"]
    text = "\n".join(re.sub(r"//.*", "", file.read_text(encoding="utf-8")) for file in files)
    found = set(re.findall(r"\.([a-zA-Z]\w+)", text)) | set(re.findall(r"\b([A-Z]\w*[a-z]\w+|fetch)\b", text))
    return sorted((found | NEWER) - ALWAYS)


def goes_through(page: Page, visitor: Visitor, exit_site: ExitSite, name: str) -> bool:
    """Whether there was such a thing to take away; a step that does not follow raises."""
    page.add_init_script(f"({TAKE})({name!r})")
    page.goto(f"{visitor.site}/report")
    if not page.evaluate("globalThis.taken"):
        return False
    to_the_place(page)
    page.get_by_label("Postcode, place or station").press_sequentially("Norwich")
    page.locator("button[value=find]:not([aria-hidden])").first.click()
    expect(page.locator("#map")).to_be_visible()
    press(page, "Back", "Tell us about a place")
    page.keyboard.press("Escape")
    page.wait_for_url(exit_site.url)
    return True


@pytest.mark.whole
def test_the_report_goes_on_and_the_way_out_leads_out_whatever_is_missing(visit: Visit, exit_site: ExitSite) -> None:
    visitor = visit()
    visitor.context.set_default_timeout(8_000)
    taken, wrong = [], {}
    for name in names_used():
        page = visitor.context.new_page()
        try:
            taken += [name] if goes_through(page, visitor, exit_site, name) else []
        except (Error, AssertionError) as fault:
            wrong[name] = str(fault).splitlines()[0]
        page.close()
    visitor.complaints.clear()  # a script that begins without what it needs is seen below
    assert wrong == {}
    assert {
        "AbortController",
        "DOMParser",
        "FormData",
        "URLSearchParams",
        "closest",
        "fetch",
        "replaceChildren",
    } <= set(taken)
    assert len(taken) > 30


@pytest.mark.parametrize("name", ["fetch", "closest", "AbortController", "URLSearchParams"])
def test_a_browser_that_lacks_something_is_told_what_one_without_script_is(visit: Visit, name: str) -> None:
    visitor = visit()
    visitor.page.add_init_script(f"({TAKE})({name!r})")
    page = visitor.opens("/report")
    to_the_place(page)
    expect(page.get_by_text("If you open another page now, your answers are lost.")).to_be_visible()
    assert page.get_by_role("button", name="Use my location").count() == 0
    assert page.evaluate("document.documentElement.className").split() == ["govuk-template"]
