"""A partner's file: checked first, kept when confirmed, within its sender's areas alone, and never twice."""

import hashlib
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake import partner_import
from reports.intake.closing import close_quarters
from reports.intake.importing import ImportedBefore
from reports.intake.models import ImportedFile, ImportedPart, Report, Source
from reports.moderation.models import ReportStatus
from reports.staff.models import AuditEntry
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, NOW, WESTBY
from tests.intake.test_importing import GOOD, HEADER, imported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

PAGE, ADDRESS = reverse("imports:imports"), reverse("imports_api:imports")
IN_EASTBY = GOOD.replace(b"-2.55", b"-2.25")
OF_BOTH = HEADER + GOOD + b"-2.55,91,2026-03,18-24,badly-lit\n" + IN_EASTBY
OF_GRID = b"easting,northing,month,band,reasons\n"
ON_GRID = b"361877,172479,2026-03,18-24,badly-lit\n"  # the same place as GOOD's


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: value.date() if value else NOW.date())
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def sha256(content: bytes) -> str:
    """What a file is confirmed by."""
    return hashlib.sha256(content).hexdigest()


def rows(*months: int) -> bytes:
    """A row of each of these months of 2025."""
    return b"".join(GOOD.replace(b"2026-03", b"2025-%02d" % month) for month in months)


def many(months: range) -> bytes:
    """A file with enough rows to be known by them."""
    return HEADER + rows(*months)


def test_places_may_be_given_in_metres_of_the_national_grid() -> None:
    imported(HEADER + GOOD)
    imported(OF_GRID + ON_GRID)
    first, second = Report.objects.values_list("cell", "council_id", "felt_in", "received_on")
    assert first == second
    both = OF_GRID.strip() + b",longitude,latitude\n" + ON_GRID.strip() + b",-2.25,51.45\n"
    imported(both)  # degrees are read where a file has both, as our own files have
    assert Report.objects.get(council_id=EASTBY).cell == hexgrid.cell_at(*factories.IN_EASTBY)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"ST618730,172479,2026-03,any,dark", "easting 'ST618730' is not a number of metres"),
        (b"361,878.5e3,2026-03,any,dark", "northing '878.5e3' is not a number of metres"),
        (b"9361877,172479,2026-03,any,dark", "easting '9361877' is outside 0 to 700000"),
        (b"361877,-5,2026-03,any,dark", "northing '-5' is outside 0 to 1300000"),
        (
            b"172479,361877,2026-03,any,badly-lit",
            "easting 172479, northing 361877 is outside the United Kingdom: easting and northing look swapped",
        ),
        (
            b"600000,20000,2026-03,any,badly-lit",
            "easting 600000, northing 20000 is outside the United Kingdom",
        ),
    ],
)
def test_a_place_that_is_not_on_the_grid_is_refused(row: bytes, why: str) -> None:
    assert imported(OF_GRID + ON_GRID + row + b"\n")[1] == [(3, why)]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "again",
    [
        many(range(1, 13)).replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + many(range(1, 13)),
        HEADER + rows(*range(12, 0, -1)),
        many(range(1, 13)) + b"a line that is refused\n",
        HEADER.replace(b"reasons", b"reasons,note") + rows(*range(1, 13)).replace(b"lit\n", b"lit,seen\n"),
    ],
    ids=["line ends", "BOM", "order", "one more line", "one more column"],
)
def test_the_same_rows_written_otherwise_are_known_again(again: bytes) -> None:
    imported(many(range(1, 13)))
    with pytest.raises(ImportedBefore, match="imported on 2026-11-20, 12 rows kept"):
        imported(again)
    assert Report.objects.count() == 12


def test_a_few_rows_may_be_alike_by_chance() -> None:
    imported(HEADER + GOOD)
    imported(HEADER + GOOD + b"\n")
    assert Report.objects.count() == 2


def test_a_file_is_known_by_council() -> None:
    """A file of two councils whose one half was imported: the other half alone is new."""
    whole = many(range(1, 13)) + rows(*range(1, 13)).replace(b"-2.55", b"-2.25")
    imported(whole, within={WESTBY})
    with pytest.raises(ImportedBefore):
        imported(whole)
    imported(whole, within={EASTBY})
    counts = {code: Report.objects.filter(council_id=code).count() for code in (WESTBY, EASTBY)}
    assert counts == {WESTBY: 12, EASTBY: 12}
    for part in (WESTBY, EASTBY):
        with pytest.raises(ImportedBefore):
            imported(whole, within={part})


def test_a_file_noted_before_councils_were_is_known() -> None:
    content = HEADER + GOOD
    ImportedFile.objects.create(digest=sha256(content), imported_on=NOW.date(), kept=1)
    with pytest.raises(ImportedBefore):
        imported(content)


def test_a_file_without_a_good_row_is_not_noted() -> None:
    imported(HEADER + IN_EASTBY, within={WESTBY})
    imported(HEADER + IN_EASTBY, within={EASTBY})
    assert Report.objects.count() == ImportedFile.objects.count() == ImportedPart.objects.count() == 1


# -- the page


def sent(client: Client, content: bytes, **fields: str) -> Any:
    """The page's answer to a file."""
    return client.post(PAGE, {"file": SimpleUploadedFile("theirs.csv", content), **fields})


@pytest.fixture
def officer(client: Client) -> Client:
    """Somebody of Westby who is signed in."""
    client.force_login(factories.make_person("council_officer", WESTBY, username="offie"))
    return client


def test_the_page_shows_what_would_be_imported_and_then_imports_it(officer: Client) -> None:
    checked = sent(officer, OF_BOTH).content.decode()
    assert "Good lines: 1. Lines refused: 2. Nothing has been imported yet." in checked
    assert "<li>Westby: 1</li>" in checked
    assert "March 2026" in checked
    for line, why in ((3, "latitude &#x27;91&#x27; is outside -90 to 90"), (4, "outside your areas")):
        assert f'<td class="govuk-table__cell">{line}</td>' in checked
        assert why in checked
    assert "Eastby" not in checked
    assert (Report.objects.count(), AuditEntry.objects.filter(act="import").count()) == (0, 0)
    assert sha256(OF_BOTH) in checked
    answer = sent(officer, OF_BOTH, confirm=sha256(OF_BOTH))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = officer.get(PAGE).content.decode()
    assert "Reports imported: 1. They wait to be moderated. Lines refused: 2." in page
    report = Report.objects.get()
    assert (report.source, report.council_id, report.received_on.isoformat()) == (Source.IMPORT, WESTBY, "2026-03-01")
    assert not ReportStatus.objects.filter(report=report, state="accepted").exists()
    entry = AuditEntry.objects.get(act="import")
    assert (entry.who, entry.area, json.loads(entry.detail)) == (
        "offie",
        WESTBY,
        {"reports": 1, "file": sha256(OF_BOTH)[:12]},
    )


def test_another_file_than_the_one_checked_is_not_imported(officer: Client) -> None:
    answer = sent(officer, HEADER + GOOD * 2, confirm=sha256(HEADER + GOOD))
    assert answer.status_code == 400
    assert "This is not the file that was checked." in answer.content.decode()
    assert Report.objects.count() == 0


def test_a_repeated_file_is_told_at_the_check_and_refused_when_sent(officer: Client) -> None:
    content = HEADER + GOOD
    sent(officer, content, confirm=sha256(content))
    again = sent(officer, content).content.decode()
    assert "was imported before" in again
    assert 'name="confirm"' not in again
    refused = sent(officer, content, confirm=sha256(content))
    assert (refused.status_code, Report.objects.count()) == (400, 1)
    assert "this file was imported on 2026-11-20, 1 rows kept" in refused.content.decode()


def test_the_page_speaks_welsh_of_lines_too(officer: Client) -> None:
    officer.post(reverse("staff:language"), {"language": "cy"})
    page = sent(officer, OF_BOTH).content.decode()
    assert "y tu allan i’ch ardaloedd" in page
    assert "is outside" not in page


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "the file is empty"), (b"a,b\n1,2\n", "missing column: longitude, latitude, month, band, reasons")],
)
def test_what_is_no_file_of_reports_is_said_at_the_field(officer: Client, content: bytes, why: str) -> None:
    answer = sent(officer, content)
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert officer.post(PAGE).status_code == 400


# -- the address for programs


def key(dataset: str = "import", area: str = WESTBY) -> str:
    """The key of a new token of somebody of Bordershire."""
    person = factories.make_person("analyst", BORDERSHIRE)
    return make_token("feeder", dataset=dataset, area=Area.objects.get(code=area), by=person, now=NOW).key


def posted(content: bytes, token: str, *, query: str = "", **headers: str) -> Any:
    """The answer to a program."""
    headers = {"Authorization": f"Bearer {token}"} | headers
    return Client().post(ADDRESS + query, content, content_type="text/csv", headers=headers)


def test_a_program_checks_and_sends() -> None:
    close_quarters(WESTBY, [(NOW.date().replace(month=1, day=1), NOW.date().replace(month=3, day=31))])
    token = key()
    told = {
        "sha256": sha256(OF_BOTH),
        "is_kept": False,
        "reports": 1,
        "refused": 2,
        "of_published_quarters": 1,
        "imported_before": None,
        "months": ["2026-03"],
        "councils": [{"council": WESTBY, "reports": 1}],
        "refusals": [
            {"line": 3, "why": "latitude '91' is outside -90 to 90"},
            {"line": 4, "why": "longitude -2.25, latitude 51.45 is outside your areas"},
        ],
        "refusals_left_out": 0,
    }
    checked = posted(OF_BOTH, token)
    assert (checked.status_code, checked.json(), Report.objects.count()) == (200, told, 0)
    kept = posted(OF_BOTH, token, query=f"?confirm={sha256(OF_BOTH)}")
    assert (kept.status_code, kept.json()) == (201, told | {"is_kept": True})
    assert Report.objects.get().council_id == WESTBY
    assert json.loads(AuditEntry.objects.get(act="import").detail)["token"] == "feeder"
    assert posted(OF_BOTH, token).json() == told | {"imported_before": "2026-11-20"}
    again = posted(OF_BOTH, token, query=f"?confirm={sha256(OF_BOTH)}")
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    assert again.json()["detail"] == "Nothing was imported: this file was imported on 2026-11-20, 1 rows kept."
    assert Report.objects.count() == 1


def test_what_a_program_must_not_send_is_refused_as_a_problem() -> None:
    token, good = key(), HEADER + GOOD
    answers = {
        "no token": Client().post(ADDRESS, good, content_type="text/csv"),
        "a token for figures": posted(good, key("extract")),
        "GET": Client().get(ADDRESS, headers={"Authorization": f"Bearer {token}"}),
        "a form": Client().post(ADDRESS, {"file": io.BytesIO(good)}, headers={"Authorization": f"Bearer {token}"}),
        "no length": Client().post(ADDRESS, b"", content_type="text/csv", headers={"Authorization": f"Bearer {token}"}),
        "no header": posted(GOOD, token),
        "unknown parameter": posted(good, token, query="?dry_run=true"),
        "no digest": posted(good, token, query="?confirm=yes"),
        "another digest": posted(good, token, query=f"?confirm={sha256(b'')}"),
        "too large": posted(b"x" * 1_048_577, token),
    }
    assert {name: (answer.status_code, answer["Content-Type"]) for name, answer in answers.items()} == {
        name: (status, "application/problem+json")
        for name, status in {
            "no token": 401,
            "a token for figures": 401,
            "GET": 405,
            "a form": 415,
            "no length": 411,
            "no header": 400,
            "unknown parameter": 400,
            "no digest": 400,
            "another digest": 400,
            "too large": 413,
        }.items()
    }
    assert Report.objects.count() == 0


def test_a_token_for_imports_reads_no_figures() -> None:
    extract = reverse("council_exports:extract") + f"?council={WESTBY}&question=where&quarter=2026-Q3&format=csv"
    assert Client().get(extract, headers={"Authorization": f"Bearer {key()}"}).status_code == 401


def test_a_person_may_send_so_many_files_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_import, "FILES_AN_HOUR", 2)
    token = key()
    statuses = [posted(HEADER + GOOD, token) for _ in range(3)]
    assert [answer.status_code for answer in statuses] == [200, 200, 429]
    assert statuses[2]["Retry-After"] == "3600"


def test_of_very_many_refused_lines_the_first_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_import, "MOST_LISTED", 2)
    answer = posted(HEADER + b"x\n" * 5, key()).json()
    assert ([one["line"] for one in answer["refusals"]], answer["refusals_left_out"]) == ([2, 3], 3)
