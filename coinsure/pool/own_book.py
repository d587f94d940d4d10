"""A member's own book (自有业务): its capital charges by the solvency rules."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from coinsure.models.labels import Source
from coinsure.models.solvency_class import SolvencyClass
from coinsure.spec import Money, Name, Positive, Spec

Correlation = Annotated[float, Field(ge=-1.0, le=1.0)]


class OwnBook(Spec):
    """Minimum capital of a company without the pool, risk by risk.

    Charges are before diversification between classes and risks, and before size relief and control
    risk, as the company's own solvency report shows them.
    """

    core_capital: Money
    """Core capital (核心资本), part of actual capital."""
    total_assets: Positive
    """Total assets; they decide the size relief of September 2023."""
    premium_risk: dict[SolvencyClass, Money]
    """Charge for premium risk, by class."""
    reserve_risk: dict[SolvencyClass, Money]
    """Charge for reserve risk, by class."""
    catastrophe_risk: Money = 0.0
    """Charge for catastrophe risk."""
    market_risk: Money
    """Charge for market risk."""
    credit_risk: Money
    """Charge for credit risk."""
    control_score: Annotated[float, Field(ge=0.0, le=100.0)] = 80.0
    """Score of the SARMRA assessment, 0 to 100; 80 adds nothing to minimum capital."""
    combined_ratio: Positive | None = None
    """Planned combined ratio, on ``retained_premium``; without one the own book earns nothing."""
    combined_ratio_cv: Money = 0.0
    """Coefficient of variation of the combined ratio of a year; 0 if it is taken as planned."""
    correlation: dict[Name, Correlation] = Field(default_factory=dict)
    """Correlation of the combined ratio with a year's losses, by sector of the pool, of their
    normal scores; 0 where nothing is said."""
    source: Source | None = None

    @model_validator(mode="after")
    def _varies(self) -> Self:
        if self.combined_ratio_cv > 0.0 and self.combined_ratio is None:
            raise ValueError("combined_ratio_cv needs combined_ratio")
        if self.correlation and self.combined_ratio_cv == 0.0:
            raise ValueError("correlation needs combined_ratio_cv above 0")
        return self

    """Where the numbers come from, or "assumption"."""
