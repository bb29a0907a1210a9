"""Game A6: all that the public can open is the same, byte for byte, after a report was filed and accepted."""

import datetime
import re
import uuid
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.test import Client

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.intake.models import Report
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.publication import map_schedule, noise
from reports.publication.releasing import publish_release
from tests.factories import NOW, WESTBY, make_accepted_report
from tests.intake.test_submission import ANSWERS
from tests.journeys.addresses import public_pages
from tests.responses import wordings

pytestmark = pytest.mark.adversary

STARTS = ["/map", "/map/table", "/map/ground.json", "/api/v1/", "/api/v1/releases", "/api/v1/areas", "/api/v1/schema"]
STARTS += ["/api/v1/responses", "/ogc/api", "/ogc/collections", "/sitemap.xml", "/robots.txt"]
STARTS += [f"/ogc/collections/{collection}/items" for collection in ("releases", "areas", "responses")]
STARTS += [f"/feeds/cy/{WESTBY}/{feed}.atom" for feed in ("releases", "responses")]
LINK = re.compile(
    rb'(?:href|src|action|data-[a-z-]+|content)="(/[^"]*)"|"(?:url|[a-z_]+_url)": ?"(?:http://testserver)?(/[^"]*)"'
)
LEAVES_THE_SITE = ("/leave", "/cy/leave", "/staff", "/static")
# Drawn anew for each visitor, also where nothing was filed: the encrypted draft of an empty report; and the second.
OF_THE_VISIT = re.compile(rb'(name="a" value=")[^"]*|(data-proof=")[^"]*|("timeStamp": ")[^"]*')
MOST = 600

Answer = tuple[int, int, dict[str, str], bytes]


def crawl() -> dict[str, Answer]:
    """Every public address that can be reached: status, size, headers but Date, and body."""
    browser, seen = Client(), dict[str, Answer]()
    waiting = [*STARTS, *public_pages()]
    while waiting:
        address = urldefrag(waiting.pop(0))[0].replace("&amp;", "&")
        if address in seen or address.startswith(LEAVES_THE_SITE):
            continue
        response: Any = browser.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kept = OF_THE_VISIT.sub(b"", body)
        headers = {name: value for name, value in response.headers.items() if name != "Date"}
        seen[address] = (response.status_code, len(body), headers, kept)
        assert len(seen) <= MOST, "the site has no end"
        waiting += [(one or other).decode() for one, other in LINK.findall(body)]
    return seen


@pytest.fixture
def published(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> Area:
    """Westby with three published quarters, a map and a response; returns it."""
    monkeypatch.setattr(map_schedule, "REPORTS_FOR_A_MAP", 40)
    for number in range(90):
        day = datetime.date(2026, 7, 1) + datetime.timedelta(days=number)
        make_accepted_report(accepted_on=day, received_on=day, reasons=["followed"])
    rebuild_counts()
    for council in (country[WESTBY], country["E06000902"]):
        publish_release(council, quarter="2026-Q1", now=NOW)
        publish_release(council, quarter="2026-Q3", now=NOW)
    wordings.published()
    return country[WESTBY]


def file_accept_and_count() -> None:
    """One report through the public's form, and thirty accepted, in the quarter that runs and in the published one."""
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    shuffle_intake(now=NOW, whole=True)
    for day in (datetime.date(2026, 11, 2), datetime.date(2026, 9, 2)):
        for _ in range(15):
            make_accepted_report(accepted_on=day, received_on=day)
    rebuild_counts()


def test_a_report_filed_meanwhile_changes_no_byte_of_anything_public(published: Area) -> None:
    """Every page in both languages, the moving map's data, the API, and every file of every release."""
    before = crawl()
    file_accept_and_count()
    publish_release(published, quarter="2026-Q3", now=NOW)
    after = crawl()
    assert Report.objects.count() == 121
    assert after == before
    files = [address for address in before if address.startswith("/releases/")]
    assert len(files) >= 10, "the crawl did not reach the releases"
    assert {before[address][0] for address in files} == {200}
    assert {"/map?area=" + WESTBY, "/cy/map"} <= {address.split("&")[0] for address in before}


def test_live_counts_would_be_seen(published: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    """A13: a total read from the counts in place of the release turns the crawl red."""
    from reports.aggregation import counts
    from reports.publication import released

    def live_total(release: Any) -> released.Total:
        return released.Total(int(counts.group_band_counts(release.council_id, release.quarter).sum()))

    monkeypatch.setattr(released, "total_of", live_total)
    before = {address: stated for address, stated in crawl().items() if address.startswith("/api/")}
    file_accept_and_count()
    after = {address: stated for address, stated in crawl().items() if address.startswith("/api/")}
    assert before != after


def test_a_second_draw_would_be_seen(published: Area) -> None:
    """The crawl notices noise: another release of the same counts looks different."""
    before = crawl()
    publish_release(published, quarter="2026-Q4", now=NOW + datetime.timedelta(days=90), draw=noise.discrete_laplace)
    assert crawl() != before
