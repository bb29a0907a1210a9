"""A release's published figures as the map and the table need them, read once in the life of the process.

Nothing here is kept by visitor: the key is the release and its manifest, which never change.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from reports.publication import released
from reports.publication.contents import Leaf, Remainder
from reports.publication.models import Release
from reports.publication.released import Total


@dataclass(frozen=True)
class Figures:
    """All that one release says: its total, and of the council's latest map the leaves and what is left over."""

    map_release: Release | None  # the one whose map stands in that period; none: no map yet
    leaves: tuple[Leaf, ...]
    remainders: tuple[Remainder, ...]
    total: Total


@dataclass(frozen=True)
class _Edition:
    """What makes two releases the same: the identity and the edition of what it tells."""

    id: str
    edition: str
    release: Release = field(compare=False)


def figures_of(release: Release) -> Figures:
    """The published figures of a release."""
    return _figures_of_edition(_Edition(release.id, released.edition_of(release), release))


@lru_cache(maxsize=4096)
def _figures_of_edition(edition: _Edition) -> Figures:
    release = edition.release
    map_release = released.latest_map(release.council_id, release.quarter)
    return Figures(
        map_release=map_release,
        leaves=tuple(released.published_leaves(map_release)) if map_release else (),
        remainders=tuple(released.published_remainders(map_release)) if map_release else (),
        total=released.total_of(release),
    )
