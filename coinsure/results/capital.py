"""Capital in figures: economic and regulatory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.counterparty import with_credit_risk
from coinsure.capital.cross2 import (
    TECH_CLASS,
    TREATMENTS,
    Charge,
    Exposure,
    History,
    TechTreatment,
    arrears_charge,
    premium_and_reserve_risk,
    premium_k,
    reserve_k,
)
from coinsure.capital.economic import allocated, capital, diversification, solvency_ratio
from coinsure.models.solvency_class import SolvencyClass
from coinsure.planning.plan import Plan
from coinsure.results.accident import ceded_premium
from coinsure.results.counterparty import (
    Debt,
    assumed_by_line,
    recoverables,
)
from coinsure.results.estimates import Rows, figure
from coinsure.results.fronted import followers
from coinsure.results.own import own_by_line, own_recoverables
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class EconomicCapital:
    """VaR or TVaR of year 1's deficit, and how it divides."""

    pool: Estimate
    lines: dict[str, Estimate]  # allocated, "sector.line"
    sectors: dict[str, tuple[Estimate, Estimate]]  # stand-alone, allocated
    members: dict[str, tuple[Estimate, Estimate]]  # stand-alone, allocated
    diversification: Estimate


def headline_capital(scenario: Scenario, annual: Rows) -> Estimate:
    """Measure year 1's deficit of the pool: the capital that a run is about."""
    deficit = annual.tail("pool.deficit", 0)
    return capital(deficit, scenario.capital.measure, scenario.capital.level)


def economic_capital(scenario: Scenario, plan: Plan, annual: Rows) -> EconomicCapital:
    """Measure year 1's deficit of the pool and divide it among lines, sectors and members."""
    measure, level = scenario.capital.measure, scenario.capital.level
    deficit = annual.tail("pool.deficit", 0)
    parts = dict(zip(annual.parts("pool.deficit"), allocated(deficit, measure, level), strict=True))
    own_parts = allocated(annual.tail("members.deficit", 0), measure, level)
    of_member = dict(zip(annual.parts("members.deficit"), own_parts, strict=True))
    alone = {name: annual.tail(f"sectors.{name}.deficit", 0) for name in plan.layout.sectors}
    return EconomicCapital(
        pool=headline_capital(scenario, annual),
        lines={line: parts[f"lines.{line}.deficit"] for line in plan.layout.lines},
        sectors={
            name: (capital(sample, measure, level), parts[f"sectors.{name}.deficit"])
            for name, sample in alone.items()
        },
        members={
            name: (
                capital(annual.tail(f"members.{name}.deficit", 0), measure, level),
                of_member[f"members.{name}.deficit"],
            )
            for name in plan.shares.members
        },
        diversification=diversification(deficit, list(alone.values()), measure, level),
    )


def cross2_charges(scenario: Scenario, plan: Plan, annual: Rows) -> dict[TechTreatment, Charge]:
    """Return the C-ROSS II charge of the placed book under each treatment, year 1."""
    premium, liability = plan.shares.premium.sum(axis=0), plan.shares.liability.sum(axis=0)
    return {
        treatment: charge_of_shares(scenario, plan, annual, treatment, premium, liability)
        for treatment in TREATMENTS
    }


def by_combined_ratio(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return the charge with the k factors that the pool's own figures give.

    As if a class of the member were the pool's business alone: k1 of premium risk by the simulated
    combined ratio, where k1 of the interval's ends shows whether it is sure; k2 by the
    non-proportional premium ceded over what is retained; k1 of reserve risk by the declared
    deviation of past reserves. Rule 4, article 7 and the tables of k1 and k2.
    """
    treatment = scenario.capital.tech_treatment
    placed, deficit = plan.shares.premium.sum(axis=0), dict[SolvencyClass, Estimate]()
    written = dict[SolvencyClass, float]()
    for number, (name, line) in enumerate(scenario.lines.items()):
        used: SolvencyClass = (
            TECH_CLASS if treatment == "tech_0.9_property" else line.solvency_class
        )
        of_line = annual.mean(f"lines.{name}.deficit")
        deficit[used] = deficit[used].joined(of_line) if used in deficit else of_line
        premium = float(plan.pool.premium[number, 0] * placed[plan.layout.sector_of_line[number]])
        written[used] = written.get(used, 0.0) + premium
    ratios: dict[SolvencyClass, Estimate] = {
        used: deficit[used].times(1.0 / premium).plus(1.0)
        for used, premium in written.items()
        if premium > 0.0
    }
    ceded = _non_proportional(scenario, plan)
    histories = {
        used: History(
            combined_ratio=ratio.value,
            non_proportional=ceded.get(used),
            reserve_deviation=scenario.capital.reserve_deviation,
        )
        for used, ratio in ratios.items()
    }
    shares = placed, plan.shares.liability.sum(axis=0)
    charge = charge_of_shares(scenario, plan, annual, treatment, *shares, histories=histories)
    return {
        "charge": charge.total,
        "classes": {
            used: {
                "combined_ratio": figure(ratio),
                "k1": premium_k(used, History(combined_ratio=ratio.value)),
                "k1_of_interval": [
                    premium_k(used, History(combined_ratio=end)) for end in (ratio.low, ratio.high)
                ],
                "non_proportional": ceded.get(used),
                "k2": premium_k(used, History(non_proportional=ceded.get(used))),
                "reserve_k1": reserve_k(
                    used, History(reserve_deviation=histories[used].reserve_deviation)
                ),
            }
            for used, ratio in ratios.items()
        },
    }


def _non_proportional(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Return the non-proportional premium ceded over the retained premium of each class, year 1."""
    treaties = {
        name: treaty
        for name, treaty in plan.treaties.items()
        if treaty.kind in ("excess_of_loss", "stop_loss")
    }
    ceded = ceded_premium(replace(plan, treaties=treaties))
    kept = plan.pool.premium[:, 0] - ceded_premium(plan)
    of_class = dict[str, tuple[float, float]]()
    for number, line in enumerate(scenario.lines.values()):
        used = TECH_CLASS
        if scenario.capital.tech_treatment != "tech_0.9_property":
            used = line.solvency_class
        before = of_class.get(used, (0.0, 0.0))
        of_class[used] = before[0] + float(ceded[number]), before[1] + float(kept[number])
    return {used: part / whole for used, (part, whole) in of_class.items() if whole > 0.0}


def charge_of_all(scenario: Scenario, plan: Plan, annual: Rows) -> Charge:
    """Return the C-ROSS II charge of 100 % of the book, placed or not, year 1."""
    whole = np.ones(len(plan.layout.sectors))
    return charge_of_shares(scenario, plan, annual, scenario.capital.tech_treatment, whole, whole)


def member_ratios(
    scenario: Scenario, plan: Plan, annual: Rows
) -> dict[str, tuple[float | None, float | None]]:
    """Return each member's solvency ratio before joining and after.

    The charge is on what the member keeps of its share after its own treaties and on what it takes
    as a reinsurer of the pool and of other members, all in the class of the line. With its part of
    the charges for late subsidies and for what reinsurers owe it is added plainly to its minimum
    capital, which bounds the strain from above; where a member states no minimum capital there is
    no ratio.
    """
    found: dict[str, tuple[float | None, float | None]] = {}
    treatment = scenario.capital.tech_treatment
    for m, (name, burden) in enumerate(burdens(scenario, plan, annual).items()):
        member = scenario.members[name]
        if member.minimum_capital <= 0.0:
            found[name] = (None, None)
            continue
        shares = plan.shares.premium[m], plan.shares.liability[m]
        charge = charge_of_shares(scenario, plan, annual, treatment, *shares, burden.besides)
        strain = charge.total + burden.credit
        found[name] = (
            solvency_ratio(member.actual_capital, member.minimum_capital),
            solvency_ratio(member.actual_capital, member.minimum_capital, strain),
        )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Burden:
    """What a member carries of year 1 beyond its shares of the pool's lines."""

    besides: tuple[FloatArray, FloatArray]  # premium and expected losses, (L,), below 0 if ceded
    credit: float  # charges for late subsidies, what reinsurers and a lead's followers owe


def burdens(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Burden]:
    """Return what each member takes and cedes besides its shares, and what it is owed for."""
    of_arrears = arrears_charges(scenario, plan)
    of_debts = recoverables(scenario, plan, annual).values()
    of_own = own_recoverables(scenario, plan, annual)
    of_followers = followers(scenario, plan, annual).values()
    taken, own = assumed_by_line(scenario, plan, annual), own_by_line(plan, annual)
    return {
        name: Burden(
            (taken[0][m] + own[0][m], taken[1][m] + own[1][m]),
            of_arrears[m]
            + sum(float(debt.by_member[m]) for debt in of_debts)
            + sum(of_own[k].charge for k, one in plan.own.items() if one.member == name)
            + sum(follower.charge for follower in of_followers if member.lead),
        )
        for m, (name, member) in enumerate(scenario.members.items())
    }


def arrears_charges(scenario: Scenario, plan: Plan) -> list[float]:
    """Return each member's capital for premium subsidies that it is owed, those of year 1.

    The rule counts receivables as credit risk, apart from premium and reserve risk.
    """
    subsidised = scenario.subsidised
    of_line = np.zeros(len(plan.layout.lines))
    for subsidy, amount in zip(scenario.premium_subsidies.values(), subsidised.amount, strict=True):
        if subsidy.paid_to == "insurer":
            of_line += amount[:, 0] * arrears_charge(1.0, subsidy.arrears_months)
    shares = plan.shares.premium[:, list(plan.layout.sector_of_line)]
    return (shares * of_line).sum(axis=1).tolist()


def economic_dict(
    scenario: Scenario,
    economic: EconomicCapital,
    charges: Mapping[TechTreatment, Charge],
    rated: Mapping[str, Any],
    arrears: Sequence[float],
    debts: Mapping[str, Debt],
) -> dict[str, Any]:
    """Return the ``capital`` part of ``summary.json``."""
    used = charges[scenario.capital.tech_treatment]
    owed = sum(debt.charge for debt in debts.values())
    lines: dict[str, dict[str, Any]] = {name: {} for name in scenario.sectors}
    charged: dict[str, dict[str, float]] = {name: {} for name in scenario.sectors}
    for (line, estimate), marginal in zip(economic.lines.items(), used.marginal, strict=True):
        sector, name = line.split(".", 1)
        lines[sector][name] = {"allocated": figure(estimate)}
        charged[sector][name] = float(marginal)
    return {
        "measure": scenario.capital.measure,
        "level": scenario.capital.level,
        "pool": figure(economic.pool),
        "sectors": {
            n: {"standalone": figure(a), "allocated": figure(b)}
            for n, (a, b) in economic.sectors.items()
        },
        "lines": lines,
        "members": {
            n: {"standalone": figure(a), "allocated": figure(b)}
            for n, (a, b) in economic.members.items()
        },
        "diversification": figure(economic.diversification),
        "cross2": {
            "treatment": scenario.capital.tech_treatment,
            "charge": used.total,
            "arrears": sum(arrears),
            "alternatives": {name: charge.total for name, charge in charges.items()},
            "by_combined_ratio": rated,
            "lines": charged,
            "counterparty": owed,
            "with_counterparty": with_credit_risk(used.total, owed),
        },
    }


def charge_of_shares(
    scenario: Scenario,
    plan: Plan,
    annual: Rows,
    treatment: TechTreatment,
    premium: FloatArray,
    liability: FloatArray,
    besides: tuple[FloatArray, FloatArray] | None = None,
    *,
    year: int = 0,
    errors: float = 0.0,
    histories: Mapping[str, History] | None = None,
) -> Charge:
    """Charge ``premium`` and ``liability`` shares (S,) of the book; without history k is 0.

    ``besides`` are premium and expected losses (L,) on top of these shares, below 0 where ceded.
    Of later years, counted from 0, treaties take the part of a line's premium that they take in
    year 1. Expected losses are moved up by so many standard ``errors``.
    """
    more_premium, more_losses = besides or np.zeros((2, len(plan.layout.lines)))
    classes = [
        line.solvency_class
        for sector in scenario.sectors.values()
        for line in sector.lines.values()
    ]
    kept = plan.pool.premium[:, 0] - ceded_premium(plan)
    if year > 0:
        kept = kept * (plan.pool.premium[:, year] / plan.pool.premium[:, 0])
    reserve_ratio = scenario.capital.reserve_ratio
    exposures: list[Exposure] = []
    for number, line in enumerate(plan.layout.lines):
        sector = plan.layout.sector_of_line[number]
        net = _of_year(annual, f"lines.{line}.net", year)
        expected = (net.value or 0.0) + errors * (net.se or 0.0)
        exposures.append(
            Exposure(
                line,
                classes[number],
                max(float(premium[sector] * max(kept[number], 0.0) + more_premium[number]), 0.0),
                reserve_ratio * max(float(liability[sector] * expected + more_losses[number]), 0.0),
            )
        )
    return premium_and_reserve_risk(exposures, treatment, histories)


def _of_year(annual: Rows, row: str, year: int) -> Estimate:
    """Return the mean of one year, from all years where they are alike."""
    return annual.mean(row) if annual.alike or year == 0 else annual.mean_of_year(row, year)
