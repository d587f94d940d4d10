"""``RiskUnit`` and ``Limits``: what one accident can hit, and what must not be exceeded."""

from typing import Annotated

from pydantic import Field

from coinsure.models.labels import Label, Source
from coinsure.spec import Fraction, Money, Positive, Spec


class RiskUnit(Spec):
    """A risk unit (危险单位): all covers that one accident can hit, added."""

    label: Label
    """Name in the report."""
    covers: Annotated[dict[str, Positive], Field(min_length=1)]
    """Most that each line, as "sector.line", pays for the accident."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""


class Limits(Spec):
    """What must not be exceeded; a breach ends the run with exit code 1."""

    article_102: bool = True
    """Check members' retained premium against 4 x capital and reserves (Insurance Law art. 102)."""
    article_103: bool = True
    """Check what members keep of each risk unit against 10 % of capital and reserves (art. 103)."""
    max_unplaced: Fraction | None = None
    """Largest part of a sector that may stay without a taker."""
    max_capital_to_premium: Positive | None = None
    """Largest economic capital of the pool, as a multiple of its premium."""
    max_member_capital_use: Positive | None = None
    """Largest economic capital of a member for the pool, as a multiple of its actual capital."""
    lowest_rate: Fraction = 0.0001
    """Lowest believable premium, part of the sum insured; below it a mistaken unit is assumed."""
    highest_rate: Money = 0.20
    """Highest believable premium, part of the sum insured; above it a mistaken unit is assumed."""
    source: Source | None = None
    """Where the numbers come from, or "assumption"."""
