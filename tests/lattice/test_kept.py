"""What is kept of a loss, by hand."""

import numpy as np
import pytest

from coinsure.lattice.kept import Kept, capped, everything

LOSSES = np.array([-5.0, 0.0, 3.0, 10.0, 12.0, 30.0, 1000.0])


def layered():
    """All up to 10, nothing of the next 10, half of the rest."""
    return Kept(np.array([0.0, 10.0, 20.0]), np.array([1.0, 0.0, 0.5]))


def test_everything_is_kept_but_nothing_of_a_negative_loss():
    assert everything().of(LOSSES) == pytest.approx(np.maximum(LOSSES, 0.0))


def test_a_limit_comes_before_the_participation():
    assert capped(10.0, 0.8).of(LOSSES) == pytest.approx([0.0, 0.0, 2.4, 8.0, 8.0, 8.0, 8.0])
    assert capped(None, 0.8).of(LOSSES) == pytest.approx(0.8 * np.maximum(LOSSES, 0.0))


def test_pieces_follow_each_other():
    kept = layered()
    assert kept.values == pytest.approx([0.0, 10.0, 10.0])
    assert kept.of(LOSSES) == pytest.approx([0.0, 0.0, 3.0, 10.0, 10.0, 15.0, 500.0])
    assert kept.slope(LOSSES) == pytest.approx([1.0, 1.0, 1.0, 0.0, 0.0, 0.5, 0.5])


def test_the_smallest_loss_of_which_so_much_is_kept():
    wanted = np.array([-1.0, 0.0, 3.0, 10.0, 10.5, 500.0])
    assert layered().smallest_loss(wanted) == pytest.approx([0.0, 0.0, 3.0, 10.0, 21.0, 1000.0])
    assert capped(10.0, 0.5).smallest_loss(np.array([5.0, 5.1])) == pytest.approx([10.0, np.inf])


@pytest.mark.parametrize("first", [capped(25.0, 0.6), layered(), everything()])
@pytest.mark.parametrize("second", [capped(4.0, 1.0), layered(), everything(), capped(None, 0.3)])
def test_one_after_the_other_is_the_second_of_the_first(first, second):
    losses = np.linspace(0.0, 60.0, 601)
    assert first.then(second).of(losses) == pytest.approx(second.of(first.of(losses)))


def test_equal_risks_keep_their_parts():
    losses = np.linspace(0.0, 200.0, 401)
    assert layered().of_equal_risks(4).of(losses) == pytest.approx(4.0 * layered().of(losses / 4.0))
