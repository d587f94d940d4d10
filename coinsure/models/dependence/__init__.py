"""Factors that lines of a sector share, one file per kind."""

from coinsure.models.dependence.gamma import Gamma
from coinsure.spec import Spec

FACTORS: dict[str, type[Spec]] = {"gamma": Gamma}

__all__ = ["FACTORS", "Gamma"]
