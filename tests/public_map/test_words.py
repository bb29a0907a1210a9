"""What figures are called."""

import re

import pytest
import shapely

from reports.geography import hexgrid, lengths
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


@pytest.mark.parametrize(
    "place", [(-5.54, 50.12), (-2.59, 51.45), (1.30, 52.63), (-5.93, 54.60), (-4.25, 55.86), (-1.14, 60.15)]
)
@pytest.mark.parametrize("resolution", [6, 7, 8, 9])
def test_the_size_said_is_the_size_of_a_hexagon_from_penzance_to_lerwick(
    resolution: int, place: tuple[float, float]
) -> None:
    said = re.fullmatch(r"about ([\d.]+) km² \(([\d.]+) (km|metres) across\)", words.size_in_words(resolution))
    assert said is not None
    square_kilometres, across = float(said[1]), float(said[2]) / (1 if said[3] == "km" else 1000)
    east, north = lengths.metres_per_degree(place[1])
    outline = hexgrid.outline(hexgrid.cell_at(*place, resolution))
    area = shapely.Polygon([(longitude * east / 1000, latitude * north / 1000) for longitude, latitude in outline]).area
    assert area == pytest.approx(square_kilometres, rel=0.15)
    assert across == pytest.approx((area * 2 / 3**0.5) ** 0.5, rel=0.08)  # of a regular hexagon of that area
