"""Reinsurance of the pool: the treaties that a scenario can name, and what applies them."""

from importlib import import_module
from typing import TYPE_CHECKING

from coinsure.reinsurance.treaties import (
    TREATIES,
    ExcessOfLoss,
    Facultative,
    QuotaShare,
    StopLoss,
    Surplus,
    TreatySpec,
    smallest_retention,
    unknown_lines,
)

if TYPE_CHECKING:
    from coinsure.reinsurance.hand_made import ReinsuredRows, reinsure_rows
    from coinsure.reinsurance.loss_rows import Contract, LossRows
    from coinsure.reinsurance.programme import reinsure

__all__ = [
    "TREATIES",
    "Contract",
    "ExcessOfLoss",
    "Facultative",
    "LossRows",
    "QuotaShare",
    "ReinsuredRows",
    "StopLoss",
    "Surplus",
    "TreatySpec",
    "reinsure",
    "reinsure_rows",
    "smallest_retention",
    "unknown_lines",
]

_MODULES = {
    "Contract": "loss_rows",
    "LossRows": "loss_rows",
    "ReinsuredRows": "hand_made",
    "reinsure": "programme",
    "reinsure_rows": "hand_made",
}


def __getattr__(name: str) -> object:
    """Load what applies treaties when it is first asked for: naming them needs none of it."""
    if name in _MODULES:
        return getattr(import_module(f"coinsure.reinsurance.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
