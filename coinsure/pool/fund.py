"""A year of the equalisation reserve: what is paid in, what is released, what is left."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.book import SectorBook
from coinsure.pool.in_force import InForce, added
from coinsure.pool.reserve import Reserve


@dataclass(frozen=True, slots=True, eq=False)
class FundYear:
    """Figures of a year by sector, (S, P), of the part that members stand for."""

    premium: FloatArray  # gross written
    net_premium: FloatArray  # less deposit premium of reinsurance, not below zero
    claims: FloatArray  # net of reinsurance
    result: FloatArray  # of underwriting, after all costs

    def together(self) -> "FundYear":
        """Return the year of all sectors as one, (1, P)."""
        return FundYear(
            added(self.premium)[None],
            added(self.net_premium)[None],
            added(self.claims)[None],
            added(self.result)[None],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Turnover:
    """What a year did: the balance of each fund at its end, and what came and went by sector."""

    balance: FloatArray  # (G, P)
    interest: FloatArray  # (G, P) earned
    paid_in: FloatArray  # (S, P)
    drawn: FloatArray  # (S, P)


def fund_names(reserve: Reserve | None, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the funds: those of the sectors, "pool", or none without a reserve."""
    if reserve is None:
        return ()
    return sectors if reserve.scope == "sector" else ("pool",)


def opening_balance(
    reserve: Reserve | None, premium: FloatArray, sectors: tuple[str, ...]
) -> FloatArray:
    """Return the balance of each fund before year 1, (G, 1), by the ``premium`` (S,) of sectors."""
    if reserve is None:
        return np.zeros((0, 1))
    if reserve.scope == "pool":
        return np.full((1, 1), reserve.opening)
    total = premium.sum()
    equal = np.full(len(sectors), 1.0 / len(sectors))
    return (reserve.opening * (premium / total if total > 0.0 else equal))[:, None]


def fund_year(
    book: SectorBook, standing: InForce, cost_rate: float, common_fee: FloatArray
) -> FundYear:
    """Work out the figures of the part of each sector that ``standing`` members stand for.

    ``cost_rate`` is the part of the premium that goes to levies, brokers and the office, and
    ``common_fee`` (P,) the part of the premium that the pool's account pays to the lead.
    """
    written, claims = standing.written, standing.carried * book.net
    kept = book.premium * (1.0 - cost_rate) - book.expenses
    return FundYear(
        premium=written * book.premium,
        net_premium=written * np.maximum(book.premium - book.ceded, 0.0),
        claims=claims,
        result=written * (kept - common_fee * book.premium - book.cost) - claims,
    )


def turn(reserve: Reserve, opening: FloatArray, year: FundYear, *, tax_rate: float) -> Turnover:
    """Close a year of the funds whose balances at its start are ``opening`` (G, P).

    In each fund interest on the opening balance comes first, then the part of the premium, then
    claims above the trigger are met as far as the money goes, then the part of the profit comes in;
    no payment lifts the balance above the cap, which only interest may do. To a common fund sectors
    pay pro rata to premium and to profit, and they draw from it pro rata to their claims above the
    trigger.
    """
    of_profit = reserve.build_of_profit
    if reserve.accounting == "equity_after_tax":
        of_profit *= 1.0 - tax_rate
    fund = year if reserve.scope == "sector" else year.together()
    cap = reserve.cap_of_premium * fund.premium
    interest = reserve.interest * opening

    room = np.maximum(cap - opening - interest, 0.0)
    from_premium = np.minimum(reserve.build_of_premium * fund.premium, room)
    balance = opening + interest + from_premium
    drawn = np.minimum(balance, _above_trigger(reserve, fund))
    balance = balance - drawn
    room = np.maximum(cap - balance, 0.0)
    from_profit = np.minimum(of_profit * np.maximum(fund.result, 0.0), room)
    balance = balance + from_profit

    if reserve.scope == "sector":
        return Turnover(balance, interest, from_premium + from_profit, drawn)
    paid_in = _pro_rata(from_premium, year.premium)
    paid_in = paid_in + _pro_rata(from_profit, np.maximum(year.result, 0.0))
    return Turnover(balance, interest, paid_in, _pro_rata(drawn, _above_trigger(reserve, year)))


def _above_trigger(reserve: Reserve, year: FundYear) -> FloatArray:
    return np.maximum(year.claims - reserve.release_above_loss_ratio * year.net_premium, 0.0)


def _pro_rata(amount: FloatArray, weights: FloatArray) -> FloatArray:
    """Divide ``amount`` (1, P) by ``weights`` (S, P), not all zero where the amount is not."""
    total = added(weights)
    return weights * (amount / np.where(total > 0.0, total, 1.0))
