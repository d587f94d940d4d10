import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.special import ndtri

from coinsure.risk import distribution
from coinsure.risk.measures import (
    co_tail_value_at_risk,
    deficit_ratio,
    expected_policyholder_deficit,
    mean,
    standard_deviation,
    tail_value_at_risk,
    tail_weights,
    value_at_risk,
)

TEN = np.array([4.0, 7.0, 1.0, 10.0, 3.0, 9.0, 2.0, 8.0, 5.0, 6.0])

# CAS Monograph 15 (Mildenhall & Major 2022), InsCo: ten equally likely losses of three units
INSCO = np.array(
    [
        [15.0, 15.0, 5.0, 7.0, 13.0, 5.0, 15.0, 26.0, 17.0, 16.0],
        [7.0, 13.0, 20.0, 33.0, 20.0, 27.0, 16.0, 19.0, 8.0, 20.0],
        [0.0, 0.0, 11.0, 0.0, 7.0, 8.0, 9.0, 10.0, 40.0, 64.0],
    ]
).T


def normal_of_survival(v):
    return -float(ndtri(v))


@pytest.mark.parametrize(
    ("p", "var", "tvar"),
    [
        (0.0, 1, 5.5),
        (0.05, 1, (0.5 * 1 + 54) / 9.5),
        (0.1, 1, 6.0),
        (0.5, 5, 8.0),
        (0.8, 8, 9.5),
        (0.85, 9, (0.5 * 9 + 10) / 1.5),
        (0.9, 9, 10.0),
        (0.95, 10, 10.0),
        (1.0, 10, 10.0),
    ],
)
def test_the_quantile_convention_on_one_to_ten(p, var, tvar):
    assert value_at_risk(TEN, p) == var
    assert tail_value_at_risk(TEN, p) == pytest.approx(tvar, rel=1e-12)
    assert value_at_risk(TEN, p, np.full(10, 3.0)) == var
    assert tail_weights(TEN, p) @ TEN == pytest.approx(tvar, rel=1e-12)


def test_a_level_that_cuts_the_sample_exactly_takes_the_row_at_the_cut():
    assert value_at_risk(np.arange(1.0, 200_001.0), 0.995) == 199_000
    assert value_at_risk(np.arange(1.0, 1001.0), 0.7) == 700
    assert value_at_risk(np.arange(1.0, 101.0), 0.29) == 29


def test_weights_mean_the_same_as_repeated_rows():
    draw = np.random.default_rng(2)
    values = draw.integers(-5, 6, 40).astype(float)
    parts = np.stack([values * 0.25, values * 0.75], axis=1) + draw.normal(size=(40, 1)) * [
        [1.0, -1.0]
    ]
    times = draw.integers(0, 5, 40)
    rows = np.repeat(np.arange(40), times)
    for p in (0.0, 0.1, 0.37, 0.5, 0.9, 0.99, 1.0):
        assert value_at_risk(values, p, times) == value_at_risk(values[rows], p)
        assert tail_value_at_risk(values, p, times) == pytest.approx(
            tail_value_at_risk(values[rows], p)
        )
        assert co_tail_value_at_risk(parts, values, p, times) == pytest.approx(
            co_tail_value_at_risk(parts[rows], values[rows], p)
        )


def test_decimal_weights_that_add_up_to_the_level_reach_it():
    # 0.76 + 0.19 + 0.04 is 0.99 only to rounding
    assert value_at_risk([0.0, 99.0, 100.0, 199.0], 0.99, [0.76, 0.19, 0.04, 0.01]) == 100.0
    assert value_at_risk([0.0, 99.0, 100.0, 199.0], 0.9900001, [0.76, 0.19, 0.04, 0.01]) == 199.0
    nearly_equal = np.full(1_000_000, 1e-6)
    nearly_equal[0] = 2e-6
    assert value_at_risk(np.arange(1_000_000.0), 0.5, nearly_equal) == 499_999


def test_rows_of_weight_zero_are_no_rows():
    assert value_at_risk([-100.0, 1.0, 2.0, 500.0], 0.0, [0.0, 1.0, 2.0, 0.0]) == 1.0
    assert value_at_risk([-100.0, 1.0, 2.0, 500.0], 1.0, [0.0, 1.0, 2.0, 0.0]) == 2.0
    assert tail_value_at_risk([-100.0, 1.0, 2.0, 500.0], 1.0, [0.0, 1.0, 2.0, 0.0]) == 2.0


def test_tvar_is_the_integral_of_var_above_the_level():
    values = np.array([-3.0, -3.0, 0.0, 2.0, 2.0, 2.0, 11.0])
    for p in (Fraction(1, 10), Fraction(2, 7), Fraction(1, 2), Fraction(6, 7), Fraction(13, 14)):
        cuts = [p, *(Fraction(k, 7) for k in range(1, 8) if Fraction(k, 7) > p)]
        integral = sum(
            float(b - a) * value_at_risk(values, float((a + b) / 2))
            for a, b in itertools.pairwise(cuts)
        )
        assert tail_value_at_risk(values, float(p)) == pytest.approx(
            integral / float(1 - p), rel=1e-12
        )


def test_co_tvar_adds_up_to_tvar_with_an_atom_at_var_taken_at_its_mean():
    total = np.array([0.0, 0.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 20.0, 20.0])
    first = np.array([0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0, 20.0, 0.0])
    parts = np.stack([first, total - first], axis=1)
    # worst half: both twenties and three of the six tens, whose mean first part is 4
    assert co_tail_value_at_risk(parts, total, 0.5) == pytest.approx([(20 + 12) / 5, (20 + 18) / 5])
    for p in (0.0, 0.11, 0.5, 0.79, 0.8, 0.95, 1.0):
        assert co_tail_value_at_risk(parts, total, p).sum() == pytest.approx(
            tail_value_at_risk(total, p), rel=1e-12
        )


def test_co_tvar_at_level_zero_is_the_mean_of_each_part():
    assert co_tail_value_at_risk(INSCO, INSCO.sum(axis=1), 0.0) == pytest.approx(INSCO.mean(axis=0))


def test_tvar_is_positively_homogeneous_and_moves_with_cash():
    values = np.random.default_rng(1).normal(size=501)
    for p in (0.3, 0.95, 0.999):
        assert tail_value_at_risk(3.0 * values - 7.0, p) == pytest.approx(
            3.0 * tail_value_at_risk(values, p) - 7.0
        )


def test_tvar_of_a_sum_is_at_most_the_sum_of_the_tvars():
    draw = np.random.default_rng(8).standard_t(2, (5000, 4))
    for p in (0.5, 0.9, 0.999):
        assert tail_value_at_risk(draw.sum(axis=1), p) <= sum(
            tail_value_at_risk(x, p) for x in draw.T
        )


def test_deviation_and_mean_of_a_weighted_sample():
    assert mean([1.0, 4.0], [2.0, 1.0]) == pytest.approx(2.0)
    assert standard_deviation([1.0, 4.0], [2.0, 1.0]) == pytest.approx(math.sqrt(2.0))
    assert standard_deviation(TEN) == pytest.approx(math.sqrt(8.25))


def test_insco_deficit_ratio_at_assets_of_65():
    # reference/insco_epd_equal_priority.json, published 3.5 / 46.6
    total = INSCO.sum(axis=1)
    assert expected_policyholder_deficit(total, 65.0) == pytest.approx(3.5)
    assert deficit_ratio(total, 65.0) == pytest.approx(0.07510729613733905, abs=1e-12)
    with pytest.raises(ValueError, match="expected loss"):
        deficit_ratio(-total, 65.0)


def test_tail_means_of_normal_and_student_losses():
    # reference/standard_var_es_table.json: sd 0.2 / sqrt(250) x 10,000; t with 4 degrees of freedom
    from scipy.special import stdtrit

    sd = 126.49110640673517
    expected_normal = [
        221.98978178676725,
        260.91482522095725,
        295.71126174631155,
        337.125895542505,
        365.80577876637125,
    ]
    expected_student = [
        223.54779223623856,
        286.4734376882489,
        357.1945989923042,
        466.94324564582325,
        565.7100553599622,
    ]
    for p, normal, student in zip(
        (0.9, 0.95, 0.975, 0.99, 0.995), expected_normal, expected_student, strict=True
    ):
        assert distribution.tail_value_at_risk(
            lambda v: sd * normal_of_survival(v), p
        ) == pytest.approx(normal, abs=1e-6)
        scaled = distribution.tail_value_at_risk(
            lambda v: -sd * math.sqrt(0.5) * float(stdtrit(4, v)), p
        )
        assert scaled == pytest.approx(student, abs=1e-5)


def test_tail_mean_of_a_lomax_and_an_exponential():
    # reference/lomax_layer_and_tail.json and lda_10_3_5_uniform_exponential_var.json
    assert distribution.tail_value_at_risk(
        lambda v: 100.0 * (v ** (-1 / 3) - 1.0), 0.99
    ) == pytest.approx(596.2383250419166, abs=1e-6)
    assert distribution.tail_value_at_risk(lambda v: -31.71 * math.log(v), 0.95) == pytest.approx(
        126.70467039439706, abs=1e-6
    )
    assert distribution.tail_value_at_risk(lambda v: 100.0 * (1.0 - v), 0.95) == pytest.approx(
        97.5, abs=1e-9
    )
    with pytest.raises(ValueError, match="level 1"):
        distribution.tail_value_at_risk(lambda v: -math.log(v), 1.0)


def test_a_large_even_sample_has_the_measures_of_its_distribution():
    # reference/lomax_layer_and_tail.json: Lomax(3, 100)
    v = (np.arange(400_000) + 0.5) / 400_000
    sample = 100.0 * (v ** (-1 / 3) - 1.0)
    assert value_at_risk(sample, 0.99) == pytest.approx(364.15888336127773, rel=2e-4)
    assert tail_value_at_risk(sample, 0.99) == pytest.approx(596.2383250419166, rel=1e-3)
    limited = mean(sample) - expected_policyholder_deficit(sample, 200.0)
    assert limited == pytest.approx(44.44444444444444, rel=1e-5)


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([], None, "at least one"),
        ([1.0, math.nan], None, "not finite"),
        ([1.0, 2.0], [1.0], "shape"),
        ([1.0, 2.0], [1.0, -1.0], "negative"),
        ([1.0, 2.0], [0.0, 0.0], "not all 0"),
        ([1.0, 2.0], [1.0, math.inf], "finite"),
    ],
)
def test_a_sample_that_cannot_be_weighed_is_refused(values, weights, message):
    with pytest.raises(ValueError, match=message):
        tail_value_at_risk(values, 0.5, weights)


def test_a_level_that_is_a_percentage_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        value_at_risk(TEN, 99.5)


def test_parts_of_another_length_are_refused():
    with pytest.raises(ValueError, match="parts have shape"):
        co_tail_value_at_risk(INSCO[:5], INSCO.sum(axis=1), 0.5)


def test_totals_that_differ_by_rounding_only_are_one_atom():
    total = np.array([0.1 + 0.2, 0.3, 0.3, 0.3, 1.0])
    parts = np.stack([[0.1, 0.3, 0.0, 0.0, 1.0], total - [0.1, 0.3, 0.0, 0.0, 1.0]], axis=1)
    # the worst half of five: 1.0 and 1.5 of the four rows of 0.3, first part 0.1 on average
    assert co_tail_value_at_risk(parts, total, 0.5) == pytest.approx([1.15 / 2.5, 0.3 / 2.5])


def test_tvar_of_random_weighted_samples_with_ties_is_the_integral_of_var():
    draw = np.random.default_rng(31)
    for _ in range(200):
        size = int(draw.integers(1, 9))
        values = draw.integers(-3, 4, size).astype(float)
        times = draw.integers(0, 4, size)
        times[0] += 1
        n = int(times.sum())
        p = float(draw.choice([0.0, 0.25, 0.9, 0.99, draw.uniform(), draw.integers(0, n) / n]))
        cuts = [p, *(k / n for k in range(1, n + 1) if k / n > p + 1e-9)]
        integral = sum(
            (b - a) * value_at_risk(values, (a + b) / 2.0, times)
            for a, b in itertools.pairwise(cuts)
        )
        found = tail_value_at_risk(values, p, times)
        assert found == pytest.approx(integral / (1.0 - p), abs=1e-9)
        assert tail_weights(values, p, times).sum() == pytest.approx(1.0)
        assert tail_weights(values, p, times) @ values == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize("measure", [value_at_risk, tail_value_at_risk])
def test_a_table_is_no_sample(measure):
    with pytest.raises(ValueError, match="one axis"):
        measure(INSCO, 0.9)
    with pytest.raises(ValueError, match="two axes"):
        co_tail_value_at_risk(INSCO[:, 0], INSCO[:, 0], 0.9)
