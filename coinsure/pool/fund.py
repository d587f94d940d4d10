"""A year of the equalisation reserve: what is paid in, what is released, what is left."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.book import SectorBook
from coinsure.pool.in_force import InForce, Rows, added
from coinsure.pool.reserve import Reserve


@dataclass(frozen=True, slots=True, eq=False)
class FundYear:
    """Figures of a year, one (P,) for each sector that shares a fund."""

    premium: Rows  # gross written
    net_premium: Rows  # less deposit premium of reinsurance, not below zero
    claims: Rows  # net of reinsurance
    result: Rows  # of underwriting, after all costs


@dataclass(frozen=True, slots=True, eq=False)
class Turnover:
    """What a year did: the balance of each fund at its end, and what came and went by sector."""

    balance: Rows  # (G) of (P,)
    paid_in: Rows  # (S) of (P,)
    drawn: Rows  # (S) of (P,)


def fund_names(reserve: Reserve | None, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the funds: those of the sectors, "pool", or none without a reserve."""
    if reserve is None:
        return ()
    return sectors if reserve.scope == "sector" else ("pool",)


def fund_year(
    book: SectorBook, standing: InForce, management_rate: float, common_fee: FloatArray
) -> FundYear:
    """Work out the figures of the part of each sector that ``standing`` members stand for.

    ``common_fee`` (P,) is the part of the premium that the pool's account pays to the lead.
    """
    written, carried = standing.written(), standing.carried()
    claims = [net * part for net, part in zip(book.net, carried, strict=True)]
    result: Rows = []
    for s, part in enumerate(written):
        kept = book.premium[s] * (1.0 - management_rate) - book.expenses[s]
        result.append(part * (kept - common_fee * book.premium[s] - book.cost[s]) - claims[s])
    return FundYear(
        premium=[part * premium for part, premium in zip(written, book.premium, strict=True)],
        net_premium=[
            part * max(premium - ceded, 0.0)
            for part, premium, ceded in zip(written, book.premium, book.ceded, strict=True)
        ],
        claims=claims,
        result=result,
    )


def turn(reserve: Reserve, opening: Rows, year: FundYear, *, tax_rate: float) -> Turnover:
    """Close a year of the funds whose balances at its start are ``opening``, one (P,) each."""
    if reserve.scope == "pool":
        return _turn_one(reserve, opening[0], year, tax_rate)
    turnovers = [
        _turn_one(
            reserve,
            balance,
            FundYear([year.premium[s]], [year.net_premium[s]], [year.claims[s]], [year.result[s]]),
            tax_rate,
        )
        for s, balance in enumerate(opening)
    ]
    return Turnover(
        [turnover.balance[0] for turnover in turnovers],
        [turnover.paid_in[0] for turnover in turnovers],
        [turnover.drawn[0] for turnover in turnovers],
    )


def _turn_one(reserve: Reserve, opening: FloatArray, year: FundYear, tax_rate: float) -> Turnover:
    """Close a year of one fund.

    The part of the premium comes first, then claims above the trigger are met as far as the money
    goes, then the part of the profit comes in; no payment lifts the balance above the cap. Sectors
    pay pro rata to premium and to profit, and draw pro rata to their claims above the trigger.
    """
    of_profit, of_premium = reserve.build_of_profit, reserve.build_of_premium
    if reserve.accounting == "equity_after_tax":
        of_profit *= 1.0 - tax_rate
    trigger = reserve.release_above_loss_ratio
    premium, claims = added(year.premium), added(year.claims)
    cap = reserve.cap_of_premium * premium

    from_premium = np.minimum(of_premium * premium, np.maximum(cap - opening, 0.0))
    balance = opening + from_premium
    drawn = np.minimum(balance, _above(claims, trigger * added(year.net_premium)))
    balance = balance - drawn
    profit = np.maximum(added(year.result), 0.0)
    from_profit = np.minimum(of_profit * profit, np.maximum(cap - balance, 0.0))
    balance = balance + from_profit

    profits = [np.maximum(result, 0.0) for result in year.result]
    excesses = [
        _above(sector, trigger * net_premium)
        for sector, net_premium in zip(year.claims, year.net_premium, strict=True)
    ]
    paid_in = [
        one + other
        for one, other in zip(
            _pro_rata(from_premium, year.premium), _pro_rata(from_profit, profits), strict=True
        )
    ]
    return Turnover([balance], paid_in, _pro_rata(drawn, excesses))


def _above(claims: FloatArray, limit: FloatArray) -> FloatArray:
    return np.maximum(claims - limit, 0.0)


def _pro_rata(amount: FloatArray, weights: Rows) -> Rows:
    """Divide ``amount`` by ``weights``, whose sum is above zero wherever the amount is."""
    if len(weights) == 1:
        return [amount]
    total = added(weights)
    unit = np.divide(amount, total, out=np.zeros_like(amount), where=total > 0.0)
    return [unit * weight for weight in weights]
