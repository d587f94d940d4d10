import numpy as np
import pytest

from coinsure.models.severity import Pareto


def test_layer_means_done_by_hand():
    # alpha 2, minimum 100: the survival (100 / x)^2 integrates to 100 - 100^2 / x beyond 100.
    severity = Pareto(minimum=100.0, alpha=2.0)
    assert severity.expected() == pytest.approx(200.0)
    np.testing.assert_allclose(severity.limited_mean([50.0, 100.0, 400.0]), [50.0, 100.0, 175.0])


def test_the_mean_is_infinite_for_alpha_one_but_not_with_a_limit():
    # alpha 1: minimum + minimum x ln(limit / minimum).
    severity = Pareto(minimum=100.0, alpha=1.0)
    assert severity.expected() == np.inf
    assert severity.limited_mean(np.inf) == np.inf
    assert severity.limited_mean(100.0 * np.e) == pytest.approx(200.0)


def test_limited_mean_is_smooth_through_alpha_one():
    limits = [Pareto(minimum=1.0, alpha=1.0 + step).limited_mean(50.0) for step in (-1e-9, 1e-9)]
    assert limits[0] == pytest.approx(1.0 + np.log(50.0), rel=1e-8)
    assert limits[1] == pytest.approx(1.0 + np.log(50.0), rel=1e-8)


def test_an_infinite_mean_of_the_value_makes_the_product_infinite():
    severity = Pareto(minimum=1.0, alpha=3.0, scale=Pareto(minimum=1.0, alpha=0.5))
    assert severity.expected() == np.inf
    assert severity.limited_mean(np.inf) == np.inf
    # By hand P(V B > x) = 1.2 x^-0.5 - 0.2 x^-3 from 1 on; integrated to the limit:
    by_hand = 1.0 + 2.4 * (np.sqrt(100.0) - 1.0) - 0.1 * (1.0 - 1e-4)
    assert severity.limited_mean(100.0) == pytest.approx(by_hand, rel=1e-9)
