"""Numbers of losses in a year, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.frequency.binomial import Binomial
from coinsure.models.frequency.fixed import Fixed
from coinsure.models.frequency.level import Level
from coinsure.models.frequency.negative_binomial import NegativeBinomial
from coinsure.models.frequency.poisson import Poisson
from coinsure.models.frequency.recursion import Recursion
from coinsure.spec import Spec

FREQUENCIES: dict[str, type[Spec]] = {
    "binomial": Binomial,
    "fixed": Fixed,
    "negative_binomial": NegativeBinomial,
    "poisson": Poisson,
}

FrequencySpec = Annotated[
    Binomial | Fixed | NegativeBinomial | Poisson, Field(discriminator="kind")
]
"""Any frequency, told apart by its ``kind``."""

__all__ = [
    "FREQUENCIES",
    "Binomial",
    "Fixed",
    "FrequencySpec",
    "Level",
    "NegativeBinomial",
    "Poisson",
    "Recursion",
]
