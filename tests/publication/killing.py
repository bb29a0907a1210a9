"""Publishes one release again and again, each time killed at another point: see `tests.killing`."""

import datetime
import hashlib
import json
from pathlib import Path

import django

from tests.killing import kill_everywhere


def main() -> None:
    """Its lines tell what stood when it was killed, and what stood after the next run."""
    django.setup()
    kill_everywhere(fill=_fill, act=_publish, look=_what_stands)


def _fill() -> None:
    """A council whose map is due: its fourth quarter, with some reports."""
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


def _publish() -> None:
    from reports.geography.models import Area
    from reports.publication import place
    from reports.publication.releasing import publish_release, put_missing_files_in_place
    from tests.factories import NOW, WESTBY

    place.settle()  # each point has a copy of the filled folder, and a copy may not draw
    put_missing_files_in_place()  # first, as the command does
    publish_release(Area.objects.get(pk=WESTBY), quarter="2026-Q3", now=NOW)


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
            "left": len(list(folder.parent.rglob(".*"))),
            "folder": sorted(file.name for file in folder.iterdir()) if folder.exists() else None,
            "whole": folder.exists()
            and all(_digest(folder / name) == entry["sha256"] for name, entry in promised.items())
            and release is not None
            and _digest(manifest) == release.manifest_digest,
        }
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
