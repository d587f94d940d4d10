"""The kinds of reinsurance treaty that a scenario can name, one file each."""

from typing import Annotated

from pydantic import Field

from coinsure.reinsurance.treaties.excess_of_loss import ExcessOfLoss
from coinsure.reinsurance.treaties.quota_share import QuotaShare
from coinsure.reinsurance.treaties.subject import (
    covered_lines,
    smallest_retention,
    unknown_lines,
)

TREATIES = {"excess_of_loss": ExcessOfLoss, "quota_share": QuotaShare}
"""Kind in the scenario file -> class; the key is also the name of the file."""

TreatySpec = Annotated[ExcessOfLoss | QuotaShare, Field(discriminator="kind")]

__all__ = [
    "TREATIES",
    "ExcessOfLoss",
    "QuotaShare",
    "TreatySpec",
    "covered_lines",
    "smallest_retention",
    "unknown_lines",
]
