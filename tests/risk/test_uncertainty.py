import math

import numpy as np
import pytest

from coinsure.risk.measures import co_tail_value_at_risk, tail_value_at_risk, value_at_risk
from coinsure.risk.uncertainty import (
    mean_estimate,
    tail_sample,
    tail_value_at_risk_error,
    value_at_risk_error,
)


def test_the_error_of_a_mean_of_independent_rows():
    values = np.array([1.0, 2.0, 3.0, 6.0])
    estimate = mean_estimate(values)
    assert estimate.value == 3.0
    assert estimate.se == pytest.approx(math.sqrt(3.5 / 4))


def test_rows_of_a_path_that_are_equal_count_once():
    values = np.repeat([1.0, 2.0, 3.0, 6.0], 5)
    estimate = mean_estimate(values, np.repeat([7, 3, 9, 1], 5))
    assert estimate.value == pytest.approx(3.0)
    assert estimate.se == pytest.approx(math.sqrt(3.5 / 4))


def test_paths_may_come_in_any_order():
    draw = np.random.default_rng(1)
    path = np.repeat(np.arange(400), 5)
    values = draw.exponential(1.0, 2000) * np.repeat(draw.gamma(2.0, 0.5, 400), 5)
    shuffled = draw.permutation(2000)
    for level in (0.9, 0.95):
        a = tail_sample(values, path=path).tail_value_at_risk(level)
        b = tail_sample(values[shuffled], path=path[shuffled]).tail_value_at_risk(level)
        assert (a.value, a.se) == pytest.approx((b.value, b.se))


def test_a_whole_sample_has_the_measures_of_its_rows():
    draw = np.random.default_rng(2).gamma(0.7, 1.0, (5000, 3)).round(2)
    total = draw.sum(axis=1)
    tail = tail_sample(total, draw)
    for p in (0.0, 0.5, 0.99):
        assert tail.tail_value_at_risk(p).value == pytest.approx(tail_value_at_risk(total, p))
        parts = [estimate.value for estimate in tail.co_tail_value_at_risk(p)]
        assert parts == pytest.approx(co_tail_value_at_risk(draw, total, p))
    assert tail.value_at_risk(0.99).value == value_at_risk(total, 0.99)


def test_asymptotic_errors_of_an_exponential():
    # reference/se_var_tvar_exponential.json: Exp(1), n = 20,000, p = 0.99; variance beyond q is 1
    q = math.log(100.0)
    assert value_at_risk_error(0.99, 20_000, 0.01) == pytest.approx(0.07035623639735142)
    assert tail_value_at_risk_error(0.99, 20_000, q, q + 1.0, 1.0) == pytest.approx(
        0.09974968671629998
    )


def test_paths_of_different_length_are_refused():
    with pytest.raises(ValueError, match="1 to 2 rows"):
        mean_estimate([1.0, 2.0, 3.0], [0, 0, 1])
    with pytest.raises(ValueError, match="paths have shape"):
        mean_estimate([1.0, 2.0, 3.0], [0, 0])
