"""What every copula says: which factors it links, how strongly, and how long a year lingers."""

import math
from abc import ABC, abstractmethod
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from coinsure.models.labels import Source
from coinsure.spec import Spec

Correlation = Annotated[float, Field(ge=-1.0, le=1.0)]

Pair = Annotated[tuple[str, str, Correlation], Field(strict=False)]
"""Two factors and the correlation between them."""

Measure = Literal["pearson", "spearman", "kendall"]


class Copula(Spec, ABC):
    """A link between the yearly factors of sectors; each factor keeps its own distribution.

    The factor on a sector's frequencies goes by the name of the sector, that on loss sizes by
    "sector:severity" or "sector.line:severity".
    """

    correlation: Annotated[tuple[Pair, ...], Field(strict=False)] = ()
    """Pairs of sectors with the correlation of their factors: [["ic", "materials", 0.3], ...];
    "ic:severity" is the factor on loss sizes. A factor in no pair stays independent; two that are
    named, but not together, have 0."""

    measure: Measure = "pearson"
    """What the correlations are: Pearson's of the normal scores, Spearman's, or Kendall's tau."""

    repair: bool = False
    """Take the nearest correlations that fit together if those given do not; it is reported."""

    persistence: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    """Correlation of a factor's normal score with that of the year before, for every factor."""

    source: Source | None = None
    """Where the numbers come from, or "assumption"."""

    @model_validator(mode="after")
    def _every_pair_once(self) -> Self:
        seen: set[frozenset[str]] = set()
        for first, second, _ in self.correlation:
            pair = frozenset((first, second))
            if len(pair) == 1:
                raise ValueError(
                    f"correlation links {first} with itself; name two different factors"
                )
            if pair in seen:
                raise ValueError(
                    f"correlation gives {first} and {second} twice; keep one of the two"
                )
            seen.add(pair)
        return self

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.correlation and self.persistence == 0.0:
            raise ValueError(
                "links nothing and would be ignored; give correlation or persistence, or leave "
                "the table out"
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Factors that are linked, in the order in which the pairs name them first."""
        return tuple(dict.fromkeys(name for pair in self.correlation for name in pair[:2]))

    def score_correlation(self, measured: float) -> float:
        """Return Pearson's correlation of the normal scores for a correlation as it is given.

        For Kendall's tau, rho = sin(pi tau / 2), which holds for every elliptical copula.
        """
        if self.measure == "kendall":
            return math.sin(0.5 * math.pi * measured)
        return self.from_spearman(measured) if self.measure == "spearman" else measured

    def measured(self, rho: float) -> float:
        """Return the correlation, in the measure that is used, for one of the normal scores."""
        if self.measure == "kendall":
            return 2.0 / math.pi * math.asin(rho)
        return self.spearman(rho) if self.measure == "spearman" else rho

    @abstractmethod
    def spearman(self, rho: float) -> float:
        """Return Spearman's rank correlation of two factors whose scores have correlation rho."""

    @abstractmethod
    def from_spearman(self, rank_correlation: float) -> float:
        """Return the correlation of the scores that gives this rank correlation."""

    @abstractmethod
    def tail_dependence(self, rho: float) -> float:
        """Return the limit of P(both factors above their p-quantile | one is) as p rises to 1."""
