"""Single insurers: what article 103 lets them keep, what is ceded, what nobody covers."""

import numpy as np
import pytest

from coinsure.pool.alone import carried_alone, writers


def test_cap_then_facultative_cover_then_nothing():
    """Units of 100, 300 and 1,000 with a cap of 200 and 150 of facultative cover."""
    carried = carried_alone(np.array([100.0, 300.0, 1000.0]), np.array([[200.0]]), 150.0)
    assert carried.kept[0].tolist() == pytest.approx([1.0, 2 / 3, 0.2])
    assert carried.ceded[0].tolist() == pytest.approx([0.0, 1 / 3, 0.15])
    assert carried.insured[0].tolist() == pytest.approx([1.0, 1.0, 0.35])


def test_who_has_no_capacity_left_keeps_nothing():
    carried = carried_alone(np.array([100.0]), np.array([[-5.0]]), 0.0)
    assert (carried.kept[0, 0], carried.insured[0, 0]) == (0.0, 0.0)


def test_whole_risks_go_to_who_is_furthest_below_its_weight():
    """Targets 60 and 40 of 100: 50 to the first, 30 to the second, then 10 each to who misses 10.

    After 50 and 30 both miss 10, so that the first is served first and then the second.
    """
    assert writers(np.array([10.0, 50.0, 30.0, 10.0]), np.array([0.6, 0.4, 0.0])).tolist() == [
        0,
        0,
        1,
        1,
    ]


def test_who_has_no_weight_writes_nothing_and_somebody_must_have_one():
    assert 1 not in writers(np.ones(50), np.array([0.5, 0.0, 0.5]))
    with pytest.raises(ValueError, match="no weight"):
        writers(np.ones(2), np.zeros(3))
