import numpy as np
import pytest

from coinsure.kernels._jit import kernel
from coinsure.kernels.scores import (
    REACH,
    combine,
    factors_of_scores,
    log_of_one_more,
    persist,
    shake,
)


@kernel
def logs(q: np.ndarray, out: np.ndarray) -> None:
    for i in range(q.size):
        out[i] = log_of_one_more(q[i])


@pytest.fixture
def scores() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(3, 2, 50))


def test_combined_scores_are_the_loadings_times_the_independent_ones(scores):
    loadings = np.array([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [-0.3, 0.2, 0.9]])
    want = np.einsum("ij,jtp->itp", loadings, scores)
    combine(loadings, scores)
    np.testing.assert_allclose(scores, want, rtol=1e-14, atol=1e-15)


def test_the_first_score_and_one_without_loadings_keep_their_bits(scores):
    before = scores.copy()
    combine(np.array([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]]), scores)
    assert np.array_equal(scores[[0, 2]], before[[0, 2]])


def test_a_year_keeps_a_part_of_the_year_before():
    scores = np.ones((1, 3, 2))
    persist(0.6, 0.8, scores)
    # 1, then 0.6 + 0.8, then 0.6 x 1.4 + 0.8
    np.testing.assert_allclose(scores[0, :, 0], [1.0, 1.4, 1.64], rtol=1e-15)
    assert np.array_equal(scores[0, :, 1], scores[0, :, 0])


def test_a_shaken_score_tells_the_t_variable_it_came_from(scores):
    shock = np.random.default_rng(4).uniform(0.2, 30.0, (2, 50))
    want, before = scores * shock, scores.copy()
    shake(3.0, shock, np.array([True, False, True]), scores)
    assert np.array_equal(scores[1], before[1])
    w = np.sign(scores) * np.sqrt(3.0 * np.expm1(scores**2 / 3.0))
    np.testing.assert_allclose(w[[0, 2]], want[[0, 2]], rtol=1e-13)


def test_the_logarithm_of_one_more_is_exact_for_small_numbers_too():
    q = np.concatenate([[0.0], 10.0 ** np.linspace(-300, 40, 5000)])
    out = np.empty_like(q)
    logs(q, out)
    np.testing.assert_allclose(out, np.log1p(q), rtol=1e-15)


def test_a_factor_is_the_cubic_of_its_cell():
    # the cubics of x^2 + 100 in four cells: exact for a polynomial of low degree
    start = np.linspace(-REACH, REACH, 5)[:-1]
    width = REACH / 2.0
    table = np.column_stack(
        [start**2 + 100.0, 2.0 * start * width, np.full(4, width**2), 0 * start]
    )
    x = np.concatenate([np.linspace(-REACH, REACH - 1e-9, 97), [0.0]])[None, :]
    out = np.empty_like(x)
    factors_of_scores(np.ascontiguousarray(table), x, out)
    np.testing.assert_allclose(out, x**2 + 100.0, rtol=1e-13)


def test_scores_out_of_reach_get_the_last_value_and_no_factor_is_negative():
    table = np.array([[-5.0, 0.0, 0.0, 0.0], [7.0, 2.0, 0.0, 0.0]])
    out = np.empty((1, 4))
    factors_of_scores(table, np.array([[-1e9, -1.0, 1e9, np.inf]]), out)
    assert out.tolist() == [[0.0, 0.0, 9.0, 9.0]]
