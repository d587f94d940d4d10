"""One table of ratios: the package against the best numpy, and against itself on one thread.

    python benchmarks/ratios.py [rounds]

Everything is run in turn, in one process, after a first run that compiles; times are medians of
processor time on one thread (of the wall clock where threads are compared). A ratio below its
floor ends the program with 1; a number of seconds never does. Floors depend on the width of the
vectors; those of the wall clock are judged only where nobody else used the machine.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

import eight_treaties
import timing
import w1
import w2
from coinsure.arrays import LEVELS, FloatArray
from coinsure.engine import Threads
from coinsure.reinsurance.programme import reinsure
from coinsure.risk.estimate import Estimate
from coinsure.risk.games import coalition_tvar
from coinsure.risk.ranks import rank
from coinsure.risk.tails import TailSample
from coinsure.scenario import load_scenario
from coinsure.simulation import simulate
from coinsure.study import run
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block, LossTable
from coinsure.tables.summary import Tail, Watched, cut

ROUNDS = 7
YEARS = 1 << 16
PATHS = 13_312  # of five years each, in whole cells: as many path-years
BLOCKS = 16
GAME_YEARS, GAME_MEMBERS = 100_000, 10
WHOLE = {"simulation.paths": 163_840}
HENAN = Path(__file__).parents[1] / "scenarios" / "henan.toml"


HEADING = f"{'':55s} {'ns':>7s} {'ratio':>8s} {'bound':>8s}"


@dataclass(frozen=True)
class Row:
    """A ratio and the bound that it is judged by, if there is one."""

    name: str
    ratio: float
    wide: float | None = None  # the least it may be with vectors of 512 bits
    narrow: float | None = None  # with vectors of 256 bits
    most: float | None = None  # the most it may be, of parts of a whole
    part: bool = False  # a part of a whole without a bound
    nanoseconds: float | None = None
    why_not: str = ""  # it is not judged

    @property
    def least(self) -> float | None:
        return {512: self.wide, 256: self.narrow}.get(timing.vector_bits())

    @property
    def outside(self) -> bool:
        """Whether the ratio is on the wrong side of its bound."""
        too_low = self.least is not None and self.ratio < self.least
        return too_low or (self.most is not None and self.ratio > self.most)

    @property
    def failed(self) -> bool:
        return self.outside and not self.why_not

    def __str__(self) -> str:
        each = "" if self.nanoseconds is None else f"{self.nanoseconds:.1f}"
        share = self.part or self.most is not None
        ratio = f"{self.ratio:.1%}" if share else f"{self.ratio:.2f} x"
        bound = "" if self.least is None else f"≥ {self.least:.1f}"
        bound = bound if self.most is None else f"≤ {self.most:.0%}"
        verdict = "ok" if bound else ""
        if self.outside:
            verdict = f"not judged: {self.why_not}" if self.why_not else "FAILED"
        return f"{self.name:55s} {each:>7s} {ratio:>8s} {bound:>8s}  {verdict}".rstrip()


def against_numpy(rounds: int) -> Iterator[Row]:
    """Compare kernels and stages with numpy programs that do the same, on one thread."""
    block = Block(0, YEARS)
    large, other, sums = w1.w1(w1.LARGE), w1.w1(w1.LARGE, w1.paretos()), w1.w1(np.inf)
    yield from compared(
        {
            "W1, best numpy (chunks, SFC64, in place, reduceat)": (
                lambda: w1.best_numpy(YEARS), None, None,
            ),
            "W1, event kernel, large losses taken out": (
                lambda: w1.draw_components(large, block), 5.8, 2.9,
            ),
            "W1, any severity by table (Pareto)": (
                lambda: w1.draw_components(other, block), 4.1, 2.9,
            ),
            "W1, event kernel, annual sums only": (
                lambda: w1.draw_components(sums, block), None, None,
            ),
            "W1, simulate: large losses in time order": (
                lambda: simulate(large, block), None, None,
            ),
        },
        rounds,
        YEARS,
    )  # fmt: skip
    plan, treaties = w2.w2()
    block = Block(0, PATHS)
    yield from compared(
        {
            "W2, best numpy": (lambda: w2.best_numpy(PATHS), None, None),
            "W2, kernels, treaties by sums of a year": (
                lambda: w2.by_kernels(plan, block), 4.5, 3.0,
            ),
            "W2, stages: time order, each line's recoveries": (
                lambda: w2.by_stages(plan, treaties, block), None, None,
            ),
        },
        rounds,
        PATHS * w2.YEARS,
    )  # fmt: skip


def compared(
    runs: Mapping[str, tuple[Callable[[], object], float | None, float | None]],
    rounds: int,
    path_years: int,
) -> Iterator[Row]:
    """Yield the ratio of each run, with its bounds, to the first."""
    found = timing.medians({name: run for name, (run, _, _) in runs.items()}, rounds)
    first = next(iter(found.values()))
    for name, (_, wide, narrow) in runs.items():
        each = 1e9 * found[name] / path_years
        yield Row(name, first / found[name], wide, narrow, nanoseconds=each)


def tail_metrics(rounds: int) -> Iterator[Row]:
    """Compare VaR, TVaR and co-TVaR of W1, errors included, with its simulation."""
    plan = w1.w1(w1.LARGE)
    blocks = [Block(first, YEARS) for first in range(0, BLOCKS * YEARS, YEARS)]
    drawn = [with_total(simulate(plan, block)) for block in blocks]
    found = timing.medians(
        {
            "simulate": lambda: [simulate(plan, block) for block in blocks],
            "one": lambda: measure(drawn, blocks, LEVELS[3:4], depth=0.99),
            "all": lambda: measure(drawn, blocks, LEVELS, depth=0.88),
        },
        rounds,
    )
    one, every = found["one"] / found["simulate"], found["all"] / found["simulate"]
    yield Row(f"W1, tail figures at {LEVELS[3]:.1%} over simulate", one, most=0.03)
    yield Row(f"W1, tail figures at {len(LEVELS)} levels over simulate", every, part=True)


def with_total(losses: LossTable) -> FloatArray:
    """Return the losses of the pool and of its lines, (5, T, P)."""
    a, b, c, d = losses.total
    return np.stack([(a + b) + (c + d), a, b, c, d])


def measure(
    drawn: Sequence[FloatArray], blocks: Sequence[Block], levels: Sequence[float], depth: float
) -> list[tuple[Estimate, ...]]:
    """Return VaR, TVaR and the co-TVaR of the lines at each level."""
    floor = float(np.partition(drawn[0][0, 0], int(depth * YEARS))[int(depth * YEARS)])
    watched = Watched("pool", 0, (1, 2, 3, 4), floor)
    fold = Fold[Tail]()
    for number, (rows, block) in enumerate(zip(drawn, blocks, strict=True)):
        fold.add(number, cut(rows, block, watched))
    tail = fold.root.sorted()
    paths = len(blocks) * YEARS
    sample = TailSample(tail.value, tail.row, tail.parts, tail.floor, tail.equal, paths, 1)
    return [
        (
            sample.value_at_risk(p),
            sample.tail_value_at_risk(p),
            *sample.co_tail_value_at_risk(p),
        )
        for p in levels
    ]


def treaties(rounds: int) -> Iterator[Row]:
    """Compare Henan under eight treaties, their single losses included, with Henan under none."""
    scenario = load_scenario(HENAN)
    bare = eight_treaties.without_treaties(scenario)
    plan, programme = eight_treaties.with_treaties(scenario)
    block = Block(0, PATHS)
    found = timing.medians(
        {
            "bare": lambda: simulate(bare, block),
            "kept": lambda: simulate(plan, block),
            "ceded": lambda: reinsure(simulate(plan, block), programme),
        },
        rounds,
    )
    kept, ceded = found["kept"] / found["bare"] - 1.0, found["ceded"] / found["bare"] - 1.0
    yield Row("henan.toml, single losses of eight treaties kept", kept, part=True)
    yield Row("henan.toml, kept, and the eight treaties applied", ceded, most=0.40)


def coalitions(rounds: int) -> Iterator[Row]:
    """Compare the TVaR of all coalitions of members with numpy, totals kept from smaller ones."""
    losses = np.random.default_rng(1).lognormal(0.0, 1.5, (GAME_YEARS, GAME_MEMBERS))
    yield from compared(
        {
            f"TVaR of all coalitions of {GAME_MEMBERS}, best numpy (partition)": (
                lambda: numpy_coalitions(losses, LEVELS[3]), None, None,
            ),
            f"TVaR of all coalitions of {GAME_MEMBERS}, kernel": (
                lambda: coalition_tvar(losses, LEVELS[3]), 1.4, 1.4,
            ),
        },
        rounds,
        GAME_YEARS << GAME_MEMBERS,
    )  # fmt: skip


def numpy_coalitions(losses: FloatArray, p: float) -> FloatArray:
    """Return the TVaR of every coalition, (2^M,)."""
    years, members = losses.shape
    by_member = np.ascontiguousarray(losses.T)
    known = np.zeros((members + 1, years))  # totals by the lowest member; last, of nobody
    beyond = years - rank(years, p)
    found = np.zeros(1 << members)
    for coalition in range(1, 1 << members):
        lowest, rest = bits_below(coalition), coalition & (coalition - 1)
        total = np.add(known[bits_below(rest)], by_member[lowest], out=known[lowest])
        tail = np.partition(total, years - 1 - beyond)[years - 1 - beyond :]
        found[coalition] = tail[0] + (tail - tail[0]).sum() / (years * (1.0 - p))
    return found


def bits_below(coalition: int) -> int:
    """Return the number of the lowest member, -1 for nobody."""
    return (coalition & -coalition).bit_length() - 1


def on_two_threads(rounds: int) -> Iterator[Row]:
    """Compare two threads with one by the wall clock, for the kernel and for a whole run."""
    plan = w1.w1(w1.LARGE)
    blocks = [Block(first, YEARS) for first in range(0, BLOCKS * YEARS, YEARS)]
    scenario = load_scenario(HENAN, WHOLE)

    def kernel(threads: int) -> object:
        return list(Threads(threads).map(lambda block: w1.draw_components(plan, block), blocks))

    def whole(threads: int) -> object:
        return run(scenario, engine=Threads(threads))

    cases = (
        ("W1, event kernel, two threads over one (wall)", kernel, 1.9),
        ("henan.toml, whole run, two threads over one (wall)", whole, 1.7),
    )
    for name, work, floor in cases:
        with timing.watched() as neighbours:
            found = timing.medians(
                {"one": partial(work, 1), "two": partial(work, 2)}, rounds, time.perf_counter
            )
        yield Row(name, found["one"] / found["two"], floor, floor, why_not=neighbours.objection)


def main(rounds: int = ROUNDS) -> int:
    """Print the table; return 1 if a ratio is on the wrong side of its bound."""
    print(timing.machine())
    print(f"medians of {rounds} interleaved rounds; ns are of processor time per path-year")
    print(HEADING)
    rows: list[Row] = []
    for part in (against_numpy, tail_metrics, coalitions, treaties, on_two_threads):
        for row in part(rounds):
            rows.append(row)
            print(row, flush=True)
    return int(any(row.failed for row in rows))


if __name__ == "__main__":
    sys.exit(main(*(int(value) for value in sys.argv[1:])))
