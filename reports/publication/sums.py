"""put_sums_in_place(): a council's last maps added up, as files that stand beside its releases'.

A sum is made of the stored noisy values of its maps and of nothing else: no noise is drawn and no count is read, so it
spends nothing (docs/privacy.md, step 5). The same rows always give the same bytes. Releases' own files are not touched.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reports.publication import adding_up, contents, files, folders, law, map_file, noise, quarters, rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal
from reports.publication.partition import are_hot, partition_of

MAPS_ADDED = 4  # at the most: a year of quarters, or of a council where reports gather for long, some years
FORMAT = 1  # how a sum's files are written; one that stands is never written again


@dataclass(frozen=True)
class MapSum:
    """Which maps of a council are added up, oldest first: two at the least."""

    releases: tuple[Release, ...]  # each with its council and its withdrawals

    @property
    def first(self) -> str:
        """The first quarter it covers."""
        return self.releases[0].map_from

    @property
    def last(self) -> str:
        """The last quarter it covers."""
        return self.releases[-1].quarter

    @property
    def quarters(self) -> tuple[str, ...]:
        """All quarters it covers, oldest first."""
        return quarters.from_to(self.first, self.last)

    @property
    def id(self) -> str:
        """Its name, whatever was withdrawn."""
        return f"{self.releases[-1].council_id}-{self.first}-to-{self.last}"

    @property
    def withdrawals(self) -> list[Withdrawal]:
        """Every hexagon withdrawn from one of its maps."""
        return [hidden for release in self.releases for hidden in release.withdrawals.all()]

    @property
    def folder(self) -> str:
        """Its folder, and its name in addresses: another one after each withdrawal."""
        return folders.folder_name(self.id, len(self.withdrawals))


def put_sums_in_place(council_code: str) -> None:
    """Writes every sum of the council that is not there, and takes away those that a withdrawal replaced."""
    for added in sums_of(council_code):
        if not folders.folder_of(added.folder).exists():
            folders.write_folder(added.folder, sum_bytes(added))
        for replaced in range(len(added.withdrawals)):
            folders.remove_folder(folders.folder_name(added.id, replaced))


def sums_of(council_code: str) -> list[MapSum]:
    """The sum up to each of a council's maps, oldest first; up to its first map, and after a gap, there is none."""
    maps = (
        Release.objects.filter(council_id=council_code)
        .exclude(map_from="")
        .select_related("council")
        .defer("council__boundary")
        .prefetch_related("withdrawals")
        .order_by("quarter")
    )
    found: list[MapSum] = []
    run: list[Release] = []
    for release in maps:
        if not _has_all_values(release):
            run = []
            continue
        run = [*run, release][-MAPS_ADDED:] if run and _follows(release, run[-1]) else [release]
        if len(run) > 1:
            found.append(MapSum(tuple(run)))
    return found


def sum_contents(added: MapSum) -> contents.Contents:
    """What a sum tells."""
    rows = {release.id: list(release.leaves.order_by("cell")) for release in added.releases}
    withdrawn = {hidden.cell for hidden in added.withdrawals}
    total = adding_up.add_maps([_noisy_map(leaves) for leaves in rows.values()], withdrawn=withdrawn)
    shared, bands = total.partition, rollup.BANDS_OF_SUMS
    rolled = rollup.rolled_up(shared, total.noisy, draws=total.draws, bands=bands)
    hot = are_hot(shared.cells, _hot_places(added.releases, rows)) & rolled.shown
    columns = (shared.cells, shared.resolutions, total.noisy, rolled.shown, hot)
    return contents.Contents(
        total=_total(added),
        map_quarters=added.quarters,
        leaves=tuple(
            contents.Leaf(cell, resolution, rollup.band_of(value, bands), is_hot)
            for cell, resolution, value, is_shown, is_hot in zip(*(it.tolist() for it in columns), strict=True)
            if is_shown
        ),
        remainders=contents.remainders_told(rolled),
        mix=_breakdown(added),
        leaves_in_partition=len(shared),
        withdrawn=len(withdrawn),
    )


def sum_bytes(added: MapSum) -> dict[str, bytes]:
    """Every file of a sum by name, the manifest last."""
    published, written_as = sum_contents(added), as_release(added)
    content = files.figure_files(written_as, published)
    columns = map_file.map_columns(written_as, published) | {"highest": rollup.BANDS_OF_SUMS[-1][1]}
    figures = json.loads(content["figures.json"]) | {"total_fewer_than": total_threshold(added)}
    content |= {"map.json": files.json_bytes(columns), "figures.json": files.json_bytes(figures)}
    return content | {"manifest.json": _manifest(added, published, content)}


def as_release(added: MapSum) -> Release:
    """A release's row as its files would need it; it is stored nowhere."""
    last = added.releases[-1]
    return Release(
        id=added.id, council=last.council, council_name=last.council_name, quarter=last.quarter, map_from=added.first
    )


def total_threshold(added: MapSum) -> int:
    """Under how many the totals of all its quarters together are «fewer than»."""
    return law.least_as_rare(len(added.quarters), rollup.TOTAL_THRESHOLD, epsilon=noise.EPS_TOTAL)


def _has_all_values(release: Release) -> bool:
    """Not of a release that was adopted from its files: what it did not show is lost. Nor of another mechanism's."""
    epsilon = json.loads(release.mechanism).get("epsilon", {})
    spent = (epsilon.get("leaves"), epsilon.get("total"))
    return bool(release.input_digest) and spent == (noise.EPS_LEAVES, noise.EPS_TOTAL)


def _follows(release: Release, before: Release) -> bool:
    """Whether a map covers the quarters after another's, on the same ground: not after a merger or a new outline."""
    return (quarters.following(before.quarter), before.geography) == (release.map_from, release.geography)


def _noisy_map(leaves: Sequence[PublishedLeaf]) -> adding_up.NoisyMap:
    return adding_up.NoisyMap(
        partition_of(np.array([leaf.cell for leaf in leaves], dtype=np.uint64)),
        np.array([leaf.noisy for leaf in leaves], dtype=np.int64),
    )


def _hot_places(releases: Iterable[Release], rows: dict[str, list[PublishedLeaf]]) -> set[int]:
    """What one of the maps shows as on an earlier map too."""
    return {
        leaf.cell
        for release in releases
        for hidden in [{it.cell for it in release.withdrawals.all()}]
        for leaf in rows[release.id]
        if leaf.is_hot and leaf.cell not in hidden
    }


def _total(added: MapSum) -> int | None:
    """The totals of all quarters that it covers, of those without a map too."""
    figures = PublishedTable.objects.filter(
        release__council_id=added.releases[-1].council_id,
        release__quarter__range=(added.first, added.last),
        table=contents.TOTAL,
    )
    total = sum(figures.values_list("noisy", flat=True))
    return rollup.rounded(total) if total >= total_threshold(added) else None


def _breakdown(added: MapSum) -> tuple[contents.BreakdownCell, ...]:
    rows = PublishedTable.objects.filter(release__in=added.releases, table=contents.BREAKDOWN)
    bins: Counter[tuple[int, int]] = Counter()
    for group, band, noisy in rows.values_list("group", "band", "noisy"):
        bins[group, band] += noisy
    least = _breakdown_threshold(added)
    return tuple(
        contents.BreakdownCell(group, band, rollup.rounded(noisy))
        for (group, band), noisy in sorted(bins.items())
        if noisy >= least
    )


def _breakdown_threshold(added: MapSum) -> int:
    return law.least_as_rare(len(added.releases), rollup.BREAKDOWN_THRESHOLD, epsilon=noise.EPS_BREAKDOWN)


def _manifest(added: MapSum, published: contents.Contents, content: dict[str, bytes]) -> bytes:
    """What the sum is of and how it was made; a map's digest is that of its files as they stand."""
    last = added.releases[-1]
    return files.json_bytes(
        {
            "format": FORMAT,
            "sum": added.id,
            "council": {
                "code": last.council_id,
                "name": last.council_name,
                "is_legal_boundary": last.is_legal_boundary,
            },
            "map_quarters": published.map_quarters,
            "geography": last.geography,
            "leaves_in_partition": published.leaves_in_partition,
            "mechanism": {
                "name": "the stored noisy values of these maps added up; nothing is drawn",
                "epsilon": 0,
                "thresholds": "a sum's noise reaches them as rarely as one value's noise reaches those of its release",
                "bands_from": {str(shown): least for least, shown in rollup.BANDS_OF_SUMS},
                "total": {"fewer_than": total_threshold(added), "rounded_to": rollup.ROUNDING},
                "mix": {"shown_from": _breakdown_threshold(added), "rounded_to": rollup.ROUNDING},
            },
            "files": files.listed(content),
            "maps": [
                {"release": release.id, "map_quarters": release.map_quarters, "manifest_sha256": _digest(release)}
                for release in added.releases
            ],
            "withdrawn": {"hexagons": published.withdrawn} if added.withdrawals else None,
        },
        indent=2,
    )


def _digest(release: Release) -> str:
    return [release.manifest_digest, *(it.manifest_digest for it in release.withdrawals.all())][-1]
