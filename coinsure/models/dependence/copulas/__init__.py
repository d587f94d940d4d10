"""What links the yearly factors of sectors, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.dependence.copulas.copula import Copula
from coinsure.models.dependence.copulas.correlations import Linked, Misfit, linked, misfit
from coinsure.models.dependence.copulas.gaussian import Gaussian
from coinsure.models.dependence.copulas.t import T

COPULAS: dict[str, type[Copula]] = {"gaussian": Gaussian, "t": T}

CopulaSpec = Annotated[Gaussian | T, Field(discriminator="kind")]
"""A link between yearly factors, told apart by its ``kind``."""

__all__ = [
    "COPULAS",
    "Copula",
    "CopulaSpec",
    "Gaussian",
    "Linked",
    "Misfit",
    "T",
    "linked",
    "misfit",
]
