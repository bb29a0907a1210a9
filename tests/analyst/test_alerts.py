"""What is new is found after counting, told once to who reads the area, marked as seen, and never told of too few."""

import datetime
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.aggregation.counts import quarters_counted
from reports.aggregation.rebuilding import rebuild_counts
from reports.analyst.alert_finding import FoundInANight, find_alerts, found_in
from reports.analyst.alert_words import alerts_told
from reports.analyst.alerts import KEPT_FOR, SHOWN_FOR, FoundAlert, current_alerts, keep_alerts
from reports.analyst.filters import HotspotFilters
from reports.analyst.models import Alert, AlertKind, ScannedArea, SeenAlert
from reports.analyst.place_names import names_of
from reports.analyst.saved_views import save_view
from reports.analyst.workspace import workspace_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Source
from reports.spatial_statistics.kinds import PlaceKind
from tests import factories
from tests.analyst.conftest import words_of
from tests.factories import BORDERSHIRE, EASTBY, IN_EASTBY, IN_WESTBY, LLANFACH, NOW, TODAY, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
HOME = reverse("staff:home")
ELSEWHERE = [(-2.65 + 0.02 * number, 51.40) for number in range(6)]
CELL = hexgrid.cell_at(*IN_WESTBY, 10)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr(timezone, "localdate", lambda *given, **_named: given[0].date() if given else TODAY)
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def month(before: int) -> datetime.date:
    """The tenth of the month so many before this one."""
    number = TODAY.year * 12 + TODAY.month - 1 - before
    return datetime.date(number // 12, number % 12 + 1, 10)


def report(day: datetime.date, at: tuple[float, float], council: str = WESTBY, **changes: Any) -> None:
    factories.make_accepted_report(
        at=at, council=council, received_on=day, accepted_on=day + datetime.timedelta(days=3), **changes
    )


@pytest.fixture
def ordinary(country: dict[str, Area]) -> None:
    """Two years of Westby: a report a month at six places; three reports of Eastby, none of Little Llan."""
    for before in range(1, 25):
        for at in ELSEWHERE:
            report(month(before), at)
    for before in (1, 2, 3):
        report(month(before), IN_EASTBY, EASTBY)
    factories.make_place("Westby Cross", (IN_WESTBY[0] + 0.01, IN_WESTBY[1]))


@pytest.fixture
def something_new(ordinary: None) -> None:
    """Nine reports of the last two months at a place that had none before, four of them on one day."""
    for number in range(9):
        report(month(1) if number < 4 else TODAY - datetime.timedelta(days=number), IN_WESTBY)


def night(days: int = 0) -> FoundInANight:
    """What belongs to a night, so many days from now."""
    rebuild_counts()
    return find_alerts(now=NOW + datetime.timedelta(days=days))


def analyst(client: Client, area: str = WESTBY, role: str = "analyst") -> Any:
    person = factories.make_person(role, area)
    client.force_login(person)
    return person


def section(client: Client) -> str:
    """The words of the alerts on the first page."""
    answer = client.get(HOME)
    found = re.search(r'<section id="alerts".*?</section>', answer.content.decode(), re.S)
    return words_of(type("Part", (), {"content": found[0].encode()})) if found else ""


def test_what_is_new_is_found_once_and_told_in_full(client: Client, something_new: None) -> None:
    assert night() == FoundInANight(councils=2, too_few=1, alerts=1)
    assert night() == night(days=1) == FoundInANight(councils=2, too_few=1, alerts=0)
    alert = Alert.objects.get()
    kept = {
        "council_id": WESTBY,
        "cell": CELL,
        "kind": "cluster",
        "first_month": datetime.date(2026, 10, 1),
        "reports": 9,
        "expected": 1,
        "most_in_a_day": 4,
        "days_apart": 1000,
        "found_on": TODAY,
        "last_found_on": TODAY + datetime.timedelta(days=1),
    }
    assert {name: getattr(alert, name) for name in kept} == kept
    analyst(client)
    (name,) = names_of([CELL])
    assert "Westby Cross" in name
    assert section(client) == (
        f"Alerts {name} (Westby) More than expected: 9 reports since October 2026, 1 expected. Where nothing "
        "is new, chance shows this once in 2 years at most. Found on 20 November 2026. Mark as seen : "
        f"{name} Last looked at on 21 November 2026. A place is told when chance would show it once in a year at "
        "most. Reports are not crimes."
    )
    address = f"{reverse('analyst:place', args=[hexgrid.name(CELL)])}?area={WESTBY}"
    assert f'href="{address}"' in client.get(HOME).content.decode()
    assert "9 reports in the period." in words_of(client.get(address))


def test_a_night_where_nothing_is_new_says_so_and_of_too_few_nothing_is_told(client: Client, ordinary: None) -> None:
    analyst(client, BORDERSHIRE)
    assert section(client) == (
        "Alerts Nothing has been looked at yet. Each night, after counting, this page tells what is new."
    )
    for _number in range(20):  # many for three reports, and yet too few for anything to be told
        report(TODAY, IN_EASTBY, EASTBY)
    assert night() == FoundInANight(councils=2, too_few=1, alerts=0)
    words = section(client)
    assert "Nothing is new." in words
    assert "1 council has too few reports for anything new to be told: Eastby." in words
    analyst(client, EASTBY)
    assert "Nothing is new" not in section(client)
    assert not Alert.objects.exists()


def test_the_command_says_what_was_found(something_new: None) -> None:
    rebuild_counts()
    said = StringIO()
    call_command("find_alerts", stdout=said)
    assert said.getvalue() == "Looked at 2 councils, 1 of them with too few reports. New alerts: 1.\n"


@pytest.mark.parametrize(
    ("role", "area", "sees"),
    [
        ("analyst", WESTBY, True),
        ("analyst", BORDERSHIRE, True),
        ("manager", WESTBY, True),
        ("analyst", EASTBY, False),
        ("analyst", LLANFACH, False),
        ("moderator", WESTBY, False),
        ("council_officer", WESTBY, False),
    ],
)
def test_only_who_reads_the_areas_hotspots_is_told_and_may_mark_it(
    client: Client, something_new: None, role: str, area: str, sees: bool
) -> None:
    night()
    analyst(client, area, role)
    assert ("Westby Cross" in section(client)) == sees
    answer = client.post(reverse("analyst:mark_alert_seen", args=[Alert.objects.get().pk]))
    assert answer.status_code == (302 if sees else 404 if role == "analyst" else 403)
    assert SeenAlert.objects.exists() == sees


def test_marked_as_seen_it_leaves_the_list_of_that_person_alone(client: Client, something_new: None) -> None:
    night()
    colleague, ana = factories.make_person("analyst", WESTBY), analyst(client)
    seen = reverse("analyst:mark_alert_seen", args=[Alert.objects.get().pk])
    for _twice in range(2):
        page: Any = client.post(seen, follow=True)
        assert page.redirect_chain[-1][0] == f"{HOME}#alerts"
    assert "The alert is marked as seen." in words_of(page)
    night(days=2)  # found again, and not asked again
    words = section(client)
    assert "Nothing is new." in words
    assert f"Alerts you have seen {names_of([CELL])[0]} (Westby) More than expected: 9 reports" in words
    assert [len(current_alerts(one, on=TODAY).alerts) for one in (ana, colleague)] == [0, 1]
    assert client.post(reverse("analyst:mark_alert_seen", args=[99999])).status_code == 404


def test_an_import_counts_in_its_months_and_has_no_day(ordinary: None) -> None:
    for _number in range(12):
        report(month(1).replace(day=1), IN_WESTBY, source=Source.IMPORT, felt_in=month(1).replace(day=1))
    night()
    assert Alert.objects.values_list("reports", "most_in_a_day").get() == (12, 0)


def test_most_of_it_on_one_day_is_said_beside_it(client: Client, ordinary: None) -> None:
    for _number in range(9):
        report(TODAY - datetime.timedelta(days=4), IN_WESTBY)
    night()
    analyst(client)
    words = section(client)
    assert "9 came in on one day: something may have happened then, or it is a campaign." in words


def test_a_place_of_another_kind_is_told_and_one_that_was_so_before_is_not(client: Client, ordinary: None) -> None:
    for before in (5, *(2, 3, 4) * 7):  # 1 in the quarter before, 21 in the newest finished one
        report(month(before), IN_WESTBY)
    rebuild_counts()
    found = [one for one in found_in(WESTBY, on=TODAY).alerts if one.kind != AlertKind.CLUSTER]
    assert [(one.kind, hexgrid.resolution_of(one.cell), one.reports) for one in found] == [(AlertKind.NEW, 10, 22)]
    later = datetime.date(2027, 2, 20)  # a quarter later it was so before
    assert found[0].cell == CELL
    assert found[0].first_month == datetime.date(2026, 4, 1)
    assert [one for one in found_in(WESTBY, on=later).alerts if one.kind == AlertKind.NEW] == []


def test_the_list_tells_a_place_of_each_winter_while_a_quarter_is_open(ordinary: None) -> None:
    for before in range(26):
        if month(before).month in (10, 11, 12, 1, 2, 3):
            for _number in range(4):
                report(month(before), IN_WESTBY)
    rebuild_counts()
    councils = [Area.objects.get(code=WESTBY)]
    counted = quarters_counted([WESTBY])
    filters = HotspotFilters({}, councils=councils, quarters=counted)
    assert filters.is_valid()
    workspace = workspace_of(filters, counted, on=TODAY)
    assert workspace is not None
    assert workspace.bars[-1] == "2026-Q4"  # open
    at = workspace.position_of(hexgrid.parent(CELL, workspace.resolution))
    assert at is not None
    assert workspace.kinds[at] is PlaceKind.WINTER
    assert [one.kind for one in found_in(WESTBY, on=TODAY).alerts if one.kind != AlertKind.CLUSTER] == [
        AlertKind.WINTER
    ]


def kept(cell: hexgrid.Cell = CELL, kind: str = AlertKind.CLUSTER, council: str = WESTBY) -> FoundAlert:
    return FoundAlert(council, cell, kind, datetime.date(2026, 10, 1), 9, 1, 0, 1000)


def test_an_alert_is_one_for_as_long_as_it_is_found_and_goes_after_its_time(country: dict[str, Area]) -> None:
    person = factories.make_person("analyst", WESTBY)

    def keep(found: FoundAlert, on: datetime.date) -> int:
        return keep_alerts(WESTBY, [found], is_enough=True, on=on)

    day = TODAY
    assert keep(kept(), day) == 1
    for size in (9, 8):  # the same place, seen wider
        day += SHOWN_FOR
        assert keep(kept(hexgrid.parent(CELL, size)), day) == 0
    assert Alert.objects.get().cell == hexgrid.parent(CELL, 8)
    assert keep(kept(kind=AlertKind.NEW), day) == 0  # the cluster there tells it
    assert keep(kept(kind=AlertKind.FADING), day) == 1
    assert keep(kept(hexgrid.cell_at(*ELSEWHERE[0], 10)), day) == 1
    assert [len(current_alerts(person, on=day + SHOWN_FOR + datetime.timedelta(days=n)).alerts) for n in (0, 1)] == [
        3,
        0,
    ]
    assert keep(kept(), day + SHOWN_FOR + datetime.timedelta(days=1)) == 1
    assert Alert.objects.count() == 4
    night(days=(day - TODAY + KEPT_FOR).days + 1)
    assert Alert.objects.count() == 1


def test_a_saved_view_says_when_something_is_new_there(client: Client, something_new: None) -> None:
    ana = analyst(client, BORDERSHIRE)
    westby, inside = Area.objects.get(code=WESTBY), hexgrid.name(hexgrid.parent(CELL, 9))
    views = {
        "Westby": f"area={WESTBY}",
        "All": "",
        "Cross": f"area={WESTBY}&at={inside}&when=3",
        "Eastby": f"area={EASTBY}",
        "Mill": f"at={hexgrid.name(hexgrid.cell_at(*ELSEWHERE[0], 9))}",
        "Broken": "at=nowhere",
    }
    for name, query in views.items():
        save_view(name, query, area=westby, by=ana, now=NOW)
    said = "something new was found here on 20 November 2026"
    assert said not in words_of(client.get(HOME))
    night()
    client.post(reverse("analyst:mark_alert_seen", args=[Alert.objects.get().pk]))
    for address in (HOME, reverse("analyst:hotspots")):
        words = words_of(client.get(address))
        assert words.count(said) == 3
        for name in views:
            assert bool(re.search(rf"\b{name} (Delete : {name} )?{said}", words)) == (
                name in {"Westby", "All", "Cross"}
            )


@pytest.mark.parametrize("alerts", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    client: Client, country: dict[str, Area], alerts: int, django_assert_num_queries: Any
) -> None:
    for at in ELSEWHERE[:alerts]:
        keep_alerts(WESTBY, [kept(hexgrid.cell_at(*at, 10))], is_enough=True, on=TODAY)
    person = factories.make_person("analyst", WESTBY)
    with django_assert_num_queries(14):
        told = alerts_told(person, on=TODAY)
    assert len(told.new) == alerts


def test_when_an_area_was_looked_at_is_one_row(ordinary: None) -> None:
    night()
    night(days=1)
    assert [*ScannedArea.objects.order_by("council").values_list("council", "scanned_on", "is_enough")] == [
        (WESTBY, TODAY + datetime.timedelta(days=1), True),
        (EASTBY, TODAY + datetime.timedelta(days=1), False),
    ]
