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
    """All that one release says: its leaves, what is left over in wider areas, and its total."""

    leaves: tuple[Leaf, ...]
    remainders: tuple[Remainder, ...]
    total: Total


@dataclass(frozen=True)
class _Edition:
    """What makes two releases the same: the identity and the digest of the manifest."""

    id: str
    manifest_digest: str
    release: Release = field(compare=False)


def figures_of(release: Release) -> Figures:
    """The published figures of a release."""
    return _figures_of_edition(_Edition(release.id, release.manifest_digest, release))


@lru_cache(maxsize=4096)
def _figures_of_edition(edition: _Edition) -> Figures:
    release = edition.release
    return Figures(
        leaves=tuple(released.published_leaves(release)),
        remainders=tuple(released.published_remainders(release)),
        total=released.total_of(release),
    )
