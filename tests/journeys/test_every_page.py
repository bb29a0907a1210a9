"""Every page there is: nothing kept, nobody else asked, no barrier found, nothing wider than its screen."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.responses.models import Response
from reports.staff.models import StaffUser
from tests import factories
from tests.deployment import ROOT
from tests.journeys.addresses import public_pages, public_pages_in_short, staff_pages
from tests.journeys.chosen import SHOWS, chosen_pages, pages_answering, presses
from tests.journeys.conftest import NOTHING_KEPT, Visitor
from tests.public_map.releases import make_place, make_release
from tests.responses import wordings

Visit = Callable[..., Visitor]

# A desk's tablet, and a small window at 200 %: what a person sees of 1280 by 800 pixels then.
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {},
    "tablet": {"viewport": {"width": 768, "height": 1024}},
    "enlarged": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
# Files, and an address that takes a form alone.
OF_SIGNING_OUT = {"/staff/sign-out", "/staff/sign-out-everywhere"}
FILES = {"/staff/exports/extract", "/staff/audit/file", "/staff/hotspots/figures"}
NOT_STAFF_PAGES = FILES | OF_SIGNING_OUT | {"/staff/language", "/staff/hotspots/views"}
# There only for somebody in the midst of signing in, or with a factor: see `test_someone_signs_in`.
OF_SIGNING_IN = {"/staff/second-factor/app/remove", "/staff/second-factor/codes"}


@pytest.fixture
def published(country: dict[str, Area]) -> None:
    """The made-up country with a release to show and a report to moderate."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release()
    factories.make_report()
    wordings.published(text_cy="", place="Westby Market", place_cy="Westby Market")
    wordings.draft()


def faults_of(visitor: Visitor, address: str) -> dict[str, object]:
    """What is wrong with a page as a visitor's phone shows it; empty when nothing is."""
    visitor.requests.clear()
    answer = visitor.page.goto(visitor.site + address)
    assert answer is not None
    found: dict[str, object] = {"status": answer.status} if answer.status != 200 else {}
    return found | faults_on(visitor)


def faults_on(visitor: Visitor) -> dict[str, object]:
    """What is wrong with the page as it is now."""
    found = {
        "axe": visitor.axe(),
        "headings": visitor.page.locator("h1").count() != 1 and visitor.page.locator("h1").count(),
        "width": visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"),
        "strangers": visitor.strangers(),
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_public_page_keeps_asks_or_bars(published: None, visit: Visit, scheme: str) -> None:
    visitor = visit(color_scheme=scheme)
    faults = {}
    for address in public_pages() if scheme == "light" else public_pages_in_short():
        found = faults_of(visitor, address)
        if visitor.keeps() != NOTHING_KEPT:
            found["keeps"] = visitor.keeps()
        if found:
            faults[address] = found
    assert faults == {}


@pytest.fixture
def of_every_role(published: None) -> StaffUser:
    """Somebody who may enter every staff page."""
    person = factories.make_person("manager")
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=factories.BORDERSHIRE)
    return StaffUser.objects.get(pk=person.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shown_on", SCREENS)
def test_no_staff_page_bars(of_every_role: StaffUser, visit: Visit, shown_on: str) -> None:
    of_responses = [f"/staff/responses/{made.pk}" for made in Response.objects.all()]
    known = {*staff_pages(), *of_responses, f"{of_responses[-1]}/change"}
    pages = {address: address for address in known - NOT_STAFF_PAGES - OF_SIGNING_IN - {"/staff/"}}
    pages |= chosen_pages(of_every_role)
    visitor = visit(**SCREENS[shown_on])
    visitor.signs_in(of_every_role.username)
    faults = {name: faults_of(visitor, address) for name, address in sorted(pages.items())}
    for name in presses(visitor):
        faults[name] = faults_on(visitor)
        visitor.picture(f"staff-{name.replace(' ', '-')}-{shown_on}")
    assert {name: found for name, found in faults.items() if found} == {}


def markup_faults(folder: Path) -> list[str]:
    """What html-validate finds in the files of a folder."""
    command = [ROOT / ".venv/bin/node", ROOT / "node_modules/html-validate/bin/html-validate.mjs", "--formatter=json"]
    # Into a file: it ends before a pipe is emptied, and what was cut off is no JSON.
    with (folder / "found.json").open("w", encoding="utf-8") as output:
        ended = subprocess.run(
            [*command, f"--config={ROOT / '.htmlvalidate.json'}", folder],
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = (folder / "found.json").read_text(encoding="utf-8")
    assert said, ended.stderr
    return [
        f"{Path(page['filePath']).name}:{message['line']} {message['ruleId']}: {message['message']}"
        for page in json.loads(said)
        for message in page["messages"]
    ]


def test_however_much_is_found_all_of_it_is_told(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.html").write_text("<!DOCTYPE html><html lang='en'><p>" + "<font>" * 9)
    assert len({line.partition(":")[0] for line in markup_faults(tmp_path)}) == 300


@pytest.mark.django_db
def test_the_markup_of_every_page_is_valid(of_every_role: StaffUser, client: Client, tmp_path: Path) -> None:
    faults = ["/no-such-page", "/map?area=nowhere", f"/map?area={factories.WESTBY}"]
    pages = {address: client.get(address).content for address in [*public_pages(), *faults]}
    client.force_login(of_every_role)
    of_responses = [f"/staff/responses/{made.pk}{rest}" for made in Response.objects.all() for rest in ("", "/change")]
    for address in {*staff_pages(), *of_responses} - NOT_STAFF_PAGES - OF_SIGNING_IN:
        pages[address] = client.get(address, follow=True).content
    for name, address in chosen_pages(of_every_role).items():
        answer = client.get(address)
        assert (answer.status_code, SHOWS[name] in answer.content.decode()) == (200, True), name
        pages[name] = answer.content
    pages |= pages_answering(client)
    for number, (address, content) in enumerate(sorted(pages.items())):
        name = re.sub(r"[^a-z0-9.]+", "-", address).strip("-") or "home"
        (tmp_path / f"{number:03}-{name}.html").write_bytes(content)
    found = markup_faults(tmp_path)
    assert found == []
    assert len(pages) > 30
