"""The main path on one page: ``run`` draws, settles and sums up; ``Study`` answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from coinsure.arrays import FloatArray
from coinsure.engine import Threads
from coinsure.errors import ModelRefusedError
from coinsure.planning.aim import PILOT_PATH_YEARS, aim, most_path_years
from coinsure.planning.brought import brought_books
from coinsure.planning.columns import PAGES, answer
from coinsure.planning.make import make_plan
from coinsure.planning.pilot import RULE_PATH_YEARS, read_pilot, reads_pilot
from coinsure.planning.plan import Plan
from coinsure.planning.twin import twin_years
from coinsure.planning.without_pool import WithoutPool, without_pool
from coinsure.pool.account import KnownYears
from coinsure.pool.account import settle as settle_block
from coinsure.pool.profit import ProfitRuleSpec
from coinsure.pool.shares import ShareRuleSpec
from coinsure.reinsurance.assumed import assumed
from coinsure.reinsurance.counterparty.default import collect
from coinsure.reinsurance.own import own_cover
from coinsure.reinsurance.programme import reinsure
from coinsure.reinsurance.public.pay import pay_public
from coinsure.results.accuracy import MOST_PATHS, Accuracy
from coinsure.results.archive import Archive
from coinsure.results.capital import headline_capital
from coinsure.results.estimates import annual
from coinsure.results.manifest import manifest
from coinsure.results.summary import summary
from coinsure.risk.estimate import LEAST_PATHS, ONE_PATH
from coinsure.scenario import Scenario, has_uncertain_parameters, years_persist
from coinsure.simulation import simulate as draw
from coinsure.tables.accounts import MemberAccounts, Pages
from coinsure.tables.answers import Answers
from coinsure.tables.assumed import Assumed
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block, LossTable
from coinsure.tables.net import NetTable
from coinsure.tables.own import OwnCover
from coinsure.tables.summary import Asked, Summary, summarise
from coinsure.tables.variation import Variation, variation_of_sheet

Progress = Callable[[int, int | None], None]
"""Called with (blocks done, blocks expected in all, None while nobody knows) after every block."""

Announce = Callable[[str], Progress | None]
"""Called with the name of a run that starts; what it returns is told of that run's progress."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A finished run: its scenario, its plan and what is known of its results."""

    scenario: Scenario
    plan: Plan
    asked: Asked
    results: Summary
    accuracy: Accuracy | None  # what became of a target error; None where the paths were given
    threads: int
    started: datetime
    finished: datetime
    variation: Variation | None  # of like years; None where no parameter is uncertain
    brought: FloatArray | None  # (n, M) losses of the books that members bring, of the pilot
    alone: WithoutPool | None  # the pilot's losses on the book without the pool

    def summary(self) -> dict[str, Any]:
        """Return every headline figure with its error: the content of ``summary.json``."""
        return summary(
            self.scenario,
            self.plan,
            self.asked,
            self.results,
            self.variation,
            self.brought,
            self.alone,
        )

    def manifest(self) -> dict[str, Any]:
        """Return what is needed to run it again and to see that it came out the same."""
        return manifest(
            self.scenario,
            self.plan,
            self.results,
            accuracy=self.accuracy,
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
    scenario: Scenario,
    *,
    engine: Threads | None = None,
    progress: Progress | None = None,
    target_error: float | None = None,
    most_paths: int | None = None,
) -> Study:
    """Simulate a scenario, settle it among the members and keep what the answers need.

    The same scenario gives the same bits on any engine, whatever the number of threads. With a
    ``target_error``, blocks are added until the standard error of the headline capital is at most
    that part of it, or there are ``most_paths`` paths (10,000,000 by default). The study is then,
    bit for bit, that of the scenario with as many paths as it took; ``accuracy`` says how it ended.

    Raises
    ------
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    UsageError
        If the target error makes no sense.
    """
    started = datetime.now(UTC)
    engine = engine or Threads()
    allowed = MOST_PATHS if most_paths is None else most_paths
    _refuse_one_path(scenario.simulation.paths if target_error is None else allowed)
    plan = ready_plan(scenario if target_error is None else scenario.with_paths(allowed))
    pilot, alone = _answer_pilot(scenario, plan, engine)
    accuracy = None
    if target_error is not None:
        level = scenario.capital.level
        most = min(allowed, most_path_years(pilot.names, level) // plan.years)
        accuracy = Accuracy.asked(target_error, most, plan.block_paths, level)
    fold = Fold[Summary]()
    while True:
        plan = replace(plan, paths=accuracy.paths[-1]) if accuracy else plan
        asked = aim(pilot, plan.paths)
        expected = accuracy.blocks_expected if accuracy else len(plan.blocks)
        _extend(fold, plan, asked, engine, progress, expected)
        results = fold.root.sorted(engine.map)
        if accuracy:
            accuracy = accuracy.after(
                headline_capital(scenario, annual(results, asked.annual, alike=plan.alike))
            )
        if accuracy is None or accuracy.finished:
            break
    scenario = scenario.with_paths(plan.paths)
    variation = _variation(scenario, plan, asked, results)
    times = started, datetime.now(UTC)
    beside = brought_books(plan), alone
    return Study(scenario, plan, asked, results, accuracy, engine.count, *times, variation, *beside)


def ready_plan(scenario: Scenario) -> Plan:
    """Make the plan of a scenario, with rules that need losses having seen those of the pilot.

    Raises
    ------
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    """
    plan = make_plan(scenario)
    if not reads_pilot(plan):
        return plan
    return read_pilot(plan, reinsure_block(plan, plan.pilot(RULE_PATH_YEARS)))


def _refuse_one_path(paths: int) -> None:
    if 0 < paths < LEAST_PATHS:
        raise ModelRefusedError("; ".join(ONE_PATH))


def _variation(scenario: Scenario, plan: Plan, asked: Asked, results: Summary) -> Variation | None:
    """Return what like years have in common: those of the run, or two that are drawn for it."""
    if not has_uncertain_parameters(scenario):
        return None
    if plan.years > 1 and scenario.years_are_alike and not years_persist(scenario):
        return variation_of_sheet(results.annual, asked.annual, plan.paths)
    return twin_years(scenario, plan)


def _answer_pilot(
    scenario: Scenario, plan: Plan, engine: Threads
) -> tuple[Answers, WithoutPool | None]:
    """Draw the pilot on all threads; answer for it, and write its book without the pool."""
    pieces = plan.pilot(PILOT_PATH_YEARS).cut(engine.count)
    parts = dict(engine.map(partial(_piece, scenario, plan), pieces))
    answers, books = zip(*(parts[number] for number in range(len(pieces))), strict=True)
    alone = [book for book in books if book is not None]
    return Answers.joined(answers), WithoutPool.joined(alone) if alone else None


def _piece(scenario: Scenario, plan: Plan, block: Block) -> tuple[Answers, WithoutPool | None]:
    losses = draw(plan.simulation, block)
    net = reinsure_losses(plan, losses)
    market = scenario.market
    alone = None if market is None else without_pool(scenario, market, plan, losses, net)
    return answer_net(plan, net), alone


def _extend(
    fold: Fold[Summary],
    plan: Plan,
    asked: Asked,
    engine: Threads,
    progress: Progress | None,
    expected: int | None,
) -> None:
    """Add the blocks that the plan has and the fold has not, and tell of each."""
    fold.change(partial(Summary.narrowed, asked=asked))
    first = fold.blocks
    for number, part in engine.map(partial(run_block, plan, asked), plan.blocks[first:]):
        fold.add(first + number, part)
        if progress:
            progress(fold.blocks, expected)


def run_block(plan: Plan, asked: Asked, block: Block) -> Summary:
    """Do all the work on a block; pure, the only thing that an engine executes."""
    return summarise(answer_block(plan, block), asked)


def reinsure_block(plan: Plan, block: Block) -> NetTable:
    """Take a block of paths from the first loss to what reinsurance and public money leave."""
    return reinsure_losses(plan, draw(plan.simulation, block))


def reinsure_losses(plan: Plan, losses: LossTable) -> NetTable:
    """Apply reinsurance and public money to losses that are drawn."""
    owed = reinsure(losses, plan.treaties)
    net = collect(owed, plan.treaties, plan.defaults)
    return pay_public(net, plan.public_layers, plan.support)


def answer_block(plan: Plan, block: Block) -> Answers:
    """Take a block of paths from the first loss to the named rows."""
    return answer_net(plan, reinsure_block(plan, block))


def answer_net(plan: Plan, net: NetTable) -> Answers:
    """Settle what reinsurance and public money leave, and name the rows."""
    return answer(plan.layout, net, *settle_net(plan, net))


def settle_net(
    plan: Plan,
    net: NetTable,
    pages: Pages = PAGES,
    spare: MemberAccounts | None = None,
    known: KnownYears | None = None,
) -> tuple[MemberAccounts, OwnCover | None, Assumed | None]:
    """Settle what is left among the members, with the reinsurance that they buy and give.

    ``pages`` are the flows that the accounts show, ``spare`` accounts are written over, ``known``
    are years of a settlement that differs in its profit rule only.
    """
    sectors = plan.layout.sector_of_line
    own = own_cover(net, plan.own, plan.share_tables, sectors, plan.defaults)
    taken = assumed(net, plan.treaties, plan.defaults, plan.pool.members, sectors)
    accounts = settle_block(
        net,
        plan.shares,
        plan.profit_rule,
        plan.pool,
        own,
        taken,
        pages=pages,
        with_capital=False,
        spare=spare,
        known=known,
    )
    return accounts, own, taken


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
