"""When a map is due, by published totals alone; and that each report is in one total and one map."""

import datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.publication import quarters, released
from reports.publication.due import LaterQuarterStands
from reports.publication.map_schedule import is_map_due
from reports.publication.models import Release
from reports.publication.releasing import publish_release
from tests.factories import IN_WESTBY, NOW, WESTBY, make_accepted_report
from tests.publication.releases import file_bytes, no_noise

PERIODS = quarters.from_to("2025-Q3", "2026-Q3")


@pytest.mark.parametrize(
    ("totals", "due"),
    [
        ([300], True),
        ([290], False),
        ([150, 150], True),
        ([290, None], False),
        ([None, None, None], False),
        ([None, None, None, None], True),
        ([0, 0, 0, 290], True),
    ],
)
def test_three_hundred_or_four_quarters(totals: list[int | None], due: bool) -> None:
    """«Fewer than 30» adds nothing."""
    assert is_map_due(totals) is due


@pytest.fixture
def reports_of_five_quarters(country: dict[str, Area]) -> Area:
    """A hundred in each quarter, in one place, two a day; returns Westby."""
    for quarter in PERIODS:
        for number in range(100):
            day = quarters.first_day(quarter) + datetime.timedelta(days=number // 2)
            make_accepted_report(at=IN_WESTBY, accepted_on=day, received_on=day)
    rebuild_counts()
    return country[WESTBY]


def published(council: Area, draw: Any = no_noise) -> list[Release]:
    """Every quarter's release."""
    return [publish_release(council, quarter=quarter, now=NOW, draw=draw) for quarter in PERIODS]


def test_a_map_covers_the_quarters_since_the_last_one(reports_of_five_quarters: Area) -> None:
    """Three hundred are gathered with the third quarter; the two that follow go on gathering."""
    releases = published(reports_of_five_quarters)
    assert [released.total_of(release).value for release in releases] == [100] * 5
    assert [release.map_quarters for release in releases] == [(), (), PERIODS[:3], (), ()]
    assert [leaf.band for leaf in released.published_leaves(releases[2])] == [40]
    assert [leaf.noisy for leaf in releases[2].leaves.exclude(noisy=0)] == [300]
    assert [figure.noisy for figure in releases[2].figures.filter(table="T2").exclude(noisy=0)] == [300]


def test_a_release_without_a_map_has_its_total_alone(reports_of_five_quarters: Area) -> None:
    """And all its files, which say so."""
    release = published(reports_of_five_quarters)[3]
    assert released.map_of(release) is None
    assert not released.published_leaves(release)
    assert not released.published_remainders(release)
    assert not released.breakdown_of(release)
    assert [figure.table for figure in release.figures.all()] == ["T0"]
    assert b'"map_quarters":[]' in file_bytes(release)["figures.json"]
    assert file_bytes(release)["leaves.csv"].count(b"\r\n") == 1


def test_the_latest_map_goes_on_status(reports_of_five_quarters: Area) -> None:
    """Until the next one; before the first there is none."""
    releases = published(reports_of_five_quarters)
    existing = [released.latest_map(WESTBY, quarter) for quarter in PERIODS]
    assert existing == [None, None, releases[2], releases[2], releases[2]]
    assert released.map_of(releases[2]) == released.MapPeriod("2025-Q3", "2026-Q1", PERIODS[:3])
    assert released.latest_maps(["E06000902", WESTBY], "2026-Q3") == {WESTBY: releases[2]}


def test_the_rule_reads_published_totals_and_not_the_counts(reports_of_five_quarters: Area) -> None:
    """With noise that tells of three hundred in the first quarter, the map comes at once."""

    def much_more(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
        return counts + 200 if counts.size == 1 else counts

    assert published(reports_of_five_quarters, much_more)[0].map_quarters == ("2025-Q3",)


def test_missed_quarters_are_published_first(reports_of_five_quarters: Area) -> None:
    """So that no report falls between two maps."""
    publish_release(reports_of_five_quarters, quarter=PERIODS[0], now=NOW, draw=no_noise)
    newest = publish_release(reports_of_five_quarters, quarter=PERIODS[4], now=NOW, draw=no_noise)
    assert newest.quarter == "2026-Q3"
    assert list(Release.objects.order_by("quarter").values_list("quarter", flat=True)) == list(PERIODS)
    assert Release.objects.get(quarter=PERIODS[2]).map_from == PERIODS[0]
    for release in Release.objects.all():
        assert len(released.release_files(release)) >= 5


def test_a_quarter_before_a_release_that_stands_is_refused(reports_of_five_quarters: Area) -> None:
    """What gathered is settled."""
    publish_release(reports_of_five_quarters, quarter=PERIODS[1], now=NOW, draw=no_noise)
    with pytest.raises(LaterQuarterStands):
        publish_release(reports_of_five_quarters, quarter=PERIODS[0], now=NOW, draw=no_noise)
    assert Release.objects.count() == 1


def test_a_day_that_was_accepted_in_two_quarters_is_clipped_once(country: dict[str, Area]) -> None:
    """Three of a day, not three in each quarter of the map."""
    day = datetime.date(2026, 3, 30)
    for accepted_on in (day, datetime.date(2026, 4, 2)):
        for _ in range(3):
            make_accepted_report(at=IN_WESTBY, accepted_on=accepted_on, received_on=day)
    rebuild_counts()
    publish_release(country[WESTBY], quarter="2025-Q4", now=NOW, draw=no_noise)
    release = publish_release(country[WESTBY], quarter="2026-Q3", now=NOW, draw=no_noise)
    assert release.map_quarters == ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    assert [leaf.noisy for leaf in release.leaves.exclude(noisy=0)] == [3]


def test_only_a_place_on_two_maps_is_hot(reports_of_five_quarters: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the hexagon was split meanwhile."""
    monkeypatch.setattr("reports.publication.map_schedule.REPORTS_FOR_A_MAP", 100)
    releases = published(reports_of_five_quarters)
    found = [[(leaf.resolution, leaf.is_hot) for leaf in released.published_leaves(release)] for release in releases]
    assert found == [[(6, False)], [(7, True)], [(8, True)], [(9, True)], [(9, True)]]
