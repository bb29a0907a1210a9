"""What figures are called."""

import pytest
import shapely

from reports.geography import hexgrid
from reports.public_map import words
from reports.publication import rollup


def test_every_band_a_release_can_show_has_words() -> None:
    assert sorted(shown for _least, shown in rollup.BANDS) == sorted(words.BANDS)
    assert [words.band_in_words(band) for band in words.BANDS] == [
        "about 5 reports",
        "about 10 reports",
        "about 20 reports",
        "40 or more reports",
    ]


@pytest.mark.parametrize(("resolution", "square_kilometres"), [(6, 36), (7, 5), (8, 0.7), (9, 0.1)])
def test_the_size_said_is_the_size_of_a_hexagon_in_the_united_kingdom(
    resolution: int, square_kilometres: float
) -> None:
    cell = hexgrid.cell_at(-2.0, 53.0, resolution)
    frame = [(longitude * 111.195 * 0.6018, latitude * 111.195) for longitude, latitude in hexgrid.outline(cell)]
    assert f"about {square_kilometres:g} km²" in words.size_in_words(resolution)
    assert shapely.Polygon(frame).area == pytest.approx(square_kilometres, rel=0.25)


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [
        ("2026-Q1", "January to March 2026"),
        ("2026-Q2", "April to June 2026"),
        ("2026-Q3", "July to September 2026"),
        ("2026-Q4", "October to December 2026"),
    ],
)
def test_a_quarter_is_said_by_its_months(quarter: str, expected: str) -> None:
    assert words.quarter_in_words(quarter) == expected
