"""The main job on real points: 304,927 rows become eight quarters of releases, and Bristol is on the map.

In short one point in four; `make prove` takes them all.
"""

import csv
import json
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from reports.publication import quarters
from streetsafe.sqlite.moment import rows_of
from tests.deployment import ROOT, Deployment, serve
from tests.journeys.conftest import CHROMIUM_ARGUMENTS, PHONE, system_chromium
from tests.realdata import police_points
from tests.realdata.main_job import BRISTOL, QUARTERS, Done, do_main_job

pytestmark = pytest.mark.realdata

# The months of the points; July and August 2024 are not in the data.
MONTHS_MISSING = {"2024-07", "2024-08"}
EVERY = 1 if os.environ.get("WHOLE") else 4
HOW_MANY = -(-police_points.HOW_MANY // EVERY)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """An operator's own folder."""
    return Deployment(tmp_path_factory.mktemp("main-job") / "var")


@pytest.fixture(scope="module")
def done(deployment: Deployment, real_data: Path) -> Done:
    """The whole job, once for the module."""
    return do_main_job(deployment, real_data, with_postcodes=False, every=EVERY)


@pytest.fixture(scope="module")
def database(deployment: Deployment, done: Done) -> Iterator[sqlite3.Connection]:
    """The database the job left."""
    connection = sqlite3.connect(f"file:{deployment.var / 'streetsafe.sqlite3'}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_every_point_is_imported_and_accepted(done: Done, database: sqlite3.Connection) -> None:
    assert done.rows == HOW_MANY
    kept = database.execute("SELECT count(*) FROM reports_report").fetchone()[0]
    accepted = database.execute("SELECT count(*) FROM reports_standing WHERE state = 'accepted'").fetchone()[0]
    assert kept == accepted
    # 0.3 % of the points lie in another force's area; a few hundred could lie outside the UK's polygons, none do.
    assert kept == done.rows


def test_a_backup_of_it_gives_back_every_row_and_every_file(deployment: Deployment, done: Done, tmp_path: Path) -> None:
    keyed = Deployment(deployment.var, {"BACKUP_KEY": "a key of more than thirty-two characters"})
    keyed.manage("backup", tmp_path / "kept")
    (file,) = (tmp_path / "kept").glob("*.backup")
    keyed.manage("restore", file, tmp_path / "back")
    rows = rows_of(deployment.var / "streetsafe.sqlite3")  # a backup moves the log into the file
    assert rows.number > 3 * HOW_MANY
    assert rows_of(tmp_path / "back" / "streetsafe.sqlite3") == rows
    published, restored = (
        {str(each.relative_to(var)): each.read_bytes() for each in (var / "releases").rglob("*") if each.is_file()}
        for var in (deployment.var, tmp_path / "back")
    )
    assert len(published) > 100
    assert restored == published


def test_history_falls_into_its_own_months(database: sqlite3.Connection, real_data: Path) -> None:
    rows = database.execute(
        "SELECT substr(accepted_on, 1, 7), count(*) FROM reports_standing GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert len(rows) == 22
    assert not MONTHS_MISSING & {month for month, _ in rows}
    assert dict(rows) == police_points.months_of(real_data, every=EVERY)
    if EVERY == 1:
        assert (dict(rows)["2023-01"], dict(rows)["2024-12"]) == (11_808, 13_443)


def test_every_quarter_of_two_years_is_published(done: Done, deployment: Deployment) -> None:
    assert set(done.published) == set(QUARTERS)
    folders = {folder.name for folder in (deployment.var / "releases").iterdir()}
    assert {f"{BRISTOL}-{quarter}" for quarter in QUARTERS} <= folders


def test_a_second_run_changes_no_byte(done: Done, deployment: Deployment) -> None:
    folder = deployment.var / "releases" / f"{BRISTOL}-{QUARTERS[-1]}"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    again = deployment.manage("publish_release", "--period", QUARTERS[-1], "--area", BRISTOL)
    assert "0 published, 1 stood already" in again.output
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_the_published_total_is_near_the_exact_one_and_never_it(
    done: Done, deployment: Deployment, database: sqlite3.Connection
) -> None:
    """Rounded to ten, with noise of scale 10: within 200 of the truth but once in 10^8 draws."""
    quarter = QUARTERS[0]
    first, last = quarters.first_day(quarter), quarters.last_day(quarter)
    exact = database.execute(
        "SELECT count(*) FROM reports_report r JOIN reports_standing s ON s.report_id = r.id "
        "WHERE r.council_id = ? AND s.accepted_on BETWEEN ? AND ?",
        (BRISTOL, first.isoformat(), last.isoformat()),
    ).fetchone()[0]
    figures = json.loads((deployment.var / "releases" / f"{BRISTOL}-{quarter}" / "figures.json").read_text())
    published = figures["total"]
    assert published % 10 == 0
    assert abs(published - exact) < 200


def test_bristol_is_on_the_map(done: Done, deployment: Deployment) -> None:
    """And its picture, as a phone and a desktop show it, is kept for the README."""
    leaves = deployment.var / "releases" / f"{BRISTOL}-{QUARTERS[-1]}" / "leaves.csv"
    with leaves.open(encoding="utf-8", newline="") as file:
        shown = list(csv.DictReader(file))
    assert len(shown) > 80
    pictures = ROOT / "build" / "screenshots"
    pictures.mkdir(parents=True, exist_ok=True)
    server = serve(deployment)
    try:
        # In a thread of its own: the journeys of the same process keep a browser's loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            heading, paths = thread.submit(_pictured, server.url, pictures).result()
    finally:
        server.stop()
    assert "Bristol" in heading
    assert paths >= 4


def _pictured(site: str, pictures: Path) -> tuple[str, int]:
    """Takes the pictures; the map's heading and how many paths are drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport=PHONE)
        page.goto(f"{site}/map?area={BRISTOL}&period={QUARTERS[-1]}")
        page.screenshot(path=pictures / "bristol-phone.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        heading = page.get_by_role("heading", level=2).first
        heading.evaluate("heading => heading.scrollIntoView()")
        page.screenshot(path=pictures / "bristol-map.png")
        found = heading.inner_text(), page.locator("main svg").first.locator("path").count()
        browser.close()
    return found
