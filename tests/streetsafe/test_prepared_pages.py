"""Pages drawn beforehand: the same to the byte as those drawn when asked for, and gone as soon as anything changes."""

import datetime
import gzip
import io
import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from reports.geography.models import Area, Postcode
from reports.guidance import hours
from reports.guidance.hours import OpeningSpan
from reports.management.page_addresses import public_pages
from reports.public_map.pages import next_publication
from reports.publication.models import Release
from reports.publication.withdrawing import withdraw_cell
from reports.responses.models import Response, ResponseKind
from reports.responses.writing import Wording, publish_response, withdraw_response, write_draft
from reports.staff.models import StaffUser
from reports.vocabulary.uk_time import LONDON
from streetsafe.prepared_pages import files
from streetsafe.prepared_pages.answering import DRAWN_ANEW
from streetsafe.prepared_pages.files import Address
from tests.factories import EASTBY, NOW, WESTBY
from tests.public_map.releases import EASTBY_CELL, QUARTER, WESTBY_CELL, make_release, make_year

SITE = "http://testserver"
DRAWN: Any = {DRAWN_ANEW: "1"}
TOLD = {"Content-Length", "X-Accel-Expires"}  # of the form that is sent, and for the edge alone
Clock = Callable[[datetime.datetime], None]


@pytest.fixture
def published(country: dict[str, Area], set_clock: Clock) -> None:
    """Two councils with figures, one of them with a response."""
    make_year()
    make_release(EASTBY, leaves={EASTBY_CELL: 22})
    _respond("We cut the hedge.")


def _respond(text: str) -> Response:
    wording = Wording(kind=ResponseKind.LIGHTING, done_in=datetime.date(2026, 9, 1), text_en=text)
    draft = write_draft(wording, council=Area.objects.get(code=WESTBY))
    return publish_response(draft, seen=draft.revision, by=None, now=NOW)


def browser() -> Client:
    """One that names the host, as all do."""
    return Client(headers={"host": "testserver"})


def prepare() -> str:
    """Runs the command; what it says."""
    said = io.StringIO()
    call_command("prepare_pages", site=SITE, stdout=said)
    return said.getvalue()


def as_drawn(path: str, **headers: str) -> Any:
    """The answer of a service that has no prepared page."""
    return browser().get(path, headers=headers, **DRAWN)


def is_prepared(path: str) -> bool:
    """Whether the answer was lying there."""
    return "X-Accel-Expires" in browser().get(path).headers


def _end_of(path: str) -> int:
    """Until when the edge may keep the page."""
    return int(browser().get(path).headers["X-Accel-Expires"][1:])


def headers_of(response: Any) -> dict[str, str]:
    """What is said beside the page."""
    return {name: value for name, value in response.headers.items() if name not in TOLD}


def test_a_prepared_page_is_the_page_to_the_byte_in_either_form(published: None) -> None:
    assert prepare() == f"{len(list(public_pages()))} pages, {len(list(files.folder().iterdir()))} of them drawn now.\n"
    kept = 0
    for page in public_pages():
        whole, small = browser().get(page.path), browser().get(page.path, headers={"Accept-Encoding": "gzip, br"})
        if "X-Accel-Expires" not in whole.headers:
            assert whole.status_code == 404, page.path
            continue
        kept += 1
        drawn = as_drawn(page.path)
        assert (whole.content, headers_of(whole)) == (drawn.content, headers_of(drawn)), page.path
        assert gzip.decompress(small.content) == drawn.content, page.path
        assert headers_of(small) == headers_of(drawn) | {"Content-Encoding": "gzip"}, page.path
        assert small.headers["Content-Length"] == str(len(small.content))
        assert drawn.headers["Cache-Control"] == "no-store", page.path
        assert not drawn.cookies
    assert kept == len(list(files.folder().iterdir())) > 80


def test_nothing_of_a_report_its_deletion_or_the_staff_is_prepared(published: None) -> None:
    prepare()
    asked = [page.path for page in public_pages()]
    assert [path for path in asked if "report" in path.split("/") or "withdraw" in path or "/staff" in path] == []
    for path in (
        "/report",
        "/cy/report",
        "/withdraw",
        "/cy/withdraw",
        "/staff/sign-in",
        "/leave",
        "/places",
        "/api/v1/releases",
    ):
        assert not is_prepared(path), path
        assert "X-Accel-Expires" not in browser().post(path).headers, path


def test_another_host_scheme_method_or_query_is_answered_by_the_service(published: None) -> None:
    prepare()
    for path in ("/map", f"/map?area={WESTBY}", "/map/table", "/open-data", "/help/stalking"):
        assert is_prepared(path)
        mark = "&" if "?" in path else "?"
        assert not is_prepared(f"{path}{mark}x=1")
        assert "X-Accel-Expires" not in browser().get(path, headers={"host": "localhost"}).headers
        assert "X-Accel-Expires" not in browser().get(path, secure=True).headers
        assert browser().get(path, headers={"host": "evil.example"}).status_code == 400
        assert "X-Accel-Expires" not in browser().put(path).headers
        head = browser().head(path)
        assert (head.content, head.headers["X-Accel-Expires"][:1]) == (b"", "@")


def _publish_another() -> None:
    make_release(EASTBY, "2026-Q1", leaves={EASTBY_CELL: 9})


def _withdraw() -> None:
    release = Release.objects.get(council=WESTBY, quarter=QUARTER)
    withdraw_cell(release, cell=WESTBY_CELL, by=StaffUser.objects.create(username="m"), now=NOW)


def _rename() -> None:
    area = Area.objects.get(code=WESTBY)
    area.name, area.edition = "Westerby", area.edition + 1
    area.save()


def _load_postcodes_of_northern_ireland() -> None:
    Postcode.objects.create(code="BT11AA", longitude=-5.93, latitude=54.6)


@pytest.mark.parametrize("change", [_publish_another, _withdraw, _rename, _load_postcodes_of_northern_ireland])
def test_what_is_published_or_withdrawn_is_so_at_once(published: None, change: Callable[[], None]) -> None:
    prepare()
    of_figures = [page for page in public_pages() if page.made_of.published and is_prepared(page.path)]
    assert len(of_figures) > 30
    change()
    for page in of_figures:
        given = browser().get(page.path)
        assert "X-Accel-Expires" not in given.headers, page.path
        assert given.content == as_drawn(page.path).content
    assert is_prepared("/help/stalking")  # which has nothing of it
    prepare()
    assert is_prepared("/map")


def test_a_response_is_shown_and_hidden_at_once_and_other_councils_pages_stay(published: None) -> None:
    prepare()
    of_westby, of_eastby = f"/map?area={WESTBY}", f"/map?area={EASTBY}"
    said = _respond("We mended the lamp.")
    assert "We mended the lamp." in browser().get(of_westby).text
    assert "We mended the lamp." in browser().get("/responses").text
    assert is_prepared(of_eastby)
    prepare()
    assert is_prepared(of_westby)
    assert "We mended the lamp." in browser().get(of_westby).text
    withdraw_response(said, seen=said.revision, by=None, now=NOW)
    for path in (of_westby, "/responses"):
        assert "We mended the lamp." not in browser().get(path).text
        assert not is_prepared(path)
    publish_response(said, seen=Response.objects.get(pk=said.pk).revision, by=None, now=NOW)
    assert "We mended the lamp." in browser().get(of_westby).text


def test_what_the_clock_changes_is_changed_at_its_minute(published: None, set_clock: Clock) -> None:
    prepare()
    ends = {path: _end_of(path) for path in ("/map", "/help/stalking")}
    assert ends["/map"] == next_publication(NOW).timestamp()
    assert NOW.timestamp() < ends["/help/stalking"] <= (NOW + datetime.timedelta(days=1)).timestamp()
    for path, end in sorted(ends.items(), key=lambda it: it[1]):
        before = datetime.datetime.fromtimestamp(end, datetime.UTC) - datetime.timedelta(seconds=1)
        set_clock(before)
        assert browser().get(path).content == as_drawn(path).content
        assert is_prepared(path)
        set_clock(before + datetime.timedelta(seconds=1))
        assert not is_prepared(path)
    set_clock(NOW - datetime.timedelta(seconds=1))  # a clock that was set back
    assert not is_prepared("/map")


def test_no_page_of_guidance_says_anything_else_before_its_end(published: None, set_clock: Clock) -> None:
    prepare()
    pages = [page for page in public_pages() if not page.made_of.published]
    minute = datetime.timedelta(minutes=1)
    end = datetime.datetime.fromtimestamp(
        int(browser().get("/help/routes").headers["X-Accel-Expires"][1:]), datetime.UTC
    )
    told: dict[str, bytes] = {page.path: browser().get(page.path).content for page in pages}
    for now in (NOW + minute, end - minute, end - datetime.timedelta(seconds=1)):
        set_clock(now)
        assert {page.path: as_drawn(page.path).content for page in pages} == told


def test_no_page_of_figures_says_anything_else_before_the_next_publication(published: None, set_clock: Clock) -> None:
    prepare()
    pages = [page for page in public_pages() if page.made_of.published and is_prepared(page.path)]
    told = {page.path: browser().get(page.path).content for page in pages}
    set_clock(next_publication(NOW) - datetime.timedelta(seconds=1))
    assert {page.path: as_drawn(page.path).content for page in pages} == told


def test_hours_change_when_one_opens_or_closes_or_a_day_begins() -> None:
    week = (OpeningSpan((0, 1, 2, 3, 4), 9 * 60, 17 * 60 + 30), OpeningSpan((5,), 10 * 60, 24 * 60))

    def after(moment: str) -> str:
        found = hours.next_change(
            [week, "always", None], datetime.datetime.fromisoformat(moment).replace(tzinfo=LONDON)
        )
        return f"{found.astimezone(LONDON):%d %H:%M}"

    friday = {"08:59": "27 09:00", "09:00": "27 10:00", "10:00": "27 17:30", "17:30": "28 00:00"}
    assert {time: after(f"2026-11-27T{time}") for time in friday} == friday
    assert after("2026-10-25T00:30") == "25 09:00"  # the night on which the clocks go back
    assert hours.next_change([], NOW).astimezone(LONDON).time() == datetime.time(0)


def test_a_second_run_draws_nothing_and_removes_what_is_no_page_any_more(published: None) -> None:
    prepare()
    stray = Address(SITE, "/map?area=E06999999")
    page = files.page_at(Address(SITE, "/map"))
    assert page is not None
    files.write_page(stray, page)
    assert ", 0 of them drawn now." in prepare()
    assert files.page_at(stray) is None


def test_the_disk_does_not_note_that_a_page_was_read(published: None) -> None:
    prepare()
    file = Address(SITE, "/map").file
    os.utime(file, ns=(1, file.stat().st_mtime_ns))
    assert is_prepared("/map")
    assert file.stat().st_atime_ns == 1
    file.read_bytes()
    if file.stat().st_atime_ns == 1:
        pytest.skip("this disk notes nothing of anybody")


def test_a_page_that_a_power_cut_shortened_or_another_version_wrote_is_drawn(published: None) -> None:
    prepare()
    file = Address(SITE, "/map").file
    whole = file.read_bytes()
    head, _newline, rest = whole.partition(b"\n")
    others = [
        json.dumps({name: it for name, it in json.loads(head).items() if name != left_out}).encode()
        for left_out in ("sizes", "made_of", "headers", "until")
    ]
    others += [b"[]", b"3", head.replace(b'"published"', b'"public"')]
    for cut in (b"", whole[:1], whole[:200], whole[:-1], *(other + b"\n" + rest for other in others)):
        file.write_bytes(cut)
        assert not is_prepared("/map")
        assert browser().get("/map").status_code == 200
    prepare()
    assert is_prepared("/map")


def test_without_a_database_guidance_is_answered_and_a_map_says_that_it_cannot_be(
    published: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare()

    def away(*_words: object) -> str:
        raise OperationalError("away")

    monkeypatch.setattr("streetsafe.prepared_pages.files.edition_of_published", away)
    assert is_prepared("/help/stalking")
    given = browser().get("/map")
    assert ("X-Accel-Expires" in given.headers, given.status_code) == (False, 200)


def test_every_address_is_a_page_of_its_own(published: None) -> None:
    paths = [page.path for page in public_pages()]
    assert len(paths) == len(set(paths))
