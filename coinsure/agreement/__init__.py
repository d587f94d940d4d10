"""The agreement of the pool (共保协议): what a secretariat annexes to it."""

from coinsure.agreement.sheet import AgreementSheet, agreement_sheet
from coinsure.agreement.steps import Step, clause_steps
from coinsure.agreement.worked import WorkedYears, worked_years

__all__ = [
    "AgreementSheet",
    "Step",
    "WorkedYears",
    "agreement_sheet",
    "clause_steps",
    "worked_years",
]
