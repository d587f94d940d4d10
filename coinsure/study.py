"""The main path of the package on one page: ``run`` draws, settles and sums up; ``Study`` answers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from coinsure.engine import Threads
from coinsure.planning.aim import PILOT_PATH_YEARS, aim
from coinsure.planning.columns import answer
from coinsure.planning.make import make_plan
from coinsure.planning.plan import Plan
from coinsure.pool.account import settle
from coinsure.reinsurance import reinsure
from coinsure.scenario import Scenario
from coinsure.simulation import simulate
from coinsure.tables.answers import Answers
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block
from coinsure.tables.summary import Asked, Summary, summarise

Progress = Callable[[int, int], None]
"""Called with (blocks done, blocks in all) after every block."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A finished run: its scenario, its plan and what is known of its results."""

    scenario: Scenario
    plan: Plan
    asked: Asked
    results: Summary


def run(scenario: Scenario, *, engine: Threads | None = None, progress: Progress | None = None) -> Study:
    """Simulate a scenario, settle it among the members and keep what the answers need.

    The same scenario gives the same bits on any engine, whatever the number of threads.

    Raises
    ------
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    """
    plan = make_plan(scenario)
    asked = aim(answer_block(plan, plan.pilot(PILOT_PATH_YEARS)), plan.paths)
    blocks = plan.blocks
    fold = Fold[Summary](len(blocks))
    for done, (number, summary) in enumerate((engine or Threads()).map(partial(run_block, plan, asked), blocks), 1):
        fold.add(number, summary)
        if progress:
            progress(done, len(blocks))
    return Study(scenario, plan, asked, fold.root.sorted())


def run_block(plan: Plan, asked: Asked, block: Block) -> Summary:
    """Do all the work on a block; pure, the only thing that an engine executes."""
    return summarise(answer_block(plan, block), asked)


def answer_block(plan: Plan, block: Block) -> Answers:
    """Take a block of paths from the first loss to the named rows."""
    losses = simulate(plan.simulation, block)
    net = reinsure(losses, plan.treaties)
    accounts = settle(net, plan.shares, plan.profit, plan.pool)
    return answer(plan.layout, losses, net, accounts)
