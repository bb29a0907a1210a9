"""A council officer takes away the own area's extracts, and nothing of anybody else's."""

import base64
import csv
import datetime
import html
import io
import json
import re
import shlex
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.aggregation.freezing import freeze_counts
from reports.aggregation.models import FrozenBlock
from reports.aggregation.rebuilding import rebuild_counts
from reports.council_exports.formats import FORMATS
from reports.council_exports.questions import QUESTIONS
from reports.council_exports.table import table_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication.releasing import publish_release
from reports.staff.models import AuditEntry, Membership
from reports.staff.tokens import make_token
from tests.council_exports.conftest import AUTUMN, BESIDE, BUSY, make_reports
from tests.factories import BORDERSHIRE, EASTBY, GWENT_FACH, LLANFACH, NOW, TODAY, WESTBY, make_person

PAGE, EXTRACT = "/staff/exports", "/staff/exports/extract"
SUMMER = {"council": WESTBY, "question": "where", "quarter": "2026-Q3"}
FILE = SUMMER | {"format": "csv"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def signed_in(client: Client, role: str = "council_officer", area: str = WESTBY) -> Client:
    """The client as a person with a role in an area."""
    client.force_login(make_person(role, area))
    return client


def rows_of(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("address", [PAGE, EXTRACT])
def test_a_stranger_is_sent_to_sign_in(client: Client, counted: dict[str, Area], address: str) -> None:
    response = client.get(address, SUMMER, headers={"Accept": "text/html"})
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/")


@pytest.mark.parametrize("address", [PAGE, EXTRACT])
def test_a_moderator_is_refused(client: Client, counted: dict[str, Area], address: str) -> None:
    assert signed_in(client, "moderator").get(address, SUMMER).status_code == 403


@pytest.mark.parametrize(
    ("repairs", "said"),
    [
        ("", "set the address of your repair website (REPAIRS_URL)"),
        (
            "https://mend.example/around?lat={latitude}&lon={longitude}",
            "shows a link to mend.example, with the location",
        ),
    ],
)
def test_an_officer_reads_what_to_do_with_one_light_that_is_out(
    client: Client, counted: dict[str, Area], settings: Any, repairs: str, said: str
) -> None:
    settings.REPAIRS_URL = repairs
    page = html.unescape(signed_in(client).get(PAGE).content.decode())
    assert "One street light that is out" in page
    assert "one report is never shown by itself" in page
    told = ["REPAIRS_URL" in page, "mend.example" in page]
    assert (said in page, told) == (True, [not repairs, bool(repairs)])


def test_the_page_says_which_months_are_missing(client: Client, counted: dict[str, Area]) -> None:
    assert "Missing months" not in signed_in(client).get(PAGE, SUMMER).content.decode()
    make_reports(6, BESIDE[0], on=AUTUMN)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q4", opened_on=datetime.date(2026, 11, 15))
    page = client.get(PAGE, SUMMER | {"quarter": "2026-Q4"}).content.decode()
    assert "Missing months: October 2026, part of November 2026." in page


@pytest.mark.parametrize("role", ["council_officer", "analyst", "manager"])
@pytest.mark.parametrize("area", [WESTBY, BORDERSHIRE])
def test_each_role_gets_the_extract_of_the_own_area(
    client: Client, counted: dict[str, Area], role: str, area: str
) -> None:
    response = signed_in(client, role, area).get(EXTRACT, FILE)
    assert response.status_code == 200
    assert [(row["extent"], row["council_code"], row["count"]) for row in rows_of(response)] == [("cell", WESTBY, "11")]


@pytest.mark.parametrize("area", [EASTBY, GWENT_FACH, LLANFACH])
def test_another_areas_extract_is_404(client: Client, counted: dict[str, Area], area: str) -> None:
    assert signed_in(client, area=area).get(EXTRACT, FILE).status_code == 404


def test_a_council_that_does_not_exist_is_404(client: Client, counted: dict[str, Area]) -> None:
    assert signed_in(client).get(EXTRACT, FILE | {"council": "E99999999"}).status_code == 404


def test_an_expired_membership_exports_nothing(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    Membership.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    assert client.get(EXTRACT, FILE).status_code == 403


def test_the_file_says_council_question_and_period(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    stem = f"unsafe-places-westby-{WESTBY}-where-2026-Q3-july-to-september-2026"
    for suffix, kind in FORMATS.items():
        response = client.get(EXTRACT, FILE | {"format": suffix})
        assert response["Content-Type"] == kind.media_type
        assert response["Content-Disposition"] == f'attachment; filename="{stem}.{suffix}"'
        assert response.content == kind.file(table_of(counted[WESTBY], "2026-Q3", QUESTIONS["where"]))
    archive = client.get(EXTRACT, {"council": WESTBY, "quarter": "2026-Q3", "format": "zip"})
    assert archive["Content-Disposition"] == f'attachment; filename="{stem.replace("where", "all")}.zip"'


def test_the_open_quarter_is_not_offered(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    assert '<option value="2026-Q4"' not in client.get(PAGE).content.decode()
    for address, asked in ((PAGE, SUMMER), (EXTRACT, FILE)):
        response = client.get(address, asked | {"quarter": "2026-Q4"})
        assert response.status_code == 400
        assert "Quarter: choose one from the list." in response.content.decode()


def test_the_latest_quarter_has_an_address_that_does_not_change(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client, area=BORDERSHIRE)
    freeze_counts(EASTBY, until="2026-Q4")
    of_each = {
        code: client.get(EXTRACT, FILE | {"council": code, "quarter": "latest"})["Content-Disposition"]
        for code in (WESTBY, EASTBY)
    }
    assert "2026-Q3" in of_each[WESTBY]
    assert "2026-Q4" in of_each[EASTBY]


def test_a_quarter_that_only_another_council_has_is_explained(client: Client, counted: dict[str, Area]) -> None:
    freeze_counts(EASTBY, until="2026-Q4")
    response = signed_in(client, area=BORDERSHIRE).get(PAGE, SUMMER | {"quarter": "2026-Q4"})
    assert response.status_code == 400
    assert "There are no figures of this council for this quarter." in response.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "pdf"}, "Format: choose one from the list."),
        ({"format": ""}, "Format: choose one from the list."),
        ({"question": "who"}, "Question: choose one from the list."),
        ({"question": ""}, "Question: choose one from the list."),
        ({"quarter": "2019-Q1"}, "Quarter: choose one from the list."),
    ],
)
def test_a_wrong_choice_is_explained_and_the_others_stay(
    client: Client, counted: dict[str, Area], change: dict[str, str], message: str
) -> None:
    response = signed_in(client, area=BORDERSHIRE).get(EXTRACT, FILE | change)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert f'<option value="{WESTBY}" selected' in response.content.decode()


def test_an_address_of_before_says_what_to_use(client: Client, counted: dict[str, Area]) -> None:
    older = {"council": WESTBY, "first": "2026-Q2", "last": "2026-Q3", "format": "csv"}
    response = signed_in(client).get(EXTRACT, older)
    assert response.status_code == 410
    instead = f"?council={WESTBY}&amp;question=why-and-when&amp;quarter=latest&amp;format=csv"
    assert instead in response.content.decode()
    assert client.get(EXTRACT, older | {"council": LLANFACH}).status_code == 404


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_page_shows_the_first_rows_as_they_will_be_in_the_file(
    client: Client, counted: dict[str, Area], question: str
) -> None:
    for number, cell in enumerate(hexgrid.children(hexgrid.parent(BUSY, 7))[1:6]):
        for whole in hexgrid.children(cell):
            make_reports(5 + number, hexgrid.children(whole)[0], on=AUTUMN, reasons=["followed"])
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q4")
    asked = SUMMER | {"question": question, "quarter": "2026-Q4"}
    signed_in(client)
    page, file = client.get(PAGE, asked), rows_of(client.get(EXTRACT, asked | {"format": "csv"}))
    preview = page.context["preview"]
    first = [(row["place"], row["count"]) for row in file[:20]]
    assert [(row.place, row.labelled[-1][1]) for row in preview.rows] == first
    assert (preview.row_count, preview.report_count) == (len(file), sum(int(row["count"]) for row in file))
    assert abs(sum(share.width for share in preview.shares) - 100) < 0.1
    for place, count in first:
        assert place in page.content.decode()
        assert f">{count}</td>" in page.content.decode()
    if question == "where":
        assert len(first) == 20 < len(file)


def test_the_page_offers_own_councils_closed_quarters_and_what_columns_mean(
    client: Client, counted: dict[str, Area]
) -> None:
    page = signed_in(client, area=BORDERSHIRE).get(PAGE).content.decode()
    for council in (WESTBY, EASTBY):
        assert f'<option value="{council}"' in page
    assert LLANFACH not in page
    for quarter in ("2026-Q2", "2026-Q3"):
        assert f'<option value="{quarter}"' in page
    assert "<code>size_m</code>" in page
    assert "They are not crimes." in page
    assert "Open Government Licence" in page


def test_the_page_invites_nobody_to_publish(client: Client, counted: dict[str, Area]) -> None:
    publish_release(counted[WESTBY], quarter="2026-Q3", now=NOW)
    page = signed_in(client).get(PAGE).content.decode()
    assert "these files are for your own work" in page
    for invitation in ("may publish", "for publishing", "passed on", "publish it"):
        assert invitation not in page.lower()


def test_the_line_for_a_terminal_works_when_pasted(client: Client, counted: dict[str, Area]) -> None:
    """It is run by a shell, with a program of that name that asks this site."""
    officer = make_person("council_officer", WESTBY)
    client.force_login(officer)
    page = html.unescape(client.get(PAGE).content.decode())
    (line,) = re.findall("<code>(curl .*)</code>", page)
    words = shlex.split(line)
    assert words[:-1] == ["curl", "--fail", "--remote-name", "--remote-header-name", "--user", "token"]
    key = make_token("curl", dataset="extract", area=counted[WESTBY], by=officer, now=NOW).key
    basic = base64.b64encode(f"token:{key}".encode()).decode()
    answer = Client().get(words[-1].removeprefix("http://testserver"), headers={"Authorization": f"Basic {basic}"})
    assert (answer.status_code, len(rows_of(answer))) == (200, 1)


def test_a_quarter_frozen_before_there_were_questions_is_not_offered_and_the_page_says_why(
    client: Client, counted: dict[str, Area]
) -> None:
    said = "Quarters published before figures were made by question are not offered"
    assert said not in signed_in(client).get(PAGE).content.decode()
    FrozenBlock.objects.create(council_id=WESTBY, quarter="2025-Q4", cell_counts=b"")
    page = client.get(PAGE).content.decode()
    assert said in page
    assert "2025-Q4" not in page


def test_without_a_closed_quarter_the_page_says_so(client: Client, country: dict[str, Area]) -> None:
    response = signed_in(client).get(PAGE)
    assert "There is nothing to download yet." in response.content.decode()
    assert signed_in(client).get(EXTRACT, FILE).status_code == 400


def test_the_publishable_files_are_the_public_ones(client: Client, counted: dict[str, Area]) -> None:
    for code in (WESTBY, LLANFACH):
        publish_release(counted[code], quarter="2026-Q3", now=NOW)
    page = signed_in(client).get(PAGE).content.decode()
    for name in ("leaves.csv", "leaves.geojson", "map.json", "figures.json", "manifest.json"):
        assert f'href="/releases/{WESTBY}-2026-Q3/{name}"' in page
        assert client.get(f"/releases/{WESTBY}-2026-Q3/{name}").status_code == 200
    assert f"{LLANFACH}-2026-Q3" not in page


def test_an_unpublished_quarter_of_releases_is_404(client: Client, counted: dict[str, Area]) -> None:
    publish_release(counted[WESTBY], quarter="2026-Q3", now=NOW)
    signed_in(client)
    assert client.get(PAGE, {"published": "2026-Q3"}).status_code == 200
    assert client.get(PAGE, {"published": "2026-Q2"}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_councils(client: Client, counted: dict[str, Area]) -> None:
    for code in (WESTBY, EASTBY):
        publish_release(counted[code], quarter="2026-Q3", now=NOW)
    signed_in(client).get(PAGE)  # what every process keeps of boundaries is read
    asked = []
    for area, councils in ((WESTBY, 1), (BORDERSHIRE, 2)):
        signed_in(client, area=area)
        client.get(PAGE)  # the list of all releases is read once
        with CaptureQueriesContext(connection) as queries:
            response = client.get(PAGE)
        assert len(response.context["releases"]) == councils
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_extract_is_made_with_as_many_queries_for_many_rows_as_for_one(
    client: Client, counted: dict[str, Area]
) -> None:
    make_reports(6, BESIDE[0], on=AUTUMN)
    for cell in hexgrid.neighbours(hexgrid.parent(BUSY, 9)):
        make_reports(5, hexgrid.children(cell)[0], on=AUTUMN)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q4")
    signed_in(client).get(PAGE)  # what every process keeps of boundaries is read
    made = {}
    for quarter in ("2026-Q3", "2026-Q4"):
        with CaptureQueriesContext(connection) as queries:
            rows = rows_of(client.get(EXTRACT, FILE | {"quarter": quarter}))
        made[len(rows)] = len(queries)
    assert sorted(made) == [1, 8]
    assert made[1] == made[8]


def test_taking_an_extract_away_is_in_the_audit(client: Client, counted: dict[str, Area]) -> None:
    client.force_login(make_person("council_officer", WESTBY, username="offie"))
    client.get(EXTRACT, FILE)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.who, entry.area) == ("export", "offie", WESTBY)
    chosen = {"dataset": "extract", "question": "where", "format": "csv", "quarter": "2026-Q3"}
    assert json.loads(entry.detail) == chosen
