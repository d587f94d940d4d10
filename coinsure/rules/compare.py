"""``compare_rules``: the losses are drawn once, and settled by every choice of rules."""

from collections.abc import Iterator, Mapping, Sequence
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
from coinsure.pool.account import KnownYears
from coinsure.results.estimates import Rows, annual
from coinsure.risk.estimate import LEAST_PATHS, ONE_PATH
from coinsure.rules.choices import Choice
from coinsure.rules.figures import MemberFigures, PoolFigures, member_figures, pool_figures
from coinsure.rules.rows import PAGES, rule_names, rule_rows
from coinsure.rules.stability import PAGES as STABILITY_PAGES
from coinsure.rules.stability import Books, Stability, stability
from coinsure.scenario import Scenario
from coinsure.study import Progress, reinsure_block, settle_net
from coinsure.tables.accounts import MemberAccounts, Pages
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
    books: list[Books] = []
    pages = {**PAGES, **STABILITY_PAGES}
    for plan, (accounts, base) in zip(plans, settled_by_each(plans, pilot, pages), strict=True):
        first_year = not plan.alike
        stable.append(
            stability(accounts, capital.level, capital.hurdle, first_year=first_year, known=books)
        )
        asked.append(_asked(answers(accounts, base, pilot), capital.level, first.paths))
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
    rows: FloatArray | None = None
    summaries: list[Summary] = []
    for ask, (accounts, base) in zip(asked, settled_by_each(plans, net, PAGES), strict=True):
        answered = answers(accounts, base, net, rows)
        rows = answered.annual
        summaries.append(summarise(answered, ask))
    return summaries


def settled_by_each(
    plans: Sequence[Plan], net: NetTable, pages: Pages
) -> Iterator[tuple[MemberAccounts, FloatArray]]:
    """Yield the accounts under every plan, with the members' results under the first.

    The accounts are written over by those of the next plan. What plans in a row have in common that
    differ in their profit rule only is worked out once.
    """
    base: FloatArray | None = None
    spare: MemberAccounts | None = None
    known: KnownYears = {}
    shares = 0
    for plan, first in zip(plans, _first_alike(plans), strict=True):
        if first != shares:
            known, shares = {}, first
        accounts, _, _ = settle_net(plan, net, pages, spare, known)
        if base is None:
            base = accounts.result
        else:
            spare = accounts
        yield accounts, base


def _first_alike(plans: Sequence[Plan]) -> list[int]:
    """Return, for each plan, the number of the first that differs in its profit rule only."""
    terms = [plan.pool.terms.model_dump(exclude={"profit", "source"}) for plan in plans]
    return [terms.index(mine) for mine in terms]


def answers(
    accounts: MemberAccounts, base: FloatArray, net: NetTable, spare: FloatArray | None = None
) -> Answers:
    """Put what rules are compared by into named rows; ``base`` are results under the base's.

    ``spare`` rows are written over.
    """
    nothing = np.empty((0, 1, net.block.paths))
    return Answers(
        net.block,
        rule_names(accounts.members),
        rule_rows(accounts, base, spare),
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
