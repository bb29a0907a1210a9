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
from reports.public_map.figures import Figures
from reports.public_map.selection import Choice, UnknownChoice
from reports.publication import open_formats, released, summed
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
        told = list(zip(choice.releases, choice.figures, strict=True))
        page = Paginator(told, RELEASES_PER_PAGE).page(query.get("page", "1"))
    except InvalidPage:
        raise UnknownChoice(_("The list has no page with that number.")) from None
    shown = {
        "country_quarter": choice.quarter if any(it.has_map for it in choice.all_releases) else "",
        "quarter_name": quarters_in_words(choice.quarter, choice.quarter),
        "downloads": [_downloads(*each) for each in page],
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
            for release in released.every_release()
        ],
    }


def _downloads(release: Release, figures: Figures) -> ReleaseDownloads:
    covers = figures.covers if figures.added else release.map_quarters
    files = _listed_sum(figures.folder) if figures.added else _files_of(release)
    return ReleaseDownloads(
        folder=figures.folder if figures.added else released.folder_name(release),
        council=release.council.local_name,
        total=words.total_in_words(figures.total),
        covers=quarters_in_words(covers[0], covers[-1]) if covers else "",
        files=tuple(file for file in files if covers or file.name in WITHOUT_A_MAP),
    )


def _files_of(release: Release) -> tuple[Download, ...]:
    try:
        return _listed(released.folder_name(release), release.manifest_digest, release)
    except released.NoSuchRelease:  # published this moment: its files come with the next step
        return ()


@lru_cache(maxsize=4096)
def _listed(_folder: str, _manifest_digest: str, release: Release) -> tuple[Download, ...]:
    """A file never changes, so its checksum is worked out once."""
    return _in_order(released.release_files(release))


@lru_cache(maxsize=4096)
def _listed_sum(folder: str) -> tuple[Download, ...]:
    return _in_order(summed.sum_files(folder))


def _in_order(files: list[released.FileEntry]) -> tuple[Download, ...]:
    entries = {file.name: file for file in files}
    here = {name: called for name, called in NAMES.items() if name in entries}
    return tuple(Download(name, called, entries[name].size, entries[name].sha256) for name, called in here.items())


def _query(choice: Choice, page: int) -> str:
    return "?" + urlencode({"area": choice.area_code, "period": choice.period, "page": str(page)})
