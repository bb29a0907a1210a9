"""Releases that an earlier version wrote in another way: their files stand as they were published, and are read there.

The stored rows would no longer give the same figures: thresholds and the way of adding up have changed since. A second
reading of the same noisy values would be a second publication.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reports.geography import hexgrid
from reports.publication import contents, files, folders
from reports.publication.models import PublishedLeaf, Release, Withdrawal
from reports.vocabulary.reasons import Group

DRAWN = "drawn.json"  # what the moving map draws from, where the release's own map.json is in an earlier shape


class ReleaseDiffers(Exception):
    """The files a release was published with are not in their folder, and its rows no longer give them."""

    def __init__(self, release_id: str) -> None:
        super().__init__(
            f"{release_id}: its rows do not give the files it was published with, and they are not whole in "
            f"{folders.folder_of(release_id)}. Nothing was drawn or written. Bring the folder back from a backup."
        )


def contents_published(release: Release, withdrawals: Sequence[Withdrawal]) -> contents.Contents:
    """What a release tells, as it was published; raises ReleaseDiffers when that is nowhere to be read."""
    published = contents.contents_of(release, release.leaves.all(), release.figures.all(), withdrawals)
    if release.format or is_as_published(release, files.bytes_of(release, published, withdrawals), withdrawals):
        return published
    return contents_in(_folder_with(release, withdrawals), release)


def is_as_published(release: Release, content: dict[str, bytes], withdrawals: Sequence[Withdrawal]) -> bool:
    """Whether these are the files that the release, or its newest edition, was published with."""
    return files.digest_of(content["manifest.json"]) == promised_digest(release, withdrawals)


def promised_digest(release: Release, withdrawals: Sequence[Withdrawal]) -> str:
    """The SHA-256 of the manifest of the newest edition."""
    return withdrawals[-1].manifest_digest if withdrawals else release.manifest_digest


def adopt_folder(release: Release, withdrawals: Sequence[Withdrawal]) -> None:
    """Leaves the files of an earlier version as they are, and puts beside them what is asked for today.

    An earlier version replaced a folder when a hexagon was withdrawn; it gets the name its edition has now. Raises
    ReleaseDiffers.
    """
    folder = _folder_with(release, withdrawals)
    name = folders.folder_name(release.id, len(withdrawals))
    if folder.name != name:
        folders.rename_folder(folder.name, name)
    published = contents_in(folders.folder_of(name), release)
    today = files.bytes_of(release, published, withdrawals)
    folders.add_beside(name, {DRAWN: today["map.json"]} | files.bytes_beside(release, today))


def _folder_with(release: Release, withdrawals: Sequence[Withdrawal]) -> Path:
    """Where the newest edition lies whole, by whichever name."""
    promised = promised_digest(release, withdrawals)
    for edition in range(len(withdrawals), -1, -1):
        folder = folders.folder_of(folders.folder_name(release.id, edition))
        if folders.is_whole(folder, promised):
            return folder
    raise ReleaseDiffers(release.id)


def contents_in(folder: Path, release: Release) -> contents.Contents:
    """What the files in a folder of the release tell; every version so far wrote these three."""
    figures, manifest = _read(folder / "figures.json"), _read(folder / "manifest.json")
    hot = set(PublishedLeaf.objects.filter(release=release, is_hot=True).values_list("cell", flat=True))
    return contents.Contents(
        total=figures["total"],
        map_quarters=release.map_quarters,
        leaves=tuple(_leaf(feature, hot) for feature in _read(folder / "leaves.geojson")["features"]),
        remainders=tuple(
            contents.Remainder(hexgrid.cell_named(it["cell"]) if it["cell"] else None, it["resolution"], it["about"])
            for it in figures["remainders"]
        ),
        mix=tuple(contents.BreakdownCell(Group[it["group"].upper()], it["band"], it["about"]) for it in figures["mix"]),
        leaves_in_partition=manifest["leaves_in_partition"],
        withdrawn=manifest["withdrawn"]["hexagons"] if manifest.get("withdrawn") else 0,
    )


def _leaf(feature: dict[str, Any], hot: set[int]) -> contents.Leaf:
    cell, published = hexgrid.cell_named(feature["id"]), feature["properties"]
    return contents.Leaf(cell, published["resolution"], published["about"], is_hot=published.get("hot", cell in hot))


def _read(file: Path) -> Any:
    return json.loads(file.read_bytes())
