"""What premium subsidies pay and how many firms insure for it, by hand."""

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.errors import ModelRefusedError
from coinsure.models.take_up import TakeUp
from coinsure.reinsurance.public import PremiumSubsidy
from coinsure.reinsurance.public.subsidise import subsidise

LINES = ("x.a", "x.b", "y.c")
PREMIUM = np.array([[100.0, 100.0], [50.0, 50.0], [200.0, 220.0]])
NOBODY = (None, None, None)
TWICE = TakeUp(base=0.2, elasticity=1.0, selection=-0.3)


def subsidy(**terms):
    return PremiumSubsidy(**({"lines": ("x",), "rate": 0.5, "annual_cap": 1e9} | terms))


def test_a_subsidy_pays_its_rate_of_the_premium_of_its_lines():
    found = subsidise({"s": subsidy()}, LINES, PREMIUM, NOBODY)
    np.testing.assert_allclose(found.amount[0], [[50.0, 50.0], [25.0, 25.0], [0.0, 0.0]])
    assert (found.firms == 1.0).all()
    assert (found.frequency == 1.0).all()


def test_half_the_price_doubles_the_firms_at_an_elasticity_of_one():
    # of every two firms one has joined, with losses 0.7 times as often: (1 + 0.7) / 2
    found = subsidise({"s": subsidy(lines=("x.a",))}, LINES, PREMIUM, (TWICE, None, None))
    np.testing.assert_allclose(found.firms, [[2.0, 2.0], [1.0, 1.0], [1.0, 1.0]])
    np.testing.assert_allclose(found.frequency[0], [0.85, 0.85])
    np.testing.assert_allclose(found.amount[0, 0], [100.0, 100.0])  # half of twice 100


def test_no_more_than_all_firms_insure():
    most = TakeUp(base=0.8, elasticity=1.0)
    found = subsidise({"s": subsidy()}, LINES, PREMIUM, (most, None, None))
    np.testing.assert_allclose(found.firms[0], [1.25, 1.25])
    free = subsidise({"s": subsidy(rate=1.0)}, LINES, PREMIUM, (TWICE, None, None))
    np.testing.assert_allclose(free.firms[0], [5.0, 5.0])


def test_a_price_of_nothing_brings_nobody_where_price_does_not_matter():
    indifferent = TakeUp(base=0.2, elasticity=0.0)
    free = subsidise({"s": subsidy(rate=1.0)}, LINES, PREMIUM, (indifferent, None, None))
    np.testing.assert_allclose(free.firms[0], [1.0, 1.0])


def test_where_the_cap_binds_the_same_part_of_every_premium_is_paid():
    found = subsidise({"s": subsidy(annual_cap=30.0)}, LINES, PREMIUM, NOBODY)
    np.testing.assert_allclose(found.rate[0], [0.2, 0.2])
    np.testing.assert_allclose(found.amount[0, :, 0], [20.0, 10.0, 0.0])


def test_where_the_cap_binds_firms_and_part_fit_together():
    # s of 100 / (1 - s) is 25 at s = 0.2: 125 of premium, a fifth of it paid
    found = subsidise(
        {"s": subsidy(lines=("x.a",), annual_cap=25.0)}, LINES, PREMIUM, (TWICE, None, None)
    )
    np.testing.assert_allclose(found.rate[0], [0.2, 0.2])
    np.testing.assert_allclose(found.firms[0], [1.25, 1.25])
    np.testing.assert_allclose(found.amount[0, 0], [25.0, 25.0])


def test_subsidies_of_a_line_add_up_and_know_of_each_other():
    # 0.3 of the capped one and 0.2 are half the price: twice 100, of which 0.3 is 60
    both = {
        "one": subsidy(lines=("x.a",), rate=0.5, annual_cap=60.0),
        "two": subsidy(lines=("x.a",), rate=0.2),
    }
    found = subsidise(both, LINES, PREMIUM, (TWICE, None, None))
    np.testing.assert_allclose(found.rate[:, 0], [0.3, 0.2])
    np.testing.assert_allclose(found.firms[0], [2.0, 2.0])
    np.testing.assert_allclose(found.amount[:, 0, 0], [60.0, 40.0])
    other_order = subsidise(dict(reversed(both.items())), LINES, PREMIUM, (TWICE, None, None))
    np.testing.assert_allclose(other_order.rate[::-1], found.rate)


def test_three_capped_subsidies_of_a_line_fit_together():
    # three times 1/6 of twice 100
    caps = {name: subsidy(lines=("x.a",), rate=0.3, annual_cap=100.0 / 3.0) for name in "abc"}
    found = subsidise(caps, LINES, PREMIUM, (TWICE, None, None))
    np.testing.assert_allclose(found.rate, np.full((3, 2), 1.0 / 6.0), atol=1e-9)


def test_a_subsidy_ends_after_its_years():
    found = subsidise({"s": subsidy(years=1)}, LINES, PREMIUM, (TWICE, None, None))
    np.testing.assert_allclose(found.rate[0], [0.5, 0.0])
    np.testing.assert_allclose(found.firms[0], [2.0, 1.0])


def test_a_cap_is_kept_year_by_year():
    found = subsidise({"s": subsidy(lines=("y",), annual_cap=100.0)}, LINES, PREMIUM, NOBODY)
    np.testing.assert_allclose(found.amount[0, 2], [100.0, 100.0])
    np.testing.assert_allclose(found.rate[0], [0.5, 100.0 / 220.0])


def test_subsidies_of_more_than_the_premium_are_refused():
    with pytest.raises(ModelRefusedError, match="more than the premium"):
        subsidise({"a": subsidy(rate=0.6), "b": subsidy(rate=0.5)}, LINES, PREMIUM, NOBODY)


def test_nothing_is_subsidised_without_subsidies():
    found = subsidise({}, LINES, PREMIUM, (TWICE, None, None))
    assert found.amount.shape == (0, 3, 2)
    assert (found.firms == 1.0).all()


def test_arrears_are_what_insurers_wait_for():
    with pytest.raises(ValidationError, match="arrears_months is what insurers wait for"):
        subsidy(arrears_months=6.0)
    late = subsidy(paid_to="insurer", arrears_months=18.0)
    assert late.in_fiscal_years == (0.0, 0.5, 0.5)
    assert subsidy().in_fiscal_years == (1.0,)


def test_all_joiners_without_losses_leave_the_losses_of_those_before():
    best = TakeUp(base=0.1, elasticity=1.0, selection=-1.0)
    for firms in (1.0, 1.5, 4.0):
        assert firms * best.frequency(firms) == pytest.approx(1.0)
