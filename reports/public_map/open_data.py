"""The page that hands out every release's files, with what each column says."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.public_map import pages, words
from reports.public_map.choosing import Choice
from reports.public_map.figures import figures_of
from reports.publication import open_formats, released
from reports.publication.models import Release

FILES = (
    ("leaves.csv", "CSV"),
    ("leaves.geojson", "GeoJSON"),
    ("leaves.gpkg", "GeoPackage"),
    ("figures.json", "JSON"),
    ("datapackage.json", "Data Package"),
    ("leaves.csv-metadata.json", "CSVW"),
)


@dataclass(frozen=True)
class Download:
    """A release's line: whose it is, what it tells, and the files there are."""

    release_id: str
    council: str
    total: str
    covers: str  # what its map covers, in words; empty without a map
    files: tuple[tuple[str, str], ...]


def open_data_page(choice: Choice | None) -> dict[str, Any]:
    """The context of the page: the releases of the choice, and the columns of their tables."""
    context = {
        "choice": choice,
        "columns": [(column.name, _(column.says)) for column in open_formats.COLUMNS],
        "licence_url": open_formats.LICENCE_URL,
    }
    if choice is None:
        return context
    return context | pages.choosing_context(choice) | {"downloads": [_download(it) for it in choice.releases]}


def _download(release: Release) -> Download:
    period = released.map_of(release)
    return Download(
        release_id=release.id,
        council=release.council.local_name,
        total=words.total_in_words(figures_of(release).total),
        covers=words.quarters_in_words(period.first, period.last) if period else "",
        files=FILES if period else (("figures.json", "JSON"),),
    )
