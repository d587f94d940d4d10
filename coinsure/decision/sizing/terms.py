"""``[sizing]`` of a scenario: what the members ask of their shares besides the law."""

from typing import Self

from pydantic import model_validator

from coinsure.models.labels import Source
from coinsure.spec import Fraction, Positive, Spec


class SizingTerms(Spec):
    """What ``coinsure size`` asks of shares, besides appetites, capacities and the law."""

    min_share: Fraction = 0.0
    """Least share of every member in every sector."""
    max_share: Fraction = 1.0
    """Largest share of a member in any sector."""
    lead_share: Fraction = 0.0
    """Least share of the lead in every sector."""
    comprehensive_floor: Positive = 1.0
    """Lowest comprehensive solvency ratio of a member after joining; the rules ask for 1.0."""
    core_floor: Positive = 0.5
    """Lowest core solvency ratio after joining of a member with an own book; rules ask for 0.5."""
    fairness: Fraction | None = None
    """Most by which a member's return on its capital may lie below the pool's, part of the pool's;
    not asked for if left out."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if max(self.min_share, self.lead_share) > self.max_share:
            raise ValueError("max_share must not be below min_share or lead_share")
        return self
