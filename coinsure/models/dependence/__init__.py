"""Factors that lines share in a year, and the copulas that link them; one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.dependence.copula import Copula
from coinsure.models.dependence.correlations import Linked, Misfit, linked, misfit
from coinsure.models.dependence.gamma import Gamma
from coinsure.models.dependence.gaussian import Gaussian
from coinsure.models.dependence.lognormal import LognormalFactor
from coinsure.models.dependence.t import T
from coinsure.spec import Spec

FACTORS: dict[str, type[Spec]] = {"gamma": Gamma, "lognormal": LognormalFactor}
COPULAS: dict[str, type[Copula]] = {"gaussian": Gaussian, "t": T}

FactorSpec = Annotated[Gamma | LognormalFactor, Field(discriminator="kind")]
"""A yearly factor with mean 1, told apart by its ``kind``."""

CopulaSpec = Annotated[Gaussian | T, Field(discriminator="kind")]
"""A link between yearly factors, told apart by its ``kind``."""

__all__ = [
    "COPULAS",
    "FACTORS",
    "Copula",
    "CopulaSpec",
    "FactorSpec",
    "Gamma",
    "Gaussian",
    "Linked",
    "LognormalFactor",
    "Misfit",
    "T",
    "linked",
    "misfit",
]
