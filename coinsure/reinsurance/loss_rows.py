"""Losses that somebody brings row by row, and how a treaty looks at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coinsure.arrays import FloatArray, IntArray
from coinsure.reinsurance.treaties import TreatySpec


@dataclass(frozen=True, slots=True, eq=False)
class LossRows:
    """Losses one by one, in any order; every period is a year of its own."""

    line: tuple[str, ...]  # (E,)
    amount: FloatArray  # (E,)
    period: IntArray  # (E,) from 1
    event: IntArray  # (E,) rows of a period that share it are one occurrence, -1 its own
    time: FloatArray | None = None  # (E,) within the period; in the order of rows if left out
    sum_insured: FloatArray | None = None  # (E,) of the risk that was hit, NaN where not known
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """What else each row says by name of the column: site, policy, account ...; "" is unknown."""
    periods: int | None = None
    """How many there are, those without losses included, where the losses themselves say it."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A treaty, and how it looks at losses that are given row by row."""

    treaty: TreatySpec
    risk: str = "risk"
    """Column that names the risk: rows of one occurrence with one name are one loss."""
    scope: tuple[Mapping[str, str], ...] = ()
    """Rows that the treaty looks at: those that fit one of these, column by column; () is all."""
