"""Premium shares for an equal return, by hand."""

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.pool.shares import EqualReturn
from coinsure.pool.shares.rule import PilotBook


def book(claims, kept):
    return PilotBook(("ic", "materials"), np.array([10.0, 10.0]), np.array(kept), np.array(claims))


def test_premium_moves_until_all_earn_the_same(members):
    """The first carries half of ic and all of materials, the second half of ic.

    Claims of ic are 20 or 0, of materials 4 or 0; 10 is kept of either. Results are 0 and 8 of the
    sectors: 8 and 0 of the members. In the worse year deficits are 10 and -6: 5 - 6 = -1 and 5 of
    the members, 4 together. So the first should earn -2 and the second 10: premium that keeps 10
    moves, half of it from each sector.
    """
    two = members(1.0, 1.0, appetite=({}, {"materials": 0.0}))
    table = EqualReturn(liability="equal", level=0.5).read(
        two, book([[20.0, 0.0], [4.0, 0.0]], [10.0, 10.0])
    )
    np.testing.assert_allclose(table.liability, [[0.5, 1.0], [0.5, 0.0]])
    np.testing.assert_allclose(table.premium, [[0.0, 0.5], [1.0, 0.5]], atol=1e-12)


def test_returns_are_equal_afterwards(members):
    rng = np.random.default_rng(3)
    made = book(rng.gamma(2.0, 3.0, (2, 1000)), [9.0, 8.0])
    three = members(3.0, 2.0, 1.0, appetite=({"ic": 0.3}, {}, {"materials": 0.1}))
    table = EqualReturn(level=0.9).read(three, made)
    result = table.premium @ made.kept - table.liability @ made.claims.mean(axis=1)
    deficit = table.liability @ (made.claims - made.kept[:, None])
    worst = np.argsort(deficit.sum(axis=0))[-100:]
    returns = result / deficit[:, worst].mean(axis=1)
    np.testing.assert_allclose(returns, returns[0])
    np.testing.assert_allclose(table.premium.sum(axis=0), 1.0)


def test_a_premium_share_below_nothing_is_refused(members):
    two = members(1.0, 1.0, appetite=({}, {"materials": 0.0}))
    with pytest.raises(ModelRefusedError, match=r"premium share of -.* in ic"):
        EqualReturn(liability="equal", level=0.5).read(
            two, book([[19.9, 0.0], [4.0, 0.0]], [10.0, 10.0])
        )


def test_worst_years_that_are_no_loss_have_no_risk_capital(members):
    with pytest.raises(ModelRefusedError, match="no risk capital"):
        EqualReturn(level=0.5).read(members(1.0), book([[1.0, 2.0], [1.0, 2.0]], [9.0, 9.0]))
