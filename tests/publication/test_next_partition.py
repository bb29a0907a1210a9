"""The following partitions: what was published decides, and nothing else can."""

import datetime
from collections.abc import Collection

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import quarters
from reports.publication.models import PublishedLeaf
from reports.publication.next_partition import leaves_for
from reports.publication.partition import NotAPartition, are_hot, next_partition, partition_of
from reports.publication.releasing import publish_release
from tests.factories import IN_WESTBY, NOW, WESTBY, make_accepted_report
from tests.publication.releases import no_noise
from tests.publication.test_partition import Density

ROOT = hexgrid.cell_at(-2.55, 51.45, 6)
MIDDLES = hexgrid.children(ROOT)
COUNCIL = [fine for middle in MIDDLES for fine in hexgrid.children(middle)]
FIRST = partition_of(np.array([*MIDDLES[1:], *hexgrid.children(MIDDLES[0])], dtype=np.uint64))
WHOLE = partition_of(np.array([ROOT], dtype=np.uint64))


def following(published: dict[int, int]) -> set[int]:
    """The next partition's cells when so much was published of some cells of the first."""
    values = np.array([published.get(int(cell), 0) for cell in FIRST.cells], dtype=np.int64)
    return set(next_partition(FIRST, values, first=WHOLE, council=COUNCIL).cells.tolist())


def test_a_leaf_that_shows_much_becomes_seven() -> None:
    """From 40 on; its siblings stay, for they show much together."""
    busy = MIDDLES[3]
    everything = set(FIRST.cells.tolist())
    kept = {hexgrid.children(MIDDLES[0])[2]: 20}
    assert following({busy: 39} | kept) == everything
    assert following({busy: 40} | kept) == everything - {busy} | set(hexgrid.children(busy))


def test_siblings_that_show_little_become_one() -> None:
    """Under 8 between them."""
    fine = hexgrid.children(MIDDLES[0])
    assert following({fine[0]: 4, fine[1]: 3}) == set(MIDDLES)
    assert following({fine[0]: 4, fine[1]: 4}) == set(FIRST.cells.tolist())


def test_a_cell_around_finer_leaves_is_not_merged_over_them() -> None:
    """The res 7 leaves have a finer sibling, so they stay though they show nothing."""
    fine = hexgrid.children(MIDDLES[0])
    assert following({fine[0]: 20}) == set(FIRST.cells.tolist())


def test_nothing_merges_beyond_what_public_geography_chose() -> None:
    """A town's res 8 leaves stay however little they show; what was split comes back."""
    town = partition_of(np.array(hexgrid.children(MIDDLES[0]), dtype=np.uint64))
    nothing = np.zeros(7, dtype=np.int64)
    assert set(next_partition(town, nothing, first=town, council=COUNCIL).cells.tolist()) == set(town.cells.tolist())
    split = partition_of(np.array([*town.cells[1:], *hexgrid.children(int(town.cells[0]))], dtype=np.uint64))
    again = next_partition(split, np.zeros(len(split), dtype=np.int64), first=town, council=COUNCIL)
    assert again.cells.tolist() == town.cells.tolist()


def test_one_step_at_a_time_down_to_res_9_and_up_to_res_6() -> None:
    """Res 9 is the finest, res 6 the coarsest, whatever they show."""
    fine = partition_of(np.array(hexgrid.children(hexgrid.children(MIDDLES[0])[0]), dtype=np.uint64))
    assert set(next_partition(fine, np.full(7, 90), first=WHOLE, council=COUNCIL).cells.tolist()) == set(
        fine.cells.tolist()
    )
    assert next_partition(WHOLE, np.array([0]), first=WHOLE, council=COUNCIL).cells.tolist() == [ROOT]


def test_a_leaf_at_the_border_is_split_into_cells_of_the_council_alone() -> None:
    """Beyond it nobody can report."""
    inside = hexgrid.children(MIDDLES[2])[:3]
    assert next_partition(WHOLE, np.array([50]), first=WHOLE, council=inside).cells.tolist() == [MIDDLES[2]]


@pytest.mark.parametrize(("gathered", "resolution"), [(299, 7), (300, 8)])
def test_published_totals_decide_how_wide_a_town_begins(
    country: dict[str, Area], monkeypatch: pytest.MonkeyPatch, gathered: int, resolution: int
) -> None:
    """With fewer than a map waits for, small hexagons would nearly all be hidden."""
    town = set(hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 8), 2))

    def densities(cells: Collection[int]) -> dict[int, Density]:
        return {cell: Density(postcodes=90 if cell in town else 0) for cell in cells}

    monkeypatch.setattr("reports.geography.density.densities", densities)
    found, shown_before, _ = leaves_for(country[WESTBY], gathered=gathered)
    here = np.array([hexgrid.cell_at(*IN_WESTBY, 9)], dtype=np.uint64)
    assert (int(found.resolutions[found.leaf_indices(here)[0]]), shown_before) == (resolution, set())


@given(st.lists(st.integers(0, 60), min_size=len(FIRST), max_size=len(FIRST)))
def test_it_is_always_a_partition_of_the_same_ground(published: list[int]) -> None:
    """Every res 9 cell of the council lies in exactly one leaf; the same numbers give the same list."""
    values = np.array(published, dtype=np.int64)
    found = next_partition(FIRST, values, first=WHOLE, council=COUNCIL)
    cells = set(found.cells.tolist())
    for fine in COUNCIL:
        inside = hexgrid.children(fine)[0]
        assert sum(hexgrid.parent(inside, resolution) in cells for resolution in (6, 7, 8, 9)) == 1
    assert next_partition(FIRST, values, first=WHOLE, council=reversed(COUNCIL)).cells.tolist() == found.cells.tolist()
    with pytest.raises(NotAPartition):
        partition_of(np.append(found.cells, found.cells[:1]))


def test_a_place_is_hot_if_it_was_shown_at_any_size() -> None:
    """Itself, around it or inside it; not beside it."""
    fine = hexgrid.children(MIDDLES[0])
    cells = np.array([MIDDLES[0], MIDDLES[1], fine[2]], dtype=np.uint64)
    assert are_hot(cells, {fine[2]}).tolist() == [True, False, True]
    assert are_hot(cells, {ROOT}).tolist() == [True, True, True]
    assert are_hot(cells, set()).tolist() == [False, False, False]


@pytest.mark.parametrize("reports_of_this_quarter", [0, 1, 300])
def test_this_periods_reports_cannot_change_the_hexagons(
    country: dict[str, Area], monkeypatch: pytest.MonkeyPatch, reports_of_this_quarter: int
) -> None:
    """Game A7: the list is the one that the map before decided, however many arrive and wherever."""
    monkeypatch.setattr("reports.publication.map_schedule.REPORTS_FOR_A_MAP", 0)
    first = quarters.first_day("2026-Q2")
    for number in range(60):
        day = first + datetime.timedelta(days=number // 2)
        make_accepted_report(at=IN_WESTBY, accepted_on=day, received_on=day)
    for number in range(reports_of_this_quarter):
        day = quarters.first_day("2026-Q3") + datetime.timedelta(days=number % 80)
        at = (-2.69 + number % 29 / 100, 51.31 + number % 23 / 80)
        make_accepted_report(at=at, accepted_on=day, received_on=day)
    rebuild_counts()
    publish_release(country[WESTBY], quarter="2026-Q2", now=NOW, draw=no_noise)
    publish_release(country[WESTBY], quarter="2026-Q3", now=NOW)
    before, after = (
        set(PublishedLeaf.objects.filter(release__quarter=quarter).values_list("cell", flat=True))
        for quarter in ("2026-Q2", "2026-Q3")
    )
    busy = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 6)
    assert after == before - {busy} | (after & set(hexgrid.children(busy)))
    assert after & set(hexgrid.children(busy))
