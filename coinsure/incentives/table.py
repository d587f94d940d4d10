"""``incentives``: every profit rule, what deviations bring under it, and what takes that away."""

from dataclasses import dataclass, replace

from coinsure.errors import UsageError
from coinsure.incentives.deviations import DEVIATIONS, Case, Deviation, best_line, honest
from coinsure.incentives.gains import Gain, gain
from coinsure.incentives.remedies import Remedy, remedies
from coinsure.planning.pilot import read_pilot, reads_pilot
from coinsure.planning.plan import Plan
from coinsure.pool.profit import (
    AfterLeadCommission,
    BySectorResult,
    Clawback,
    CorridorRule,
    ExperienceAccount,
    Hurdle,
    MultiYear,
    ProfitByRiskContribution,
    ProfitCommissionRule,
    ProfitRuleSpec,
    ProRata,
    Sliding,
)
from coinsure.scenario import Scenario
from coinsure.study import Progress, ready_plan, reinsure_block
from coinsure.tables.net import NetTable

PATH_YEARS = 1 << 15
"""Path-years of the pilot on which gains are measured."""

ILLUSTRATIVE: tuple[ProfitRuleSpec, ...] = (
    ProRata(),
    BySectorResult(),
    ProfitByRiskContribution(),
    AfterLeadCommission(rate=0.1),
    ProfitCommissionRule(rate=0.2, allowance=0.05, carry_forward="years", years=3),
    Clawback(rate=0.1, years=3),
    Hurdle(rate=0.06, capital_to_premium=1.0, carry=0.2),
    Sliding(pivot=0.6, slope=1.0),
    CorridorRule(floor=0.05, cap=0.05),
    MultiYear(years=3),
    ExperienceAccount(margin=0.02, years=3),
)
"""A rule of every kind with terms that are assumptions; the scenario's own stands for its kind."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleIncentives:
    """What deviations bring under one profit rule."""

    rule: ProfitRuleSpec
    own: bool  # whether it is the scenario's
    gains: dict[Deviation, Gain]


@dataclass(frozen=True, slots=True, eq=False)
class IncentiveTable:
    """Incentives under every profit rule, on the same losses."""

    scenario: Scenario
    plan: Plan
    member: str
    lead: str
    line: str  # the member's best
    paths: int
    rules: tuple[RuleIncentives, ...]
    remedies: dict[Deviation, tuple[Remedy, ...]]  # to the scenario's own rule

    def who(self, kind: Deviation) -> str:
        """Return who deviates in a way."""
        return self.lead if kind == "settles_loosely" else self.member


def incentives(scenario: Scenario, *, progress: Progress | None = None) -> IncentiveTable:
    """Measure what members gain by acting against the pool under every profit rule.

    Members' own reinsurance, and what they take as reinsurers of the pool, are left out.

    Raises
    ------
    UsageError
        The member named is not in the pool, or is the lead, or there is no follower.
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    """
    plan = ready_plan(scenario)
    net = reinsure_block(plan, plan.pilot(PATH_YEARS))
    member, lead = _member(scenario, plan), plan.pool.lead
    names = plan.shares.members
    own = scenario.pool.profit
    rules = [own, *(rule for rule in ILLUSTRATIVE if rule.kind != own.kind)]
    found: list[RuleIncentives] = []
    for done, rule in enumerate(rules, start=1):
        case = _case(plan, net, rule)
        gains: dict[Deviation, Gain] = {
            kind: gain(case, kind, _place(kind, member, lead), scenario.incentives)
            for kind in DEVIATIONS
        }
        found.append(RuleIncentives(rule, rule is own, gains))
        if progress:
            progress(done, len(rules) + 1)
    case = honest(plan, net)
    removed: dict[Deviation, tuple[Remedy, ...]] = {
        kind: remedies(case, kind, _place(kind, member, lead), scenario.incentives)
        for kind in DEVIATIONS
        if found[0].gains[kind].pays
    }
    if progress:
        progress(len(rules) + 1, len(rules) + 1)
    return IncentiveTable(
        scenario,
        plan,
        names[member],
        names[lead],
        plan.layout.lines[best_line(case, member)],
        net.block.paths,
        tuple(found),
        removed,
    )


def _place(kind: Deviation, member: int, lead: int) -> int:
    return lead if kind == "settles_loosely" else member


def _case(plan: Plan, net: NetTable, rule: ProfitRuleSpec) -> Case:
    """Return the honest settlement under a rule, which has read the pilot where it needs to."""
    changed = replace(plan, profit=rule)
    if reads_pilot(changed):
        changed = read_pilot(changed, net)
    return honest(changed, net)


def _member(scenario: Scenario, plan: Plan) -> int:
    """Return who keeps risks back and under-reserves: the one named, or the largest follower."""
    names, lead = plan.shares.members, plan.pool.lead
    named = scenario.incentives.member
    followers = [m for m in range(len(names)) if m != lead]
    if named is not None and named not in [names[m] for m in followers]:
        raise UsageError(
            f"incentives.member = {named!r} is no follower; choose from "
            f"{', '.join(names[m] for m in followers)}"
        )
    if not followers:
        raise UsageError("the pool has no follower, so nobody can act against the others")
    if named is not None:
        return names.index(named)
    premium = plan.shares.premium[:, list(plan.layout.sector_of_line)] @ plan.pool.premium[:, 0]
    return max(followers, key=lambda m: float(premium[m]))
