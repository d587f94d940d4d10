import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.severity.inversion import solve_rising


def test_cube_roots_are_found():
    x = solve_rising(lambda x: x**3, np.array([-8.0, 1.0, 27.0, 64.0]), np.linspace(-3.0, 4.0, 9))
    np.testing.assert_allclose(x, [-2.0, 1.0, 3.0, 4.0], rtol=1e-10)


def test_a_kink_is_found():
    x = solve_rising(
        lambda x: np.where(x < 1.0, 1e-6 * x, 1e6 * (x - 1.0) + 1e-6),
        np.array([5e-7, 1.0, 1e6]),
        np.linspace(0.0, 5.0, 6),
    )
    np.testing.assert_allclose(x, [0.5, 1.0 + (1.0 - 1e-6) / 1e6, 2.0 - 1e-12], rtol=1e-9)


@pytest.mark.parametrize("target", [-0.1, 1.1, np.nan])
def test_a_target_beyond_the_grid_is_refused(target):
    with pytest.raises(ModelRefusedError, match="beyond what can be computed"):
        solve_rising(lambda x: x, np.array([target]), np.linspace(0.0, 1.0, 5))
