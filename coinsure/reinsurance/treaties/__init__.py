"""The kinds of reinsurance treaty that a scenario can name, one file each."""

from typing import Annotated

from pydantic import Field

from coinsure.reinsurance.treaties.excess_of_loss import ExcessOfLoss
from coinsure.reinsurance.treaties.facultative import Facultative
from coinsure.reinsurance.treaties.quota_share import QuotaShare
from coinsure.reinsurance.treaties.stop_loss import StopLoss
from coinsure.reinsurance.treaties.subject import (
    covered_lines,
    smallest_retention,
    unknown_lines,
)
from coinsure.reinsurance.treaties.surplus import Surplus

TREATIES = {
    "excess_of_loss": ExcessOfLoss,
    "facultative": Facultative,
    "quota_share": QuotaShare,
    "stop_loss": StopLoss,
    "surplus": Surplus,
}
"""Kind in the scenario file -> class; the key is also the name of the file."""

TreatySpec = Annotated[
    ExcessOfLoss | Facultative | QuotaShare | StopLoss | Surplus, Field(discriminator="kind")
]

__all__ = [
    "TREATIES",
    "ExcessOfLoss",
    "Facultative",
    "QuotaShare",
    "StopLoss",
    "Surplus",
    "TreatySpec",
    "covered_lines",
    "smallest_retention",
    "unknown_lines",
]
