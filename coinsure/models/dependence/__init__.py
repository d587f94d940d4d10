"""Factors that lines share in a year, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.dependence.gamma import Gamma
from coinsure.models.dependence.lognormal import LognormalFactor
from coinsure.spec import Spec

FACTORS: dict[str, type[Spec]] = {"gamma": Gamma, "lognormal": LognormalFactor}

FactorSpec = Annotated[Gamma | LognormalFactor, Field(discriminator="kind")]
"""A yearly factor with mean 1, told apart by its ``kind``."""

SIZES = ":severity"


def of_sizes(place: str) -> str:
    """Return what the factor on loss sizes of a sector, or of a "sector.line", is called."""
    return place + SIZES


__all__ = ["FACTORS", "FactorSpec", "Gamma", "LognormalFactor", "of_sizes"]
