"""Checks of every run: that the money adds up and that the limits a scenario declares are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coinsure.planning.plan import Plan
from coinsure.results.capital import EconomicCapital
from coinsure.results.estimates import Rows
from coinsure.results.legal import LegalLimits
from coinsure.results.people import member_premium
from coinsure.results.self_check import SelfCheck
from coinsure.results.theory import expected_gross, least_errors
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario
from coinsure.tables.summary import Summary

CONSERVATION = 1e-9
"""Largest relative breach of conservation that rounding explains."""

STANDARD_ERRORS = 4.0
"""A treaty that costs less than its expected recovery by more than this is priced too low."""


SCORE = 4.5
"""Standard errors that a simulated mean may be away from the exact one: once in 150,000 lines."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``figure`` against ``limit``."""

    name: str
    passed: bool
    figure: float | None = None
    limit: float | None = None
    subject: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the form of ``summary.json``."""
        return {
            "name": self.name,
            "passed": self.passed,
            "figure": self.figure,
            "limit": self.limit,
            "subject": self.subject,
        }


def checks(
    scenario: Scenario,
    plan: Plan,
    annual: Rows,
    results: Summary,
    economic: EconomicCapital,
    legal: LegalLimits,
    exactly: SelfCheck,
) -> list[Check]:
    """Return every check of a run, those of the model first."""
    return [
        Check("conservation", results.residual <= CONSERVATION, results.residual, CONSERVATION),
        _adds_up("allocation_to_lines", economic.pool, list(economic.lines.values())),
        _adds_up(
            "allocation_to_sectors", economic.pool, [part for _, part in economic.sectors.values()]
        ),
        *_theory(scenario, annual),
        *(
            Check(
                "simulation_against_exact", abs(score) <= exactly.limit, score, exactly.limit, name
            )
            for name, score in exactly.worst()
        ),
        *_treaties(scenario, annual),
        *_legal(scenario, legal),
        *_declared(scenario, plan, economic),
    ]


def _adds_up(name: str, whole: Estimate, parts: list[Estimate]) -> Check:
    values = [part.value for part in parts if part.value is not None]
    if whole.value is None or len(values) < len(parts):
        return Check(name, True, None, CONSERVATION)
    scale = max(abs(whole.value), *(abs(value) for value in values), 1e-300)
    gap = abs(sum(values) - whole.value) / scale
    return Check(name, gap <= CONSERVATION, gap, CONSERVATION)


def _theory(scenario: Scenario, annual: Rows) -> Iterator[Check]:
    """Hold the simulated mean of each line against the exact one, over all years.

    The standard error is at least what the theory makes of it: a run too short for the rarest
    losses sees neither them nor what they add to its error.
    """
    least = least_errors(scenario)
    for line, exact in expected_gross(scenario).items():
        found = annual.mean_over_years(f"lines.{line}.gross")
        error = max(found.se or 0.0, least.get(line, 0.0))
        if exact is not None and found.value is not None and error > 0.0:
            score = (found.value - exact) / error
            yield Check("mean_against_theory", abs(score) <= SCORE, score, SCORE, line)


def _treaties(scenario: Scenario, annual: Rows) -> Iterator[Check]:
    """Look for cover that is sold for less than the reinsurer expects to pay."""
    for name in scenario.reinsurance:
        cost = annual.mean(f"reinsurance.{name}.net_cost")
        if cost.value is not None and cost.se is not None:
            limit = -STANDARD_ERRORS * cost.se
            yield Check("treaty_price", cost.value >= limit, cost.value, limit, name)
    for name in scenario.own_reinsurance:
        cost = annual.mean(f"own_reinsurance.{name}.net_cost")
        if cost.value is not None and cost.se is not None:
            limit = -STANDARD_ERRORS * cost.se
            yield Check("own_treaty_price", cost.value >= limit, cost.value, limit, name)


def _legal(scenario: Scenario, legal: LegalLimits) -> Iterator[Check]:
    if scenario.limits.article_102:
        for name, found in legal.premium.items():
            if found.passed is not None:
                yield Check("article_102", found.passed, found.after, found.limit, name)
    if scenario.limits.article_103:
        for unit, liabilities in legal.units.items():
            for found in liabilities:
                yield Check(
                    "article_103", found.passed, found.net, found.cap, f"{found.member}: {unit}"
                )


def _declared(scenario: Scenario, plan: Plan, economic: EconomicCapital) -> Iterator[Check]:
    limits = scenario.limits
    if limits.max_unplaced is not None:
        for sector, unplaced in zip(
            plan.shares.sectors, plan.shares.unplaced.tolist(), strict=True
        ):
            yield Check(
                "unplaced", unplaced <= limits.max_unplaced, unplaced, limits.max_unplaced, sector
            )
    if limits.max_capital_to_premium is not None:
        ratio = _ratio(economic.pool, sum(member_premium(plan).values()))
        yield _at_most("capital_to_premium", ratio, limits.max_capital_to_premium)
    if limits.max_member_capital_use is not None:
        for name, (alone, _) in economic.members.items():
            use = _ratio(alone, scenario.members[name].actual_capital)
            yield _at_most("member_capital_use", use, limits.max_member_capital_use, name)


def _ratio(amount: Estimate, base: float) -> float | None:
    return None if amount.value is None or base <= 0.0 else amount.value / base


def _at_most(name: str, figure: float | None, limit: float, subject: str = "") -> Check:
    """Hold a figure to a limit; one that is not known breaks it, more paths are needed to tell."""
    return Check(name, figure is not None and figure <= limit, figure, limit, subject)
