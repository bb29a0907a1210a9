"""The kinds: each of its own pattern, none of few reports, short histories or an area that only grew."""

import numpy as np
import pytest

from reports.spatial_statistics import concentration, profile
from reports.spatial_statistics.kinds import PlaceKind, kind_of
from tests.spatial_statistics.grids import uneven_levels

EVEN = [400] * 8


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ([9, 3, 2, 14, 12, 3, 1, 15], PlaceKind.WINTER),
        ([0, 2, 0, 1, 1, 2, 5, 16], PlaceKind.NEW),
        ([14, 15, 13, 14, 12, 9, 1, 0], PlaceKind.FADING),
        ([16, 20, 22, 15, 15, 14, 17, 19], PlaceKind.PERSISTENT),
        ([0, 9, 0, 9, 0, 8, 0, 5], PlaceKind.ON_AND_OFF),
        ([4, 3, 4, 3, 4, 3, 4, 3], None),
        ([0, 0, 0, 0, 0, 0, 3, 16], None),
    ],
)
def test_each_kind_is_told_of_its_own_pattern(place: list[int], kind: PlaceKind | None) -> None:
    assert kind_of(place, EVEN, [10] * 8, first_number=1) == kind


def test_too_few_reports_or_quarters_have_no_kind() -> None:
    place = [0, 2, 0, 1, 1, 2, 5, 16]
    assert kind_of(place[4:], EVEN[4:], [9] * 4, first_number=1) is None
    assert kind_of(place, [0, *EVEN[1:]], [9] * 8, first_number=1) is None


def test_a_growing_area_a_missing_month_and_its_own_winters_make_no_kind() -> None:
    for area in ([10, 20, 40, 80, 160, 320, 640, 1280], [400, 400, 400, 400, 400, 400, 130, 400]):
        place = [round(count / 20) for count in area]
        assert kind_of(place, area, [10_000] * 8, first_number=1) is None
    winters = [800, 200, 200, 800] * 2
    assert kind_of([count // 20 for count in winters], winters, [10_000] * 8, first_number=1) is None


def test_a_winter_is_found_whichever_quarter_comes_first() -> None:
    year = {1: 12, 2: 2, 3: 2, 4: 13}
    for first in (1, 2, 3, 4):
        numbers = [(first - 1 + at) % 4 + 1 for at in range(8)]
        assert kind_of([year[number] for number in numbers], EVEN, [99] * 8, first_number=first) is PlaceKind.WINTER
    assert kind_of([12, 13, 2, 2] * 2, EVEN, [99] * 8, first_number=1) is not PlaceKind.WINTER


def test_steady_places_are_seldom_given_a_pattern() -> None:
    """Places at a steady share of their area: not one in twenty is called new, winter, fading or on and off."""
    source = np.random.default_rng(8)
    area = source.poisson([400, 300, 350, 500, 450, 320, 380, 560])
    levels = uneven_levels(source, 600, 40) + 20
    kinds = [
        kind_of(source.multinomial(round(level), area / area.sum()).tolist(), area.tolist(), [10_000] * 8, 1)
        for level in levels
    ]
    assert sum(kind is not None for kind in kinds) <= 0.05 * len(kinds)


def test_concentration_is_counted_on_all_the_land() -> None:
    counts = np.array([5, 1, 30, 4, 10])
    assert concentration.share_of_first(counts, 100, 2) == concentration.Share(2, 0.8, 0.02)
    assert concentration.share_of_first(counts, 100, 20) == concentration.Share(5, 1.0, 0.05)
    assert concentration.share_of_first(np.array([], dtype=np.int64), 9, 20) == concentration.Share(0, 0.0, 0.0)
    curve = concentration.curve(counts, 100, 6, of_land=0.05)
    np.testing.assert_allclose(curve[:, 0], [0, 0.01, 0.02, 0.03, 0.04, 0.05], atol=1e-12)
    np.testing.assert_allclose(curve[:, 1], [0, 0.6, 0.8, 0.9, 0.98, 1.0], atol=1e-12)


def test_an_answer_stands_out_by_its_adjusted_residual_and_five_reports() -> None:
    place, area = np.array([10, 7, 2, 4, 0]), np.array([200, 900, 300, 60, 500])
    plain = []
    for number in range(5):
        share = area[number] / area.sum()
        spread = np.sqrt(place.sum() * share * (1 - share) * (1 - place.sum() / area.sum()))
        plain.append((place[number] - place.sum() * share) / spread)
    np.testing.assert_allclose(profile.adjusted_residuals(place, area), plain, rtol=1e-12)
    assert profile.stand_out(place, area).tolist() == [True, False, False, False, False]
    assert plain[3] > profile.STANDS_OUT  # enough above, but four reports
    assert profile.adjusted_residuals(area, area).tolist() == [0.0] * 5
