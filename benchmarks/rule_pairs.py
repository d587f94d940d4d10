"""What ten pairs of rules cost on the losses of henan.toml: eight members, five years a path.

    python benchmarks/rule_pairs.py [paths]

Two share rules with five profit rules settle the same losses, 10^6 path-years by default, in
``compare_rules`` from the first plan to the last figure. Printed are seconds of processor time,
user and system, after a first comparison that compiles; those of drawing and reinsuring the losses
once, the pilot's with them, stand apart. It ends with 1 if a pair costs more than its part of what
the losses cost; a number of seconds never fails.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import timing
from coinsure.planning.aim import PILOT_PATH_YEARS
from coinsure.planning.make import make_plan
from coinsure.pool.profit import AfterLeadCommission, BySectorResult, MultiYear, ProRata, Sliding
from coinsure.pool.shares import Equal
from coinsure.rules import Choice, compare_rules
from coinsure.scenario import load_scenario
from coinsure.study import reinsure_block

HENAN = Path(__file__).parents[1] / "scenarios" / "henan.toml"
PATHS, WARM = 200_000, 2_048
MOST = 0.4
"""Part of what drawing the losses costs that a pair may cost at most."""


def choices(paths: int) -> list[Choice]:
    """Return henan.toml under ten pairs of rules, its own first."""
    scenario = load_scenario(HENAN, {"simulation.paths": paths})
    pairs = [
        (shares, profit)
        for shares in (scenario.pool.shares, Equal())
        for profit in (
            ProRata(),
            BySectorResult(),
            AfterLeadCommission(rate=0.1),
            MultiYear(years=3),
            Sliding(pivot=0.7, slope=1.0),
        )
    ]
    return [
        Choice(
            f"{shares.kind}+{profit.kind}",
            scenario.model_copy(
                update={
                    "pool": scenario.pool.model_copy(update={"shares": shares, "profit": profit})
                }
            ),
        )
        for shares, profit in pairs
    ]


def draw(choice: Choice) -> None:
    """Draw and reinsure the losses of a comparison and of its pilot."""
    plan = make_plan(choice.scenario)
    for block in (plan.pilot(PILOT_PATH_YEARS), *plan.blocks):
        reinsure_block(plan, block)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the work, user and system."""
    before = time.process_time()
    work()
    return time.process_time() - before


def main(paths: int = PATHS) -> int:
    """Print the seconds; return 1 if a pair costs too much of what drawing costs."""
    print(timing.machine())
    compare_rules(choices(WARM))
    pairs = choices(paths)
    years = pairs[0].scenario.simulation.years
    losses = seconds(lambda: draw(pairs[0]))
    whole = seconds(lambda: compare_rules(pairs))
    each = (whole - losses) / len(pairs)
    print(f"{len(pairs)} pairs, {paths * years:,} path-years, seconds of processor time")
    print(f"the losses, drawn and reinsured once     {losses:7.2f}")
    print(f"all pairs, settled and compared          {whole - losses:7.2f}")
    print(f"a pair, in ns for each path-year         {1e9 * each / (paths * years):7.0f}")
    print(f"a pair over the losses                   {each / losses:7.1%}  ≤ {MOST:.0%}")
    return int(each > MOST * losses)


if __name__ == "__main__":
    sys.exit(main(*(int(value) for value in sys.argv[1:])))
