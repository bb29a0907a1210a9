"""Every page there is, at 375 px: nothing kept, nobody else asked, no barrier found, nothing wider than the phone."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.responses.models import Response
from reports.staff.models import StaffUser
from tests import factories
from tests.deployment import ROOT
from tests.journeys.addresses import public_pages, staff_pages
from tests.journeys.conftest import NOTHING_KEPT, Visitor
from tests.public_map.releases import make_place, make_release
from tests.responses import wordings

Visit = Callable[..., Visitor]

# Files, and an address that takes a form alone.
NOT_STAFF_PAGES = {"/staff/exports/extract", "/staff/audit/file", "/staff/sign-out", "/staff/language"}
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
    found = {
        "status": answer.status != 200 and answer.status,
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
    for address in public_pages():
        found = faults_of(visitor, address)
        if address != "/api/docs" and visitor.keeps() != NOTHING_KEPT:
            found["keeps"] = visitor.keeps()
        if address == "/api/docs":
            # The documentation reader of the schema is a third party's: its own barriers are not ours to mend.
            found = {name: value for name, value in found.items() if name in {"status", "strangers"}}
        if found:
            faults[address] = found
    assert faults == {}


@pytest.mark.django_db(transaction=True)
def test_no_staff_page_bars(published: None, visit: Visit) -> None:
    person = factories.make_person("manager")
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=factories.BORDERSHIRE)
    visitor = visit()
    visitor.signs_in(person.username)
    of_responses = [f"/staff/responses/{made.pk}" for made in Response.objects.all()]
    faults = {
        address: found
        for address in [
            *sorted(set(staff_pages()) - NOT_STAFF_PAGES - OF_SIGNING_IN - {"/staff/"}),
            *of_responses,
            f"{of_responses[-1]}/change",
        ]
        if (found := faults_of(visitor, address))
    }
    assert faults == {}


@pytest.mark.django_db
def test_the_markup_of_every_page_is_valid(published: None, client: Client, tmp_path: Path) -> None:
    person = StaffUser.objects.get(pk=factories.make_person("manager").pk)
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=factories.BORDERSHIRE)
    addresses = [address for address in public_pages() if address != "/api/docs"]
    faults = ["/no-such-page", "/map?area=nowhere", f"/map?area={factories.WESTBY}"]
    pages = {address: client.get(address).content for address in [*addresses, *faults]}
    client.force_login(person)
    of_responses = [f"/staff/responses/{made.pk}{rest}" for made in Response.objects.all() for rest in ("", "/change")]
    for address in {*staff_pages(), *of_responses} - NOT_STAFF_PAGES - OF_SIGNING_IN:
        pages[address] = client.get(address, follow=True).content
    for number, (address, content) in enumerate(sorted(pages.items())):
        name = address.strip("/").replace("/", "_").replace("?", "-") or "home"
        (tmp_path / f"{number:03}-{name}.html").write_bytes(content)
    command = [ROOT / ".venv/bin/node", ROOT / "node_modules/html-validate/bin/html-validate.mjs", "--formatter=json"]
    ended = subprocess.run(
        [*command, f"--config={ROOT / '.htmlvalidate.json'}", tmp_path], capture_output=True, text=True, check=False
    )
    assert ended.stdout, ended.stderr
    found = [
        f"{Path(page['filePath']).name}:{message['line']} {message['ruleId']}: {message['message']}"
        for page in json.loads(ended.stdout)
        for message in page["messages"]
    ]
    assert found == []
    assert len(pages) > 30
