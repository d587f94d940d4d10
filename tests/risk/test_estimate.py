import math

import pytest

from coinsure.risk.estimate import Estimate


def test_a_normal_interval_is_1_96_standard_errors_wide_on_each_side():
    estimate = Estimate.normal(10.0, 2.0)
    assert (estimate.low, estimate.high) == pytest.approx((6.080072, 13.919928), abs=1e-6)
    assert estimate.known


def test_a_negative_factor_turns_the_interval_round():
    estimate = Estimate(10.0, 2.0, 7.0, 15.0).times(-2.0)
    assert (estimate.value, estimate.se, estimate.low, estimate.high) == (-20.0, 4.0, -30.0, -14.0)


def test_a_refusal_keeps_its_reason_through_a_change_of_unit():
    refused = Estimate.refused("too few").times(3.0)
    assert not refused.known
    assert refused.reason == "too few"


def test_an_exact_figure_has_no_error():
    assert Estimate.exact(3.0) == Estimate(3.0, 0.0, 3.0, 3.0)


@pytest.mark.parametrize(
    ("value", "se"), [(math.nan, 1.0), (1.0, math.nan), (1.0, -1.0), (math.inf, 1.0)]
)
def test_nan_is_no_estimate(value, se):
    with pytest.raises(ValueError, match="not an estimate"):
        Estimate.normal(value, se)


def test_a_ratio_has_at_most_the_sum_of_the_relative_errors():
    ratio = Estimate.normal(-6.0, 0.3).over(Estimate.normal(3.0, 0.3))
    assert (ratio.value, ratio.se) == pytest.approx((-2.0, 2.0 * (0.05 + 0.1)))
    assert Estimate.exact(1.0).over(Estimate.exact(0.0)).reason == "the denominator is 0"
    assert Estimate.exact(1.0).over(Estimate.refused("few")).reason == "few"
    assert Estimate.refused("thin").over(Estimate.exact(1.0)).reason == "thin"


def test_a_sum_has_at_most_the_sum_of_the_errors():
    both = Estimate.normal(6.0, 0.3).joined(Estimate.normal(-2.0, 0.1))
    assert (both.value, both.se) == pytest.approx((4.0, 0.4))
    assert Estimate.exact(1.0).joined(Estimate.refused("few")).reason == "few"
    assert Estimate.refused("thin").joined(Estimate.exact(1.0)).reason == "thin"
