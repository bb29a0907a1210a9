"""The page that hands out every release's files, with what each column says; and the same as an index for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.components.quarters_in_words import quarters_in_words
from reports.components.tables import page_links
from reports.public_map import pages, words
from reports.public_map.figures import figures_of
from reports.public_map.selection import Choice, UnknownChoice
from reports.publication import open_formats, released
from reports.publication.models import Release

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RELEASES_PER_PAGE = 20
NAMES: dict[str, "_StrPromise | str"] = {
    "leaves.csv": "CSV",
    "leaves.geojson": "GeoJSON",
    "leaves.gpkg": "GeoPackage",
    "map.json": gettext_lazy("Map (JSON)"),
    "figures.json": gettext_lazy("Totals and reasons (JSON)"),
    "datapackage.json": "Data Package",
    "leaves.csv-metadata.json": "CSVW",
    "manifest.json": "Manifest",
}
WITHOUT_A_MAP = ("figures.json", "manifest.json")  # the other files of such a release are empty


@dataclass(frozen=True)
class Download:
    """One file of a release."""

    name: str
    called: "_StrPromise | str"  # in the language of the page, though the list is kept
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class ReleaseDownloads:
    """A release: whose it is, what it tells, and the files there are."""

    folder: str
    council: str
    total: str
    covers: str  # what its map covers, in words; empty without a map
    files: tuple[Download, ...]


def open_data_page(choice: Choice | None, query: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page: a page of the choice's releases, and the columns of their tables.

    Raises UnknownChoice for a page that there is not.
    """
    context = {
        "choice": choice,
        "columns": [(column.name, _(column.says)) for column in open_formats.COLUMNS],
        "licence_url": open_formats.LICENCE_URL,
    }
    if choice is None:
        return context
    try:
        page = Paginator(choice.releases, RELEASES_PER_PAGE).page(query.get("page", "1"))
    except InvalidPage:
        raise UnknownChoice(_("The list has no page with that number.")) from None
    shown = {
        "downloads": [_downloads(release) for release in page],
        "pages": page_links(page, lambda number: _query(choice, number)),
    }
    return context | pages.selection_context(choice) | shown


def index_of_releases(*, site: str) -> dict[str, Any]:
    """Every release with the address and the checksum of its manifest, which has those of all other files."""
    return {
        "licence": open_formats.LICENCE_URL,
        "releases": [
            {
                "release": release.id,
                "council": release.council_id,
                "quarter": release.quarter,
                "map_quarters": release.map_quarters,
                "manifest": site.rstrip("/")
                + reverse("release_files:file", args=[released.folder_name(release), "manifest.json"]),
                "manifest_sha256": release.manifest_digest,
            }
            for quarter in released.released_quarters()
            for release in released.releases_of(quarter)
        ],
    }


def _downloads(release: Release) -> ReleaseDownloads:
    period = released.map_of(release)
    return ReleaseDownloads(
        folder=released.folder_name(release),
        council=release.council.local_name,
        total=words.total_in_words(figures_of(release).total),
        covers=quarters_in_words(period.first, period.last) if period else "",
        files=tuple(file for file in _files_of(release) if period or file.name in WITHOUT_A_MAP),
    )


def _files_of(release: Release) -> tuple[Download, ...]:
    try:
        return _listed(released.folder_name(release), release.manifest_digest, release)
    except released.NoSuchRelease:  # published this moment: its files come with the next step
        return ()


@lru_cache(maxsize=4096)
def _listed(_folder: str, _manifest_digest: str, release: Release) -> tuple[Download, ...]:
    """A file never changes, so its checksum is worked out once."""
    entries = {file.name: file for file in released.release_files(release)}
    here = {name: called for name, called in NAMES.items() if name in entries}
    return tuple(Download(name, called, entries[name].size, entries[name].sha256) for name, called in here.items())


def _query(choice: Choice, page: int) -> str:
    return "?" + urlencode({"area": choice.area_code, "period": choice.period, "page": str(page)})
