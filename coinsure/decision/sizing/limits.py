"""Limits on shares as rows of a programme: linear in shares and in convex curves of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.risk.sums import in_order

KINDS = (
    "placement",
    "appetite",
    "capacity",
    "min_share",
    "max_share",
    "lead_share",
    "article_102",
    "article_103",
    "comprehensive_solvency",
    "core_solvency",
    "capital_use",
    "risk_budget",
    "fairness",
)
"""Kinds of limits."""

ROUNDING = 1e-9
"""A limit is kept if it is missed by no more than this part of its ``size``."""


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """``weight`` x shares + factors x curves <= ``bound``, or = it where ``equal``."""

    kind: str
    member: str | None  # None: all members together
    subject: str | None  # the sector or the risk unit, where there is one
    weight: FloatArray  # (M, S)
    bound: float
    curves: Mapping[int, float] = field(default_factory=dict)  # factor >= 0 by number of the curve
    equal: bool = False
    scale: float = 0.0  # an amount that matters for it, where the bound may be near 0

    def __post_init__(self) -> None:
        """Refuse a limit that is not convex."""
        if any(factor < 0.0 for factor in self.curves.values()) or (self.equal and self.curves):
            raise ValueError(f"{self.kind} of {self.member} is not a convex limit")

    @property
    def size(self) -> float:
        """Return the amount that a breach is measured by."""
        return max(abs(self.bound), float(np.abs(self.weight).max(initial=0.0)), self.scale)

    def used(self, shares: FloatArray, curves: FloatArray) -> float:
        """Return the left side at shares (M, S) and values of all curves (C,)."""
        carried = float(in_order((self.weight * shares).ravel()))
        return carried + sum(factor * float(curves[c]) for c, factor in self.curves.items())

    def excess(self, shares: FloatArray, curves: FloatArray) -> float:
        """Return by how much the limit is missed; 0 or less where it is kept."""
        gap = self.used(shares, curves) - self.bound
        return abs(gap) if self.equal else gap
