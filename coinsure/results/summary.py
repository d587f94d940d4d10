"""``summary``: everything that a run answers, as the dict that ``summary.json`` holds."""

from importlib.metadata import version
from typing import Any

from coinsure.arrays import FloatArray
from coinsure.models.labels import in_both
from coinsure.planning.plan import Plan
from coinsure.planning.without_pool import WithoutPool
from coinsure.results import book, people
from coinsure.results.adequacy import adequacy
from coinsure.results.capital import (
    EconomicCapital,
    arrears_charges,
    by_combined_ratio,
    charge_of_all,
    cross2_charges,
    economic_capital,
    economic_dict,
    member_ratios,
)
from coinsure.results.checks import checks
from coinsure.results.counterparty import assumed, recoverables, reinsurers
from coinsure.results.dependence import dependence
from coinsure.results.estimates import Rows, annual, figure, horizon
from coinsure.results.fronted import fronted
from coinsure.results.legal import LegalLimits, legal_limits
from coinsure.results.manifest import overrides
from coinsure.results.methods import methods, safety
from coinsure.results.own import own_reinsurance
from coinsure.results.own_business import own_business
from coinsure.results.premium import advice, advice_dict
from coinsure.results.public import public
from coinsure.results.purpose import purpose
from coinsure.results.reinsurance import reinsurance
from coinsure.results.returns import earned
from coinsure.results.self_check import self_check
from coinsure.results.sharing import sharing
from coinsure.results.solvency import solvency
from coinsure.results.variance import uncertainty
from coinsure.results.verdict import verdict
from coinsure.scenario import Scenario
from coinsure.tables.summary import Asked, Summary
from coinsure.tables.variation import Variation

SCHEMA = 1
"""Version of the layout of ``summary.json``."""


def summary(
    scenario: Scenario,
    plan: Plan,
    asked: Asked,
    results: Summary,
    variation: Variation | None,
    brought: FloatArray | None,
    alone: WithoutPool | None,
) -> dict[str, Any]:
    """Return every headline figure with its error, keys as documented in the README.

    ``variation`` is what years that are alike have in common, None where nothing is uncertain;
    ``brought`` (n, M) the losses of a year on the books that members bring, None without any;
    ``alone`` the book without the pool, None where no market is described.
    """
    by_year = annual(results, asked.annual, alike=plan.alike)
    over_years = horizon(results, asked.horizon)
    economic = economic_capital(scenario, plan, by_year)
    charges = cross2_charges(scenario, plan, by_year)
    used = charges[scenario.capital.tech_treatment]
    legal = legal_limits(scenario, plan)
    debts = recoverables(scenario, plan, by_year)
    advised = advice(scenario, plan, by_year, results, charge_of_all(scenario, plan, by_year))
    exactly = self_check(scenario, by_year)
    found = checks(scenario, plan, by_year, results, economic, legal, exactly)
    return {
        "schema": SCHEMA,
        "version": version("coinsure"),
        "scenario": _scenario(scenario, plan),
        "pool": book.pool(scenario, plan, by_year, over_years),
        "sectors": book.sectors(scenario, plan, by_year),
        "lines": book.lines(scenario, plan, by_year),
        "dependence": dependence(scenario, plan, by_year),
        "uncertainty": uncertainty(plan, by_year, variation),
        "reinsurance": reinsurance(plan, by_year),
        "reinsurers": reinsurers(scenario, by_year, debts),
        "assumed": assumed(scenario, plan, by_year),
        "own_reinsurance": own_reinsurance(scenario, plan, by_year),
        "fronted": fronted(scenario, plan, by_year),
        "shares": people.shares(plan),
        "sharing": sharing(plan, brought),
        "members": _members(scenario, plan, results, by_year, over_years, economic, legal),
        "risk_units": _risk_units(scenario, plan, legal),
        "purpose": purpose(scenario, plan, legal, alone),
        "capital": economic_dict(
            scenario,
            economic,
            charges,
            by_combined_ratio(scenario, plan, by_year),
            arrears_charges(scenario, plan),
            debts,
        )
        | {
            "methods": methods(scenario, plan, results),
            "safety": safety(scenario, plan, by_year, over_years, economic.pool, used.total),
        },
        "premium": advice_dict(advised) | adequacy(scenario, plan, by_year, results, advised),
        "reserve": people.reserve(plan, by_year, over_years),
        "guarantee": people.guarantee(plan, by_year, over_years),
        "public": public(scenario, plan, by_year, over_years),
        "shortfall": people.shortfall(by_year, over_years),
        "verdict": verdict(
            scenario,
            plan,
            by_year,
            over_years,
            economic,
            legal,
            advised,
            used,
        ),
        "self_check": exactly.to_dict(),
        "checks": [check.to_dict() for check in found],
        "passed": all(check.passed for check in found),
    }


def _scenario(scenario: Scenario, plan: Plan) -> dict[str, Any]:
    lines = [line for sector in scenario.sectors.values() for line in sector.lines.values()]
    grades = book.premium_by_grade(scenario, plan)
    source = in_both(scenario.source)
    return {
        "title": scenario.title,
        "title_zh": scenario.title_zh,
        "unit": scenario.unit,
        "source": source.en,
        "source_zh": source.zh,
        "paths": scenario.simulation.paths,
        "years": scenario.simulation.years,
        "years_alike": plan.alike,
        "seed": scenario.simulation.seed,
        "hash": scenario.digest(),
        "overrides": [list(override) for override in overrides(scenario)],
        "grades": {
            grade: {
                "lines": sum(line.data_grade == grade for line in lines),
                "premium": grades[grade],
            }
            for grade in sorted(grades)
        },
    }


def _members(
    scenario: Scenario,
    plan: Plan,
    results: Summary,
    by_year: Rows,
    over_years: Rows,
    economic: EconomicCapital,
    legal: LegalLimits,
) -> dict[str, Any]:
    """Put together what people, capital and law say of each member."""
    ratios = member_ratios(scenario, plan, by_year)
    positions = solvency(scenario, plan, by_year)
    found = people.members(scenario, plan, by_year, over_years)
    with_own = own_business(scenario, plan, results)
    measure, level = scenario.capital.measure, scenario.capital.level
    for name, member in found.items():
        alone, part = economic.members[name]
        before, after = ratios[name]
        law = legal.premium[name]
        member |= {
            "capital": {"standalone": figure(alone), "allocated": figure(part)},
            "return_on_capital": figure(earned(by_year, name, measure, level).ratio),
            "solvency_ratio_before": before,
            "solvency_ratio_after": after,
            "solvency": positions[name],
            "own_business": with_own.get(name),
            "article_102": {
                "limit": law.limit,
                "headroom": None if law.after is None else law.limit - law.after,
                "before": law.before,
                "after": law.after,
                "passed": law.passed,
            },
            "article_103": [
                {
                    "risk_unit": unit.risk_unit,
                    "cap": unit.cap,
                    "headroom": unit.cap - unit.net,
                    "gross": unit.gross,
                    "net": unit.net,
                    "passed": unit.passed,
                }
                for units in legal.units.values()
                for unit in units
                if unit.member == name
            ],
        }
    return found


def _risk_units(scenario: Scenario, plan: Plan, legal: LegalLimits) -> dict[str, Any]:
    lines, sectors = plan.layout.lines, plan.layout.sector_of_line
    gaps = dict(zip(lines, plan.shares.unplaced[list(sectors)].tolist(), strict=True))
    return {
        name: {
            "label": unit.label.model_dump(),
            "covers": dict(unit.covers),
            "gross": legal.lines[name].gross,
            "net": legal.lines[name].net,
            "pool_line": legal.lines[name].amount,
            "binding_member": legal.lines[name].binding_member,
            "unplaced": sum(amount * gaps[line] for line, amount in unit.covers.items())
            / legal.lines[name].gross,
        }
        for name, unit in scenario.risk_units.items()
        if name in legal.lines
    }
