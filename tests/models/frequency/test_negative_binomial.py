import pytest

from coinsure.models.frequency import NegativeBinomial


def test_moments_agree_with_the_compound_closed_form():
    # r 4, beta 2.5: mean 10, variance 35; with severities of mean 3 and variance 4 the compound
    # has mean 30 and variance 10 x 4 + 35 x 9 = 355 (closed form through cumulants).
    frequency = NegativeBinomial(mean=10.0, dispersion=3.5)
    count, variance = frequency.expected(1), frequency.variance(1)
    assert count * 3.0 == pytest.approx(30.0, abs=1e-9)
    assert count * 4.0 + variance * 9.0 == pytest.approx(355.0, abs=1e-9)


def test_a_poisson_dispersion_is_refused():
    with pytest.raises(ValueError, match="greater than 1"):
        NegativeBinomial(mean=10.0, dispersion=1.0)
