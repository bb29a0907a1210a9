"""The page that explains the numbers: its example follows the rules of a real release, its chances follow the noise."""

import numpy as np
import pytest
from django.test import Client

from reports.public_map import method
from reports.publication import noise, rollup

pytestmark = pytest.mark.django_db


def test_the_example_shows_every_case_the_page_speaks_of() -> None:
    place, spread = method.worked_example()
    assert len(place) == 14
    assert {it.band for it in place} == {None, 5, 10, 20, 40}
    assert [it.counted for it in place if it.is_false_positive] == [0]
    assert any(it.noisy < it.counted for it in place)
    assert any(it.noisy == rollup.SUPPORTED_THRESHOLD and it.is_shown for it in place)
    (wider,) = spread
    assert (wider.hexagons, wider.needed) == (7, 13)  # 2 + 4 times the square root of 7
    assert wider.noisy == sum(it.noisy for it in place[7:])


def test_what_is_under_the_threshold_is_never_shown() -> None:
    place, _spread = method.worked_example()
    assert all(it.band is None for it in place if it.noisy < rollup.SUPPORTED_THRESHOLD)
    assert all(it.band is not None for it in place if it.noisy >= rollup.LEAF_THRESHOLD)


def test_the_chances_told_are_those_of_the_noise() -> None:
    drawn = np.abs(noise.discrete_laplace(np.zeros(20_000, dtype=np.int64), noise.EPS_LEAVES))
    assert method.usual(noise.EPS_LEAVES) == 2
    assert (drawn > 2).mean() < 0.06
    assert (drawn > 1).mean() > 0.05
    assert method.chance_from(3, noise.EPS_LEAVES) == pytest.approx((drawn >= 3).mean() / 2, rel=0.2)


@pytest.mark.parametrize("address", ["/method", "/cy/method"])
def test_the_page_tells_the_figures_of_the_code(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert "1,700" in html
    assert "82% s" in html  # sure, siŵr
    assert html.count("<h1") == 1


def test_the_map_and_every_footer_lead_to_it(client: Client) -> None:
    assert client.get("/map").content.decode().count('href="/method"') == 2
    assert 'href="/method"' in client.get("/about").content.decode()
