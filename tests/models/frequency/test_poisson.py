import pytest

from coinsure.models.frequency import Level, Poisson


def test_yearly_factor_and_level_add_to_the_variance():
    # 10 + 100 x ((1 + 1/4) (1 + 0.25) - 1) = 10 + 100 x 0.5625.
    frequency = Poisson(mean=10.0, systemic=True, level=Level(cv=0.5))
    assert frequency.variance(1, factor_variance=0.25) == pytest.approx(66.25)


def test_only_a_systemic_frequency_feels_the_yearly_factor():
    assert Poisson(mean=10.0).variance(1, factor_variance=0.25) == 10.0


def test_a_mean_of_the_line_does_not_grow_with_the_risks():
    assert Poisson(mean=10.0).expected(50) == 10.0
    assert Poisson(per_risk=0.1).expected(50) == pytest.approx(5.0)


def test_a_mean_of_zero_is_refused():
    with pytest.raises(ValueError, match="greater than 0"):
        Poisson(mean=0.0)
