"""Every command that is given a file refuses one that is none, in words and with a status, and leaves nothing behind.

A command that is added must say here what it is given: one that reads files and is not tried fails the first test.
"""

import ast
import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.geography.models import Area, Place, Postcode
from reports.intake.models import IncomingReport, Report
from tests.deployment import ROOT, Deployment
from tests.streetsafe.test_commands import COMMANDS

KEY = "a key of more than thirty-two characters"
# How each is given the file.
GIVEN = {
    "load_areas": ["{file}"],
    "load_wards": ["{file}"],
    "load_layer": ["{file}", "--name", "Lights", "--kind", "lights"],
    "load_places": ["{file}"],
    "load_postcodes": ["{file}"],
    "import_reports": ["{file}"],
    "audit_verify": ["--manifest", "{file}"],
    "restore": ["{file}", "{folder}"],
    "build_basemap": ["{file}", "--out", "{folder}/made.pmtiles"],
}
# These take a path, and it is where something goes or a folder.
NO_FILE_READ = {"backup", "delete_again", "take_over_publication", "doctor", "nightly"}
SHAPES = {
    "load_areas": ".geojson",
    "load_wards": ".geojson",
    "load_layer": ".geojson",
    "load_places": ".csv",
    "load_postcodes": ".csv",
    "audit_verify": ".json",
}
MOST_MEMORY = 600  # MB of a whole process; the file is of one gigabyte


def damaged_zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("places.csv", "name,lat,lon,population,nation\nWestby,51.45,-2.55,1000,England\n" * 99)
    whole = kept.getvalue()
    return whole[:80] + bytes(40) + whole[120:]


BAD = {
    "nothing": b"",
    "binary": bytes(range(256)) * 64,
    "UTF-16": "name,lat,lon,population,nation\nWestby,51.45,-2.55,1000,England\n".encode("utf-16"),
    "a damaged zip": damaged_zip(),
    "half a zip": damaged_zip()[:90],
    "NULs": bytes(5_000),
    "deep JSON": b"[" * 100_000,
}


@pytest.fixture
def ground(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a bad file must leave alone."""
    monkeypatch.setenv("BACKUP_KEY", KEY)


def takes_a_path(command: str) -> bool:
    """Whether its code asks for one."""
    tree = ast.parse((ROOT / "reports" / "management" / "commands" / f"{command}.py").read_text(encoding="utf-8"))
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "type"]
    return any(ast.unparse(node.value) in {"Path", "pathlib.Path"} for node in asked)


def test_every_command_that_is_given_a_path_is_tried_here() -> None:
    assert {name for name in COMMANDS if takes_a_path(name)} - NO_FILE_READ == GIVEN.keys()


def refusal_of(command: str, file: Path, folder: Path) -> str:
    """What is said; raises when it was taken, or when it ended in a fault of the code."""
    said = io.StringIO()
    words = [word.format(file=file, folder=folder) for word in GIVEN[command]]
    with pytest.raises(CommandError) as refused:
        call_command(command, *words, stdout=said, stderr=said)
    assert refused.value.returncode in (1, 2)
    return f"{said.getvalue()}{refused.value}"


@pytest.mark.django_db
@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("kind", [*BAD, "a folder", "missing"])
@pytest.mark.parametrize("command", GIVEN)
def test_a_file_that_is_none_is_refused_in_words_and_leaves_nothing(tmp_path: Path, command: str, kind: str) -> None:
    file, folder = tmp_path / f"file{SHAPES.get(command, '')}", tmp_path / "folder"
    if kind == "a folder":
        file.mkdir()
    elif kind in BAD:
        file.write_bytes(BAD[kind])
    folder.mkdir()
    before = [model.objects.count() for model in (Area, Place, Postcode, IncomingReport, Report)]
    said = refusal_of(command, file, folder)
    assert said.strip()
    assert "Traceback" not in said
    assert all(letter.isprintable() or letter in "\n" for letter in said), ascii(said)
    assert len(said) < 3_000
    assert [model.objects.count() for model in (Area, Place, Postcode, IncomingReport, Report)] == before
    assert list(folder.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} <= {file.name, "folder", "var"}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A database with the built-in ground: what is run in a process of its own."""
    made = Deployment(tmp_path_factory.mktemp("bad") / "var", {"BACKUP_KEY": KEY})
    made.begin(with_areas=False)
    return made


@pytest.mark.parametrize(
    ("command", "suffix"), [*((name, SHAPES.get(name, "")) for name in GIVEN), ("load_areas", ".csv")]
)
def test_one_line_of_a_gigabyte_is_refused_in_bounded_memory(
    deployment: Deployment, tmp_path: Path, command: str, suffix: str
) -> None:
    """The file has no bytes on the disk: it is as long as it says, and of blanks for whoever reads."""
    file, folder = tmp_path / f"file{suffix}", tmp_path / "folder"
    folder.mkdir()
    with file.open("wb") as opened:
        opened.write(b"longitude,latitude,month,band,reasons")
        opened.truncate(1_000_000_000)
    words = [word.format(file=file, folder=folder) for word in GIVEN[command]]
    ended = deployment.manage(command, *words, expect=None)
    assert ended.status in (1, 2), ended.output[-2000:]
    assert "Traceback" not in ended.output
    assert ended.output.strip()
    assert ended.peak < MOST_MEMORY
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("named", ["missing", "folder", "short", "binary"])
def test_a_key_that_is_none_is_refused_in_a_sentence(
    deployment: Deployment, tmp_path: Path, command: str, named: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "short").write_text("short")
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    kept = tmp_path / "kept"
    kept.mkdir()
    words = [kept] if command == "backup" else [tmp_path / "short", kept]
    other = Deployment(deployment.var, {"BACKUP_KEY_FILE": str(tmp_path / named)})
    ended = other.manage(command, *words, expect=1)
    assert "BACKUP_KEY" in ended.output
    assert "Traceback" not in ended.output
    assert [file.name for file in kept.iterdir() if file.name != "taken-back.list"] == []
