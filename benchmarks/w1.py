"""Workload W1: four independent lines, 68 losses a year, by the package and by the best numpy.

Poisson means 8, 40, 15, 5, lognormal severities with means 2.0, 0.3, 1.0, 6.0 and coefficients of
variation 3, 2, 2.5, 4, limits 20, 3, 10, 60 after deductibles 0.1, 0.01, 0.05, 0.5. Its exact
answers are in ``tests/test_w1.py``.
"""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.models.frequency import Poisson
from coinsure.models.severity import Lognormal, Pareto, SeveritySpec
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, SimulationPlan, build_simulation, draw_losses
from coinsure.simulation.large import Kept
from coinsure.tables.losses import Block

MEANS = (8.0, 40.0, 15.0, 5.0)
SEVERITIES = ((2.0, 3.0), (0.3, 2.0), (1.0, 2.5), (6.0, 4.0))
LAYERS = ((0.1, 20.0), (0.01, 3.0), (0.05, 10.0), (0.5, 60.0))
LINES = tuple(f"w1.line_{line}" for line in range(4))
LOSSES_PER_YEAR = sum(MEANS)
LARGE = 10.0
"""Losses above it are kept one by one: 0.9 of the 68 of a year."""

CHUNK = 4096
SPARE = 10.0  # standard deviations of a chunk's number of losses


def lognormals() -> list[SeveritySpec]:
    """Return the severities of W1."""
    return [Lognormal(mean=mean, cv=cv) for mean, cv in SEVERITIES]


def paretos() -> list[SeveritySpec]:
    """Return other severities with the means of W1, whose quantiles numpy has no draw for."""
    return [Pareto(minimum=mean / 6.0, alpha=1.2) for mean, _ in SEVERITIES]


def w1(threshold: float, severities: list[SeveritySpec] | None = None) -> SimulationPlan:
    """Return the plan of W1 with losses above the threshold kept one by one."""
    components = [
        ComponentInput(
            name=f"{LINES[line]}.all",
            line=line,
            frequency=Poisson(mean=MEANS[line]),
            risks=1,
            severity=severity,
            terms=Terms(deductible=LAYERS[line][0], limit=LAYERS[line][1]),
            threshold=threshold,
        )
        for line, severity in enumerate(severities or lognormals())
    ]
    return build_simulation(
        seed=12345,
        years=1,
        lines=LINES,
        premium=np.zeros((4, 1)),
        factors={"w1": None},
        components=components,
        events={},
        sites={},
        thresholds=np.full(4, threshold),
    )


def draw_components(plan: SimulationPlan, block: Block) -> tuple[FloatArray, list[Kept]]:
    """Draw counts and losses, large ones taken out but not yet brought into time order."""
    total = np.zeros((4, 1, block.paths))
    return total, draw_losses(plan, block, total)


def best_numpy(years: int) -> FloatArray:
    """Return W1's annual losses, (4, years), by numpy at its best.

    Chunks that stay in cache, the fastest bit generator, ufuncs in place, and sums of segments.
    """
    generator = np.random.Generator(np.random.SFC64(1))
    annual = np.zeros((4, years))
    for line in range(4):
        buffer = np.empty(room(CHUNK * MEANS[line]))
        for first in range(0, years, CHUNK):
            count = generator.poisson(MEANS[line], min(CHUNK, years - first))
            x = buffer[: int(count.sum())]
            fill_losses(generator, line, x)
            add_segments(x, count, annual[line, first : first + count.size])
    return annual


def room(expected: float) -> int:
    """Return room for as many losses as a chunk may have that has ``expected`` of them."""
    return int(expected + SPARE * np.sqrt(expected)) + 64


def parameters(line: int) -> tuple[float, float]:
    """Return mean and standard deviation of the logarithm of a line's losses."""
    mean, cv = SEVERITIES[line]
    variance = np.log1p(cv**2)
    return float(np.log(mean) - 0.5 * variance), float(np.sqrt(variance))


def fill_losses(generator: np.random.Generator, line: int, x: FloatArray) -> None:
    """Fill ``x`` with what a line pays for as many losses."""
    mu, sigma = parameters(line)
    generator.standard_normal(out=x)
    np.multiply(x, sigma, out=x)
    np.add(x, mu, out=x)
    np.exp(x, out=x)
    pay(line, x)


def pay(line: int, x: FloatArray) -> None:
    """Turn losses into what the policies of a line pay."""
    deductible, limit = LAYERS[line]
    np.subtract(x, deductible, out=x)
    np.maximum(x, 0.0, out=x)
    np.minimum(x, limit, out=x)


def add_segments(x: FloatArray, count: np.ndarray, annual: FloatArray) -> None:
    """Add to each year the next ``count`` of its losses ``x``."""
    busy = np.flatnonzero(count)
    if busy.size:
        start = np.cumsum(count) - count
        annual[busy] += np.add.reduceat(x, start[busy])
