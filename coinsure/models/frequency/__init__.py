"""Numbers of losses in a year, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.frequency.bernoulli import Bernoulli
from coinsure.models.frequency.binomial import Binomial
from coinsure.models.frequency.empirical import Empirical
from coinsure.models.frequency.fixed import Fixed
from coinsure.models.frequency.level import Level
from coinsure.models.frequency.negative_binomial import NegativeBinomial
from coinsure.models.frequency.poisson import Poisson
from coinsure.models.frequency.recursion import Recursion
from coinsure.models.frequency.zero_inflated_poisson import ZeroInflatedPoisson
from coinsure.spec import Spec

FREQUENCIES: dict[str, type[Spec]] = {
    "bernoulli": Bernoulli,
    "binomial": Binomial,
    "empirical": Empirical,
    "fixed": Fixed,
    "negative_binomial": NegativeBinomial,
    "poisson": Poisson,
    "zero_inflated_poisson": ZeroInflatedPoisson,
}

FrequencySpec = Annotated[
    Bernoulli | Binomial | Empirical | Fixed | NegativeBinomial | Poisson | ZeroInflatedPoisson,
    Field(discriminator="kind"),
]
"""Any frequency, told apart by its ``kind``."""

__all__ = [
    "FREQUENCIES",
    "Bernoulli",
    "Binomial",
    "Empirical",
    "Fixed",
    "FrequencySpec",
    "Level",
    "NegativeBinomial",
    "Poisson",
    "Recursion",
    "ZeroInflatedPoisson",
]
