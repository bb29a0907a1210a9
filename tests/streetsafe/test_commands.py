"""A database that no command can work with is told in a sentence by each of them, and never by a traceback."""

import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.deployment import ROOT, Deployment
from tests.geography.test_load_areas import councils_file, forces_file
from tests.geography.test_load_postcodes import BS
from tests.geography.test_wards import wards_file

COMMANDS = {file.stem for file in (ROOT / "reports" / "management" / "commands").glob("[!_]*.py")}
# These ask no table, make the tables themselves, or tell of the database in words of their own.
WITHOUT_TABLES = {"nightly", "migrate", "list_routes", "restore", "prepare", "doctor", "backup", "send_monday_mail"}
SAID = "The database lacks tables.\nMissing: account_emailaddress, "
REMEDY = "more. Run: manage.py migrate"

# One process for all: a start of each would take half a minute.
RUN = """
import contextlib, io, json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "streetsafe.settings"
import manage
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            manage.run(["manage.py", *words])
            ended = "it ended well"
        except SystemExit as refused:
            ended = str(refused)
        except BaseException as fault:
            ended = repr(fault)
    print(json.dumps(ended))
"""


def every_command(folder: Path) -> dict[str, list[str]]:
    """What an operator writes after each command's name, with files that are good."""
    (folder / "places.csv").write_text("name,lat,lon,population,nation\nWestby,51.45,-2.55,1000,England\n")
    (folder / "stations.csv").write_text("stationName,lat,long,constituentCountry\nWestby,51.45,-2.55,england\n")
    (folder / "reports.csv").write_text("longitude,latitude,month,band,reasons\n-2.55,51.45,2026-03,any,dark\n")
    (folder / "taken-back.list").write_text(f"{'0' * 64} 2026-11\n")
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-2.55, 51.45]}}
    (folder / "lights.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with zipfile.ZipFile(folder / "codepo.zip", "w") as archive:
        archive.writestr("bs.csv", BS)
    councils, forces = councils_file(folder / "councils.geojson"), forces_file(folder / "forces.geojson")
    somebody = ["mo", "--role", "manager", "--area", "E23000901"]
    asked = {
        "load_places": [str(folder / "places.csv")],
        "load_postcodes": [str(folder / "codepo.zip")],
        "import_reports": [str(folder / "reports.csv")],
        "load_layer": [str(folder / "lights.geojson"), "--name", "Lights", "--kind", "lights"],
        "remove_layer": ["Lights"],
        "load_areas": [str(forces), str(councils)],
        "load_wards": [str(wards_file(folder / "wards.geojson"))],
        "add_person": somebody,
        "invite": somebody,
        "build_basemap": ["--overview"],
        "delete_again": [str(folder)],
        "moderate": ["--accept-imported", "--date-by-month"],
        "reset_second_factor": ["mo"],
        "withdraw_cell": ["--by", "mo", "E06000901-2026-Q3", "88195869dbfffff"],
    }
    return {name: asked.get(name, []) for name in COMMANDS - WITHOUT_TABLES}


def test_each_command_before_migrate_says_that_the_database_lacks_tables(tmp_path: Path) -> None:
    bare = Deployment(tmp_path / "var")
    bare.var.mkdir()
    given = {name: [name, *words] for name, words in every_command(tmp_path).items()}
    assert len(given) > 20
    given["stations"] = ["load_places", str(tmp_path / "stations.csv")]
    ended = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(list(given.values()))],
        cwd=ROOT,
        env=bare.variables(),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    stated = dict(zip(given, map(json.loads, ended.stdout.splitlines()), strict=True))
    others = {name: said for name, said in stated.items() if not (said.startswith(SAID) and said.endswith(REMEDY))}
    assert others == {}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A database with tables and nothing in them."""
    made = Deployment(tmp_path_factory.mktemp("commands") / "var")
    made.begin(with_areas=False)
    return made


@contextmanager
def another_shape(deployment: Deployment) -> Iterator[sqlite3.Connection]:
    """A table that `shuffle_intake` reads has another column, until left."""
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3", isolation_level=None)) as database:
        database.execute("ALTER TABLE reports_mixing RENAME COLUMN mixed_on TO renamed")
        yield database
        database.execute("ALTER TABLE reports_mixing RENAME COLUMN renamed TO mixed_on")


def test_a_command_on_an_older_database_says_what_to_run(deployment: Deployment) -> None:
    with another_shape(deployment) as database:
        kept = database.execute("SELECT * FROM django_migrations ORDER BY id DESC LIMIT 1").fetchone()
        database.execute("DELETE FROM django_migrations WHERE id = ?", kept[:1])
        said = deployment.manage("shuffle_intake", expect=1).output
        database.execute("INSERT INTO django_migrations VALUES (?, ?, ?, ?)", kept)
    assert said.startswith("The database is older than the service.\nNot applied: ")
    assert said.endswith(" Run: manage.py migrate\n")
    assert deployment.manage("shuffle_intake").status == 0


def test_a_command_whose_database_another_program_holds_says_so(deployment: Deployment) -> None:
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        said = deployment.manage("shuffle_intake", "--all", expect=1).output
        other.rollback()
    assert said == (
        "The database could not do what was asked.\nIt says: database is locked. "
        "Is the disk full or read-only, is another program holding the database, is DATABASE_URL right?\n"
    )


@pytest.mark.parametrize(("blocks", "command"), [(0, "list_routes"), (100, "migrate")])
def test_a_command_whose_files_may_not_grow_says_so(tmp_path: Path, blocks: int, command: str) -> None:
    """As on a full disk: what it prints goes to a file, and the database is one."""
    bare = Deployment(tmp_path, {"SECRET_KEY": "k" * 50})
    with (tmp_path / "printed").open("w+") as printed:
        limited = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "-", sys.executable, "manage.py", command]
        ended = subprocess.run(
            limited,
            cwd=ROOT,
            env=bare.variables(),
            stdout=printed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 2, ended.stderr
    assert ended.stderr.startswith(
        {
            "list_routes": "A file cannot be read or written: File too large.\nRaise the limit of file sizes",
            "migrate": "The database could not do what was asked.\nIt says: ",
        }[command]
    )


def test_ctrl_c_while_a_command_is_loaded_is_told_in_a_word(tmp_path: Path) -> None:
    """Before anything of it is done: in the middle of the first import that takes long."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'django.core.management':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
    )
    ended = subprocess.run(
        [sys.executable, "manage.py", "list_routes"],
        cwd=ROOT,
        env=Deployment(tmp_path, {"PYTHONPATH": str(tmp_path)}).variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "\nStopped.\n")


def test_whoever_reads_only_the_first_lines_gets_no_complaint(deployment: Deployment) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "list_routes"],
        cwd=ROOT,
        env=deployment.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert (process.communicate(timeout=60)[1], process.returncode) == (b"", 1)


def test_a_command_whose_server_is_away_says_so(tmp_path: Path) -> None:
    away = Deployment(tmp_path / "var", {"DATABASE_URL": f"postgresql://me@/places?host={tmp_path}"})
    for command in ("migrate", "rebuild_counts"):
        said = away.manage(command, expect=1).output
        assert said.startswith("The database does not answer.\nIt says: ")
        assert "is DATABASE_URL right?" in said
        assert "Traceback" not in said


def test_a_fault_that_is_not_the_databases_own_is_shown_whole(deployment: Deployment) -> None:
    """A sentence about the database would lead away from what is wrong."""
    with another_shape(deployment):
        said = deployment.manage("shuffle_intake", expect=1).output
    assert said.startswith("Traceback")
    assert "no such column" in said
