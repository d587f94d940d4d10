"""Solutions of random games against the independent package coopgame-py (Rust)."""

import numpy as np
import pytest

from coinsure.risk.games import least_core, nucleolus, shapley

coopgame = pytest.importorskip("coopgame", reason="coopgame-py has no wheel for this platform")

GAMES = 200
MOST = 8


def random_games():
    """Yield superadditive, additive-looking and wild games of 2 to 8 members in turn."""
    draw = np.random.default_rng(20251218)
    for number in range(GAMES):
        members = 2 + number % (MOST - 1)
        worth = draw.integers(0, 100, 1 << members).astype(float)
        worth[0] = 0.0
        alone = worth[1 << np.arange(members)]
        worth[-1] = max(worth[-1], alone.sum() + draw.integers(1, 50))  # imputations exist
        if number % 3 == 0:
            for coalition in range(1, worth.size):
                best = worth[coalition]
                part = (coalition - 1) & coalition
                while part:
                    best = max(best, worth[part] + worth[coalition ^ part])
                    part = (part - 1) & coalition
                worth[coalition] = best
        yield pytest.param(worth, id=f"{number}-{members}")


@pytest.mark.parametrize("worth", list(random_games()))
def test_solutions_agree(worth):
    game = coopgame.Game(worth[1:].tolist())
    size = np.abs(worth).max()
    assert nucleolus(worth) == pytest.approx(
        coopgame.nucleolus(game)["allocation"], abs=1e-7 * size
    )
    assert shapley(worth) == pytest.approx(coopgame.shapley(game), abs=1e-9 * size)
    worst = coopgame.least_core(game, "preimputation")["epsilon"]
    assert least_core(worth)[0] == pytest.approx(worst, abs=1e-7 * size)
