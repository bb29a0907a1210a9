"""What the public pages are made of, as one short text that changes as soon as any of it does.

Releases, hexagons withdrawn from them, areas, names and postcodes, the street map, settings, and the service's files.
Responses stand by themselves: a page names whose it shows. Every number read here only grows, or is drawn at random, so
that no state ever looks like an earlier one.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from streetsafe.demonstration import is_demonstration

OF_NOBODY, OF_EVERYBODY = "", "*"  # whose responses a page shows; else the code of a council

_STATE = """
    SELECT (SELECT COUNT(*) FROM reports_release), (SELECT COUNT(*) FROM reports_withdrawal),
        (SELECT SUM(edition) FROM reports_area),
        (SELECT MIN(id) FROM reports_place), (SELECT MAX(id) FROM reports_place),
        (SELECT MIN(code) FROM reports_postcode), (SELECT MAX(code) FROM reports_postcode),
        (SELECT MIN(code) FROM reports_postcode WHERE code >= 'BT')
"""
# A wording that was published once is never deleted, and each act on it raises its revision.
_RESPONSES = "SELECT COUNT(*), SUM(revision) FROM reports_response WHERE state IN ('published', 'withdrawn')"
_CODE = ("reports", "streetsafe", "templates", "locale")
_READ = {".py", ".html", ".toml", ".mo", ".json"}
_NOT_SHOWN = {"SECRET_KEY", "RASTER_KEY", "BACKUP_FOLDER", "EDGE_URL", "PROXY_COUNT"}


def edition_of_service() -> str:
    """The edition of what no database holds: all that a page of guidance is made of."""
    return f"{_of_the_service()} {is_demonstration()}"


def edition_of_published() -> str:
    """The edition of all that is published but responses, with that of the service."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        state = cursor.fetchone()
    places = (settings.RELEASES_DIR, _basemap(), settings.VAR_DIR / "overview.pmtiles")
    parts = (edition_of_service(), state, [_stands(place) for place in places])
    # PostgreSQL adds up to a number of its own kind.
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def read_what_the_service_is() -> None:
    """Reads its files and settings, so that no page waits for it."""
    _of_the_service()


def edition_of_responses(shown: str) -> str:
    """The edition of the responses a page shows: of nobody, of one council or of everybody."""
    if shown == OF_NOBODY:
        return ""
    with connection.cursor() as cursor:
        if shown == OF_EVERYBODY:
            cursor.execute(_RESPONSES)
        else:
            cursor.execute(f"{_RESPONSES} AND council_id = %s", [shown])
        return "{} {}".format(*cursor.fetchone())


def _basemap() -> Path:
    return Path(settings.BASEMAP_FILE) if settings.BASEMAP_FILE else settings.VAR_DIR / "basemap.pmtiles"


def _stands(place: Path) -> tuple[int, ...]:
    """Which file or folder has the name, and when it was changed; nothing where there is none."""
    try:
        found = place.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_mtime_ns


@cache
def _of_the_service() -> str:
    """Code, templates, words, routes and settings, read once: a process goes on with those it started with."""
    digest = hashlib.sha256()
    for file in sorted(_files_read()):
        digest.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    for name in sorted(dir(settings)):
        value = getattr(settings, name) if name.isupper() and name not in _NOT_SHOWN else None
        if isinstance(value, str | int | float | Path):
            digest.update(f"{name}={value}\0".encode())
    return digest.hexdigest()


def _files_read() -> Iterator[Path]:
    for folder in _CODE:
        yield from (file for file in (settings.BASE_DIR / folder).rglob("*") if file.suffix in _READ)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    others = (manifest, Path(settings.ROUTES_FILE) if settings.ROUTES_FILE else manifest)
    yield from {file for file in others if file.exists()}
