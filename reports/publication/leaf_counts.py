"""How many hexagons releases show: what a list of them all must know, without reading every one."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef

from reports.publication import released
from reports.publication.models import PublishedLeaf, Release, Withdrawal

# By release and edition, which never change: a number each.
_counts: dict[tuple[str, str], int] = {}


def leaf_counts(releases: Iterable[Release]) -> dict[str, int]:
    """How many hexagons each release shows, by its id: in one query for those not asked for before."""
    wanted = {_key(release): release for release in releases}
    missing = [release for key, release in wanted.items() if key not in _counts]
    # What an earlier version wrote may show others than its rows would today.
    _counts.update(
        {_key(release): len(released.published_leaves(release)) for release in missing if not release.format}
    )
    numbered = [release for release in missing if release.format]
    if numbered:
        shown = _shown(numbered)
        _counts.update({_key(release): shown.get(release.pk, 0) for release in numbered})
    return {release.pk: _counts[key] for key, release in wanted.items()}


def _shown(releases: Iterable[Release]) -> dict[str, int]:
    hidden = Withdrawal.objects.filter(release=OuterRef("release"), cell=OuterRef("cell"))
    leaves = PublishedLeaf.objects.filter(release__in=releases, is_published=True).exclude(Exists(hidden))
    return dict(leaves.order_by().values_list("release").annotate(shown=Count("pk")))


def _key(release: Release) -> tuple[str, str]:
    return release.pk, release.manifest_digest
