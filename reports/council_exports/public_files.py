"""The public releases of some councils with the addresses of their files: what anyone may publish."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from reports.geography.models import Area
from reports.publication import released
from reports.publication.file_names import NAMES
from reports.publication.models import Release


@dataclass(frozen=True)
class PublicFile:
    """One file of a release, as the public gets it: the same address, the same bytes."""

    name: str
    called: str
    size: int
    url: str


@dataclass(frozen=True)
class ReleaseFiles:
    """A release and its files."""

    release: Release
    files: list[PublicFile]


def releases_with_files(councils: Iterable[Area], quarter: str) -> list[ReleaseFiles]:
    """The releases of some councils for one quarter, with their files."""
    codes = {council.code for council in councils}
    return [
        ReleaseFiles(release, [_public_file(release, file) for file in released.release_files(release)])
        for release in released.releases_of(quarter)
        if release.council_id in codes
    ]


def _public_file(release: Release, file: released.FileEntry) -> PublicFile:
    return PublicFile(
        file.name,
        str(NAMES.get(file.name, file.name)),
        file.size,
        reverse("release_files:file", args=[released.folder_name(release), file.name]),
    )
