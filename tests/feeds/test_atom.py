"""Feeds of a council: valid Atom, in either language, with what is published and nothing else."""

import datetime
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.publication.models import Release
from reports.publication.withdrawing import withdraw_cell
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, NOW, WESTBY, make_person
from tests.public_map.releases import EARLIER, QUARTER, WESTBY_CELL, make_release
from tests.responses.wordings import draft, published, withdrawn

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def releases(country: dict[str, Area]) -> None:
    """Two quarters of Westby, the earlier without a map; Eastby has one of its own."""
    make_release(quarter=EARLIER, map_from="", total=12)
    make_release()
    make_release(EASTBY)


def feed(client: Client, address: str) -> Any:
    """A feed that keeps the rules of RFC 4287 which a reader cannot do without."""
    answer = client.get(f"/feeds/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "no-store")
    assert not answer.cookies
    root = ET.fromstring(answer.content)  # noqa: S314  # our own answer
    assert root.tag == f"{ATOM}feed"
    for each in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = each.findall(f"{ATOM}{name}")
            assert found.text
        assert MOMENT.fullmatch(each.findtext(f"{ATOM}updated") or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == root.findtext(f"{ATOM}id") == f"http://testserver/feeds/{address}"
    assert client.get(links["alternate"]).status_code == 200
    return root


def entries(root: Any) -> list[tuple[str, str, str]]:
    """Title, summary and link of each."""
    return [
        (
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}summary"),
            entry.find(f"{ATOM}link").get("href").removeprefix("http://testserver"),
        )
        for entry in root.findall(f"{ATOM}entry")
    ]


def test_releases_of_a_council_newest_first(client: Client) -> None:
    root = feed(client, f"en/{WESTBY}/releases.atom")
    assert (root.findtext(f"{ATOM}title"), root.get("{http://www.w3.org/XML/1998/namespace}lang")) == (
        "Places where people felt unsafe: Westby",
        "en",
    )
    assert entries(root) == [
        (
            "July to September 2026",
            "Total for these months: about 120. The map covers July to September 2026.",
            f"/map?area={WESTBY}&period={QUARTER}",
        ),
        (
            "April to June 2026",
            "Total for these months: fewer than 30. There are not yet enough reports for a map.",
            f"/map?area={WESTBY}&period={EARLIER}",
        ),
    ]
    for _title, _summary, link in entries(root):
        assert client.get(link).status_code == 200


def test_the_same_in_welsh_leads_to_welsh_pages(client: Client) -> None:
    root = feed(client, f"cy/{WESTBY}/releases.atom")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "cy"
    title, _summary, link = entries(root)[0]
    assert (title, link) == ("Gorffennaf i Fedi 2026", f"/cy/map?area={WESTBY}&period={QUARTER}")
    assert [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")] == [
        f"http://testserver/api/v1/releases/{WESTBY}-{quarter}" for quarter in (QUARTER, EARLIER)
    ]


def test_a_release_without_a_hexagon_that_it_had_is_new_again(client: Client) -> None:
    def changed() -> list[str | None]:
        root = feed(client, f"en/{WESTBY}/releases.atom")
        return [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]

    before = changed()
    release = Release.objects.get(pk=f"{WESTBY}-{QUARTER}")
    withdraw_cell(release, cell=WESTBY_CELL, by=make_person("moderator", WESTBY), now=NOW)
    assert changed() == ["2026-11-20T00:00:00+00:00", before[1]]
    assert before[0] != "2026-11-20T00:00:00+00:00"


def test_responses_tell_what_is_published_alone(client: Client) -> None:
    published(place="A & B <i>", text_en="Lamps <b>mended</b> & more\x0b.", text_cy="Lampau.")
    published(EASTBY, text_en="In Eastby.", text_cy="")
    draft(text_en="Not yet.")
    withdrawn(text_en="No longer.")
    root = feed(client, f"en/{WESTBY}/responses.atom")
    assert entries(root) == [
        (
            "Lighting repaired or added: A & B <i>",
            "Lamps &lt;b&gt;mended&lt;/b&gt; &amp; more.",
            f"/responses?council={WESTBY}",
        )
    ]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Westby"
    assert entries(feed(client, f"cy/{WESTBY}/responses.atom"))[0][1:] == (
        "Lampau.",
        f"/cy/responses?council={WESTBY}",
    )
    ((_title, text, _link),) = entries(feed(client, f"cy/{EASTBY}/responses.atom"))
    assert text == "In Eastby."


def test_the_newest_publication_comes_first_whenever_it_was_done(client: Client) -> None:
    published(text_en="First.", done_in=datetime.date(2026, 9, 1))
    published(text_en="Second.", done_in=datetime.date(2026, 2, 1))
    found = [text for _title, text, _link in entries(feed(client, f"en/{WESTBY}/responses.atom"))]
    assert sorted(found) == ["First.", "Second."]


def test_a_feed_with_nothing_in_it_is_a_feed_and_stays_the_same(client: Client) -> None:
    for name in ("releases", "responses"):
        root = feed(client, f"en/{LLANFACH}/{name}.atom")
        assert (entries(root), root.findtext(f"{ATOM}updated")) == ([], "1970-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        f"fr/{WESTBY}/releases.atom",
        "en/E99999999/releases.atom",
        f"en/{BORDERSHIRE}/responses.atom",
        "en/%00/responses.atom",
        f"en/{WESTBY}/nothing.atom",
    ],
)
def test_what_there_is_not_is_a_problem_of_404(client: Client, address: str) -> None:
    answer = client.get(f"/feeds/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json() == {"title": "Not Found", "status": 404}
