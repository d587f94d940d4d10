"""The drawing of losses against the best numpy there is, on workload W1.

    python benchmarks/bench_simulate.py [years] [rounds]
    python -m pytest benchmarks/bench_simulate.py --benchmark-enable --benchmark-only

The first prints CPU time per loss and ratios, medians of interleaved rounds on one thread: judge
the ratios, not the nanoseconds of a machine. What is timed is the project's own path, from a plan
to the losses of a block, tables, policy terms and time order included.

W1: four lines, Poisson means 8, 40, 15, 5, lognormal severities with means 2.0, 0.3, 1.0, 6.0 and
coefficients of variation 3, 2, 2.5, 4, limits 20, 3, 10, 60 after deductibles 0.1, 0.01, 0.05, 0.5.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import llvmlite
import llvmlite.binding
import numba
import numpy as np
import pytest

from coinsure.models.frequency import Poisson
from coinsure.models.severity import Lognormal
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, SimulationPlan, build_simulation, simulate
from coinsure.simulation.counting import draw_counts
from coinsure.simulation.store import LossStore
from coinsure.tables.losses import Block

MEANS = (8.0, 40.0, 15.0, 5.0)
SEVERITIES = ((2.0, 3.0), (0.3, 2.0), (1.0, 2.5), (6.0, 4.0))
LAYERS = ((0.1, 20.0), (0.01, 3.0), (0.05, 10.0), (0.5, 60.0))
LOSSES_PER_YEAR = sum(MEANS)
LARGE = 10.0
CHUNK = 4096
YEARS = 65_536


def w1(threshold: float) -> SimulationPlan:
    """Return the plan of W1 with losses above the threshold kept one by one."""
    components = [
        ComponentInput(
            name=f"w1.line_{i}.all",
            line=i,
            frequency=Poisson(mean=frequency),
            risks=1,
            severity=Lognormal(mean=mean, cv=cv),
            terms=Terms(deductible=deductible, limit=limit),
            threshold=threshold,
        )
        for i, (frequency, (mean, cv), (deductible, limit)) in enumerate(
            zip(MEANS, SEVERITIES, LAYERS, strict=True)
        )
    ]
    return build_simulation(
        seed=12345,
        years=1,
        lines=tuple(f"w1.line_{i}" for i in range(4)),
        premium=np.zeros((4, 1)),
        factors={"w1": None},
        components=components,
        events={},
        sites={},
        thresholds=np.full(4, threshold),
    )


def best_numpy(years: int) -> np.ndarray:
    """Return W1's annual losses, (4, years), by numpy at its best.

    Chunks that stay in cache, the fastest bit generator, ufuncs in place, and sums of segments.
    """
    generator = np.random.Generator(np.random.SFC64(1))
    annual = np.zeros((4, years))
    for line, (frequency, (mean, cv), (deductible, limit)) in enumerate(
        zip(MEANS, SEVERITIES, LAYERS, strict=True)
    ):
        variance = np.log1p(cv**2)
        sigma, mu = np.sqrt(variance), np.log(mean) - 0.5 * variance
        losses = CHUNK * frequency
        buffer = np.empty(int(losses + 10.0 * np.sqrt(losses)) + 64)
        for first in range(0, years, CHUNK):
            count = generator.poisson(frequency, min(CHUNK, years - first))
            start = np.zeros(count.size, np.int64)
            np.cumsum(count[:-1], out=start[1:])
            x = buffer[: int(count.sum())]
            generator.standard_normal(out=x)
            np.multiply(x, sigma, out=x)
            np.add(x, mu, out=x)
            np.exp(x, out=x)
            np.subtract(x, deductible, out=x)
            np.maximum(x, 0.0, out=x)
            np.minimum(x, limit, out=x)
            busy = count > 0
            annual[line, first : first + count.size][busy] = np.add.reduceat(x, start[busy])
    return annual


def draw_components(plan: SimulationPlan, block: Block) -> LossStore:
    """Draw counts and losses, large ones taken out but not yet brought into time order."""
    total = np.zeros((4, 1, block.paths))
    store = LossStore(block.paths * sum(part.kept_rate for part in plan.components))
    for part in plan.components:
        counts = draw_counts(
            part.counts, seed=plan.seed, stream=part.stream, block=block, years=1, factors=[]
        )
        store.add(
            part,
            seed=plan.seed,
            block=block,
            first_year=0,
            counts=counts,
            total=total[part.line],
        )
    return store


def variants(years: int) -> dict[str, Callable[[], object]]:
    """Return what is timed, the opponent first."""
    block = Block(0, years)
    sums, large = w1(np.inf), w1(LARGE)
    return {
        "best numpy (chunk 4096, SFC64, in place, reduceat)": lambda: best_numpy(years),
        "components, annual sums only": lambda: draw_components(sums, block),
        "components, 0.9 large losses a year taken out": lambda: draw_components(large, block),
        "simulate, annual sums only": lambda: simulate(sums, block),
        "simulate, large losses in time order": lambda: simulate(large, block),
    }


def widest_vector() -> int:
    """Return the bits of the widest vectors that kernels are compiled for."""
    features = llvmlite.binding.get_host_cpu_features()
    return 512 if features.get("avx512f") else 256 if features.get("avx2") else 128


def processor() -> str:
    """Return the processor's name, as Linux knows it, else as Python does."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def main(years: int = YEARS, rounds: int = 7) -> None:
    """Print the table."""
    timed = variants(years)
    for run in timed.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, run in timed.items():
            begin = time.process_time()
            run()
            seconds[name].append(time.process_time() - begin)
    print(
        f"{processor()} ({llvmlite.binding.get_host_cpu_name()}), "
        f"vectors of {widest_vector()} bits; numpy {np.__version__}, numba {numba.__version__}, "
        f"LLVM {'.'.join(map(str, llvmlite.binding.llvm_version_info))}"
    )
    print(f"W1, {years:,} years, medians of {rounds} interleaved rounds of CPU time, one thread")
    reference = statistics.median(next(iter(seconds.values())))
    for name, values in seconds.items():
        median = statistics.median(values)
        per_loss = 1e9 * median / years / LOSSES_PER_YEAR
        print(f"{name:52s} {per_loss:7.2f} ns a loss {reference / median:7.2f} x best numpy")


@pytest.mark.parametrize("name", list(variants(CHUNK)))
@pytest.mark.benchmark(group="W1")
def test_w1(benchmark, name: str) -> None:
    run = variants(YEARS)[name]
    run()
    benchmark(run)


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:]))
