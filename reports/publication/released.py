"""The outlet of publication: all that public doors read. Release tables and release files, nothing else.

It knows no count, no report and no decision: `make check` refuses the import.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reports.publication import files, folders, rollup
from reports.publication.contents import Contents, Leaf, MixCell, Remainder, contents_of
from reports.publication.models import Release


class NoSuchRelease(LookupError):
    """No release of that council and quarter."""


@dataclass(frozen=True)
class Total:
    """A council's reports in a quarter, rounded to 10; a value of None is «fewer than 30»."""

    value: int | None


@dataclass(frozen=True)
class FileEntry:
    """One downloadable file of a release."""

    name: str
    size: int  # bytes
    sha256: str
    media_type: str


def released_quarters() -> list[str]:
    """Every quarter with a release, newest first."""
    return list(Release.objects.order_by("-quarter").values_list("quarter", flat=True).distinct())


def releases_of(quarter: str) -> list[Release]:
    """The releases of a quarter, by the council's name."""
    return list(_releases().filter(quarter=quarter).order_by("council__name", "council_id"))


def release_of(council_code: str, quarter: str) -> Release:
    """One council's release; raises NoSuchRelease."""
    found = _releases().filter(council_id=council_code, quarter=quarter).first()
    if found is None:
        raise NoSuchRelease(f"{council_code} {quarter}")
    return found


def published_leaves(release: Release) -> list[Leaf]:
    """The hexagons that are shown, ascending by cell."""
    return list(_contents(release).leaves)


def published_remainders(release: Release) -> list[Remainder]:
    """What the hexagons not shown add up to, where that is enough to tell; from fine to coarse."""
    return list(_contents(release).remainders)


def total_of(release: Release) -> Total:
    """The council's total."""
    return Total(_contents(release).total)


def total_in_words(release: Release) -> str:
    """The council's total as a reader meets it."""
    value = total_of(release).value
    if value is None:
        return _("fewer than %(threshold)d") % {"threshold": rollup.TOTAL_THRESHOLD}
    return _("about %(value)s") % {"value": f"{value:,}"}


def mix_of(release: Release) -> list[MixCell]:
    """Groups of reasons by part of the day, the bins large enough to tell."""
    return list(_contents(release).mix)


def release_folder(release: Release) -> Path:
    """Where the release's files lie."""
    return folders.folder_of(release.id)


def release_files(release: Release) -> list[FileEntry]:
    """The release's files, the manifest last; raises NoSuchRelease when they are not in place."""
    return [_entry(release_folder(release) / name, media_type) for name, media_type in files.MEDIA_TYPES.items()]


def _releases() -> QuerySet[Release]:
    # Without the outline: all councils' boundaries are megabytes, and no reader of figures needs one.
    return Release.objects.select_related("council").defer("council__boundary")


def _contents(release: Release) -> Contents:
    """A release never changes, so what it tells is worked out once; the digest stands for what was published."""
    return _contents_of(release.id, release.manifest_digest)


@lru_cache(maxsize=512)
def _contents_of(release_id: str, manifest_digest: str) -> Contents:
    release = Release.objects.get(pk=release_id, manifest_digest=manifest_digest)
    return contents_of(release.leaves.all(), release.figures.all())


def _entry(file: Path, media_type: str) -> FileEntry:
    try:
        content = file.read_bytes()
    except FileNotFoundError as missing:
        raise NoSuchRelease(f"no {file.name} in {file.parent.name}") from missing
    return FileEntry(file.name, len(content), files.digest_of(content), media_type)
