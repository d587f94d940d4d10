import math
from fractions import Fraction

import numpy as np
import pytest

from coinsure.risk.ranks import (
    binomial_quantile,
    bounding_ranks,
    coverage,
    rank,
    tolerance_sample_size,
)


def test_rank_on_one_to_ten_is_the_smallest_k_with_at_least_p_below_or_at_it():
    assert [rank(10, p / 20) for p in range(21)] == [
        1,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
        5,
        5,
        6,
        6,
        7,
        7,
        8,
        8,
        9,
        9,
        10,
        10,
    ]


@pytest.mark.parametrize("n", [10, 1000, 200_000, 1_000_000, 10**9])
@pytest.mark.parametrize("p", ["0.1", "0.3", "0.9", "0.95", "0.99", "0.995", "0.999", "0.07"])
def test_rank_is_exact_where_n_times_p_is_whole(n, p):
    assert rank(n, float(p)) == math.ceil(n * Fraction(p))


def test_rank_forgives_the_rounding_of_a_computed_level():
    assert rank(10, 0.1 + 0.2) == 3
    assert rank(200_000, 1 - 1 / 200) == 199_000


@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan])
def test_a_level_outside_zero_and_one_is_refused(p):
    with pytest.raises(ValueError, match="level"):
        rank(10, p)


def test_a_quantile_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        rank(0, 0.5)


def test_bounding_ranks_of_the_995_quantile_of_100_000():
    # reference/order_stat_ci_var995.json: binomial closed form
    assert bounding_ranks(100_000, 0.995) == (99456, 99544)
    assert coverage(100_000, 0.995, 99456, 99544) == pytest.approx(0.9515010313445662, abs=1e-9)


def test_bounding_ranks_run_off_the_end_of_a_small_sample():
    r, s = bounding_ranks(10, 0.99)
    assert s == 11
    assert coverage(10, 0.99, 0, 11) == pytest.approx(1.0)
    assert r == binomial_quantile(0.025, 10, 0.99)


def test_binomial_quantile_is_the_first_k_whose_sum_of_probabilities_is_enough():
    below = np.cumsum([math.comb(20, k) * 0.3**k * 0.7 ** (20 - k) for k in range(21)])
    for probability in (0.025, 0.4, 0.975, 0.9999):
        assert binomial_quantile(probability, 20, 0.3) == int(np.argmax(below >= probability))
    assert (binomial_quantile(0.5, 20, 0.0), binomial_quantile(0.5, 20, 1.0)) == (0, 20)


def test_wilks_sample_sizes():
    # reference/wilks_sample_sizes.json: Wilks (1941), textbook values
    assert [tolerance_sample_size(0.95, order=order) for order in (1, 2, 3)] == [59, 93, 124]
    assert [tolerance_sample_size(p) for p in (0.99, 0.995, 0.999)] == [299, 598, 2995]


def test_a_sample_size_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="confidence"):
        tolerance_sample_size(0.95, confidence=1.0)
    with pytest.raises(ValueError, match="level"):
        tolerance_sample_size(1.0)
