"""Public money (财政资金) beside the treaties: layers, a fund behind them, premium subsidies."""

from coinsure.reinsurance.public.budget import PublicBudget
from coinsure.reinsurance.public.fund import CompensationFund
from coinsure.reinsurance.public.layer import PublicLayer, Slice
from coinsure.reinsurance.public.premium_subsidy import PremiumSubsidy
from coinsure.reinsurance.public.reinsurance_support import ReinsuranceSupport

Instrument = PublicLayer | PremiumSubsidy | ReinsuranceSupport
"""Anything that public money is paid through."""

__all__ = [
    "CompensationFund",
    "Instrument",
    "PremiumSubsidy",
    "PublicBudget",
    "PublicLayer",
    "ReinsuranceSupport",
    "Slice",
]
