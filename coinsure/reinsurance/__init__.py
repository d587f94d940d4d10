"""Reinsurance of the pool: what a scenario can name, and ``reinsure`` which applies it."""

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
    from coinsure.reinsurance.programme import reinsure

__all__ = [
    "TREATIES",
    "ExcessOfLoss",
    "Facultative",
    "QuotaShare",
    "StopLoss",
    "Surplus",
    "TreatySpec",
    "reinsure",
    "smallest_retention",
    "unknown_lines",
]


def __getattr__(name: str) -> object:
    """Load ``reinsure`` when it is first asked for: reading a scenario needs no compiled kernel."""
    if name == "reinsure":
        from coinsure.reinsurance.programme import reinsure

        return reinsure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
