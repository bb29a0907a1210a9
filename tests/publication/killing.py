"""Publishes one release again and again, each time killed at another point, and then once more to the end.

Run as a process of its own: `python -m tests.publication.killing POINTS`. A line of JSON for each point: where it
was killed, what stood then, and what stood after the next run.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

# What reaches beyond the process: the database's statements and commits, and everything that touches the disk.
EFFECTS = {"execute", "executemany", "commit", "open", "write", "fsync", "mkdir", "chmod", "rename", "close", "rmdir"}


def main() -> int:
    """Fill, count the effects of one publication, then kill at evenly spread ones of them."""
    django.setup()
    var = Path(os.environ["STREETSAFE_VAR"])
    _fill()
    shutil.copytree(var, var.parent / "filled")
    effects = int(_in_a_process_of_its_own(lambda: str(_publish_killed_at(None))))
    points = int(sys.argv[1])
    for number in range(points):
        shutil.rmtree(var)
        shutil.copytree(var.parent / "filled", var)
        at = 1 + round(number * (effects - 1) / (points - 1))
        _in_a_process_of_its_own(lambda at=at: str(_publish_killed_at(at)))  # type: ignore[misc]  # a number each
        killed = json.loads(_in_a_process_of_its_own(_what_stands))
        _in_a_process_of_its_own(lambda: str(_publish_killed_at(None)))
        restarted = json.loads(_in_a_process_of_its_own(_what_stands))
        sys.stdout.write(json.dumps({"at": at, "of": effects, "killed": killed, "restarted": restarted}) + "\n")
    return 0


def _fill() -> None:
    """A council whose map is due: its fourth quarter, with some reports."""
    import datetime

    from django.core.management import call_command
    from django.db import connections

    from reports.aggregation.rebuilding import rebuild_counts
    from reports.publication.releasing import publish_release
    from tests import factories

    call_command("migrate", verbosity=0)
    council = factories.make_country()[factories.WESTBY]
    for number in range(60):
        day = datetime.date(2026, 7, 1) + datetime.timedelta(days=number)
        factories.make_accepted_report(accepted_on=day, received_on=day)
    rebuild_counts()
    for quarter in ("2025-Q4", "2026-Q1", "2026-Q2"):
        publish_release(council, quarter=quarter, now=factories.NOW)
    connections.close_all()


def _publish_killed_at(point: int | None) -> int:
    """Publishes, dying like in a power cut before the effect of that number; how many effects there were."""
    from reports.geography.models import Area
    from reports.publication.releasing import publish_release
    from tests.factories import NOW, WESTBY

    seen = 0

    def watch(frame: Any, event: str, called: Any) -> None:
        nonlocal seen
        if event == "c_call" and getattr(called, "__name__", "") in EFFECTS:
            seen += 1
            if seen == point:
                os.kill(os.getpid(), signal.SIGKILL)

    council = Area.objects.get(pk=WESTBY)
    sys.setprofile(watch)
    publish_release(council, quarter="2026-Q3", now=NOW)
    sys.setprofile(None)
    return seen


def _what_stands() -> str:
    """Rows, digests and files of the release, as JSON."""
    from reports.publication import folders
    from reports.publication.models import PublishedLeaf, PublishedTable, Release

    release = Release.objects.filter(quarter="2026-Q3").first()
    folder = folders.folder_of("E06000901-2026-Q3")
    manifest = folder / "manifest.json"
    promised = json.loads(manifest.read_bytes())["files"] if manifest.exists() else {}
    drawn = [
        list(table.objects.filter(release=release).order_by("pk").values_list("noisy", flat=True))
        for table in (PublishedLeaf, PublishedTable)
    ]
    return json.dumps(
        {
            "rows": [len(values) for values in drawn] if release else None,
            "drawn": hashlib.sha256(repr(drawn).encode()).hexdigest() if release else None,
            "folder": sorted(file.name for file in folder.iterdir()) if folder.exists() else None,
            "whole": folder.exists()
            and all(_digest(folder / name) == entry["sha256"] for name, entry in promised.items())
            and release is not None
            and _digest(manifest) == release.manifest_digest,
        }
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _in_a_process_of_its_own(act: Callable[[], str]) -> str:
    """What the act returns in a forked process; empty when that was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, act().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        told = said.read()
    os.waitpid(child, 0)
    return told


if __name__ == "__main__":
    sys.exit(main())
