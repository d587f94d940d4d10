import numpy as np
import pytest

from coinsure.kernels._jit import kernel
from coinsure.kernels.quantiles import fill_quantiles, quantiles_of_words, yearly_quantiles

ENDS = [0, 2**64 - 1, 1 << 63, (1 << 63) - 1, 1 << 62, (1 << 62) - 1, 3 << 62, 1 << 12]


@kernel
def in_lanes(
    words: np.ndarray, table: np.ndarray, cell_bits: int, cells: np.ndarray, x: np.ndarray
) -> None:
    fill_quantiles(words, table, cell_bits, cells, x, words.size)


@pytest.fixture(params=[4, 6])
def cell_bits(request) -> int:
    return request.param


@pytest.fixture
def table(cell_bits) -> np.ndarray:
    return np.random.default_rng(6).normal(size=(2 * 51 << cell_bits, 4))


@pytest.fixture
def words() -> np.ndarray:
    some = np.random.default_rng(7).integers(0, 2**64, 5000, dtype=np.uint64)
    shifts = np.arange(some.size, dtype=np.uint64) % np.uint64(50)
    deep = np.concatenate([some >> shifts, ~(some >> shifts), np.array(ENDS, np.uint64)])
    return deep[: deep.size // 8 * 8]


def test_a_word_finds_its_cell_at_any_depth_of_either_tail(table, cell_bits, words, quantile_twin):
    x = np.empty(words.size)
    quantiles_of_words(words, table, cell_bits, x)
    want = [quantile_twin(table, cell_bits, int(word)) for word in words]
    assert np.allclose(x, want, rtol=0.0, atol=1e-14)


def test_four_at_a_time_give_the_bits_of_one_at_a_time(table, cell_bits, words):
    one, four = np.empty(words.size), np.empty(words.size)
    quantiles_of_words(words, table, cell_bits, one)
    in_lanes(words, table, cell_bits, np.empty(words.size, np.int32), four)
    assert np.array_equal(one, four)


def test_yearly_quantiles_use_the_first_word_of_the_path_and_year(
    table, cell_bits, word_twin, quantile_twin
):
    x = np.empty((2, 30))
    yearly_quantiles(9, 8, 2**32 - 10, table, cell_bits, x)
    for year, path in ((0, 0), (1, 4), (1, 29)):
        word = word_twin(9, 8, 2**32 - 10 + path, year, 0)
        assert x[year, path] == pytest.approx(quantile_twin(table, cell_bits, word), abs=1e-14)
