"""``Objective``: by what a recommendation is chosen, what must hold, and what is varied."""

from typing import Annotated, Literal

from pydantic import Field

from coinsure.models.labels import Label, Source
from coinsure.spec import Fraction, Name, Positive, Spec

Criterion = Literal["economic_profit", "capital", "lowest_return", "unpaid", "uninsured"]
CRITERIA: dict[Criterion, float] = {
    "economic_profit": 1.0,
    "capital": -1.0,
    "lowest_return": 1.0,
    "unpaid": -1.0,
    "uninsured": -1.0,
}
"""What terms can be chosen by, and whether more of it is better."""


class HardLimits(Spec):
    """What recommended terms must keep to, besides every check of a run."""

    probability_of_deficit: Fraction | None = None
    """Highest probability that the pool loses money in a year."""
    probability_unpaid: Fraction | None = None
    """Highest probability of a year in which claims stay unpaid."""
    probability_exhausted: Fraction | None = None
    """Highest probability that a fund of the reserve runs dry within the horizon."""
    solvency_ratio: Positive | None = None
    """Lowest comprehensive solvency ratio of a member at the end of year 1: aggregated with its own
    book where it gives one, else by plain addition of the pool's charge."""
    return_on_capital: float | None = None
    """Lowest return of a member on its part of the pool's economic capital, a year."""


class Sensitivity(Spec):
    """Numbers that are raised and lowered together, to see whether the advice stands."""

    label: Label
    """Name in the report."""
    keys: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    """Paths of the numbers, with ``*`` for any name, as in the scale of a stress."""


class Objective(Spec):
    """By what the terms of the pool are chosen among candidates."""

    criteria: Annotated[tuple[Criterion, ...], Field(strict=False, min_length=1)] = (
        "economic_profit",
        "lowest_return",
    )
    """In their order: one decides only where those before it differ by no more than the error."""
    limits: HardLimits = HardLimits()
    """What must hold."""
    step: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.2
    """Part by which the numbers of a sensitivity are raised and lowered."""
    sensitivities: dict[Name, Sensitivity] = Field(default={})
    """What is raised and lowered."""
    source: Source | None = None
    """Where the choices come from, or "assumption"."""
