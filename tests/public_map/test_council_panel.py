"""A council's panel: its totals over time, what its map covers, and why and when, never more than was told."""

import datetime
import re

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.public_map import council_panel
from reports.public_map.council_panel import CouncilPanel
from reports.public_map.selection import choice_of
from tests.factories import EASTBY, WESTBY
from tests.public_map.releases import EARLIER, QUARTER, make_release
from tests.responses.wordings import draft, published, withdrawn

pytestmark = pytest.mark.django_db


def panel(period: str = QUARTER) -> CouncilPanel:
    """Westby's panel."""
    choice = choice_of({"area": WESTBY, "period": period})
    assert choice is not None
    found = council_panel.panel_of(choice)
    assert found is not None
    return found


def test_the_trend_goes_from_old_to_new_and_small_totals_have_no_height(country: dict[str, Area]) -> None:
    make_release(quarter="2026-Q1", total=12)
    make_release(quarter=EARLIER, total=60)
    make_release(total=123)
    trend = panel().trend
    assert [it.quarter for it in trend] == ["2026-Q1", EARLIER, QUARTER]
    assert [it.total for it in trend] == ["fewer than 30 reports", "about 60 reports", "about 120 reports"]
    assert [it.height for it in trend] == [0, 80, 160]
    assert [it.is_chosen for it in trend] == [False, False, True]


def test_it_says_what_the_map_covers(country: dict[str, Area]) -> None:
    make_release(quarter=EARLIER)
    make_release()
    assert panel().covers == "July to September 2026"
    assert panel(EARLIER).covers == "April to June 2026"
    assert panel().is_of_this_quarter


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ((120, 61), "about 180 reports"),
        ((120, 12), "about 120 to 150 reports"),
        ((3, 12), "fewer than 59 reports"),
        ((29,), "fewer than 30 reports"),
    ],
)
def test_it_says_how_many_reports_the_map_stands_on(
    client: Client, country: dict[str, Area], totals: tuple[int, ...], words: str
) -> None:
    """By published totals alone."""
    for quarter, total in zip((EARLIER, QUARTER)[-len(totals) :], totals, strict=True):
        make_release(
            quarter=quarter, total=total, map_from="" if quarter == EARLIER else (EARLIER, QUARTER)[-len(totals)]
        )
    assert panel().stands_on == words
    assert f"It is based on {words}." in client.get("/map", {"area": WESTBY}).content.decode()


def test_a_breakdown_that_was_not_published_is_not_drawn(client: Client, country: dict[str, Area]) -> None:
    make_release()
    assert panel().mix == []
    html = client.get("/map", {"area": WESTBY}).content.decode()
    assert "Reports over time" in html
    assert "Why and when" not in html


def test_the_breakdown_tells_its_bins_and_says_where_there_are_too_few(
    client: Client, country: dict[str, Area]
) -> None:
    make_release(mix={(2, 4): 57})
    rows = panel().mix
    assert len(rows) == 4
    assert rows[1].group == "Harassment or being followed"
    assert [shown for _part, shown in rows[1].shown] == [*["too few to show"] * 3, "about 60"]
    html = client.get("/map", {"area": WESTBY}).content.decode()
    assert len(re.findall("too few to show<", html)) == 15


def test_more_than_one_council_has_no_panel(client: Client, country: dict[str, Area]) -> None:
    make_release()
    assert "Reports over time" not in client.get("/map").content.decode()
    choice = choice_of({})
    assert choice is not None
    assert council_panel.panel_of(choice) is None


def test_it_tells_what_the_council_did_and_leads_to_the_rest(client: Client, country: dict[str, Area]) -> None:
    make_release()
    make_release(EASTBY)
    for month in (5, 6, 7, 8):
        published(text_en=f"Done in month {month}.", done_in=datetime.date(2026, month, 1))
    published(EASTBY, text_en="Done in Eastby.")
    draft(text_en="Not told.")
    assert [stated.text for stated in panel().stated] == [f"Done in month {month}." for month in (8, 7, 6)]
    for address in ("/map", "/map/table"):
        html = client.get(address, {"area": WESTBY}).content.decode()
        assert "What the council did" in html
        assert f'href="/responses?council={WESTBY}"' in html
        assert ["Done in month 6." in html, "Done in month 5." in html, "Done in Eastby." in html] == [
            True,
            False,
            False,
        ]
        assert "Not told." not in html
    assert "Done in" not in client.get("/map/embed", {"area": WESTBY}).content.decode()
    assert "Done in" not in client.get("/map").content.decode()


def test_a_council_that_told_nothing_has_no_such_heading(client: Client, country: dict[str, Area]) -> None:
    make_release()
    draft()
    withdrawn()
    assert panel().stated == []
    html = client.get("/map", {"area": WESTBY}).content.decode()
    assert ("More about Westby" in html, "What the council did" in html) == (True, False)
