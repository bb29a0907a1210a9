"""The distributions agree with scipy's, and refuse what is none."""

import numpy as np
import pytest
from scipy import special, stats

from reports.spatial_statistics import distributions

CLOSE = 1e-9


@pytest.mark.parametrize("trials", [0, 1, 9, 10, 40, 333, 5_000])
@pytest.mark.parametrize("share", [0.0, 0.003, 0.25, 0.5, 0.77, 1.0])
def test_binomial_tests_agree_with_scipys(trials: int, share: float) -> None:
    for successes in sorted({0, trials // 7, trials // 4, trials // 2, trials}):
        theirs = stats.binomtest(successes, trials, share).pvalue if trials else 1.0
        assert distributions.binomial_p_value(successes, trials, share) == pytest.approx(theirs, abs=CLOSE)
        upper, lower = stats.binom.sf(successes - 1, trials, share), stats.binom.cdf(successes, trials, share)
        assert distributions.binomial_upper_tail(successes, trials, share) == pytest.approx(upper, abs=CLOSE)
        assert distributions.binomial_lower_tail(successes, trials, share) == pytest.approx(lower, abs=CLOSE)


def test_a_p_value_is_the_sum_of_all_that_is_no_likelier() -> None:
    masses = [stats.binom.pmf(k, 12, 0.3) for k in range(13)]
    for successes in range(13):
        plain = sum(mass for mass in masses if mass <= masses[successes] * (1 + 1e-7))
        assert distributions.binomial_p_value(successes, 12, 0.3) == pytest.approx(plain, abs=CLOSE)


def test_incomplete_gamma_agrees_with_scipys() -> None:
    shape, value = (axis.ravel() for axis in np.meshgrid(np.geomspace(1e-3, 1e4, 60), np.geomspace(1e-6, 2e4, 60)))
    np.testing.assert_allclose(
        distributions.gamma_lower_tail(shape, value), special.gammainc(shape, value), rtol=0, atol=CLOSE
    )


@pytest.mark.parametrize("probability", [0.001, 0.05, 0.5, 0.95, 0.999])
def test_gamma_quantiles_agree_with_scipys(probability: float) -> None:
    shape = np.geomspace(0.05, 5_000, 40)
    np.testing.assert_allclose(
        distributions.gamma_quantile(probability, shape), stats.gamma.ppf(probability, shape), rtol=CLOSE, atol=CLOSE
    )


def test_tails_agree_with_scipys() -> None:
    scores = np.linspace(-8, 8, 201)
    np.testing.assert_allclose(distributions.normal_upper_tail(scores), stats.norm.sf(scores), rtol=CLOSE, atol=0)
    for degrees in (4, 7):
        for statistic in (0.0, 0.5, 6.0, 18.5, 80.0):
            theirs = stats.chi2.sf(statistic, degrees)
            assert distributions.chi_squared_upper_tail(statistic, degrees) == pytest.approx(theirs, abs=CLOSE)


def test_what_is_no_distribution_is_refused() -> None:
    for trials, share in ((-1, 0.5), (5, -0.1), (5, 1.1)):
        with pytest.raises(distributions.NoDistribution):
            distributions.binomial_masses(trials, share)
    for shape, value in ((0.0, 1.0), (1.0, -1.0)):
        with pytest.raises(distributions.NoDistribution):
            distributions.gamma_lower_tail(shape, value)
    for probability in (0.0, 1.0):
        with pytest.raises(distributions.NoDistribution):
            distributions.gamma_quantile(probability, 1.0)
