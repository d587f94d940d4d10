"""Drawing a block of losses by the package and by the best numpy, timed by pytest-benchmark.

    pytest benchmarks/bench_simulate.py -n 0 --benchmark-enable --benchmark-only

Each group is one workload; the number in brackets behind a time is its ratio to the fastest of the
group, so the one behind numpy is what the package gains. ``ratios.py`` judges those ratios.
"""

from collections.abc import Callable
from functools import partial

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import w1
import w2
from coinsure.tables.losses import Block

YEARS = 1 << 14
BLOCK = Block(0, YEARS)

pytestmark = pytest.mark.benchmark(warmup=True, warmup_iterations=1, min_rounds=5)


@pytest.mark.benchmark(group="W1, lognormal severities by the event kernel")
@pytest.mark.parametrize(
    "draw",
    [partial(w1.draw_components, w1.w1(w1.LARGE), BLOCK), partial(w1.best_numpy, YEARS)],
    ids=["coinsure", "numpy"],
)
def test_event_kernel(benchmark: BenchmarkFixture, draw: Callable[[], object]):
    assert benchmark(draw) is not None


@pytest.mark.benchmark(group="W1 with Pareto severities by table")
@pytest.mark.parametrize(
    "draw",
    [
        partial(w1.draw_components, w1.w1(w1.LARGE, w1.paretos()), BLOCK),
        partial(w1.best_numpy, YEARS),
    ],
    ids=["coinsure", "numpy, lognormal"],
)
def test_table_severity(benchmark: BenchmarkFixture, draw: Callable[[], object]):
    assert benchmark(draw) is not None


@pytest.mark.benchmark(group="W2, five years with excess of loss and an account")
@pytest.mark.parametrize(
    "draw",
    [partial(w2.by_kernels, w2.w2()[0], BLOCK), partial(w2.best_numpy, YEARS)],
    ids=["coinsure", "numpy"],
)
def test_excess_of_loss_and_account(benchmark: BenchmarkFixture, draw: Callable[[], object]):
    assert benchmark(draw) is not None
