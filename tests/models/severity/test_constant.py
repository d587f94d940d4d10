import numpy as np

from coinsure.models.severity import Beta, Constant


def test_every_loss_is_the_value():
    severity = Constant(value=7.0)
    np.testing.assert_array_equal(severity.quantile([0.0, 0.3, 1.0]), 7.0)
    np.testing.assert_array_equal(severity.limited_mean([3.0, 7.0, 9.0]), [3.0, 7.0, 7.0])


def test_a_constant_scale_is_a_number():
    with_number = Beta(alpha=1.5, beta=1.5, scale=6.0)
    with_constant = Beta(alpha=1.5, beta=1.5, scale=Constant(value=3.0, scale=2.0))
    u = np.linspace(0.0, 1.0, 11)
    np.testing.assert_array_equal(with_constant.quantile(u), with_number.quantile(u))
