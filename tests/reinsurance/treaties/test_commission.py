"""Sliding and profit commission, against figures done by hand and published ones."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from coinsure.reinsurance.treaties.commission import (
    CommissionStep,
    Corridor,
    ProfitCommission,
    SlidingScale,
    profit_commission,
    sliding_commission,
)


def scale(*steps):
    return TypeAdapter(SlidingScale).validate_python(
        [{"loss_ratio": ratio, "commission": commission} for ratio, commission in steps]
    )


def test_a_scale_with_one_slope():
    # closed form c = clip(0.25 + 0.5 (0.65 - LR), 0.20, 0.30), by hand: flat below 0.55, above 0.75
    found = sliding_commission(scale((0.55, 0.3), (0.75, 0.2)), np.array([0.45, 0.6, 0.7, 0.9]))
    np.testing.assert_allclose(found, [0.3, 0.275, 0.225, 0.2], rtol=0.0, atol=1e-12)
    assert found @ np.array([0.3, 0.3, 0.25, 0.15]) == pytest.approx(0.25875, abs=1e-12)


def test_a_scale_with_several_slopes():
    # 1:1 from 35 % at 45 %, 0.5:1 from 55 %, flat to 70 %, 0.25:1 to 17.5 % at 120 %
    steps = scale((0.45, 0.35), (0.55, 0.25), (0.6, 0.225), (0.7, 0.225), (0.9, 0.175))
    ratios = np.array([[0.0, 0.45, 0.5, 0.55], [0.58, 0.65, 0.8, 3.0]])
    expected = [[0.35, 0.35, 0.3, 0.25], [0.235, 0.225, 0.2, 0.175]]
    np.testing.assert_allclose(sliding_commission(steps, ratios), expected, atol=1e-12)


@pytest.mark.parametrize(
    "steps", [((0.5, 0.3),), ((0.5, 0.3), (0.5, 0.2)), ((0.5, 0.2), (0.6, 0.3))]
)
def test_a_scale_that_does_not_fall_is_refused(steps):
    with pytest.raises(ValidationError):
        scale(*steps)


RESULTS = [[10.0], [-30.0], [12.0], [25.0], [-5.0], [-4.0], [6.0]]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, [10, 0, 12, 25, 0, 0, 6]),
        # the loss of 30 takes all of 12 and 18 of 25; the losses of 5 and 4 take all of 6
        ({"carry_forward": "extinction"}, [10, 0, 0, 7, 0, 0, 0]),
        # it takes 12 and is forgotten; of 5 nothing can be made good in the year of 4
        ({"carry_forward": "years", "years": 1}, [10, 0, 0, 25, 0, 0, 2]),
        ({"carry_forward": "years", "years": 2}, [10, 0, 0, 7, 0, 0, 0]),
        # 10 - 30 + 12 = -8; 25 - 5 - 4 = 16; the last block has one year
        ({"carry_forward": "block", "years": 3}, [0, 0, 0, 0, 0, 16, 6]),
    ],
)
def test_losses_are_carried_forward(terms, expected):
    found = profit_commission(ProfitCommission(rate=0.5, **terms), np.array(RESULTS))
    np.testing.assert_allclose(found[:, 0], 0.5 * np.array(expected))


results = st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=12)


@settings(deadline=None)
@given(results=results)
def test_carried_to_extinction_all_that_is_paid_is_the_highest_account_ever(results):
    terms = ProfitCommission(rate=0.3, carry_forward="extinction")
    found = profit_commission(terms, np.array(results)[:, None]).sum()
    highest = max(0.0, *np.cumsum(results), 0.0)
    assert found == pytest.approx(0.3 * highest, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(results=results, years=st.integers(1, 5))
def test_the_longer_a_loss_is_remembered_the_less_is_paid(results, years):
    account = np.array(results)[:, None]

    def total(**terms):
        return profit_commission(ProfitCommission(rate=1.0, **terms), account).sum()

    carried = [
        total(),
        *(total(carry_forward="years", years=n) for n in range(1, years)),
        total(carry_forward="extinction"),
        total(carry_forward="block", years=len(results)),
    ]
    assert all(more >= less - 1e-9 for more, less in pairwise(carried))


@pytest.mark.parametrize(
    "terms",
    [
        {"carry_forward": "years"},
        {"carry_forward": "block"},
        {"carry_forward": "none", "years": 2},
        {"carry_forward": "extinction", "years": 2},
    ],
)
def test_years_are_given_where_they_count_and_only_there(terms):
    with pytest.raises(ValidationError, match="and only there"):
        ProfitCommission(rate=0.2, **terms)


def test_a_corridor_is_a_range():
    with pytest.raises(ValidationError, match="must be above"):
        Corridor(low=0.9, high=0.9)


def test_steps_are_records():
    assert CommissionStep(loss_ratio=0.5, commission=0.3).commission == 0.3
