import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.severity import Lognormal, Pareto, Uniform
from coinsure.models.severity.expectation import expectation


def test_means_of_powers_done_by_hand():
    # Uniform on (0, 1): E[V^k] = 1 / (k + 1).
    powers = np.array([0.0, 0.5, 3.0])
    means = expectation(
        lambda value, i: value ** powers[i], Uniform(low=0.0, high=1.0), np.zeros((3, 1))
    )
    np.testing.assert_allclose(means, 1.0 / (powers + 1.0), rtol=1e-10)


def test_a_kink_at_a_cut_does_no_harm():
    # E[max(V - c, 0)] for a uniform V on (0, 1) is (1 - c)^2 / 2.
    cuts = np.array([[0.1], [0.5], [0.999]])
    means = expectation(
        lambda value, i: np.maximum(value - cuts[i, 0], 0.0), Uniform(low=0.0, high=1.0), cuts
    )
    np.testing.assert_allclose(means, (1.0 - cuts[:, 0]) ** 2 / 2.0, rtol=1e-10)


def test_tails_are_resolved_to_the_last_digit():
    # E[V; V > c] of a Pareto with alpha 1.05 and minimum 1: 1.05 / 0.05 c^-0.05.
    cuts = np.array([[1.0], [1e9]])
    means = expectation(
        lambda value, i: np.where(value > cuts[i, 0], value, 0.0),
        Pareto(minimum=1.0, alpha=1.05),
        cuts,
    )
    np.testing.assert_allclose(means, 21.0 * cuts[:, 0] ** -0.05, rtol=1e-9)


def test_a_function_that_jumps_away_from_the_cuts_is_refused():
    with pytest.raises(ModelRefusedError, match="does not settle"):
        expectation(
            lambda value, i: np.where(value > 1.7, 1.0, 0.0),
            Lognormal(mean=1.0, cv=1.0),
            np.zeros((1, 1)),
        )


def test_a_function_that_is_not_a_number_is_refused():
    with pytest.raises(ModelRefusedError, match="does not settle"):
        expectation(
            lambda value, i: np.where(value > 1.7, np.nan, value),
            Lognormal(mean=1.0, cv=1.0),
            np.zeros((1, 1)),
        )
