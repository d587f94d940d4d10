import numpy as np
import pytest

from coinsure.kernels.order import in_order, order_losses


def sort(row, time, occurrence, line, rows):
    start = np.empty(rows + 1, np.int64)
    order = np.empty(row.size, np.int64)
    order_losses(row, time, occurrence, line, start, order)
    return start, order


@pytest.mark.parametrize(
    ("losses", "rows"), [(0, 3), (1, 1), (500, 200), (800, 70), (3000, 4), (2000, 1)]
)
def test_the_order_is_that_of_a_stable_sort_by_row_time_occurrence_and_line(losses, rows):
    rng = np.random.default_rng(losses)
    row = rng.integers(0, rows, losses)
    time = (rng.integers(0, 60, losses) + 0.5) / 4096
    occurrence = rng.integers(-1, 2, losses).astype(np.int32)
    line = rng.integers(0, 3, losses).astype(np.int32)
    start, order = sort(row, time, occurrence, line, rows)
    assert np.array_equal(order, np.lexsort((line, occurrence, time, row)))
    assert np.array_equal(start, np.searchsorted(row[order], np.arange(rows + 1)))


def test_values_of_any_type_are_brought_into_order():
    order = np.array([2, 0, 1])
    for values in (np.array([1.5, 2.5, 3.5]), np.array([1, 2, 3], np.int32)):
        found = in_order(order, values)
        assert found.dtype == values.dtype
        assert np.array_equal(found, values[order])
