"""``TakeUp`` (投保意愿): how many more firms insure as their price falls, and which ones."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from coinsure.models.development import Development, Indices
from coinsure.models.labels import Source
from coinsure.spec import Money, Spec


class TakeUp(Spec):
    """How many firms insure at a price that public money lowers, and how often they have losses.

    The risks of the line are those that are insured at the full price, ``base`` of all that could
    be. Where a subsidy leaves the insured 1 - s of the price, base x (1 - s)^-elasticity insure,
    all of them at most. Those that join have losses 1 + ``selection`` times as often as those that
    were insured before. Nothing else that happens to prices changes the take-up.
    """

    base: Annotated[float, Field(gt=0.0, le=1.0)]
    """Part of all firms that insure at the full price."""
    elasticity: Money
    """Growth of the insured in per cent as the price falls by one per cent; 0 for none."""
    selection: Annotated[float, Field(ge=-1.0)] = 0.0
    """How much more often firms that join have losses: below 0 where better risks join."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""

    def firms(self, subsidised: float) -> float:
        """Return the insured firms over those at the full price; 1 - ``subsidised`` is left of it.

        Examples
        --------
        >>> TakeUp(base=0.2, elasticity=1.0).firms(0.5)
        2.0
        >>> TakeUp(base=0.5, elasticity=1.0).firms(0.8)
        2.0
        """
        left = max(1.0 - subsidised, 0.0)
        if left == 0.0:
            return 1.0 / self.base if self.elasticity > 0.0 else 1.0
        return min(left**-self.elasticity, 1.0 / self.base)

    def frequency(self, firms: float) -> float:
        """Return the losses of one of so many ``firms``, over those of one at the full price.

        Examples
        --------
        >>> TakeUp(base=0.2, elasticity=1.0, selection=-0.5).frequency(2.0)
        0.75
        """
        return (1.0 + (1.0 + self.selection) * (firms - 1.0)) / firms


@dataclass(frozen=True, slots=True)
class TakenUp:
    """How a line changes from year to year with insured firms that are more than it states."""

    stated: Development
    firms: tuple[float, ...]  # (T,) insured over those at the full price
    frequency: tuple[float, ...]  # (T,) losses of one of them, over those of one at the full price

    def indices(self, years: int) -> tuple[Indices, ...]:
        """Return every year of the horizon compared with year 1 at the full price."""
        steps = self.stated.indices(years)
        return tuple(
            step._replace(exposure=step.exposure * firms, frequency=step.frequency * often)
            for step, firms, often in zip(steps, self.firms, self.frequency, strict=True)
        )


Course = Development | TakenUp
"""How a line changes over the years, with whatever public money brings."""
