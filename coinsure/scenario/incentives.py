"""``IncentiveTerms``: what a member does against the pool, and how far, to see what it gains."""

from coinsure.models.labels import Source
from coinsure.spec import Fraction, Money, Spec


class IncentiveTerms(Spec):
    """How ``coinsure incentives`` lets a member or the lead act against the others.

    All defaults are assumptions.
    """

    member: str | None = None
    """Who keeps risks back and under-reserves; the follower with the largest premium if left out.
    """
    kept_back: Fraction = 0.5
    """Part of its best line that the member writes outside the pool."""
    quality: Money = 0.7
    """Claims of the risks kept back, as a multiple of the line's."""
    looser: Money = 0.05
    """By which part more the lead pays for claims that it settles loosely."""
    effort_saved: Fraction = 0.01
    """What the lead saves by that, part of the pool's premium."""
    understated: Fraction = 0.2
    """Part of its claims that the member reports a year late."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""
