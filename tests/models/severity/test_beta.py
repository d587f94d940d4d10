import numpy as np
import pytest
from scipy import special

from coinsure.models.severity import Beta


def test_limited_mean_done_by_hand():
    # alpha 1, beta 2: survival (1 - x)^2, so the limited mean is (1 - (1 - l)^3) / 3.
    severity = Beta(alpha=1.0, beta=2.0, scale=300.0)
    assert severity.expected() == pytest.approx(100.0)
    assert severity.limited_mean(150.0) == pytest.approx(300.0 * (1.0 - 0.125) / 3.0)


def test_quantiles_near_the_ends_follow_the_series():
    # Near 0 the cdf is x^alpha / (alpha B(alpha, beta)); there SciPy's inverse sticks at 1e-17.
    severity = Beta(alpha=1.5, beta=0.3)
    tiny = np.array([1e-15, 1e-18, 1e-40])
    cdf = tiny**1.5 / (1.5 * special.beta(1.5, 0.3))
    np.testing.assert_allclose(severity.quantile(cdf), tiny, rtol=1e-12)


@pytest.mark.parametrize(("alpha", "beta"), [(3.2, 2.0), (3.2, 4.0), (8.0, 1.2), (0.05, 300.0)])
def test_quantiles_exist_for_every_probability(alpha, beta):
    severity = Beta(alpha=alpha, beta=beta)
    p = 10.0 ** -np.arange(300.0)
    lower, upper = severity.quantile(p), severity.quantile_of_survival(p)
    assert np.all(np.diff(lower) <= 0.0)
    assert np.all(np.diff(upper) >= 0.0)
