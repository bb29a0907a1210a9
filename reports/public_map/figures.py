"""A release's published figures as the map and the table need them, read once in the life of the process.

Nothing here is kept by visitor: the key is the release and its manifest, which never change.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from reports.publication import released, rollup, summed
from reports.publication.contents import BreakdownCell, Leaf, Remainder
from reports.publication.models import Release
from reports.publication.released import Total
from reports.publication.summed import PublishedSum


@dataclass(frozen=True)
class Figures:
    """All that one release says: its total, and of a map, or of several added up, the leaves and what is left over."""

    map_release: Release | None  # the one whose map stands in that period; none: no map yet
    added: PublishedSum | None  # the maps added up, where these are their figures
    covers: tuple[str, ...]  # the quarters of the map or of the sum, oldest first
    leaves: tuple[Leaf, ...]
    remainders: tuple[Remainder, ...]
    mix: tuple[BreakdownCell, ...]
    breakdown_shown_from: int  # a bin of the breakdown that is not shown is under it
    total: Total  # of the release's quarter; of a sum, of all the quarters it covers

    @property
    def folder(self) -> str:
        """Where the files of these figures are; "" without a map."""
        if self.added:
            return self.added.folder
        return released.folder_name(self.map_release) if self.map_release else ""


@dataclass(frozen=True)
class _Edition:
    """What makes two releases the same: the identity and the edition of what it tells."""

    id: str
    edition: str
    release: Release = field(compare=False)


def figures_of(release: Release, *, is_sum: bool = False) -> Figures:
    """The published figures of a release; with `is_sum` of its council's last maps up to it, added up.

    Where there is but one map, that map's own, and the totals of its quarters.
    """
    edition = _Edition(release.id, released.edition_of(release), release)
    if not is_sum:
        return _figures_of_edition(edition)
    try:
        return _sum_of_edition(edition)
    except released.NoSuchRelease:  # what is raised is not kept in memory: the next publication writes its files
        return _alone(edition)


def has_sum(release: Release) -> bool:
    """Whether several maps of the council up to this release are added up."""
    return figures_of(release, is_sum=True).added is not None


@lru_cache(maxsize=4096)
def _figures_of_edition(edition: _Edition) -> Figures:
    release = edition.release
    map_release = released.latest_map(release.council_id, release.quarter)
    return Figures(
        map_release=map_release,
        added=None,
        covers=map_release.map_quarters if map_release else (),
        leaves=tuple(released.published_leaves(map_release)) if map_release else (),
        remainders=tuple(released.published_remainders(map_release)) if map_release else (),
        mix=tuple(released.breakdown_of(map_release)) if map_release else (),
        breakdown_shown_from=rollup.BREAKDOWN_THRESHOLD,
        total=released.total_of(release),
    )


@lru_cache(maxsize=4096)
def _sum_of_edition(edition: _Edition) -> Figures:
    map_release = _figures_of_edition(edition).map_release
    added = summed.sum_up_to(map_release) if map_release else None
    if added is None:
        return _alone(edition)
    return Figures(
        map_release=map_release,
        added=added,
        covers=added.quarters,
        leaves=added.contents.leaves,
        remainders=added.contents.remainders,
        mix=added.contents.mix,
        breakdown_shown_from=added.breakdown_shown_from,
        total=Total(added.contents.total, added.total_fewer_than),
    )


def _alone(edition: _Edition) -> Figures:
    alone = _figures_of_edition(edition)
    return replace(alone, total=_total_over(edition.release, alone.covers)) if alone.covers else alone


def _total_over(release: Release, quarters: tuple[str, ...]) -> Total:
    """The published totals of some quarters, added up."""
    releases = released.releases_of_council(release.council_id)
    totals = [figures_of(one).total for one in releases if one.quarter in quarters]
    return added_totals(totals)


def added_totals(totals: list[Total]) -> Total:
    """Published totals together: those that are «fewer than» make it a floor, or a ceiling where all are."""
    stated = sum(total.value or 0 for total in totals)
    if not stated:
        return Total(None, fewer_than=1 + sum(total.fewer_than - 1 for total in totals))
    return Total(stated, is_floor=any(total.value is None or total.is_floor for total in totals))
