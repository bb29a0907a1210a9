"""The public releases of some councils with the addresses of their files: what anyone may publish."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.components.quarters_in_words import quarter_for_staff
from reports.geography.models import Area
from reports.publication import released
from reports.publication.models import Release

_CALLED = {
    "leaves.csv": _("Hexagons, CSV"),
    "leaves.geojson": _("Hexagons, GeoJSON"),
    "leaves.gpkg": _("Hexagons, GeoPackage"),
    "map.json": _("Interactive map, JSON"),
    "figures.json": _("Figures of the council, JSON"),
    "datapackage.json": _("What the columns are, Data Package"),
    "leaves.csv-metadata.json": _("What the columns are, CSVW"),
    "manifest.json": _("List of the files, JSON"),
}


@dataclass(frozen=True)
class PublicFile:
    """One file of a release, as the public gets it: the same address, the same bytes; `called` says what is in it."""

    called: str
    size: int
    url: str


@dataclass(frozen=True)
class ReleaseFiles:
    """A release and its files."""

    release: Release
    period: str
    files: list[PublicFile]


def releases_with_files(councils: Iterable[Area], quarter: str) -> list[ReleaseFiles]:
    """The releases of some councils for one quarter, with their files."""
    codes = {council.code for council in councils}
    return [
        ReleaseFiles(
            release,
            quarter_for_staff(release.quarter),
            [_public_file(release, file) for file in released.release_files(release)],
        )
        for release in released.releases_of(quarter)
        if release.council_id in codes
    ]


def _public_file(release: Release, file: released.FileEntry) -> PublicFile:
    called = str(_CALLED[file.name]) if file.name in _CALLED else file.name
    return PublicFile(called, file.size, reverse("release_files:file", args=[released.folder_name(release), file.name]))
