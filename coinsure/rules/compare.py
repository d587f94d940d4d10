"""``compare_rules``: the losses are drawn once, and settled by every choice of rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.engine import Threads
from coinsure.errors import ModelRefusedError, UsageError
from coinsure.planning.aim import PILOT_PATH_YEARS, watch
from coinsure.planning.make import make_plan
from coinsure.planning.pilot import RULE_PATH_YEARS, read_pilot, reads_pilot
from coinsure.planning.plan import Plan
from coinsure.results.estimates import Rows, annual
from coinsure.risk.estimate import LEAST_PATHS, ONE_PATH
from coinsure.rules.choices import Choice
from coinsure.rules.figures import MemberFigures, PoolFigures, member_figures, pool_figures
from coinsure.rules.rows import PAGES, rule_names, rule_rows
from coinsure.rules.stability import Stability, stability
from coinsure.scenario import Scenario
from coinsure.study import Progress, reinsure_block, settle_net
from coinsure.tables.accounts import EVERY_FLOW, MemberAccounts, Pages
from coinsure.tables.answers import Answers
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block
from coinsure.tables.net import NetTable
from coinsure.tables.summary import Asked, Summary, Watch, summarise


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A choice of rules and what a year brings under it."""

    choice: Choice
    plan: Plan
    rows: Rows
    stability: Stability | None
    members: Mapping[str, MemberFigures]
    pool: PoolFigures


@dataclass(frozen=True, slots=True, eq=False)
class RuleTable:
    """Every choice on the same losses; the first one is what the others are compared with."""

    settled: tuple[Settled, ...]

    @property
    def base(self) -> Settled:
        """Return the scenario under its own rules."""
        return self.settled[0]

    @property
    def scenario(self) -> Scenario:
        """Return the scenario whose losses these are."""
        return self.base.choice.scenario


def compare_rules(
    choices: Sequence[Choice],
    *,
    engine: Threads | None = None,
    progress: Progress | None = None,
) -> RuleTable:
    """Draw the losses of a scenario once and settle them by every choice of rules.

    Raises
    ------
    ModelRefusedError
        A rule has no answer on these losses, or there is one path only.
    UsageError
        No choice, or choices of different losses, members or horizons.
    """
    engine = engine or Threads()
    _check(choices)
    first = make_plan(choices[0].scenario)
    others = [make_plan(choice.scenario, first.simulation) for choice in choices[1:]]
    plans = [first, *others]
    if any(reads_pilot(plan) for plan in plans):
        seen = reinsure_block(first, first.pilot(RULE_PATH_YEARS))
        plans = [read_pilot(plan, seen) if reads_pilot(plan) else plan for plan in plans]
    pilot = reinsure_block(first, first.pilot(PILOT_PATH_YEARS))
    capital = choices[0].scenario.capital
    stable: list[Stability | None] = []
    asked: list[Asked] = []
    base: FloatArray | None = None
    for plan in plans:
        found = settled(plan, pilot, {**EVERY_FLOW, **PAGES})
        stable.append(stability(found, capital.level, capital.hurdle, first_year=not plan.alike))
        base = found.result if base is None else base
        asked.append(_asked(answers(found, base, pilot), capital.level, first.paths))
    folds = [Fold[Summary]() for _ in plans]
    done = engine.map(partial(settle_block, plans, asked), first.blocks)
    for count, (number, summaries) in enumerate(done, start=1):
        for fold, summary in zip(folds, summaries, strict=True):
            fold.add(number, summary)
        if progress:
            progress(count, len(first.blocks))
    table: list[Settled] = []
    for choice, plan, fold, ask, steady in zip(choices, plans, folds, asked, stable, strict=True):
        results = fold.root.sorted(engine.map)
        rows = annual(results, ask.annual, alike=plan.alike)
        members = member_figures(plan, rows, steady, capital.level)
        pool = pool_figures(members, rows, results.residual)
        table.append(Settled(choice, plan, rows, steady, members, pool))
    return RuleTable(tuple(table))


def settle_block(plans: Sequence[Plan], asked: Sequence[Asked], block: Block) -> list[Summary]:
    """Draw a block once, settle it by every plan and sum each up; pure."""
    net = reinsure_block(plans[0], block)
    base: FloatArray | None = None
    summaries: list[Summary] = []
    for plan, ask in zip(plans, asked, strict=True):
        accounts = settled(plan, net)
        base = accounts.result if base is None else base
        summaries.append(summarise(answers(accounts, base, net), ask))
    return summaries


def settled(plan: Plan, net: NetTable, pages: Pages = PAGES) -> MemberAccounts:
    """Settle losses by the rules of a plan."""
    return settle_net(plan, net, pages)[0]


def answers(accounts: MemberAccounts, base: FloatArray, net: NetTable) -> Answers:
    """Put what rules are compared by into named rows; ``base`` are results under the base's."""
    nothing = np.empty((0, 1, net.block.paths))
    return Answers(
        net.block,
        rule_names(accounts.members),
        rule_rows(accounts, base),
        (),
        nothing,
        net.weight,
        accounts.residual,
    )


def _asked(pilot: Answers, level: float, paths: int) -> Asked:
    """Watch the tails of members' deficits, as deep as the level asked for."""
    deep = min(level, 0.99)
    watched = [name for name in pilot.names if name.endswith(".deficit")]
    none = Watch((), np.empty(0), ())
    rows: FloatArray = pilot.annual
    return Asked(watch(pilot.names, rows, watched, {}, deep, deep, paths), none, (0,), 0)


def _check(choices: Sequence[Choice]) -> None:
    if not choices:
        raise UsageError("no rules to compare; name a scenario at least")
    first = choices[0].scenario
    if 0 < first.simulation.paths < LEAST_PATHS:
        raise ModelRefusedError("; ".join(ONE_PATH))
    common = first.model_dump(exclude={"pool"})
    for choice in choices[1:]:
        if choice.scenario.model_dump(exclude={"pool"}) != common:
            raise UsageError(f"{choice.name} is not the same scenario under another rule")
