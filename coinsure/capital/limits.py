"""What the Insurance Law lets a member keep, articles 102 and 103, and what line that allows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.risk.sums import in_order

PREMIUM_MULTIPLE = 4.0
"""Article 102: premium kept in a year is at most this multiple of capital and reserves."""

UNIT_FRACTION = 0.10
"""Article 103: liability kept for one risk unit is at most this part of capital and reserves."""

ROUNDING = 1e-9
"""A limit may be missed by this much, relatively: shares and amounts are rounded decimals."""


@dataclass(frozen=True, slots=True)
class RetainedPremium:
    """Article 102 of one member, company-wide: before joining the pool and after."""

    member: str
    limit: float
    before: float | None  # None where the company's own retained premium is not known
    after: float | None
    passed: bool | None  # None where that leaves the answer open


@dataclass(frozen=True, slots=True)
class UnitLiability:
    """Article 103 of one member for one risk unit, before and after reinsurance per risk.

    ``passed`` looks at what is kept, ``net``; where ``gross`` is above the cap the member relies
    on that reinsurance.
    """

    risk_unit: str
    member: str
    cap: float
    gross: float
    net: float
    passed: bool

    @property
    def relies_on_reinsurance(self) -> bool:
        """Whether only reinsurance brings the liability under the cap."""
        return self.passed and not within(self.gross, self.cap)


@dataclass(frozen=True, slots=True)
class PoolLine:
    """The largest risk unit, for 100 %, that the members' legal caps carry without reinsurance."""

    risk_unit: str
    gross: float  # all covers of the unit, added
    net: float
    amount: float
    binding_member: str


def within(amount: float, limit: float) -> bool:
    """Whether an amount keeps a limit, up to rounding."""
    return amount <= limit * (1.0 + ROUNDING)


def retained_premium(
    member: str, capital_and_reserves: float, company: float | None, from_pool: float
) -> RetainedPremium:
    """Check article 102: 当年自留保险费 at most 4 x (paid-in capital + reserves).

    Parameters
    ----------
    capital_and_reserves
        Paid-in capital plus reserves (实收资本加公积金), not solvency capital.
    company
        Premium that the whole company keeps in a year without the pool, if known.
    from_pool
        Premium that it keeps in the pool.
    """
    limit = PREMIUM_MULTIPLE * capital_and_reserves
    if company is not None:
        after = company + from_pool
        return RetainedPremium(member, limit, company, after, within(after, limit))
    return RetainedPremium(member, limit, None, None, None if within(from_pool, limit) else False)


@dataclass(frozen=True, slots=True, eq=False)
class RiskUnit:
    """A risk unit (危险单位): everything that one accident can hit, all its covers together."""

    name: str
    shares: FloatArray  # (M, C) liability share of each member in each cover
    gross: FloatArray  # (C,) largest amount of each cover, for 100 %
    net: FloatArray  # (C,) of it after reinsurance per risk
    besides: FloatArray | None = None  # (M,) kept of it as reinsurers or in other pools
    ceded: FloatArray | None = None  # (M,) of their shares, by reinsurance of their own

    def __post_init__(self) -> None:
        """Refuse covers that do not fit together."""
        if self.shares.shape[1:] != self.gross.shape or self.net.shape != self.gross.shape:
            raise ValueError(
                f"{self.name}: shares {self.shares.shape} and net {self.net.shape} do not fit "
                f"{self.gross.size} covers"
            )
        if not ((self.net >= 0.0).all() and (self.net <= self.gross * (1.0 + ROUNDING)).all()):
            raise ValueError(f"{self.name}: what is kept must be between 0 and the gross amount")


def unit_liabilities(
    unit: RiskUnit, members: Sequence[str], capital_and_reserves: FloatArray
) -> tuple[UnitLiability, ...]:
    """Check article 103 for every member, with its legal base (M,).

    What a member keeps of the unit as a reinsurer or elsewhere adds to its share; what it reinsures
    itself is taken off.
    """
    before, after = (carried + _besides(unit) for carried in _carried(unit))
    after = after if unit.ceded is None else after - unit.ceded
    rows = zip(members, UNIT_FRACTION * capital_and_reserves, before, after, strict=True)
    return tuple(
        UnitLiability(
            unit.name, name, float(cap), float(gross), float(net), within(float(net), float(cap))
        )
        for name, cap, gross, net in rows
    )


def pool_line(unit: RiskUnit, members: Sequence[str], capital_and_reserves: FloatArray) -> PoolLine:
    """Return min over members of cap / share, and whose it is.

    The share of a member in a unit of several covers is its part of all of them together. Where
    several members bind, the first is named.

    Raises
    ------
    ValueError
        If nobody carries anything of the unit.
    """
    before, _ = _carried(unit)
    if not before.any():
        raise ValueError(f"nobody carries risk unit {unit.name}")
    whole = float(unit.gross.sum())
    lines = np.full(before.shape, np.inf)
    caps = np.maximum(UNIT_FRACTION * capital_and_reserves - _besides(unit), 0.0)
    np.divide(caps * whole, before, out=lines, where=before > 0.0)
    binding = int(np.argmin(lines))
    return PoolLine(
        unit.name, whole, float(unit.net.sum()), float(lines[binding]), members[binding]
    )


def _besides(unit: RiskUnit) -> FloatArray:
    return np.zeros(len(unit.shares)) if unit.besides is None else unit.besides


def _carried(unit: RiskUnit) -> tuple[FloatArray, FloatArray]:
    """Return what the members carry of all covers, gross and net, each (M,)."""
    return in_order(unit.shares * unit.gross), in_order(unit.shares * unit.net)
