"""The colours of councils' totals, and outlines as steps."""

import numpy as np
import pytest

from reports.public_map import totals
from reports.publication.released import Total
from tests.public_map.colours import EYES, lightness


@pytest.mark.parametrize(
    ("total", "expected"), [(None, 0), (30, 1), (90, 1), (100, 2), (300, 3), (990, 3), (1000, 4), (2990, 4), (3000, 5)]
)
def test_a_colour_begins_at_its_limit(total: int | None, expected: int) -> None:
    assert totals.colour_of(Total(total)) == expected


@pytest.mark.parametrize(("colours", "way"), [(totals.LIGHT, -1), (totals.DARK, 1)])
@pytest.mark.parametrize("eyes", EYES)
def test_more_is_further_from_the_ground_for_every_eye(colours: tuple[str, ...], way: int, eyes: str) -> None:
    assert len(colours) == len(totals.LIMITS) + 1
    assert (np.diff([lightness(colour, eyes) * way for colour in colours]) >= 6).all()


def test_steps_lead_from_point_to_point() -> None:
    assert totals.steps_of([(51.5, -2.5), (51.502, -2.5), (51.502, -2.5001), (51.5, -2.504)]) == [
        *(25750, -1250),
        *(1, 0),
        *(-1, -2),
    ]
