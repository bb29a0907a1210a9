"""One scale of density: its classes, its colours by day and by night, and who can tell them apart."""

from itertools import pairwise

import pytest

from reports.cartography import density
from reports.geography import hexgrid
from tests.public_map.colours import EYES, contrast, lightness, over

# What a hexagon may lie on: the page, land, water and the strongest line under it.
GROUNDS_BY_DAY, GROUNDS_BY_NIGHT = ("#ffffff", "#f7f5f1", "#dfe7ec"), ("#10171d", "#1a242c", "#0b1116")


@pytest.mark.parametrize(
    ("count", "area", "quarters", "expected"),
    [
        (3, 1.0, 1, 0),
        (4, 1.0, 1, 1),
        (8, 1.0, 1, 2),
        (14, 1.0, 1, 2),
        (15, 1.0, 1, 3),
        (30, 1.0, 1, 4),
        (60, 1.0, 1, 5),
        (119, 1.0, 1, 5),
        (120, 1.0, 1, 6),
        (0, 1.0, 1, 0),
        (40, 0.1, 1, 6),
        (40, 0.1, 8, 4),
        (20, 34.3, 1, 0),
    ],
)
def test_a_class_begins_at_its_limit(count: int, area: float, quarters: int, expected: int) -> None:
    assert density.density_class(count, area, quarters) == expected


@pytest.mark.parametrize(("area", "quarters"), [(0, 1), (-1, 1), (1, 0)])
def test_no_area_and_no_time_have_no_density(area: float, quarters: int) -> None:
    with pytest.raises(density.NoDensity):
        density.density_class(5, area, quarters)


def test_each_published_figure_has_its_class() -> None:
    classes = {
        resolution: [density.class_of_hexagon(band, resolution) for band in (5, 10, 20, 40)]
        for resolution in (6, 7, 8, 9)
    }
    assert classes == {6: [0, 0, 0, 0], 7: [0, 0, 1, 2], 8: [1, 2, 3, 4], 9: [4, 5, 6, 6]}


def test_a_map_of_more_quarters_is_not_darker_for_it() -> None:
    assert [density.class_of_hexagon(40, 8, quarters) for quarters in (1, 2, 4, 8)] == [4, 3, 2, 1]


@pytest.mark.parametrize("place", [(-5.54, 50.12), (-2.59, 51.45), (1.30, 52.63), (-5.93, 54.60), (-4.25, 55.86)])
def test_the_area_reckoned_with_is_that_of_a_hexagon_from_penzance_to_glasgow(place: tuple[float, float]) -> None:
    for resolution, area in density.AREA_KM2.items():
        real = hexgrid.area_km2(hexgrid.cell_at(*place, resolution))
        assert area == pytest.approx(real, rel=0.13)


@pytest.mark.parametrize(("colours", "steps"), [(density.LIGHT, -1), (density.DARK, 1)], ids=["day", "night"])
@pytest.mark.parametrize("eyes", EYES)
def test_more_is_further_from_the_ground_for_every_eye(colours: tuple[str, ...], steps: int, eyes: str) -> None:
    assert len(colours) == len(density.LIMITS) + 1
    found = [lightness(colour, eyes) * steps for colour in colours]
    assert all(later - earlier >= 6 for earlier, later in pairwise(found)), found


@pytest.mark.parametrize(
    ("colours", "texts", "grounds"),
    [
        (density.LIGHT, density.TEXT_ON_LIGHT, GROUNDS_BY_DAY),
        (density.DARK, density.TEXT_ON_DARK, GROUNDS_BY_NIGHT),
    ],
    ids=["day", "night"],
)
def test_a_number_can_be_read_on_its_colour_over_any_ground(
    colours: tuple[str, ...], texts: tuple[str, ...], grounds: tuple[str, ...]
) -> None:
    for colour, text in zip(colours, texts, strict=True):
        for ground in grounds:
            assert contrast(text, over(colour, ground, density.FILL_OPACITY)) >= 4.5, (colour, text, ground)
