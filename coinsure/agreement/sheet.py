"""The agreement sheet (共保协议要素表): shares, lines per risk unit, clauses and worked years."""

from dataclasses import dataclass

import numpy as np

from coinsure.agreement.steps import Step, clause_steps
from coinsure.agreement.worked import WorkedYears, worked_years
from coinsure.arrays import FloatArray
from coinsure.capital.limits import PoolLine
from coinsure.engine import Threads
from coinsure.planning.plan import Plan
from coinsure.results.legal import legal_limits
from coinsure.scenario import Scenario
from coinsure.study import Progress, ready_plan


@dataclass(frozen=True, slots=True, eq=False)
class AgreementSheet:
    """What a scenario says of the agreement, and what follows from it."""

    scenario: Scenario
    plan: Plan
    lines: dict[str, PoolLine]  # by risk unit
    worked: WorkedYears
    steps: tuple[Step, ...]  # each clause one step further

    def carried(self, risk_unit: str) -> FloatArray:
        """Return what each member carries of one risk unit at its full sums, (M,)."""
        layout, liability = self.plan.layout, self.plan.shares.liability
        amounts: FloatArray = np.zeros(len(liability))
        for line, cover in self.scenario.risk_units[risk_unit].covers.items():
            sector = layout.sector_of_line[layout.lines.index(line)]
            amounts = amounts + liability[:, sector] * cover
        return amounts


def agreement_sheet(
    scenario: Scenario, *, engine: Threads | None = None, progress: Progress | None = None
) -> AgreementSheet:
    """Put together the agreement sheet of a scenario.

    Raises
    ------
    ModelRefusedError
        If the scenario can be read but has no honest answer.
    """
    plan = ready_plan(scenario)
    lines = legal_limits(scenario, plan).lines
    steps = clause_steps(scenario, engine=engine, progress=progress)
    return AgreementSheet(scenario, plan, lines, worked_years(plan), steps)
