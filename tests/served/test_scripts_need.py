"""Browsers that lack something: the map's, the desk's, the sign-in's and every page's script run with all they need, or
not at all. What is taken away is read from the scripts themselves, one thing at a time."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.served.browsers import DESKTOP, Visit
from tests.served.service import Site
from tests.served.test_missing_apis import ALWAYS, NEWER, TAKE

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "static" / "scripts"
STEP = 8_000  # milliseconds
NEWEST = NEWER | {"inert", "replaceChildren", "submitter", "showModal", "requestSubmit", "noModule"}

# The language itself: no browser that is meant lacks these.
LANGUAGE = {"Float32Array", "JSON", "Math"}

# Of these names, those that `TAKE` would find something of.
KNOWN = """(names) => names.filter((name) => {
    const numbers = 'Number|BigInt|Boolean|ArrayBuffer|DataView|.*Array'
    const others = 'Object|String|Function|Promise|RegExp|Map|Set|Weak.*|Symbol|Date|.*Error|Iterator'
    const language = new RegExp(`^(${numbers}|${others})$`)
    if (language.test(name)) return false
    const owners = Object.getOwnPropertyNames(globalThis).filter((one) => /^[A-Z]/.test(one) && !language.test(one))
    const isPart = (owner) => {
        const kind = globalThis[owner]?.prototype
        return kind && Object.getOwnPropertyDescriptor(kind, name)?.configurable
    }
    return owners.some(isPart) || Object.getOwnPropertyDescriptor(globalThis, name)?.configurable
})"""
# No device asks for a finger here: the browser says at once that nobody gave one.
REFUSING = """CredentialsContainer.prototype.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"""


def names_in(files: Iterable[Path]) -> set[str]:
    """Every name after a dot, every name with a capital, and every function called by its name alone."""
    text = "\n".join(re.sub(r"(?<![:\"'])//.*", "", file.read_text(encoding="utf-8")) for file in files)
    parts = re.findall(r"\.([a-zA-Z]\w+)", text)
    return {*parts, *re.findall(r"\b([A-Z]\w*[a-z]\w+)\b", text), *re.findall(r"(?<!\.)\b([a-z]\w+)(?=[(.])", text)}


def note(faults: list[str], fault: Error) -> None:
    """Keeps an error of a script."""
    faults.append(str(fault))


def wrong_without(
    context: BrowserContext, names: set[str], opens_and_presses: Callable[[Page], None], *, before: str = ""
) -> tuple[list[str], dict[str, str]]:
    """What was taken away, and what then went wrong: a step that does not follow, or an error of a script."""
    context.set_default_timeout(STEP)
    page = context.pages[0]
    known = page.evaluate(KNOWN, sorted((names | NEWEST) - ALWAYS - LANGUAGE))
    wrong = {}
    for name in ["", *known]:  # with everything first: the steps themselves must follow
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", partial(note, faults))
        page.add_init_script(f"{before};({TAKE})({name!r})")
        try:
            opens_and_presses(page)
        except (Error, AssertionError) as fault:
            faults.append(str(fault)[:300])
        if faults:
            wrong[name] = faults[0]
        page.close()
    return known, wrong


def presses_what_the_map_has(page: Page, address: str) -> bool:
    """Moves the map and copies its address where the page offers it; whether it does."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("#q").press_sequentially("Norwich")
    page.locator("#q").press("Enter")
    expect(page.locator("#place-words")).to_contain_text("Found: Norwich")
    page.wait_for_load_state("networkidle")
    picture, start = page.locator("[data-map-picture]"), page.locator("[data-map-start] button")
    expect(picture).to_be_visible()
    page.locator("details", has=page.locator("#share")).locator("summary").click()
    copy = page.locator("[data-copy] button").first
    if copy.is_visible():
        copy.click()
        expect(copy).to_have_text(re.compile("Copied|Not copied"))
    if not start.is_visible():
        assert page.locator(".app-map-says >> visible=true").count() == 0
        assert page.locator("[data-map-says]").inner_text() == ""
        return False
    start.click()
    expect(page.locator("canvas.app-live-map__hexagons")).to_have_attribute("data-hexagons", re.compile(r"^[1-9]"))
    expect(page.get_by_role("application")).to_be_focused()
    expect(page.locator("[data-map-says]")).to_contain_text("You can move the map now")
    page.locator("[data-choices]").click()
    page.locator("[name=view][value=heat]").check()
    expect(page.locator("[data-heat-means]")).to_be_visible()
    page.locator("[name=view][value=hexagons]").check()
    heading = page.locator("#map-heading").inner_text()
    page.locator("[data-map-controls] [name=period]").press("ArrowLeft")
    expect(page.locator("#map-heading")).not_to_have_text(heading)
    expect(page.locator("[data-of-period][aria-busy=true]")).to_have_count(0)
    expect(page.locator("main caption").first).to_contain_text(page.locator("#map-heading").inner_text().split(", ")[1])
    return True


@pytest.mark.whole
def test_the_map_moves_or_is_the_picture_whatever_is_missing(visit: Visit) -> None:
    visitor = visit(viewport=DESKTOP)
    page = visitor.opens("/map")
    norwich = page.locator("#area option", has_text="Norwich").get_attribute("value")
    offered: list[bool] = []

    def presses(page: Page) -> None:
        offered.append(presses_what_the_map_has(page, f"{visitor.site}/map?area={norwich}"))

    names = names_in([*SCRIPTS.glob("public-map*.js"), *SCRIPTS.glob("basemap*.js"), SCRIPTS / "place-suggestions.js"])
    taken, wrong = wrong_without(visitor.context, names, presses)
    visitor.complaints.clear()  # errors of scripts are in `wrong`
    assert wrong == {}
    assert {"AbortController", "DOMParser", "createContextualFragment", "fetch", "matchMedia", "inert"} <= set(taken)
    assert len(taken) > 50
    assert True in offered
    assert False in offered


def presses_what_the_desk_has(page: Page, address: str) -> bool:
    """Puts a place aside and takes it up again, and opens the list of keys where there is one; whether there is."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("main h2 a").first.click()
    expect(page.locator("main h1")).to_contain_text("Reports of one place")
    place = page.url
    if page.locator("button[value=release]").count() == 0:
        page.locator("button[value=hold]").click()
        page.wait_for_url(lambda url: url != place)
        page.goto(place)
    page.locator("button[value=release]").click()
    page.wait_for_load_state("networkidle")
    page.goto(place)
    expect(page.locator("button[value=hold]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    keys = page.locator("[data-desk-help-open]")
    if not keys.is_visible():
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 0
        return False
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.locator(".app-desk__keys-close").click()
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("t")
    return True


@pytest.mark.whole
def test_the_desk_decides_whatever_is_missing(visit: Visit, site: Site) -> None:
    visitor = visit(viewport=DESKTOP)
    visitor.signs_in("moderator", site.people["moderator"])
    address = f"{visitor.site}/staff/moderation/"
    offered: list[bool] = []

    def presses(page: Page) -> None:
        offered.append(presses_what_the_desk_has(page, address))

    taken, wrong = wrong_without(visitor.context, names_in(SCRIPTS.glob("moderation-*.js")), presses)
    visitor.complaints.clear()
    assert wrong == {}
    assert {"submitter", "FormData", "showModal", "getItem", "replaceChildren", "pushState"} <= set(taken)
    assert True in offered
    assert False in offered


def presses_the_passkey(page: Page, address: str) -> bool:
    """Asks for a passkey that nobody gives; whether it is offered. A password is asked for always."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Password")).to_be_visible()
    form = page.locator("form[data-passkey]")
    if not form.is_visible():
        return False
    form.locator("button").click()
    expect(page.get_by_role("alert")).to_have_text("The passkey did not work. Try again, or use another way.")
    return True


@pytest.mark.whole
def test_a_passkey_is_asked_for_or_not_offered_whatever_is_missing(visit: Visit) -> None:
    visitor = visit()
    visitor.opens("/staff/")
    offered: list[bool] = []

    def presses(page: Page) -> None:
        offered.append(presses_the_passkey(page, f"{visitor.site}/staff/"))

    names = names_in([SCRIPTS / "staff-passkey.js"]) | {"PublicKeyCredential", "CredentialsContainer"}
    taken, wrong = wrong_without(visitor.context, names, presses, before=REFUSING)
    visitor.complaints.clear()
    assert wrong == {}
    assert {"AbortController", "PublicKeyCredential", "atob", "credentials", "fetch", "rawId"} <= set(taken)
    assert offered[0]
    assert [name for name, was in zip(taken, offered[1:], strict=True) if name == "credentials" and was] == []
    assert False in offered


@pytest.mark.whole
def test_every_page_has_all_of_its_behaviours_or_none(visit: Visit) -> None:
    visitor = visit()
    visitor.opens("/")
    supported: list[bool] = []

    def presses(page: Page) -> None:
        stated: list[str] = []
        page.on("console", lambda line: stated.append(line.text) if line.type in {"log", "error"} else None)
        page.goto(f"{visitor.site}/staff/")
        page.wait_for_load_state("networkidle")
        page.locator("form:not([data-passkey]) button").first.click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.locator(".govuk-error-summary a").first.click()
        expect(page.get_by_label("Username")).to_be_visible()
        supported.append("govuk-frontend-supported" in (page.locator("body").get_attribute("class") or ""))
        assert [line for line in stated if "GOV" in line or "rror" in line] == []

    built = ROOT / "build" / "frontend" / "scripts" / "govuk.js"
    taken, wrong = wrong_without(visitor.context, names_in([built]), presses)
    visitor.complaints.clear()
    assert wrong == {}
    assert {"classList", "closest", "dataset", "noModule"} <= set(taken)
    assert supported[0]
    assert False in supported


@pytest.mark.parametrize("address", ["/map", "/staff/"])
def test_without_script_nothing_waits_or_offers_what_cannot_be(visit: Visit, address: str) -> None:
    page = visit(script=False).opens(address)
    assert page.locator("[data-map-start], .app-map-says, form[data-passkey]").count() > 0
    assert page.locator("[data-map-start], .app-map-says, form[data-passkey]").locator("visible=true").count() == 0
