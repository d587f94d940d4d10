"""The rules by which sectors are shared out (共保份额), one file each."""

from typing import Annotated

from pydantic import Field

from coinsure.pool.shares.by_capacity import ByCapacity
from coinsure.pool.shares.by_capital import ByCapital
from coinsure.pool.shares.equal import Equal
from coinsure.pool.shares.fixed import Fixed

SHARE_RULES = {"by_capacity": ByCapacity, "by_capital": ByCapital, "equal": Equal, "fixed": Fixed}
"""Kind in the scenario file -> class; the key is also the name of the file."""

ShareRuleSpec = Annotated[ByCapacity | ByCapital | Equal | Fixed, Field(discriminator="kind")]

__all__ = ["SHARE_RULES", "ByCapacity", "ByCapital", "Equal", "Fixed", "ShareRuleSpec"]
