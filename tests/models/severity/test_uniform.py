import pytest

from coinsure.models.severity import Uniform


def test_quantile_agrees_with_loss_data_analytics_example_10_3_5():
    # Loss Data Analytics, example 10.3.5: VaR 95 % of a uniform on (0, 100) is 95, TVaR 97.5.
    severity = Uniform(low=0.0, high=100.0)
    beyond = severity.expected() - severity.limited_mean(95.0)
    assert severity.quantile(0.95) == pytest.approx(95.0)
    assert severity.quantile(0.95) + beyond / 0.05 == pytest.approx(97.5)


def test_limited_mean_done_by_hand():
    # On (2, 6): a limit of 4 is met by half of the losses, the other half is 3 on average.
    assert Uniform(low=2.0, high=6.0).limited_mean(4.0) == pytest.approx(3.5)


@pytest.mark.parametrize("high", [1.0, 3.0])
def test_ends_that_do_not_rise_are_refused(high):
    with pytest.raises(ValueError, match=f"low = 3 is not below high = {high:g}; give low < high"):
        Uniform(low=3.0, high=high)
