import numpy as np
from scipy.special import gammaln

from coinsure.kernels._jit import kernel
from coinsure.kernels.elementary import exponential, log_gamma, logarithm, polynomial

CUBIC = (1.0, -2.0, 3.0, 0.5)


@kernel
def exponentials(x: np.ndarray, out: np.ndarray) -> None:
    for i in range(x.size):
        out[i] = exponential(x[i])


@kernel
def logarithms(x: np.ndarray, out: np.ndarray) -> None:
    for i in range(x.size):
        out[i] = logarithm(x[i])


@kernel
def log_gammas(x: np.ndarray, out: np.ndarray) -> None:
    for i in range(x.size):
        out[i] = log_gamma(x[i])


@kernel
def cubics(x: np.ndarray, out: np.ndarray) -> None:
    for i in range(x.size):
        out[i] = polynomial(CUBIC, x[i])


def apply(function, x: np.ndarray) -> np.ndarray:
    out = np.empty_like(x)
    function(x, out)
    return out


def test_the_polynomial_is_the_one_of_its_coefficients():
    x = np.linspace(-2.0, 2.0, 41)
    assert np.allclose(apply(cubics, x), 1.0 - 2.0 * x + 3.0 * x**2 + 0.5 * x**3, rtol=1e-14)


def test_the_exponential_is_right_to_its_last_digits():
    x = np.linspace(-680.0, 680.0, 100_003)
    exact = np.exp(x.astype(np.longdouble))
    error = np.abs(apply(exponentials, x) / exact - 1.0)
    assert np.all(error < 2e-16 * (np.abs(x) + 1.0))


def test_the_logarithm_is_right_to_three_units_in_the_last_place():
    x = np.exp(np.random.default_rng(2).normal(0.0, 100.0, 100_000))
    exact = np.log(x.astype(np.longdouble))
    assert np.max(np.abs(apply(logarithms, x) - exact) / np.spacing(np.abs(np.log(x)))) < 3.0
    assert apply(logarithms, np.array([1.0]))[0] == 0.0


def test_log_gamma_agrees_with_scipy_from_tiny_to_huge():
    x = np.exp(np.linspace(np.log(1e-8), np.log(1e9), 20_000))
    error = np.abs(apply(log_gammas, x) - gammaln(x)) / np.maximum(np.abs(gammaln(x)), 10.0)
    assert error.max() < 2e-15
