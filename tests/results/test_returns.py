"""Returns of members on their capital: the errors are those of result and capital together."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.results.estimates import annual
from coinsure.results.returns import earned, more_earned
from coinsure.risk.measures import tail_value_at_risk, value_at_risk
from coinsure.scenario import load_scenario
from coinsure.study import run

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.toml"
LEVEL = 0.99


@pytest.fixture(scope="module")
def study():
    return run(
        load_scenario(
            MINIMAL,
            {
                "simulation.paths": 65_536,
                "simulation.years": 1,
                "pool.reserve.build_of_profit": 1e-12,
            }
            | {"capital.level": LEVEL},
        )
    )


def test_the_error_is_that_of_the_ratio(study):
    """M2 has 40 % of the pool and pays 2 % of its part of 4,500 for the lead.

    With x its deficit, C its TVaR and r = -E[x] / C a year moves the ratio by
    -(x - E[x] + r (q + (x - q)+ / (1 - p) - C)) / C.
    """
    lost = 0.4 * (study.results.sample.sum(axis=0) - study.plan.layout.margin.sum()) + 36.0
    capital, q = tail_value_at_risk(lost, LEVEL), value_at_risk(lost, LEVEL)
    ratio = -lost.mean() / capital
    tail = q + np.maximum(lost - q, 0.0) / (1.0 - LEVEL) - capital
    moved = -(lost - lost.mean() + ratio * tail) / capital
    found = study.summary()["members"]["M2"]["return_on_capital"]
    assert found["value"] == pytest.approx(ratio)
    assert found["se"] == pytest.approx(moved.std() / np.sqrt(lost.size), rel=0.3)
    assert found["se"] > 1.2 * lost.std() / capital / np.sqrt(lost.size)  # of the result alone


def test_what_two_returns_share_cancels_in_their_difference(study):
    rows = annual(study.results, study.asked.annual, alike=study.plan.alike)
    lead, follower = (earned(rows, name, "tvar", LEVEL) for name in ("M1", "M2"))
    same = more_earned(follower, follower, rows.paths)
    assert (same.value, same.se) == (0.0, 0.0)
    gap = more_earned(follower, lead, rows.paths)
    assert gap.value == pytest.approx(lead.ratio.value - follower.ratio.value)
    apart = (lead.ratio.se**2 + follower.ratio.se**2) ** 0.5
    assert 0.0 < gap.se < 0.5 * apart


def test_few_batches_leave_the_bound():
    few = run(load_scenario(MINIMAL, {"simulation.paths": 2_500, "capital.level": 0.95}))
    rows = annual(few.results, few.asked.annual, alike=few.plan.alike)
    found = earned(rows, "M2", "tvar", 0.95)
    assert found.ratio.se == found.bound > 0.0
