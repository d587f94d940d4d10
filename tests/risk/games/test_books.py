"""Games of simulated books against every coalition on its own, and against what theory says."""

import numpy as np
import pytest

from coinsure.risk.games import coalition_tvar, in_core, nucleolus, savings, shapley
from coinsure.risk.measures import tail_value_at_risk

BOOKS = {
    "heavy": lambda draw: draw.lognormal(0.0, 1.5, (2000, 5)),
    "light": lambda draw: draw.normal(5.0, 1.0, (2000, 5)),
    "with gains": lambda draw: draw.normal(0.0, 1.0, (2000, 5)) * [1.0, 1.0, 1.0, 10.0, 0.0],
    "mostly 0": lambda draw: (draw.random((2000, 5)) < 0.003) * draw.pareto(1.5, (2000, 5)),
    "atoms": lambda draw: draw.integers(0, 3, (2000, 5)).astype(float),
    "opposed": lambda draw: draw.normal(size=(2000, 1)) * [1.0, -1.0, 2.0, -3.0, 1.0],
}


@pytest.mark.parametrize("p", [0.0, 0.5, 0.97, 0.995, 0.9996])
@pytest.mark.parametrize("book", BOOKS)
def test_every_coalition_has_the_tvar_of_its_total(book, p):
    losses = BOOKS[book](np.random.default_rng(7))
    found = coalition_tvar(losses, p)
    assert found[0] == 0.0
    for coalition in range(1, 32):
        total = losses[:, [m for m in range(5) if coalition >> m & 1]].sum(axis=1)
        expected = tail_value_at_risk(total, p)
        assert found[coalition] == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_shapley_is_the_share_where_every_member_has_one_share():
    """With X_i = s_i X TVaR is additive, so that Shapley = Euler = proportional."""
    share = np.array([0.4, 0.3, 0.2, 0.1])
    total = np.random.default_rng(3).gamma(0.5, 100.0, 5000)
    costs = coalition_tvar(total[:, None] * share, 0.99)
    assert shapley(costs) == pytest.approx(share * tail_value_at_risk(total, 0.99), rel=1e-12)
    assert savings(costs) == pytest.approx(0.0, abs=1e-9 * costs[-1])


def test_savings_are_what_members_alone_hold_more():
    # by hand: 10 and 20 alone, 25 together: 5 saved, halved by every solution of two members
    saved = savings([0.0, 10.0, 20.0, 25.0])
    assert saved.tolist() == [0.0, 0.0, 0.0, 5.0]
    assert shapley(saved) == pytest.approx([2.5, 2.5])


def test_tvar_saves_for_everybody():
    """TVaR is coherent and positively homogeneous: its savings game has a core."""
    losses = np.random.default_rng(11).lognormal(0.0, 1.0, (4000, 6))
    saved = savings(coalition_tvar(losses, 0.99))
    assert saved.min() >= 0.0
    assert in_core(saved, nucleolus(saved))


@pytest.mark.parametrize(
    ("losses", "p", "says"),
    [
        (np.ones((10, 17)), 0.9, "1 to 16 members"),
        (np.ones((10, 0)), 0.9, "1 to 16 members"),
        (np.ones((0, 3)), 0.9, "at least one value"),
        ([[1.0, np.nan]], 0.9, "not finite"),
        (np.ones((10, 2)), 1.0, "below 1"),
        (np.ones((10, 2)), -0.1, "below 1"),
    ],
)
def test_refused(losses, p, says):
    with pytest.raises(ValueError, match=says):
        coalition_tvar(losses, p)
