"""A council's officer writes, sees and publishes; the public reads it in the list and at the map; it is withdrawn."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from reports.geography.models import Area
from tests import factories
from tests.factories import IN_WESTBY, WESTBY
from tests.journeys.conftest import DESKTOP, NOTHING_KEPT, Visitor
from tests.public_map.releases import make_place, make_release

Visit = Callable[..., Visitor]
ENGLISH, WELSH = "We mended the lamps along the river.", "Trwsiwyd y lampau ar lan yr afon."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.django_db(transaction=True)
def test_what_an_officer_publishes_everybody_reads_until_it_is_withdrawn(
    country: dict[str, Area], visit: Visit, script: bool
) -> None:
    make_place("Westby Market", IN_WESTBY, 20_000)
    make_release()
    factories.make_person("council_officer", WESTBY, username="officer")
    officer, reader = visit(script=script, viewport=DESKTOP), visit(script=script)
    officer.signs_in("officer")
    name = "responses-script" if script else "responses-plain"

    def look(visitor: Visitor, step: str) -> None:
        """What must hold on every page."""
        visitor.picture(f"{name}-{step}")
        if script:
            assert visitor.axe() == []
            assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def read() -> list[bool]:
        """Whether the words stand on the public page, its Welsh twin, the map and the table."""
        addresses = ("/responses", "/cy/responses", f"/map?area={WESTBY}", f"/map/table?area={WESTBY}")
        found = []
        for address in addresses:
            page = reader.opens(address)
            found.append(page.get_by_text(WELSH if address.startswith("/cy") else ENGLISH).count() == 1)
        return found

    page = officer.opens("/staff/home")
    page.get_by_role("navigation").get_by_role("link", name="Responses").click()
    look(officer, "empty")
    page.get_by_role("link", name="Write a response").click()
    page.get_by_label("Cleaned up, or plants cut back").check()
    page.get_by_label("When it was done").select_option(index=2)
    page.get_by_label("Town, village or station").fill("westby market")
    page.get_by_label("What you did, in English").fill(f"{ENGLISH} Call 01632 960123.")
    page.get_by_label("What you did, in Welsh").fill(WELSH)
    page.get_by_role("button", name="Save draft and preview").click()
    expect(page.get_by_role("alert")).to_contain_text("Remove the phone number: 01632 960123.")
    look(officer, "refused")
    officer.complaints.clear()  # the browser tells of the refusal's status
    page.get_by_label("What you did, in English").fill(ENGLISH)
    page.get_by_role("button", name="Save draft and preview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Draft")
    expect(page.get_by_role("heading", name=re.compile("Westby Market"))).to_have_count(2)
    look(officer, "preview")
    assert read() == [False] * 4

    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("status")).to_contain_text("everyone can read it now")
    look(officer, "published")
    assert read() == [True] * 4
    reader.opens(f"/map?area={WESTBY}").get_by_role("link", name="See everything Westby has done").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("You said, we did")
    look(reader, "public")
    assert (reader.keeps(), reader.strangers()) == (NOTHING_KEPT, [])

    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Withdrawn")
    look(officer, "withdrawn")
    assert read() == [False] * 4
    page.get_by_role("button", name="Publish again").click()
    assert read() == [True] * 4
