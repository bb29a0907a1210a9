"""Whatever the umask, what the service writes is read by its own user alone; what is published, by the web server."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from streetsafe import own_folder
from tests.deployment import PRODUCTION, ROOT, Deployment, serve
from tests.streetsafe.test_starting import lines_of

KEY = "a key of more than thirty-two characters"
# A council, reports and a release of them.
FILL = """
import django; django.setup()
from django.core.management import call_command
from reports.publication import folders
from tests import factories
call_command("migrate", verbosity=0)
factories.make_country()
for number in range(40): factories.make_accepted_report(band=1 + number % 6)
folders.write_folder("E06000901-2026-Q1", {"map.json": b"{}", "manifest.json": b"{}"})
"""


@pytest.fixture
def open_umask() -> Iterator[None]:
    """As a service that was started by something careless: every bit is given."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Each path below a folder with its mode, the folder itself as "."."""
    found = {"." if path == folder else str(path.relative_to(folder)): path for path in (folder, *folder.rglob("*"))}
    return {name: oct(stat.S_IMODE(path.stat().st_mode)) for name, path in found.items()}


def readable_by_others(folder: Path) -> set[str]:
    """Paths below a folder that others may read, list or change."""
    looks = {True: own_folder.OTHERS_LOOK, False: own_folder.OTHERS}
    return {name for name, mode in modes(folder).items() if int(mode, 8) & looks[(folder / name).is_dir()]}


def test_whatever_the_umask_the_service_keeps_its_files_to_itself(tmp_path: Path, open_umask: None) -> None:
    var, kept, back = tmp_path / "var", tmp_path / "kept", tmp_path / "back"
    deployment = Deployment(var, {"BACKUP_KEY": KEY, "PYTHONPATH": str(ROOT), "BACKUP_FOLDER": str(kept)})
    settings = {"DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    command = [sys.executable, "-c", FILL]  # no command of ours, which would set the umask
    subprocess.run(command, cwd=ROOT, check=True, timeout=300, env=deployment.variables() | settings)
    published = {"releases", "releases/E06000901-2026-Q1"} | {
        f"releases/E06000901-2026-Q1/{name}{twin}"
        for name in ("map.json", "manifest.json")
        for twin in ("", ".gz", ".br")
    }
    assert readable_by_others(var) == published
    assert set(modes(var)) > {".", "streetsafe.sqlite3", "secret_key"}
    server = serve(deployment, workers=1)
    try:
        journals = {name for name in modes(var) if name.startswith("streetsafe.sqlite3-")}
        assert journals
        assert readable_by_others(var) == published
    finally:
        server.stop()
    deployment.manage("backup", kept)
    assert readable_by_others(kept) == set()
    assert any(name.endswith(".backup") for name in modes(kept))
    (backup,) = kept.glob("*.backup")
    back.mkdir()  # open to everybody
    deployment.manage("restore", backup, back)
    assert readable_by_others(back) == {name for name in published if name.count(".") < 3}
    assert modes(back)["streetsafe.sqlite3"] == "0o600"
    os.umask(0o077)
    deployment.manage("restore", backup, tmp_path / "closed")
    assert readable_by_others(tmp_path / "closed") == readable_by_others(back)


def test_the_doctor_tells_of_what_others_may_read_and_a_start_closes_it(tmp_path: Path) -> None:
    var, kept = tmp_path / "var", tmp_path / "kept"
    deployment = Deployment(var, PRODUCTION | {"BACKUP_KEY": KEY, "BACKUP_FOLDER": str(kept)})
    var.mkdir(mode=0o711)
    deployment.begin(with_areas=False)
    deployment.manage("backup", kept)
    stated = lines_of(deployment.manage("doctor", "--backups", kept, expect=1).output)
    assert stated["files for the service alone"] == "ok"
    (backup,) = kept.glob("*.backup")
    for path in (var / "streetsafe.sqlite3", backup):
        path.chmod(0o640)
    var.chmod(0o755)
    said = deployment.manage("doctor", "--backups", kept, expect=1).output
    assert lines_of(said)["files for the service alone"] == "wrong"
    named = said.partition("Run: chmod go-rw ")[2].splitlines()[0].split()
    # Journals of an open database are as open as it is, while the doctor looks.
    assert {name for name in named if not name.endswith(("-wal", "-shm"))} == {
        str(path) for path in (var, var / "streetsafe.sqlite3", backup)
    }
    own_folder.close_to_others(var)
    assert (modes(var)["."], modes(var)["streetsafe.sqlite3"]) == ("0o751", "0o600")


def test_a_link_is_followed_nowhere(tmp_path: Path) -> None:
    """Whoever may write to the folder could else have another's file closed, or told of."""
    elsewhere = tmp_path / "elsewhere.sqlite3"
    elsewhere.touch(mode=0o644)
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    (var / "one.sqlite3").symlink_to(elsewhere)
    own_folder.close_to_others(var)
    assert (stat.S_IMODE(elsewhere.stat().st_mode), own_folder.open_to_others(var)) == (0o644, [])
