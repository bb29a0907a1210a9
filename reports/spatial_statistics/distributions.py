"""Probabilities of the few distributions the tests need, by their textbook sums: numpy alone.

Sources: Abramowitz & Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction) of the incomplete gamma function;
the continued fraction by Lentz's method (Press et al., Numerical Recipes, 5.2).
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_TINY = 1e-300
_CLOSE = 1e-15
_MOST_TERMS = 100_000
_HALVINGS = 200  # of an interval; a double has 53 bits, and its exponent a few more
# Counts as likely as the one seen are as far out: sums of floating point differ in the last digits.
_AS_LIKELY = 1 + 1e-7

_log_gamma_of_one = np.frompyfunc(math.lgamma, 1, 1)
_erfc_of_one = np.frompyfunc(math.erfc, 1, 1)


class NoDistribution(ValueError):
    """Parameters that no distribution has: a negative count, a share over 1."""


def log_gamma(values: ArrayLike) -> Floats:
    """The logarithm of the gamma function of each value, all positive."""
    return np.asarray(_log_gamma_of_one(np.asarray(values, dtype=np.float64)), dtype=np.float64)


def normal_upper_tail(scores: ArrayLike) -> Floats:
    """How often a standard normal variable is at least each score."""
    return np.asarray(_erfc_of_one(np.asarray(scores, dtype=np.float64) / math.sqrt(2)), dtype=np.float64) / 2


def binomial_masses(trials: int, share: float) -> Floats:
    """How likely each number of successes from 0 to `trials` is: shape (trials + 1,)."""
    if trials < 0 or not 0 <= share <= 1:
        raise NoDistribution(f"{trials} trials with a share of {share}")
    successes = np.arange(trials + 1)
    if share in (0.0, 1.0):
        return np.asarray(successes == (trials if share else 0), dtype=np.float64)
    ways = log_gamma(trials + 1) - log_gamma(successes + 1) - log_gamma(trials - successes + 1)
    return np.asarray(np.exp(ways + successes * math.log(share) + (trials - successes) * math.log1p(-share)))


def binomial_p_value(successes: int, trials: int, share: float) -> float:
    """The exact two-sided p-value: how often a number no likelier than this one comes."""
    masses = binomial_masses(trials, share)
    return min(float(masses[masses <= masses[successes] * _AS_LIKELY].sum()), 1.0)


def binomial_upper_tail(successes: int, trials: int, share: float) -> float:
    """How often there are at least so many successes."""
    return min(float(binomial_masses(trials, share)[successes:].sum()), 1.0)


def binomial_lower_tail(successes: int, trials: int, share: float) -> float:
    """How often there are at most so many successes."""
    return min(float(binomial_masses(trials, share)[: successes + 1].sum()), 1.0)


def gamma_lower_tail(shape: ArrayLike, value: ArrayLike) -> Floats:
    """The regularised incomplete gamma function P(shape, value): how often a gamma variable is at most this."""
    a, x = (np.array(given, dtype=np.float64) for given in np.broadcast_arrays(shape, value))
    if np.any(a <= 0) or np.any(x < 0):
        raise NoDistribution("a gamma distribution has a positive shape, and no negative values")
    lower = np.zeros(a.shape)
    is_low = x < a + 1
    lower[is_low] = _by_series(a[is_low], x[is_low])
    lower[~is_low] = 1 - _by_fraction(a[~is_low], x[~is_low])
    return lower


def chi_squared_upper_tail(statistic: float, degrees: int) -> float:
    """How often a chi-squared variable of so many degrees of freedom is at least this."""
    return float(1 - gamma_lower_tail(degrees / 2, statistic / 2))


def gamma_quantile(probability: float, shape: ArrayLike) -> Floats:
    """The value that a gamma variable of rate 1 and each shape stays below with this probability."""
    if not 0 < probability < 1:
        raise NoDistribution(f"a quantile at {probability}")
    a = np.array(shape, dtype=np.float64)
    low, high = np.zeros(a.shape), a + 10 * np.sqrt(a) + 10
    while np.any(is_short := gamma_lower_tail(a, high) < probability):
        high = np.where(is_short, 2 * high, high)
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        if np.all((middle == low) | (middle == high)):
            break
        is_below = gamma_lower_tail(a, middle) < probability
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.asarray((low + high) / 2)


def _common_factor(a: Floats, x: Floats) -> Floats:
    """x to the a, times e to the -x, over gamma of a; 0 where x is."""
    with np.errstate(divide="ignore"):
        return np.exp(a * np.log(x) - x - log_gamma(a))


def _by_series(a: Floats, x: Floats) -> Floats:
    term = total = 1 / a
    for number in range(1, _MOST_TERMS):
        term = term * x / (a + number)
        total = total + term
        if np.all(term <= total * _CLOSE):
            break
    return np.asarray(total * _common_factor(a, x))


def _by_fraction(a: Floats, x: Floats) -> Floats:
    b = x + 1 - a
    c: Any = np.full(a.shape, 1 / _TINY)
    d = 1 / b
    total = d
    for number in range(1, _MOST_TERMS):
        factor = -number * (number - a)
        b = b + 2
        d = factor * d + b
        d = 1 / np.where(np.abs(d) < _TINY, _TINY, d)
        c = b + factor / c
        c = np.where(np.abs(c) < _TINY, _TINY, c)
        total = total * d * c
        if np.all(np.abs(d * c - 1) <= _CLOSE):
            break
    return np.asarray(total * _common_factor(a, x))
