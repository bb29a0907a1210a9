"""The desk's filters: their counts, what they show, and that next and previous stay inside them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.geography.models import Area, SettlementDensity
from reports.intake.models import Report, Source, Verification
from reports.moderation.arrivals import histories_of
from reports.moderation.attention import hold_group
from reports.moderation.clusters import waiting_clusters
from reports.moderation.decisions import accept_reports
from reports.moderation.group_page import hints_about
from reports.moderation.models import Decision
from reports.moderation.waiting import GROUP_RESOLUTION
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, NOW, TODAY, WESTBY
from tests.moderation.pages import FURTHER, FURTHEST, QUEUE, group_url, mark, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
FOURTH = (-2.65, 51.35)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def plain() -> None:
    factories.make_report(received_on=ago(3))


def imports() -> None:
    for _ in range(9):
        factories.make_report(source=Source.IMPORT, reasons=["groups", "followed"])


def burst_of_a_day() -> None:
    for _ in range(6):
        factories.make_report()


def burst_of_weeks() -> None:
    factories.make_report(at=FURTHEST, felt_in=None, received_on=ago(500))
    for number in range(24):
        factories.make_report(
            felt_in=None, received_on=ago(number + 2), cell=spot(number), reasons=["groups"], band=number % 4 + 1
        )


def spot(number: int) -> int:
    """One of the small cells of a place."""
    cells = hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY), 1)
    return cells[number % len(cells)]


def usual_of_a_busy_place() -> None:
    for number in range(360):
        factories.make_accepted_report(received_on=ago(number + 10), cell=spot(number))
    for number in range(5):
        factories.make_report(received_on=ago(number), cell=spot(number))


def copies() -> None:
    for number in range(4):
        factories.make_report(felt_in=None, received_on=ago(number * 9), reasons=["groups", "followed"])


def copies_long_apart() -> None:
    for number in range(4):
        factories.make_report(felt_in=None, received_on=ago(number * 10), reasons=["groups", "followed"])


def a_home() -> None:
    SettlementDensity.objects.create(cell=hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 8), postcodes=30, population=900)
    for number in range(5):
        factories.make_report(felt_in=None, received_on=ago(number * 40))


def a_home_by_a_station() -> None:
    a_home()
    factories.make_place("Westby Road", IN_WESTBY, kind="station")


def outside() -> None:
    factories.make_report(council=EASTBY)


def once_and_always() -> None:
    factories.make_report(frequency=1, band=5)


def before_its_month() -> None:
    factories.make_report(felt_in=datetime.date(2026, 12, 1))


def reported_and_not() -> None:
    factories.make_report(incident=2, why_not_reported=1)


def without_script() -> None:
    factories.make_report(verification=Verification.UNVERIFIED)


def as_a_bot() -> None:
    factories.make_report(verification=Verification.DOUBTFUL)


@pytest.mark.parametrize(
    ("made", "is_hinted"),
    [
        (plain, False),
        (imports, False),
        (burst_of_a_day, True),
        (burst_of_weeks, True),
        (usual_of_a_busy_place, False),
        (copies, True),
        (copies_long_apart, False),
        (a_home, True),
        (a_home_by_a_station, False),
        (outside, True),
        (once_and_always, True),
        (before_its_month, True),
        (reported_and_not, True),
        (without_script, True),
        (as_a_bot, True),
    ],
)
def test_the_list_knows_each_hint_that_the_place_itself_has(made: Callable[[], None], is_hinted: bool) -> None:
    made()
    councils = Area.objects.filter(kind="council")
    cell = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), GROUP_RESOLUTION)
    (cluster,) = [one for one in waiting_clusters(councils) if one.cell == cell]
    decided = Report.objects.filter(pk__in=Decision.objects.values("report"))
    waiting = list(Report.objects.filter(cell__range=hexgrid.range_of_descendants(cell)).difference(decided))
    reports = list(Report.objects.filter(pk__in=[one.pk for one in waiting]).select_related("council"))
    assert bool(hints_about(cell, reports, histories_of([cell], councils)[cell])) == is_hinted
    assert cluster.is_hinted == is_hinted
    assert (cluster.burst is not None) == (made is burst_of_a_day)


def place(at: tuple[float, float], count: int = 1, **changes: Any) -> str:
    """A place with so many reports; its name."""
    for _ in range(count):
        factories.make_report(at=at, **changes)
    return hexgrid.name(hexgrid.cell_at(*at, GROUP_RESOLUTION))


@pytest.fixture
def several() -> dict[str, str]:
    """A burst, a hinted place, an unhinted one of harassment and one put aside, of which that waits longest."""
    aside = place(FOURTH, 3, received_on=ago(9))
    hinted = place(FURTHER, 2, received_on=ago(5), verification=Verification.UNVERIFIED)
    unhinted = place(FURTHEST, received_on=ago(4), reasons=["followed"])
    burst = place(IN_WESTBY, 6)
    mo = factories.make_person("moderator", WESTBY, username="colleague")
    hold_group(hexgrid.cell_named(aside), list(Area.objects.filter(code=WESTBY)), by=mo, now=NOW)
    return {"aside": aside, "hinted": hinted, "unhinted": unhinted, "burst": burst}


def names(page: Any) -> list[str]:
    return [group.name for group in page.context["groups"]]


def test_each_choice_counts_the_reports_of_its_places_and_shows_them(desk: Client, several: dict[str, str]) -> None:
    page = desk.get(QUEUE)
    assert [(label, count) for label, count, _query, _is_on in page.context["choices"]] == [
        ("All", 12),
        ("Without hints", 1),
        ("With a hint", 2),
        ("Bursts", 6),
        ("Harassment", 1),
        ("Set aside", 3),
    ]
    # A burst is a thing of its own there, and not in the list; what is put aside stands last.
    assert names(page) == [several["hinted"], several["unhinted"], several["aside"]]
    assert [burst.name for burst in page.context["bursts"]] == [several["burst"]]
    for choice, shown in {
        "without-hints": ["unhinted"],
        "with-a-hint": ["hinted"],
        "bursts": ["burst"],
        "harassment": ["unhinted"],
        "aside": ["aside"],
    }.items():
        page = desk.get(QUEUE, {"show": choice})
        assert names(page) == [several[name] for name in shown], choice
        assert page.context["bursts"] == []


def test_area_reason_and_order_narrow_the_list_and_its_counts(client: Client) -> None:
    client.force_login(factories.make_person("moderator", factories.BORDERSHIRE))
    old = place(IN_WESTBY, received_on=ago(6), reasons=["followed", "badly-lit"])
    many = place(FURTHER, 3, received_on=ago(2), reasons=["groups"])
    east = place(IN_EASTBY, council=EASTBY, reasons=["badly-lit"])
    place(IN_LLANFACH, council=LLANFACH)
    assert names(client.get(QUEUE)) == [old, many, east]
    assert names(client.get(QUEUE, {"order": "newest"})) == [east, many, old]
    assert names(client.get(QUEUE, {"order": "most"})) == [many, old, east]
    assert names(client.get(QUEUE, {"area": EASTBY})) == [east]
    page = client.get(QUEUE, {"why": "badly-lit"})
    assert names(page) == [old, east]
    assert page.context["choices"][0][1] == 2
    assert names(client.get(QUEUE, {"why": "badly-lit", "area": WESTBY})) == [old]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"area": LLANFACH}, 404),
        ({"area": "E99999999"}, 404),
        ({"show": "none"}, 400),
        ({"order": "best"}, 400),
        ({"why": "unknown"}, 400),
    ],
)
@pytest.mark.parametrize("address", [QUEUE, group_url(IN_WESTBY), reverse("moderation:together")])
def test_a_filter_that_is_none_is_refused_and_another_areas_is_not_found(
    desk: Client, address: str, asked: dict[str, str], status: int
) -> None:
    factories.make_report()
    assert desk.get(address).status_code == 200
    assert desk.get(address, asked).status_code == status


def test_next_previous_and_every_act_stay_inside_the_filter(desk: Client) -> None:
    first = place(IN_WESTBY, received_on=ago(6), reasons=["followed"])
    place(FURTHER, received_on=ago(5))
    last = place(FURTHEST, received_on=ago(4), reasons=["followed"])
    kept = "?show=harassment&order=newest"
    assert names(desk.get(QUEUE + kept)) == [last, first]
    page = desk.get(group_url(FURTHEST) + kept)
    assert (page.context["following"], page.context["preceding"]) == (first, first)
    assert f'href="{group_url(IN_WESTBY)}?show=harassment&amp;order=newest"' in page.content.decode()
    report = Report.objects.get(cell=hexgrid.cell_at(*FURTHEST))
    answer: Any = desk.post(group_url(FURTHEST) + kept, {"act": "accept", "report": [mark(report)]})
    assert answer.url.startswith(group_url(IN_WESTBY) + kept + "&batch=")
    page = desk.get(answer.url)
    assert page.context["following"] == ""
    assert "None left here. 1 report waits elsewhere." in text_of(page)
    answer = desk.post(group_url(IN_WESTBY) + "/hold" + kept, {"act": "hold"})
    assert answer.url == QUEUE + kept
    assert "None left here. 2 reports wait elsewhere." in text_of(desk.get(answer.url))
    page = desk.get(f"{group_url(FURTHER)}/all{kept}")
    sent = {"act": "accept", "digest": page.context["preview"].digest}
    answer = desk.post(f"{group_url(FURTHER)}/all{kept}", sent)
    assert answer.url.startswith(QUEUE + kept + "&batch=")


def test_pages_of_a_filter_keep_it(desk: Client) -> None:
    for number in range(23):
        factories.make_report(at=(-2.60 + number * 0.008, 51.45), reasons=["followed"])
    page = desk.get(QUEUE, {"show": "harassment", "why": "followed"})
    assert "?show=harassment&amp;why=followed&amp;page=2" in page.content.decode()
    assert len(desk.get(QUEUE, {"show": "harassment", "page": "2"}).context["groups"]) == 3


def test_a_likely_burst_says_how_many_a_day_and_how_many_are_alike(desk: Client) -> None:
    accept_reports([factories.make_report(received_on=ago(90)).pk], by=None, now=NOW)
    for number in range(7):
        factories.make_report(reasons=["groups"] if number < 5 else ["followed"])
    page = desk.get(QUEUE)
    (burst,) = page.context["bursts"]
    assert (burst.burst.count, burst.waiting, burst.alike) == (7, 7, 5)
    assert [(bar.day, bar.count) for bar in burst.bars if bar.is_in_burst] == [(TODAY, 7)]
    words = text_of(page)
    for sentence in (
        "7 reports arrived on 20 November 2026. In the 90 days before, this place had 1.",
        "5 of the 7 that wait give the same answers. It may also be that something happened there.",
        "Decide about 7 at once",
        "Rejecting needs 2 people.",
    ):
        assert sentence in words
    assert page.content.decode().count("app-desk-map__mark--burst") == 1


def test_the_third_burst_stands_in_the_list(desk: Client) -> None:
    for at, count in ((IN_WESTBY, 8), (FURTHER, 7), (FURTHEST, 6)):
        place(at, count)
    page = desk.get(QUEUE)
    assert [burst.burst.count for burst in page.context["bursts"]] == [8, 7]
    assert [group.cluster.count for group in page.context["groups"]] == [6]
    assert len(desk.get(QUEUE, {"show": "bursts"}).context["groups"]) == 3
