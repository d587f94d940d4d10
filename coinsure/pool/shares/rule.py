"""What share rules can do besides dividing: read the pilot, or divide anew every year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from coinsure.arrays import FloatArray
from coinsure.pool.member import Member
from coinsure.tables.shares import ShareTable


@dataclass(frozen=True, slots=True, eq=False)
class PilotBook:
    """Year 1 of the pilot by sector, for 100 %, net of reinsurance."""

    sectors: tuple[str, ...]  # (S,)
    premium: FloatArray  # (S,) gross written
    kept: FloatArray  # (S,) premium less all costs, those of reinsurance at their mean
    claims: FloatArray  # (S, n)


class ShareRule(Protocol):
    """A rule that divides every sector among the members."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        ...


@runtime_checkable
class ReadsPilotBook(Protocol):
    """A share rule that needs losses: what it divides before it has seen them is a start."""

    def read(self, members: Mapping[str, Member], book: PilotBook) -> ShareTable:
        """Divide every sector of the ``book`` among ``members``."""
        ...


@runtime_checkable
class Reshares(Protocol):
    """A share rule that divides anew after every year, path by path."""

    def reshare(self, shares: FloatArray, limits: FloatArray, rate: FloatArray) -> FloatArray:
        """Return the shares (M, S, P) of the next year.

        Parameters
        ----------
        shares
            Of the year before, (M, S, P) or (M, S, 1).
        limits
            Appetites, (M, S).
        rate
            Result so far as a part of the premium so far, of each member, (M, P).
        """
        ...
