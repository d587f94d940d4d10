"""What members gain by acting against the pool, and which terms take the gain away."""

from coinsure.incentives.deviations import DEVIATIONS, Deviation
from coinsure.incentives.remedies import Remedy
from coinsure.incentives.table import IncentiveTable, RuleIncentives, incentives

__all__ = [
    "DEVIATIONS",
    "Deviation",
    "IncentiveTable",
    "Remedy",
    "RuleIncentives",
    "incentives",
]
