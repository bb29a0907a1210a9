"""Game A9: two processes publish the same release at the same moment; there is one draw."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_FILL = """
import datetime
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from reports.aggregation.rebuilding import rebuild_counts
from tests import factories
factories.make_country()
for _ in range(30):
    factories.make_accepted_report(accepted_on=datetime.date(2026, 7, 1))
rebuild_counts()
from reports.geography.models import Area
from reports.publication.releasing import publish_release
council = Area.objects.get(pk=factories.WESTBY)
for quarter in ("2025-Q4", "2026-Q1", "2026-Q2"):
    publish_release(council, quarter=quarter, now=factories.NOW)
"""

# Waits for the other at a file, so that both ask for the release together; prints what each holds afterwards.
_PUBLISH = """
import hashlib, pathlib, sys, time
import django
django.setup()
from reports.geography.models import Area
from reports.publication import noise, released
from reports.publication.releasing import publish_release
from tests.factories import NOW, WESTBY

def noted(counts, epsilon):
    time.sleep(0.2)
    sys.stdout.write("drawn\\n")
    return noise.discrete_laplace(counts, epsilon)

council = Area.objects.get(pk=WESTBY)
folder = pathlib.Path(sys.argv[1])
(folder / f"ready-{sys.argv[2]}").touch()
while len(list(folder.glob("ready-*"))) < 2:
    time.sleep(0.01)
release = publish_release(council, quarter="2026-Q3", now=NOW, draw=noted)
entries = released.release_files(release)
sys.stdout.write(hashlib.sha256(repr(entries).encode()).hexdigest() + " " + release.manifest_digest + "\\n")
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a process with a database of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    return kept | {"STREETSAFE_VAR": str(tmp_path / "own"), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}


def test_two_processes_at_once_make_one_release_with_one_draw(environment: dict[str, str], tmp_path: Path) -> None:
    """The second waits, finds the release and reports the same bytes; three tables are drawn once each.

    It is the council's fourth quarter, so its map is due.
    """
    subprocess.run([sys.executable, "-c", _FILL], env=environment, check=True, timeout=120)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PUBLISH, str(tmp_path), name], env=environment, stdout=subprocess.PIPE, text=True
        )
        for name in ("one", "other")
    ]
    said = [process.communicate(timeout=120)[0].splitlines() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert sorted(lines.count("drawn") for lines in said) == [0, 3]
    assert said[0][-1] == said[1][-1]
    assert "E06000901-2026-Q3" in [folder.name for folder in (tmp_path / "own" / "releases").iterdir()]
    assert not list((tmp_path / "own" / "releases").glob(".*"))
