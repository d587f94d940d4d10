"""``Market``: insurance without the pool, against which the pool is measured."""

from typing import Annotated

from pydantic import Field

from coinsure.models.labels import Source
from coinsure.spec import Money, Positive, Spec


class Market(Spec):
    """What the same book would find without the pool: each risk at one insurer alone."""

    facultative_capacity: Money = 0.0
    """Most facultative cover (临时分保) that an insurer alone finds for one risk unit."""
    facultative_price: Positive = 1.0
    """What that costs after commission, as a multiple of the original premium of what it covers."""
    newcomers: Annotated[tuple[Positive, ...], Field(strict=False)] = ()
    """Paid-in capital and reserves of insurers that might join; what each could be offered."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""
