"""Who has taken a treaty: the parts of the reinsurers in what is placed."""

from typing import Annotated

from pydantic import AfterValidator, Field

from coinsure.spec import Fraction

ROUNDING = 1e-9


def _whole(parts: dict[str, float]) -> dict[str, float]:
    total = sum(parts.values())
    if abs(total - 1.0) > ROUNDING:
        raise ValueError(
            f"the parts of the reinsurers add up to {total:.6g}; they must add up to 1 of what is "
            "placed, and placed says how much that is"
        )
    return parts


Reinsurers = Annotated[dict[str, Fraction], Field(min_length=1), AfterValidator(_whole)]
