"""What an analyst takes away: the places on the screen as a file, and a briefing; asked, noted, and for nobody else."""

import csv
import datetime
import io
import re
from typing import Any

import pytest
from django.test import Client

from reports.analyst.figures import COLUMNS, NOTICE
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.analyst.conftest import ELSEWHERE_IN_WESTBY, words_of
from tests.analyst.test_views import ADDRESS, signed_in
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, NOW, TODAY, WESTBY, StaffClient
from tests.staff.audits import acts

FIGURES, BRIEFING = f"{ADDRESS}/figures", f"{ADDRESS}/briefing"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def name_of(at: tuple[float, float], resolution: int = 8) -> str:
    """The hexagon at a position."""
    return hexgrid.name(hexgrid.parent(hexgrid.cell_at(*at), resolution))


def rows_of(response: Any) -> list[dict[str, str]]:
    """A file's rows by their columns."""
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def exports() -> list[tuple[str, dict[str, Any]]]:
    """Area and detail of each export in the audit log."""
    return [(area, detail) for act, _who, area, detail in acts() if act == "export"]


def test_the_file_holds_the_places_on_the_screen(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    response = client.get(FIGURES, {"rows": "all", "area": WESTBY})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="hotspots-2026-Q2-to-2026-Q4-for-police-work-not-to-publish.csv"'
    )
    rows = rows_of(response)
    assert list(rows[0]) == [*COLUMNS, "reports_2026-Q2", "reports_2026-Q3", "reports_2026-Q4"]
    assert {row["notice"] for row in rows} == {NOTICE}
    first, second = rows
    shown = {name: first[name] for name in ("rank", "place", "council", "hexagon", "metres_across", "reports")}
    assert shown == {
        "rank": "1",
        "place": "About 1 mile west of Westby Cross, in Westby",
        "council": WESTBY,
        "hexagon": name_of(IN_WESTBY),
        "metres_across": "900",
        "reports": "20",
    }
    longitude, latitude = hexgrid.centre(hexgrid.cell_named(first["hexagon"]))
    assert (first["longitude"], first["latitude"]) == (str(round(longitude, 5)), str(round(latitude, 5)))
    assert float(first["level_low_90"]) < float(first["level"]) < float(first["level_high_90"])
    compared = ("quarter", "quarter_before", "reports_before", "reports_now", "expected_now", "change_is_clear")
    assert [first[name] for name in compared] == ["2026-Q3", "2026-Q2", "2", "18", "22.0", "no"]
    assert [first[name] for name in ("year_before", "reports_year_before", "expected_now_by_year")] == ["", "", ""]
    assert [first[f"reports_2026-Q{number}"] for number in (2, 3, 4)] == ["2", "18", "0"]
    assert (second["hexagon"], second["reports"], second["change_is_clear"]) == (name_of(ELSEWHERE_IN_WESTBY), "4", "")
    assert len(rows_of(client.get(FIGURES, {"area": WESTBY}))) == 1  # of which something can be said


def test_the_password_is_asked_again_and_the_log_keeps_who_took_what(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    for address, dataset in (
        (f"{FIGURES}?area={EASTBY}", "hotspots"),
        (f"{BRIEFING}?briefing={name_of(IN_EASTBY)}", "briefing"),
    ):
        before = exports()
        session = client.session
        session["confirmed"] = (NOW - datetime.timedelta(days=1)).timestamp()
        session.save()
        asked = client.get(address)
        assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/staff/confirm")
        assert exports() == before
        session["confirmed"] = NOW.timestamp()
        session.save()
        assert client.get(address).status_code == 200
        areas = [EASTBY] if dataset == "hotspots" else [EASTBY, WESTBY]
        detail = {"dataset": dataset, "first": "2026-Q2", "last": "2026-Q4"}
        assert exports() == [*before, *((area, detail) for area in areas)]


def test_a_council_officer_is_offered_neither(client: Client, counted: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS, {"briefing": name_of(IN_WESTBY)}).content.decode()
    assert f'href="{FIGURES}?' in page
    assert f'href="{BRIEFING}?' in page
    officer = signed_in(StaffClient(), "council_officer", WESTBY)
    for address in (FIGURES, f"{BRIEFING}?briefing={name_of(IN_WESTBY)}"):
        assert officer.get(address).status_code == 403
    for address in ("/staff/exports", "/staff/home"):
        page = officer.get(address).content.decode()
        assert FIGURES not in page
        assert BRIEFING not in page


def test_a_briefing_holds_three_places_at_most_of_one_size(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    two = f"{name_of(IN_WESTBY)},{name_of(IN_EASTBY)}"
    sheet = client.get(BRIEFING, {"briefing": two})
    assert sheet.status_code == 200
    assert [one.letter for one in sheet.context["places"]] == ["A", "B"]
    for words in (
        "All my councils: 2 places that feel unsafe",
        "Exact counts. For police work, not to publish.",
        "20 reports, level",
        "Only 7 reports in the period: nothing can be said of when, why or change.",
        "Reports are not crimes.",
    ):
        assert words in words_of(sheet)
    four = ",".join(hexgrid.name(cell) for cell in hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 8))[:4])
    for refused in ({}, {"briefing": four}, {"briefing": f"{two},{name_of(IN_WESTBY, 9)}"}, {"briefing": "nonsense"}):
        answer = client.get(BRIEFING, refused)
        assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert client.get(BRIEFING, {"briefing": f"{two},{name_of(IN_LLANFACH)}"}).status_code == 404


def test_places_are_added_one_by_one_and_the_fourth_is_not_offered(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    at = name_of(IN_WESTBY)
    added = client.get(ADDRESS, {"at": at, "size": "900"}).context["chosen"].briefing
    assert sorted(added.split("&")) == sorted([f"at={at}", "size=900", f"briefing={at}"])
    cells = [cell for cell in hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 8)) if hexgrid.name(cell) != at]
    for there, is_offered in ((2, True), (3, False)):
        basket = ",".join(map(hexgrid.name, cells[:there]))
        chosen = client.get(ADDRESS, {"at": at, "size": "900", "briefing": basket}).context["chosen"]
        assert bool(chosen.briefing) == is_offered
    assert client.get(ADDRESS, {"at": at, "briefing": at}).context["chosen"].briefing == ""


def test_what_is_written_on_a_briefing_is_never_sent(client: Client, counted: dict[str, Area]) -> None:
    page = signed_in(client).get(BRIEFING, {"briefing": name_of(IN_WESTBY)}).content.decode()
    (box,) = re.findall(r"<textarea[^>]*>", page)
    assert 'maxlength="300"' in box
    assert " name=" not in box
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert "<script" not in main
