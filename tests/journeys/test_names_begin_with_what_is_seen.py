"""Who speaks to a phone says what is seen: the name of each control begins with it (WCAG 2.5.3)."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from reports.aggregation.rebuilding import rebuild_counts
from reports.responses.models import Response
from reports.staff.models import StaffUser
from tests import factories
from tests.journeys.addresses import public_pages, staff_pages
from tests.journeys.chosen import chosen_pages
from tests.journeys.conftest import Visitor
from tests.journeys.test_every_page import (  # noqa: F401  # fixtures are used by their names
    NOT_STAFF_PAGES,
    OF_SIGNING_IN,
    of_every_role,
    published,
)
from tests.journeys.test_someone_reads_the_map import moving
from tests.public_map.releases import EARLIER, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
CONTROLS = {
    *("link", "button", "checkbox", "radio", "slider", "textbox", "combobox", "searchbox", "spinbutton", "tab"),
    *("DisclosureTriangle", "menuitem", "switch", "option", "Date", "InputTime", "ListBox", "PopUpButton"),
}

# The text a person sees of a control: not what is for ears alone, nor a picture's letters.
SEEN = """function () {
    const labels = this.matches("button") ? [] : [...(this.labels ?? [])];
    const parts = labels.length ? labels : [this];
    const isSeen = (node) => {
        for (let one = node.parentElement; one; one = one.parentElement) {
            if (one.getAttribute("aria-hidden") === "true" || one.matches(".govuk-visually-hidden")) return false;
            if (one.matches("select, textarea, option, datalist") && !parts.includes(one)) return false;
            const { clip, clipPath, display, visibility } = getComputedStyle(one);
            if (display === "none" || visibility === "hidden" || clip === "rect(0px, 0px, 0px, 0px)") return false;
            if (clipPath === "inset(50%)") return false;
            if (parts.includes(one)) return true;
        }
        return true;
    };
    if (this.getRootNode() instanceof ShadowRoot) return ""; // the browser's own parts of a field
    if (this.matches("input[type=submit], input[type=button]")) return this.value;
    if (this.matches("select, textarea, input") && !labels.length) return "";
    return parts.map((part) => {
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), words = [];
        while (walker.nextNode()) if (isSeen(walker.currentNode)) words.push(walker.currentNode.data);
        return words.join(" ");
    }).join(" ");
}"""


def words_of(text: str) -> list[str]:
    """Its words as they are said: without case, signs and spaces."""
    return re.findall(r"[^\W_]+", text.lower())


def begins(name: str, seen: str) -> bool:
    """Whether a name begins with the words of what is seen."""
    return words_of(name)[: len(words_of(seen))] == words_of(seen)


def names_on(page: Page) -> list[tuple[str, str, str]]:
    """Each control of a page as Chromium tells it: its role, its name, and the text that is seen of it."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.enable")
    found = []
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in CONTROLS or "backendDOMNodeId" not in node:
            continue
        handle = session.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})["object"]["objectId"]
        call = {"objectId": handle, "functionDeclaration": SEEN, "returnByValue": True}
        seen = session.send("Runtime.callFunctionOn", call)["result"].get("value", "")
        found.append((role, " ".join(node.get("name", {}).get("value", "").split()), " ".join(seen.split())))
    session.detach()
    return found


def misnamed(controls: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Those that a person who says what is seen does not reach."""
    return [one for one in controls if not begins(one[1], one[2])]


def confused(page: Page) -> list[str]:
    """Names of links in the page's own part that lead to more than one place."""
    found = page.evaluate(
        "() => [...document.querySelectorAll('main a[href]')].map((one) => [one.textContent, one.getAttribute('href')])"
    )
    leads: dict[str, set[str]] = {}
    for name, href in found:
        leads.setdefault(" ".join(name.split()), set()).add(href)
    return sorted(name for name, addresses in leads.items() if len(addresses) > 1)


def test_on_every_public_page(published: None, visit: Visit) -> None:  # noqa: F811
    visitor = visit()
    faults, counted, calls = {}, 0, 0
    pages = [*public_pages(), f"/map?area={factories.WESTBY}", f"/map/table?area={factories.WESTBY}", "/no-such-page"]
    for address in [*pages, "/map?area=nowhere", f"/map/embed?area={factories.WESTBY}"]:
        controls = names_on(visitor.opens(address))
        visitor.complaints.clear()  # pages that are not there say so in the console too
        counted += len(controls)
        calls += sum(bool(re.search(r"(Call|Ffoniwch) .*\d{3}", name)) for _role, name, _seen in controls)
        if found := misnamed(controls):
            faults[address] = found
    assert faults == {}
    assert counted > 1000
    assert calls > 80


def test_on_every_staff_page(of_every_role: StaffUser, visit: Visit) -> None:  # noqa: F811
    of_responses = [f"/staff/responses/{made.pk}" for made in Response.objects.all()]
    known = {*staff_pages(), *of_responses, f"{of_responses[-1]}/change", *chosen_pages(of_every_role).values()}
    visitor = visit()
    visitor.signs_in(of_every_role.username)
    faults, counted = {}, 0
    for address in sorted(known - NOT_STAFF_PAGES - OF_SIGNING_IN - {"/staff/"}):
        controls = names_on(visitor.opens(address))
        counted += len(controls)
        if found := misnamed(controls) + confused(visitor.page):
            faults[address] = found
    assert faults == {}
    assert counted > 300


def test_page_numbers_and_files_of_exports_are_said_as_they_are_seen(of_every_role: StaffUser, visit: Visit) -> None:  # noqa: F811
    """A page number is its name's beginning, and of many files each has a name of its own."""
    for number in range(25):
        factories.make_accepted_report(at=(-2.60 + number / 100, 51.46), accepted_on=datetime.date(2026, 8, 3))
    rebuild_counts()
    make_release(factories.EASTBY)
    visitor = visit()
    visitor.signs_in(of_every_role.username)
    controls = names_on(visitor.opens("/staff/hotspots?rows=all&size=130"))
    assert {("link", "1, page", "1"), ("link", "2, page", "2")} <= set(controls)
    assert misnamed(controls) == []
    page = visitor.opens("/staff/exports")
    files = [one for one in names_on(page) if one[2].startswith(("Hexagons", "List of the files"))]
    assert len(files) == len(set(files)) >= 8
    assert misnamed(files) == []
    assert confused(page) == []
    csv = next(name for _role, name, seen in files if seen == "Hexagons, CSV" and "Westby" in name)
    assert re.fullmatch(
        r"Hexagons, CSV ?, Westby, July to September 2026 \(calendar Q3\) \(\d+(\.\d)?\s(bytes|KB)\)", csv
    )


def test_on_the_moving_map_and_through_the_report(published: None, visit: Visit) -> None:  # noqa: F811
    make_release(quarter=EARLIER)
    page = moving(visit(), f"/map?area={factories.WESTBY}")
    controls = names_on(page)
    assert ("slider", "Period", "Period") in controls
    assert misnamed(controls) == []
    page = visit().opens("/report")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name="Find")).to_be_visible()
    assert misnamed(names_on(page)) == []


def test_a_name_with_something_between_what_is_seen_would_be_found(visit: Visit) -> None:
    page = visit().opens("/about")
    page.evaluate(
        "() => { document.querySelector('main').innerHTML = `<a href='tel:1'>Call <span class='govuk-visually-hidden'>"
        "a helpline,</span> 0808 802</a> <button aria-label='Send it'>Go on</button> <button aria-label='Go on: 3'>"
        "Go on</button> <a href='tel:2'><span class='govuk-visually-hidden'>Now </span>Call 999</a>` }"
    )
    assert misnamed(names_on(page)) == [
        ("link", "Call a helpline, 0808 802", "Call 0808 802"),
        ("button", "Send it", "Go on"),
        ("link", "Now Call 999", "Call 999"),
    ]
