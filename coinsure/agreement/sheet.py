"""The agreement sheet (共保协议要素表): shares, lines per risk unit, clauses and worked years."""

from dataclasses import dataclass

from coinsure.agreement.worked import WorkedYears, worked_years
from coinsure.capital.limits import PoolLine
from coinsure.planning.plan import Plan
from coinsure.results.legal import legal_limits
from coinsure.scenario import Scenario
from coinsure.study import ready_plan


@dataclass(frozen=True, slots=True, eq=False)
class AgreementSheet:
    """What a scenario says of the agreement, and what follows from it."""

    scenario: Scenario
    plan: Plan
    lines: dict[str, PoolLine]  # by risk unit
    worked: WorkedYears


def agreement_sheet(scenario: Scenario) -> AgreementSheet:
    """Put together the agreement sheet of a scenario.

    Raises
    ------
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    """
    plan = ready_plan(scenario)
    return AgreementSheet(scenario, plan, legal_limits(scenario, plan).lines, worked_years(plan))
