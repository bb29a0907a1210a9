"""What there is to find in the demonstration is there: by its kind, at its place, and the same for the same seed."""

import datetime
from collections import Counter

import pytest

from reports.demonstration.demo_reports import MadeUpReport
from reports.demonstration.patterns import (
    AT_FULL_SIZE,
    BURST,
    IMPORT,
    PATTERNS,
    centre_of,
    imported_rows,
    planted_reports,
    sized,
)
from reports.geography import hexgrid
from reports.spatial_statistics.kinds import PlaceKind, kind_of

FIRST, TODAY = datetime.date(2024, 10, 1), datetime.date(2026, 11, 20)
NORWICH = (1.298, 52.628)
QUARTERS = [(year, number) for year in (2024, 2025, 2026) for number in (1, 2, 3, 4)][3:11]  # the eight that are over


def planted(seed: int = 1, how_many: int = AT_FULL_SIZE) -> list[MadeUpReport]:
    return list(planted_reports(NORWICH, first_day=FIRST, today=TODAY, how_many=how_many, seed=seed))


def rows(how_many: int = AT_FULL_SIZE) -> list[str]:
    return imported_rows(NORWICH, first_day=FIRST, today=TODAY, how_many=how_many, seed=1)


def of(what: str, reports: list[MadeUpReport]) -> list[MadeUpReport]:
    """Those of one pattern, which come one after another."""
    number = [pattern.what for pattern in PATTERNS].index(what)
    before = sum(sized(pattern, AT_FULL_SIZE) for pattern in PATTERNS[:number])
    return reports[before : before + sized(PATTERNS[number], AT_FULL_SIZE)]


def by_quarter(reports: list[MadeUpReport]) -> list[int]:
    counts = Counter((one.received_on.year, (one.received_on.month + 2) // 3) for one in reports)
    return [counts[quarter] for quarter in QUARTERS]


def test_the_same_seed_plants_the_same_and_there_are_as_many_as_the_town_is_large() -> None:
    assert planted(seed=3) == planted(seed=3)
    assert planted(seed=3) != planted(seed=4)
    for how_many in (1, 300, AT_FULL_SIZE, 20_000):
        assert len(planted(how_many=how_many)) == sum(sized(one, how_many) for one in (*PATTERNS, BURST))
        assert len(rows(how_many)) == 1 + sized(IMPORT, how_many)
        assert len(planted(how_many=how_many)) + len(rows(how_many)[1:]) <= how_many


@pytest.mark.parametrize(
    ("what", "kind"),
    [("each winter", PlaceKind.WINTER), ("new", PlaceKind.NEW), ("fading", PlaceKind.FADING)],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_pattern_is_of_its_kind(what: str, kind: PlaceKind, seed: int) -> None:
    here = by_quarter(of(what, planted(seed)))
    assert kind_of(here, [1150, 1150, 800, 750] * 2, [25] * 8, first_number=4) is kind


@pytest.mark.parametrize(("what", "months", "least", "most"), [("it helped", 9, 4, 99), ("cannot be told", 2, 0, 4)])
def test_a_response_was_followed_by_fewer_or_by_too_few_to_tell(
    what: str, months: int, least: float, most: float
) -> None:
    then = TODAY - datetime.timedelta(days=round(30.4 * months))
    before, after = (
        [one for one in of(what, planted()) if start < one.received_on <= end]
        for start, end in ((then - (TODAY - then), then), (then, TODAY))
    )
    assert least <= len(before) / max(len(after), 1) <= most


def test_a_burst_of_this_week_waits_and_is_alike_at_one_place() -> None:
    burst = planted()[-sized(BURST, AT_FULL_SIZE) :]
    assert {one.decided_on for one in burst} == {None}
    assert {(TODAY - one.received_on).days for one in burst} == {2, 3}
    assert len({one.answers.cell for one in burst}) == 1
    (_answers, alike), *_others = Counter(one.answers for one in burst).most_common()
    assert len(burst) > alike >= len(burst) / 2


def test_the_import_is_one_rounded_point_of_months_long_ago() -> None:
    header, *lines = rows()
    assert header == "longitude,latitude,month,band,reasons"
    points = {tuple(line.split(",")[:2]) for line in lines}
    assert len(points) == 1
    assert max(line.split(",")[2] for line in lines) <= "2025-11"


def test_no_two_patterns_are_at_one_place() -> None:
    cells = [
        hexgrid.parent(hexgrid.cell_at(centre.longitude, centre.latitude), 9)
        for centre in (centre_of(pattern, NORWICH) for pattern in (*PATTERNS, BURST, IMPORT))
    ]
    assert len(set(cells)) == len(cells)
