"""The map of places: density, discs, numbers and the edge of clusters, each where its place is."""

import re

import numpy as np
import pytest

from reports.analyst import charts, svg_map
from reports.analyst.svg_map import MapPlace, places_map
from reports.geography import hexgrid, lengths
from tests.factories import IN_WESTBY

MIDDLE = hexgrid.cell_at(*IN_WESTBY, 9)
RING = [cell for cell in hexgrid.neighbours(MIDDLE) if cell != MIDDLE]


def test_a_hexagon_has_its_class_and_its_number_from_the_least_on() -> None:
    counts = [1, 3, 7, 8, 20, 60]
    places = [MapPlace(cell, count) for cell, count in zip(RING, counts, strict=True)]
    picture = places_map(places, [], quarters=4, least=8)
    assert [(one.place.count, one.density, one.is_numbered) for one in picture.hexagons] == [
        (1, 0, False),
        (3, 1, False),
        (7, 3, False),
        (8, 3, True),
        (20, 4, True),
        (60, 6, True),
    ]
    assert [one.is_pale for one in picture.hexagons] == [True] * 4 + [False] * 2


def test_discs_lie_above_in_the_order_of_their_rank_at_the_middle_of_their_hexagon() -> None:
    places = [MapPlace(RING[0], 30, 2), MapPlace(RING[1], 40, 1, is_surely=True), MapPlace(RING[2], 99)]
    picture = places_map(places, [], quarters=4, least=8, shown=RING, chosen=RING[0])
    assert [(one.place.rank, one.place.is_surely) for one in picture.discs] == [(1, True), (2, False)]
    assert [bool(one.place.rank) for one in picture.hexagons] == [False, True, True]
    assert not any(one.is_numbered for one in picture.discs)
    for one in picture.hexagons:
        corners = np.array([[float(n) for n in corner.split(",")] for corner in one.points.split(" ")])
        assert (one.x, one.y) == pytest.approx(tuple(corners.mean(axis=0)), abs=0.1)
    assert picture.chosen == picture.discs[1].points


def test_touching_hexagons_of_a_cluster_have_one_edge_and_holes_are_drawn() -> None:
    places = [MapPlace(cell, 9) for cell in RING]
    one = places_map(places, [], quarters=4, least=8, clustered=[*RING, MIDDLE]).edge
    ring = places_map(places, [], quarters=4, least=8, clustered=RING).edge
    assert [path.count("M") for path in (one, ring)] == [1, 2]
    assert places_map(places, [], quarters=4, least=8).edge == ""


def test_what_is_no_link_is_one_path_for_each_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_map, "MOST_LINKS", 2)
    places = [MapPlace(cell, count) for cell, count in zip(RING, (2, 2, 3, 9, 50, 50), strict=True)]
    picture = places_map(places, [], quarters=4, least=8)
    assert [one.place.count for one in picture.hexagons] == [50, 50]
    assert [(number, is_few, path.count("Z")) for number, is_few, path in picture.ground] == [
        (1, True, 3),
        (3, False, 1),
    ]


def test_the_bar_of_lengths_is_as_long_as_it_says() -> None:
    picture = places_map([MapPlace(MIDDLE, 9)], [], quarters=4, least=8)
    assert re.fullmatch(r"[125]0*", str(picture.bar_metres))
    corners = np.array([[float(n) for n in one.split(",")] for one in picture.hexagons[0].points.split(" ")])
    (west, _), (east, _) = min(hexgrid.outline(MIDDLE)), max(hexgrid.outline(MIDDLE))
    metres = (east - west) * lengths.metres_per_degree(IN_WESTBY[1])[0]
    units = float(np.ptp(corners[:, 0]))
    assert picture.bar_metres / picture.bar_units == pytest.approx(metres / units, rel=0.01)


def test_bars_and_ranges_keep_their_proportions() -> None:
    bars = charts.bars_of([0, 1, 50, 100], ["out", "in", "in", "open"], ["a", "b", "c", "d"], height=40)
    assert [(bar.x, bar.y, bar.height, bar.look) for bar in bars] == [
        (0, 40, 0, "out"),
        (10, 39, 1, "in"),
        (20, 20, 20, "in"),
        (30, 0, 40, "open"),
    ]
    assert charts.range_of(30, 20, 50, 50) == charts.Range(60.0, 40.0, 100.0)
    assert charts.range_of(0, 0, 0, 0) == charts.Range(0.0, 0.0, 0.0)
    assert charts.curve_path(np.array([[0, 0], [0.05, 0.5], [0.1, 1]])) == "M0 44L75 22L150 0"
