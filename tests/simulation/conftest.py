from collections.abc import Callable

import numpy as np
import pytest

from coinsure.simulation import ComponentInput, SimulationPlan, build_simulation


def plan_of(
    *components: ComponentInput,
    lines: int = 1,
    years: int = 1,
    seed: int = 20251218,
    factors=None,
    events=None,
    sites=None,
    threshold: float = np.inf,
) -> SimulationPlan:
    """Return the plan of components on lines "s.line_0", "s.line_1" ..."""
    return build_simulation(
        seed=seed,
        years=years,
        lines=tuple(f"s.line_{i}" for i in range(lines)),
        premium=np.ones((lines, years)),
        factors=factors or {"s": None},
        components=components,
        events=events or {},
        sites=sites or {},
        thresholds=np.full(lines, threshold),
    )


@pytest.fixture(name="plan_of")
def _plan_of() -> Callable[..., SimulationPlan]:
    return plan_of
