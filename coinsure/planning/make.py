"""``make_plan``: turns a scenario into a plan. Below this line nobody knows ``Scenario``."""

from dataclasses import replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.layout import Layout
from coinsure.planning.outlays import PublicPlan
from coinsure.planning.plan import Plan, cells_per_block
from coinsure.pool.default import MemberDefaults
from coinsure.pool.placement import placed_years
from coinsure.pool.plan import PoolPlan, SubsidyPlan
from coinsure.pool.shares.rule import ReadsPilotBook
from coinsure.reinsurance.counterparty.default import DefaultPlan
from coinsure.reinsurance.public.subsidise import Subsidised
from coinsure.reinsurance.treaties import smallest_retention
from coinsure.scenario import Scenario, as_drawn
from coinsure.simulation import ComponentInput, SimulationPlan, build_simulation
from coinsure.simulation.streams import stream_number
from coinsure.tables.shares import ShareTable

DEFAULT = "default"
"""Purpose of the streams that defaults of reinsurers are drawn from."""


def make_plan(scenario: Scenario, simulation: SimulationPlan | None = None) -> Plan:
    """Build the plan of a scenario: tables, stream numbers, thresholds, shares.

    ``simulation`` is that of a scenario which differs in its pool only, if there is one already.

    Raises
    ------
    ModelRefusedError
        If a loss model has no honest answer (an infinite mean without a limit, say), or full
        placement is required and a sector has a part that nobody takes.
    """
    scenario = as_drawn(scenario)
    premium, subsidised = yearly_premium(scenario), scenario.subsidised
    years = scenario.simulation.years
    shares = scenario.pool.shares.divide(scenario.members, tuple(scenario.sectors))
    known = not isinstance(scenario.pool.shares, ReadsPilotBook)
    yearly = placed_years(
        shares, scenario.members, years, full=scenario.pool.full_placement and known
    )
    shares = yearly[0]
    pool = replace(_pool(scenario, premium, yearly), subsidy=_subsidy(scenario, subsidised))
    return Plan(
        simulation=simulation or make_simulation(scenario),
        treaties=scenario.reinsurance,
        defaults=_defaults(scenario),
        own=scenario.own_reinsurance,
        public_layers=scenario.public_layers,
        support=scenario.reinsurance_support,
        shares=shares,
        members=scenario.members,
        profit=scenario.pool.profit,
        pool=pool,
        layout=_layout(scenario, pool, premium, shares),
        paths=scenario.simulation.paths,
        years=years,
        cells_per_block=cells_per_block(years),
        alike=scenario.years_are_alike and not pool.yearly,
    )


def _defaults(scenario: Scenario) -> DefaultPlan:
    names = scenario.reinsurers
    streams = {name: stream_number(f"reinsurers.{name}:{DEFAULT}") for name in names}
    return DefaultPlan(scenario.simulation.seed, names, streams)


def yearly_premium(scenario: Scenario) -> FloatArray:
    """Return the gross written premium by line and year, (L, T), for 100 %, subsidies included."""
    years = scenario.simulation.years
    developed = [
        [line.premium * step.exposure * step.rate for step in development.indices(years)]
        for line, development in zip(
            scenario.lines.values(), scenario.developments.values(), strict=True
        )
    ]
    return np.array(developed)


def make_simulation(scenario: Scenario) -> SimulationPlan:
    """Build the plan from which the losses of a scenario are drawn.

    Raises
    ------
    ModelRefusedError
        A loss model has no honest answer.
    """
    scenario = as_drawn(scenario)
    lines = tuple(scenario.lines)
    own = {f"own.{name}": contract.treaty for name, contract in scenario.own_reinsurance.items()}
    thresholds = [smallest_retention({**scenario.reinsurance, **own}, line) for line in lines]
    return build_simulation(
        seed=scenario.simulation.seed,
        years=scenario.simulation.years,
        lines=lines,
        premium=yearly_premium(scenario),
        factors=scenario.factors,
        components=_components(scenario, thresholds),
        events=scenario.events,
        sites={name: line.sites or {} for name, line in scenario.lines.items()},
        thresholds=np.array(thresholds),
        developments=tuple(scenario.developments.values()),
        dependence=scenario.dependence,
        others=[
            *((f"reinsurers.{name}", DEFAULT) for name in scenario.reinsurers),
            *((f"members.{name}", DEFAULT) for name in scenario.members),
        ],
    )


def _components(scenario: Scenario, thresholds: list[float]) -> list[ComponentInput]:
    sector_of_line = _sector_of_line(scenario)
    developments = scenario.developments
    factors = list(scenario.factors)
    return [
        ComponentInput(
            name=f"{line_name}.{name}",
            line=number,
            frequency=component.frequency,
            risks=line.risks,
            severity=component.severity,
            terms=component.terms or line.terms,
            systemic=sector_of_line[number] if component.frequency.systemic else -1,
            sites=tuple((line.sites or {}).items()) if component.per_site else (),
            threshold=thresholds[number],
            level=component.severity_level,
            alternatives=component.alternatives,
            development=developments[line_name],
            size_factor=factors.index(scenario.size_factor_of(line_name))
            if component.systemic_severity
            else -1,
        )
        for number, (line_name, line) in enumerate(scenario.lines.items())
        for name, component in line.components.items()
    ]


def _pool(scenario: Scenario, premium: FloatArray, yearly: tuple[ShareTable, ...]) -> PoolPlan:
    members = scenario.members
    committed = [member.committed_capacity for member in members.values()]
    return PoolPlan(
        members=tuple(members),
        lead=next(m for m, member in enumerate(members.values()) if member.lead),
        capital=np.array([member.actual_capital for member in members.values()]),
        fails_in_year=np.array([member.fails_in_year or 0 for member in members.values()]),
        lines=tuple(scenario.lines),
        sectors=tuple(scenario.sectors),
        sector_of_line=np.array(_sector_of_line(scenario)),
        premium=premium,
        expense_ratio=np.array([line.expense_ratio for line in scenario.lines.values()]),
        terms=scenario.pool,
        yearly=yearly if any(table is not yearly[0] for table in yearly) else (),
        appetite=np.array(
            [[m.appetite_for(sector) for sector in scenario.sectors] for m in members.values()]
        ),
        committed=np.array([np.inf if amount is None else amount for amount in committed])
        if any(amount is not None for amount in committed)
        else None,
        defaults=_member_defaults(scenario),
    )


def _member_defaults(scenario: Scenario) -> MemberDefaults | None:
    """Return how likely members fail, and where it is drawn from; None where nobody may."""
    probability = tuple(member.default_probability for member in scenario.members.values())
    if not any(probability):
        return None
    streams = tuple(stream_number(f"members.{name}:{DEFAULT}") for name in scenario.members)
    return MemberDefaults(scenario.simulation.seed, probability, streams)


def _subsidy(scenario: Scenario, subsidised: Subsidised) -> SubsidyPlan | None:
    """Return who gets the subsidies, and how long insurers have no income on theirs."""
    if not subsidised.names:
        return None
    investment = scenario.pool.investment
    held = 0.0 if investment is None else investment.years
    none = np.zeros(subsidised.amount.shape[1:])
    plan = SubsidyPlan(none, none, none)
    for subsidy, amount in zip(scenario.premium_subsidies.values(), subsidised.amount, strict=True):
        if subsidy.paid_to == "insured":
            plan = replace(plan, to_insured=plan.to_insured + amount)
        else:
            waited = min(subsidy.arrears_months / 12.0, held) * amount
            plan = replace(
                plan,
                to_insurers=plan.to_insurers + amount,
                waited=plan.waited + waited,
            )
    return plan


def _sector_of_line(scenario: Scenario) -> list[int]:
    return [s for s, sector in enumerate(scenario.sectors.values()) for _ in sector.lines]


def _layout(scenario: Scenario, pool: PoolPlan, premium: FloatArray, shares: ShareTable) -> Layout:
    kept = 1.0 - pool.expense_ratio - scenario.pool.rate_of_costs
    return Layout(
        lines=pool.lines,
        sectors=pool.sectors,
        sector_of_line=tuple(int(s) for s in pool.sector_of_line),
        margin=premium * kept[:, None],
        shares=shares,
        treaties=scenario.reinsurance,
        public=PublicPlan(scenario.instruments, scenario.subsidised),
    )
