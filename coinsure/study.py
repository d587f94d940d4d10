"""The main path on one page: ``run`` draws, settles and sums up; ``Study`` answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from coinsure.engine import Threads
from coinsure.planning.aim import PILOT_PATH_YEARS, aim
from coinsure.planning.columns import answer
from coinsure.planning.make import make_plan
from coinsure.planning.pilot import RULE_PATH_YEARS, read_pilot, reads_pilot
from coinsure.planning.plan import Plan
from coinsure.pool.account import settle as settle_block
from coinsure.pool.profit import ProfitRuleSpec
from coinsure.pool.shares import ShareRuleSpec
from coinsure.reinsurance.programme import reinsure
from coinsure.results.archive import Archive
from coinsure.results.manifest import manifest
from coinsure.results.summary import summary
from coinsure.scenario import Scenario
from coinsure.simulation import simulate as draw
from coinsure.tables.answers import Answers
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block, LossTable
from coinsure.tables.net import NetTable
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
    threads: int
    started: datetime
    finished: datetime

    def summary(self) -> dict[str, Any]:
        """Return every headline figure with its error: the content of ``summary.json``."""
        return summary(self.scenario, self.plan, self.asked, self.results)

    def manifest(self) -> dict[str, Any]:
        """Return what is needed to run it again and to see that it came out the same."""
        return manifest(
            self.scenario,
            self.plan,
            self.results,
            threads=self.threads,
            started=self.started,
            finished=self.finished,
        )

    def archive(self) -> Archive:
        """Return the results in the form that another run can be compared with."""
        title = {"zh": self.scenario.title_zh, "en": self.scenario.title}
        stress = self.scenario.provenance.stress
        if stress:
            title["zh"] += f"：{stress.label.zh}"
            title["en"] += f": {stress.label.en}"
        return Archive(
            title=title,
            seed=self.scenario.simulation.seed,
            level=self.scenario.capital.level,
            premium=float(self.plan.pool.premium[:, 0].sum()),
            unit=self.scenario.unit,
            asked=self.asked,
            results=self.results,
        )


def run(
    scenario: Scenario, *, engine: Threads | None = None, progress: Progress | None = None
) -> Study:
    """Simulate a scenario, settle it among the members and keep what the answers need.

    The same scenario gives the same bits on any engine, whatever the number of threads.

    Raises
    ------
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    """
    started = datetime.now(UTC)
    engine = engine or Threads()
    plan = make_plan(scenario)
    if reads_pilot(plan):
        plan = read_pilot(plan, reinsure_block(plan, plan.pilot(RULE_PATH_YEARS)))
    asked = aim(answer_block(plan, plan.pilot(PILOT_PATH_YEARS)), plan.paths)
    blocks = plan.blocks
    fold = Fold[Summary](len(blocks))
    for done, (number, part) in enumerate(engine.map(partial(run_block, plan, asked), blocks), 1):
        fold.add(number, part)
        if progress:
            progress(done, len(blocks))
    results = fold.root.sorted()
    return Study(scenario, plan, asked, results, engine.count, started, datetime.now(UTC))


def run_block(plan: Plan, asked: Asked, block: Block) -> Summary:
    """Do all the work on a block; pure, the only thing that an engine executes."""
    return summarise(answer_block(plan, block), asked)


def reinsure_block(plan: Plan, block: Block) -> NetTable:
    """Take a block of paths from the first loss to what reinsurance leaves."""
    return reinsure(draw(plan.simulation, block), plan.treaties)


def answer_block(plan: Plan, block: Block) -> Answers:
    """Take a block of paths from the first loss to the named rows."""
    net = reinsure_block(plan, block)
    accounts = settle_block(net, plan.shares, plan.profit_rule, plan.pool)
    return answer(plan.layout, net, accounts)


def settle(
    study: Study,
    *,
    share_rule: ShareRuleSpec | None = None,
    profit_rule: ProfitRuleSpec | None = None,
) -> Study:
    """Settle a study's losses by other rules; its paths are drawn again, with the same bits."""
    changed: dict[str, object] = {}
    if share_rule is not None:
        changed["shares"] = share_rule
    if profit_rule is not None:
        changed["profit"] = profit_rule
    pool = study.scenario.pool.model_copy(update=changed)
    return run(study.scenario.model_copy(update={"pool": pool}), engine=Threads(study.threads))


def simulate(scenario: Scenario) -> LossTable:
    """Draw the losses of all paths of a scenario at once; ``annual`` of the answer is (Y, L)."""
    return draw(make_plan(scenario).simulation, Block(0, scenario.simulation.paths))
