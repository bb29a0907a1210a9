"""The last maps of a council added up, as files: when they come, what they hold, and when they are issued anew."""

import datetime
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from numpy.typing import NDArray

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import folders, map_schedule, quarters, released, summed, sums
from reports.publication.contents import Leaf
from reports.publication.mechanism import MECHANISM
from reports.publication.models import Release
from reports.publication.noise import NoiseSource
from reports.publication.releasing import publish_release, put_missing_files_in_place
from reports.publication.withdrawing import withdraw_cell
from reports.vocabulary.reasons import Group
from tests.factories import IN_WESTBY, NOW, WESTBY, make_accepted_report, make_person

PERIODS = quarters.from_to("2025-Q3", "2026-Q3")
LAST = f"{WESTBY}-2025-Q4-to-2026-Q3"
PLACE = hexgrid.cell_at(*IN_WESTBY)


def tenfold(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
    """No noise, and ten for each report: a test that makes fewer reports is done sooner."""
    return counts * 10


@pytest.fixture
def westby(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> Area:
    """Ten reports a quarter in one place, told as a hundred, and a map of each of five quarters."""
    monkeypatch.setattr(map_schedule, "REPORTS_FOR_A_MAP", 100)
    for quarter in PERIODS:
        for number in range(10):
            day = quarters.first_day(quarter) + datetime.timedelta(days=number)
            make_accepted_report(at=IN_WESTBY, accepted_on=day, received_on=day, reasons=["followed"])
    rebuild_counts()
    return country[WESTBY]


def published(council: Area, draw: NoiseSource = tenfold) -> list[Release]:
    """Every quarter's release."""
    return [publish_release(council, quarter=quarter, now=NOW, draw=draw) for quarter in PERIODS]


def names() -> set[str]:
    """What lies in the folder of releases."""
    return {folder.name for folder in Path(settings.RELEASES_DIR).iterdir()}


def bytes_of_all() -> dict[str, bytes]:
    """Every file of every release and sum."""
    root = Path(settings.RELEASES_DIR)
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_each_publication_adds_up_the_last_four_maps(westby: Area) -> None:
    """From the second map on: on the finest hexagon that all four have, though three of them split it."""
    releases = published(westby)
    assert names() - {f"{WESTBY}-{quarter}" for quarter in PERIODS} == {
        f"{WESTBY}-2025-Q3-to-2025-Q4",
        f"{WESTBY}-2025-Q3-to-2026-Q1",
        f"{WESTBY}-2025-Q3-to-2026-Q2",
        LAST,
    }
    found = summed.sum_up_to(releases[-1])
    assert found is not None
    assert (found.folder, found.quarters, found.maps) == (LAST, PERIODS[1:], 4)
    assert found.contents.leaves == (Leaf(hexgrid.parent(PLACE, 7), 7, 160, is_hot=True),)
    assert found.contents.remainders == ()
    assert (found.contents.total, found.total_fewer_than) == (400, 57)
    assert [(it.group, it.value) for it in found.contents.mix] == [(Group.HARASSMENT, 400)]
    assert summed.sum_up_to(releases[0]) is None
    the_files_hold_it(releases)


def the_files_hold_it(releases: list[Release]) -> None:
    """The manifest promises each, and names the maps that went in."""
    folder = folders.folder_of(LAST)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert [entry.name for entry in summed.sum_files(LAST)] == [*manifest["files"], "manifest.json"]
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"]
    assert [it["release"] for it in manifest["maps"]] == [release.id for release in releases[1:]]
    assert [it["manifest_sha256"] for it in manifest["maps"]] == [release.manifest_digest for release in releases[1:]]
    assert json.loads((folder / "map.json").read_bytes())["highest"] == 160
    assert (folder / "leaves.csv").read_text("utf-8").splitlines()[1].startswith(f"{LAST},2026-Q3,{WESTBY},Westby,")
    assert {f"{name}{ending}" for name in [*manifest["files"], "manifest.json"] for ending in ("", ".gz", ".br")} == {
        file.name for file in folder.iterdir()
    }


def test_every_noisy_value_counts_whether_its_map_showed_it_or_not(westby: Area) -> None:
    """Three in each of four quarters are shown on none of the maps, and are twelve: «about 10».

    One in each is shown by itself on neither, and adds up in a remainder.
    """

    def with_few(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
        if counts.size <= 16:  # the total and the breakdown
            return counts * 10
        return np.where(counts > 0, counts * 10, 1 + 2 * (np.arange(counts.size) == 0))

    releases = published(westby, with_few)
    found = summed.sum_up_to(releases[-1])
    assert found is not None
    lowest = {int(release.leaves.order_by("cell")[0].cell) for release in releases[1:]}
    assert len(lowest) == 1
    assert all(leaf.cell not in lowest for release in releases for leaf in released.published_leaves(release))
    told = {leaf.cell: leaf.band for leaf in found.contents.leaves}
    assert told == {hexgrid.parent(PLACE, 7): 160} | dict.fromkeys(lowest, 10)
    assert [(it.resolution, it.band) for it in found.contents.remainders] == [(6, 20), (0, 160)]


def test_sums_are_made_of_releases_that_stand_already_and_change_none(westby: Area) -> None:
    """As after an upgrade: the next run writes them, to the same bytes each time."""
    published(westby)
    everything = bytes_of_all()
    for name in names():
        if summed.is_of_a_sum(name):
            shutil.rmtree(folders.folder_of(name))
    with pytest.raises(released.NoSuchRelease):
        summed.sum_up_to(Release.objects.get(quarter=PERIODS[-1]))
    only_releases = bytes_of_all()
    assert put_missing_files_in_place() == []
    assert bytes_of_all() == everything
    assert only_releases.items() < everything.items()


def test_a_withdrawn_hexagon_is_left_out_of_every_sum_that_has_its_map(westby: Area) -> None:
    """Each is issued anew under another name, the old one leads on, and the sum before it stands."""
    releases = published(westby)
    before = bytes_of_all()
    hidden = hexgrid.parent(PLACE, 7)
    assert [leaf.cell for leaf in released.published_leaves(releases[1])] == [hidden]
    withdraw_cell(releases[1], cell=hidden, by=make_person("manager"), now=NOW)
    found = summed.sum_up_to(releases[-1])
    assert found is not None
    assert found.folder == f"{LAST}.1"
    assert (found.contents.leaves, found.contents.withdrawn) == ((), 1)
    assert (found.contents.remainders, found.contents.total) == ((), 400)
    assert hexgrid.name(hidden) not in (folders.folder_of(found.folder) / "leaves.csv").read_text("utf-8")
    with pytest.raises(released.Replaced) as replaced:
        summed.check_sum(LAST)
    assert replaced.value.by == f"{LAST}.1"
    assert names() == {
        *(f"{WESTBY}-{quarter}" for quarter in PERIODS if quarter != PERIODS[1]),
        f"{WESTBY}-{PERIODS[1]}.1",
        f"{WESTBY}-2025-Q3-to-2025-Q4.1",
        f"{WESTBY}-2025-Q3-to-2026-Q1.1",
        f"{WESTBY}-2025-Q3-to-2026-Q2.1",
        f"{LAST}.1",
    }
    for quarter in PERIODS[2:]:
        name = f"{WESTBY}-{quarter}/manifest.json"
        assert bytes_of_all()[name] == before[name]


def release_row(council: Area, quarter: str, **values: Any) -> Release:
    """A row of a release with a map of its own quarter, drawn here."""
    usual = {
        "id": f"{council.code}-{quarter}",
        "council_name": council.name,
        "published_at": NOW,
        "map_from": quarter,
        "mechanism": json.dumps(MECHANISM),
        "geography": "0123456789abcdef",
        "input_digest": "ab" * 32,
    }
    return Release.objects.create(council=council, quarter=quarter, **usual | values)


@pytest.mark.parametrize(
    "other",
    [
        {"input_digest": "", "geography": ""},  # adopted from its files: what it did not show is lost
        {"mechanism": json.dumps({"epsilon": {"leaves": 0.6, "total": 0.1}})},
        {"mechanism": json.dumps({"name": "written before the constants stood there"})},
        {"map_from": ""},  # no map, and the one after does not go over its quarter
    ],
)
def test_what_cannot_be_added_ends_a_sum(country: dict[str, Area], other: dict[str, str]) -> None:
    """They begin anew after it: no sum goes over a gap that its months would hide."""
    for quarter in PERIODS:
        release_row(country[WESTBY], quarter, **other if quarter == PERIODS[2] else {})
    assert [(it.first, it.last) for it in sums.sums_of(WESTBY)] == [(PERIODS[0], PERIODS[1]), (PERIODS[3], PERIODS[4])]


def test_after_a_new_outline_sums_begin_anew(country: dict[str, Area]) -> None:
    """The hexagons before it are of another ground."""
    for quarter in PERIODS:
        release_row(country[WESTBY], quarter, geography="before" if quarter < PERIODS[3] else "after")
    assert [(it.first, it.last) for it in sums.sums_of(WESTBY)] == [
        (PERIODS[0], PERIODS[1]),
        (PERIODS[0], PERIODS[2]),
        (PERIODS[3], PERIODS[4]),
    ]


def test_maps_that_gathered_for_long_are_added_too(country: dict[str, Area]) -> None:
    """A sum covers all their quarters."""
    release_row(country[WESTBY], PERIODS[0], map_from="2025-Q1")
    release_row(country[WESTBY], PERIODS[1], map_from="")
    release_row(country[WESTBY], PERIODS[4], map_from=PERIODS[1])
    assert [it.quarters for it in sums.sums_of(WESTBY)] == [quarters.from_to("2025-Q1", PERIODS[4])]
