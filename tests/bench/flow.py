"""The main job on 304,927 real points: import, accept, count, publish, each beside its floor."""

import sqlite3
import tempfile
import uuid
from pathlib import Path

import numpy as np

from tests.bench.figures import Figure, median_seconds
from tests.deployment import Deployment
from tests.realdata.main_job import QUARTERS, do_main_job

RUTLAND = Path("osm") / "rutland_2018_nometa.osm.pbf"
SECTION = "The main job: 304,927 real points, SQLite with synchronous=FULL"


def flow_figures(deployment: Deployment, data: Path) -> list[Figure]:
    """Does the whole job in a deployment and measures it from outside."""
    done = do_main_job(deployment, data, with_postcodes=True)
    assert done.postcodes is not None
    basemap = deployment.manage("build_basemap", data / RUTLAND, "--out", deployment.var / "rutland.pmtiles")
    rows = _stored_rows(deployment)
    insert = median_seconds(lambda: _bare_insert(rows), runs=3)
    cells = np.array([row[1] for row in rows], dtype=np.uint64)
    sort = median_seconds(lambda: np.sort(cells))
    rate = done.rows / done.imported.seconds
    published = sorted(ended.seconds for ended in done.published.values())
    commands = {"import": done.imported, "accept": done.accepted, "count": done.counted}
    commands["publish"] = max(done.published.values(), key=lambda ended: ended.peak)
    heaviest = max(commands, key=lambda name: commands[name].peak)
    return [
        Figure(SECTION, "`load_areas`: 361 councils, 45 forces, 4 nations", f"{done.areas.seconds:.1f} s"),
        Figure(
            SECTION,
            "`load_postcodes`: 1,705,162 postcodes",
            f"{done.postcodes.seconds:.0f} s, {done.postcodes.peak:.0f} MB",
            bar="90 s",
            reached=done.postcodes.seconds < 90,
        ),
        Figure(
            SECTION,
            "`build_basemap` of Rutland",
            f"{basemap.seconds:.0f} s, {basemap.peak:.0f} MB",
            bar="60 s",
            reached=basemap.seconds < 60,
        ),
        Figure(
            SECTION,
            "`import_reports`, whole process",
            f"{done.imported.seconds:.1f} s: {rate:,.0f} rows/s",
            floor=f"bare executemany of the finished rows: {insert:.1f} s, {done.rows / insert:,.0f} rows/s",
            bar="5,000 rows/s",
            reached=rate >= 5000,
        ),
        Figure(SECTION, "`moderate --accept-imported --date-by-month`", f"{done.accepted.seconds:.1f} s"),
        Figure(
            SECTION,
            "`rebuild_counts`, whole process",
            f"{done.counted.seconds:.1f} s",
            floor=f"np.sort of the keys: {sort * 1000:.0f} ms",
            bar="3 s",
            reached=done.counted.seconds < 3,
        ),
        Figure(
            SECTION,
            "`publish_release`, one quarter of Avon and Somerset (5 councils), whole process",
            f"median {published[len(published) // 2]:.1f} s of {len(QUARTERS)}, slowest {published[-1]:.1f} s",
            bar="5 s",
            reached=published[-1] < 5,
        ),
        Figure(
            SECTION,
            f"peak memory (the heaviest command: {heaviest})",
            f"{commands[heaviest].peak:.0f} MB",
            bar="600 MB",
            reached=commands[heaviest].peak < 600,
        ),
    ]


def _stored_rows(deployment: Deployment) -> list[tuple[object, ...]]:
    with sqlite3.connect(deployment.var / "streetsafe.sqlite3") as database:
        return database.execute("SELECT * FROM reports_report").fetchall()


def _bare_insert(rows: list[tuple[object, ...]]) -> None:
    """The same rows under new ids into a table without constraints or second indexes, in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "floor.sqlite3")
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        columns = ", ".join(f"c{number}" for number in range(len(rows[0])))
        database.execute(f"CREATE TABLE floor ({columns}, PRIMARY KEY (c0))")
        marks = ", ".join("?" * len(rows[0]))
        fresh = ((uuid.uuid4().hex, *row[1:]) for row in rows)
        database.executemany(f"INSERT INTO floor VALUES ({marks})", fresh)  # noqa: S608  # question marks alone
        database.commit()
        database.close()
