import numpy as np
import pytest

from coinsure.models.terms import Terms


def test_terms_left_out_do_nothing():
    np.testing.assert_array_equal(Terms().payment([0.0, 5.0, 1e9]), [0.0, 5.0, 1e9])


def test_deductible_then_limit_then_participation():
    terms = Terms(deductible=10.0, limit=50.0, participation=0.8)
    np.testing.assert_allclose(terms.payment([5.0, 10.0, 40.0, 200.0]), [0.0, 0.0, 24.0, 40.0])


def test_the_higher_of_amount_and_rate_of_value_is_deducted():
    terms = Terms(deductible=10.0, deductible_rate=0.1)
    np.testing.assert_allclose(terms.payment([100.0, 100.0], value=[50.0, 300.0]), [90.0, 70.0])


@pytest.mark.parametrize(
    "field",
    [{"deductible": -1.0}, {"deductible_rate": 1.1}, {"limit": 0.0}, {"participation": 0.0}],
)
def test_terms_out_of_range_are_refused(field):
    with pytest.raises(ValueError, match=next(iter(field))):
        Terms(**field)
