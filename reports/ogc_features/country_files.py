"""All councils' hexagons of a quarter in one file: the rows and features of their own files, one council after another.

It is made when it is asked for: a council may publish later, or withdraw a hexagon. The councils' own files stand.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.publication import leaf_rows, quarters, released
from reports.publication.contents import Leaf
from reports.publication.files import MEDIA_TYPES, json_bytes
from reports.publication.models import Release


class NoSuchCountryFile(LookupError):
    """No council has a map of that quarter, or there is no file of that name."""


@dataclass(frozen=True)
class CountryFile:
    """A file of a quarter, not yet made."""

    name: str
    releases: Sequence[Release]

    @property
    def media_type(self) -> str:
        """As each council's own file has it."""
        return MEDIA_TYPES[self.name]

    @cached_property
    def edition(self) -> str:
        """Another one as soon as anything in the file is another."""
        stated = "\n".join(f"{release.pk} {release.manifest_digest}" for release in self.releases)
        return hashlib.sha256(stated.encode()).hexdigest()[:32]

    def content(self) -> bytes:
        """Its bytes."""
        return _WRITERS[self.name](_leaves(self.releases))


def country_file(quarter: str, name: str) -> CountryFile:
    """The file of that name of a quarter; raises NoSuchCountryFile."""
    try:
        quarters.first_day(quarter)
    except quarters.NotAQuarter:
        raise NoSuchCountryFile(quarter) from None
    releases = released.releases_with_a_map(quarter=quarter)
    if name not in _WRITERS or not releases:
        raise NoSuchCountryFile(f"{quarter} {name}")
    return CountryFile(name, releases)


Leaves = Iterator[tuple[Release, Leaf]]


def _leaves(releases: Sequence[Release]) -> Leaves:
    return ((release, leaf) for release in releases for leaf in released.published_leaves(release))


def _csv(leaves: Leaves) -> bytes:
    return leaf_rows.csv_bytes(leaf_rows.leaf_row(*each) for each in leaves)


def _geojson(leaves: Leaves) -> bytes:
    features = []
    for release, leaf in leaves:
        feature = leaf_rows.leaf_feature(release, leaf)
        cell = feature["id"]
        # Two councils may both show a hexagon that lies across their border: an id stands once in a file.
        feature["id"], feature["properties"] = f"{release.pk}-{cell}", {"cell": cell} | feature["properties"]
        features.append(feature)
    return json_bytes({"type": "FeatureCollection", "features": features})


_WRITERS: dict[str, Callable[[Leaves], bytes]] = {"leaves.csv": _csv, "leaves.geojson": _geojson}
