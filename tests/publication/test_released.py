"""The public interface of releases: it tells what was published, and a report filed meanwhile changes no byte of it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.publication import released
from reports.publication.models import Release
from reports.publication.releasing import publish_release
from tests.factories import EASTBY, NOW, WESTBY, make_accepted_report, make_report
from tests.publication.releases import QUARTER, file_bytes, no_noise


@pytest.fixture
def published(counted: dict[str, Area]) -> Release:
    """Westby's release of two quarters and Eastby's of one; returns Westby's newest."""
    publish_release(counted[EASTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    publish_release(counted[WESTBY], quarter="2026-Q2", now=NOW, draw=no_noise)
    return publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)


def everything_published() -> list[Any]:
    """All the public interface can be asked for, files included."""
    return [
        (
            quarter,
            release.id,
            released.published_leaves(release),
            released.published_remainders(release),
            released.total_of(release),
            released.breakdown_of(release),
            released.release_files(release),
            file_bytes(release),
        )
        for quarter in released.released_quarters()
        for release in released.releases_of(quarter)
    ]


def test_quarters_are_newest_first_and_councils_by_name(published: Release) -> None:
    """Eastby before Westby."""
    assert released.released_quarters() == ["2026-Q3", "2026-Q2"]
    assert [release.council_id for release in released.releases_of(QUARTER)] == [EASTBY, WESTBY]


def test_a_release_is_found_by_council_and_quarter(published: Release) -> None:
    """Or refused."""
    assert released.release_of(WESTBY, QUARTER) == published
    with pytest.raises(released.NoSuchRelease):
        released.release_of(EASTBY, "2026-Q2")


def test_the_total_is_told_in_words(published: Release) -> None:
    """Rounded, or too few to tell."""
    assert released.total_in_words(published) == "about 40"
    assert released.total_in_words(released.release_of(EASTBY, QUARTER)) == "fewer than 30"


def test_every_file_is_listed_with_its_size_and_digest(published: Release) -> None:
    """The manifest last; a folder that is missing is refused."""
    entries = released.release_files(published)
    assert [entry.name for entry in entries] == [
        "leaves.gpkg",
        "leaves.csv",
        "leaves.geojson",
        "map.json",
        "figures.json",
        "datapackage.json",
        "leaves.csv-metadata.json",
        "manifest.json",
    ]
    assert entries[-1].sha256 == published.manifest_digest
    assert [entry.size for entry in entries] == [len(file_bytes(published)[entry.name]) for entry in entries]
    (released.release_folder(published) / "map.json").unlink()
    with pytest.raises(released.NoSuchRelease):
        released.release_files(published)


def test_a_report_filed_and_accepted_meanwhile_changes_no_byte(published: Release) -> None:
    """Game A6: all that the public can read is the same before and after, the counts are not."""
    before = everything_published()
    make_report()
    day = datetime.date(2026, 7, 8)
    for _ in range(30):
        make_accepted_report(accepted_on=day, received_on=day)
    assert rebuild_counts().reports == 71
    publish_release(published.council, quarter=QUARTER, now=NOW)
    assert everything_published() == before


def test_what_a_release_tells_is_read_once(published: Release) -> None:
    """It cannot change, so the second reader costs the database nothing."""
    released.published_leaves(published)
    with CaptureQueriesContext(connection) as queries:
        released.published_leaves(published)
        released.breakdown_of(published)
    assert len(queries) == 0
