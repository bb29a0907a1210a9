"""publish_release: drawn once, stored whole, and the files made from the stored rows."""

import datetime
import hashlib
import json
import re

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import released
from reports.publication.models import Release
from reports.publication.quarters import publication_instant
from reports.publication.releasing import QuarterNotClosed, publish_release
from tests.factories import EASTBY, IN_WESTBY, NOW, WESTBY, make_accepted_report
from tests.publication.releases import FILES, QUARTER, file_bytes, no_noise


def test_a_release_tells_bands_and_rounded_numbers(counted: dict[str, Area]) -> None:
    """Forty reports of one leaf over twenty days, without noise."""
    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    leaf = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 6)
    assert released.published_leaves(release) == [released.Leaf(cell=leaf, resolution=6, band=40)]
    assert released.published_remainders(release) == []
    assert released.total_of(release) == released.Total(40)
    assert released.breakdown_of(release) == [released.BreakdownCell(group=2, band=3, value=40)]


def test_the_clip_holds_for_the_map_and_not_for_the_total(counted: dict[str, Area]) -> None:
    """Five hundred more on one day add three to the leaf of Eastby: too few to be shown."""
    for _ in range(500):
        make_accepted_report(
            council=EASTBY,
            at=(-2.25, 51.45),
            accepted_on=datetime.date(2026, 7, 2),
            received_on=datetime.date(2026, 7, 2),
        )
    rebuild_counts()
    release = publish_release(counted[EASTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    assert released.published_leaves(release) == []
    assert list(release.leaves.exclude(noisy=0).values_list("noisy", flat=True)) == [4]
    assert released.total_of(release) == released.Total(500)


def test_every_leaf_is_drawn_also_where_nobody_reported(counted: dict[str, Area]) -> None:
    """And each table with its own share of the budget."""
    spent = []

    def noting(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
        spent.append((counts.size, int(counts.sum()), epsilon))
        return counts

    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=noting)
    assert spent == [(1, 40, 0.1), (release.leaves.count(), 40, 1.2), (16, 40, 0.2)]
    assert release.leaves.count() > 20


def test_the_default_noise_is_not_none(counted: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty-three empty leaves do not all stay at zero."""
    monkeypatch.setattr("reports.publication.map_schedule.REPORTS_FOR_A_MAP", 0)  # whatever is drawn for the total
    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert set(release.leaves.values_list("noisy", flat=True)) - {0, 40}


def test_the_files_are_these_and_their_digests_stand_in_the_manifest(counted: dict[str, Area]) -> None:
    """A reader can check every byte."""
    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    content = file_bytes(release)
    assert sorted(content) == FILES
    manifest = json.loads(content.pop("manifest.json"))
    content.pop("leaves.gpkg")  # made beside them: its bytes follow the library that writes it
    assert {name: entry["sha256"] for name, entry in manifest["files"].items()} == {
        name: hashlib.sha256(written).hexdigest() for name, written in content.items()
    }
    assert {key: manifest[key] for key in ("release", "quarter", "published_at", "previous")} == {
        "release": "E06000901-2026-Q3",
        "quarter": QUARTER,
        "published_at": "2026-10-20T08:30:00Z",
        "previous": None,
    }
    assert manifest["mechanism"]["epsilon"] == {"leaves": 1.2, "mix": 0.2, "total": 0.1, "budget": 1.5}


def test_the_tables_are_these(counted: dict[str, Area]) -> None:
    """The spreadsheet, the polygons, the map's columns and the figures tell the same."""
    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    content = file_bytes(release)
    cell = hexgrid.name(hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 6))
    longitude, latitude = hexgrid.centre(hexgrid.cell_named(cell))
    assert content["leaves.csv"].decode().splitlines() == [
        "release,quarter,council_code,council,cell,resolution,about,hot,longitude,latitude",
        f"E06000901-2026-Q3,2026-Q3,E06000901,Westby,{cell},6,40,false,{longitude:.6f},{latitude:.6f}",
    ]
    (feature,) = json.loads(content["leaves.geojson"])["features"]
    (ring,) = feature["geometry"]["coordinates"]
    assert (len(ring), ring[0], feature["id"], feature["properties"]["about"]) == (7, ring[-1], cell, 40)
    assert json.loads(content["figures.json"]) == {
        "release": "E06000901-2026-Q3",
        "council": WESTBY,
        "quarter": QUARTER,
        "total": 40,
        "map_quarters": [QUARTER],
        "mix": [{"group": "harassment", "band": 3, "about": 40}],
        "remainders": [],
    }


def test_neither_the_input_digest_nor_an_exact_number_is_in_a_file(counted: dict[str, Area]) -> None:
    """Forty-three by the noise: told as 40, and the digest of the input stays in the database."""

    def three_more(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
        return np.where(counts > 0, counts + 3, -5)

    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=three_more)
    assert set(release.leaves.values_list("noisy", flat=True)) == {43, -5}
    texts = [content for name, content in file_bytes(release).items() if name not in {"manifest.json", "leaves.gpkg"}]
    published = b"".join(texts).decode()
    assert {"40", "43", "-5"} & set(re.findall(r"(?<![\d.])-?\d+(?![\d.])", published)) == {"40"}
    assert release.input_digest
    assert release.input_digest.encode() not in b"".join(file_bytes(release).values())


def test_a_quarter_is_refused_until_its_instant(counted: dict[str, Area]) -> None:
    """And nothing is stored by the attempt."""
    instant = publication_instant(QUARTER)
    with pytest.raises(QuarterNotClosed) as refused:
        publish_release(counted[WESTBY], quarter=QUARTER, now=instant - datetime.timedelta(seconds=1))
    assert refused.value.until == instant
    assert not Release.objects.exists()
    assert publish_release(counted[WESTBY], quarter=QUARTER, now=instant).published_at == instant


def test_releases_of_a_council_are_a_chain(counted: dict[str, Area]) -> None:
    """Each manifest names the digest of the one before; another council's does not stand in it."""
    publish_release(counted[EASTBY], quarter="2026-Q1", now=NOW)
    first = publish_release(counted[WESTBY], quarter="2026-Q2", now=NOW)
    second = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert json.loads(file_bytes(second)["manifest.json"])["previous"] == {
        "release": first.id,
        "manifest_sha256": hashlib.sha256(file_bytes(first)["manifest.json"]).hexdigest(),
    }
    assert json.loads(file_bytes(first)["manifest.json"])["previous"] is None


def test_a_council_without_reports_has_a_release_too(counted: dict[str, Area]) -> None:
    """Whether a release exists must not tell whether anybody reported."""
    release = publish_release(counted[WESTBY], quarter="2025-Q1", now=NOW, draw=no_noise)
    assert released.total_of(release) == released.Total(None)
    assert sorted(file_bytes(release)) == FILES
