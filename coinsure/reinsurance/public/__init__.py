"""Public money (财政资金) beside the treaties: layers, a fund behind them, premium subsidies."""

from coinsure.reinsurance.public.fund import CompensationFund
from coinsure.reinsurance.public.layer import PublicLayer, Slice

__all__ = ["CompensationFund", "PublicLayer", "Slice"]
