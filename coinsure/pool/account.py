"""The pool's account: every year's money from the insured to the members and back, in order.

A year, as the contract between the members has it:

1.  保费  premium: the insured pay each member its premium share (保费份额) of every sector.
2.  费用  expenses: members pay acquisition and administration, a part of their premium.
3.  管理费  management: members pay the pool's office, a part of their premium.
4.  出单费  lead fee: each follower pays the lead insurer a part of its premium.
5.  分保费  reinsurance: members pay its cost after commission, by premium share.
6.  平滑准备金  equalisation reserve: members pay in from premium and profit, and receive what is
    released when claims are above the trigger (``coinsure.pool.fund`` has the order inside it).
7.  赔款  claims: reinsurers pay what they owe to the insured; each member pays its liability share
    (共保份额) of what is left, as far as its capital and the year's other money go.
8.  The rest is the insured's: ``unpaid`` where a member has failed, ``uninsured`` where a part of a
    sector has no taker.

What a year leaves with a member is its profit or loss (利润分配): the profit rule only divides what
the members put together, the reserve.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import BoolArray, FloatArray
from coinsure.pool.book import SectorBook, sector_book
from coinsure.pool.conservation import breach
from coinsure.pool.fund import Turnover, fund_names, fund_year, turn
from coinsure.pool.in_force import InForce, added
from coinsure.pool.ledger import Ledger
from coinsure.pool.placement import require_full_placement
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import ProfitRule
from coinsure.tables.accounts import MEMBER_FLOWS, MemberAccounts
from coinsure.tables.net import NetTable
from coinsure.tables.shares import ShareTable

STEP = 8192
"""Paths settled at a time: fewer cost calls, more do not fit the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What one year hands to the next; (..., 1) where it is the same on all paths."""

    inside: FloatArray  # (M, P): 1 where the member is in the pool, else 0
    own: FloatArray  # (M, P) money of each member without the reserve
    balance: FloatArray  # (G, P) of each reserve fund


@dataclass(frozen=True, slots=True, eq=False)
class YearEnd:
    """A closed year."""

    state: State
    turnover: Turnover
    capital: FloatArray  # (M, P)
    unpaid: FloatArray  # (M, P)
    uninsured: FloatArray  # (P,)
    residual: float


def settle(net: NetTable, shares: ShareTable, profit: ProfitRule, pool: PoolPlan) -> MemberAccounts:
    """Settle every year of a block among the members.

    A member that cannot pay all its claims, or whose failure in a year is declared, is out of the
    pool from the next year on: its premium is no longer written, its part of the claims is
    ``uninsured``, and what it paid into the reserve stays there. In the year of a declared failure
    it pays no claims, takes no part in the reserve, and its capital is gone. There is no lead fee
    after the lead has left.

    Raises
    ------
    ModelRefusedError
        If full placement is required and a sector is not fully placed.
    ValueError
        If tables and plan do not belong together.
    """
    _check(net, shares, pool)
    if pool.terms.full_placement:
        require_full_placement(shares)
    accounts = _blank(net, pool)
    residuals: list[float] = []
    for first in range(0, net.block.paths, STEP):
        paths = slice(first, first + STEP)
        state = State(
            inside=np.ones((len(pool.members), 1)),
            own=pool.capital[:, None],
            balance=np.zeros((len(accounts.funds), 1)),
        )
        for year in range(net.net.shape[1]):
            book = sector_book(net, pool, year, paths)
            flow = accounts.flow[:, :, year, paths]
            end = close_year(book, state, flow, shares, profit, pool=pool, year=year + 1)
            accounts.capital[:, year, paths] = end.capital
            accounts.reserve[:, year, paths] = end.state.balance
            accounts.paid_in[:, year, paths] = end.turnover.paid_in
            accounts.drawn[:, year, paths] = end.turnover.drawn
            accounts.unpaid[:, year, paths] = end.unpaid
            accounts.uninsured[year, paths] = end.uninsured
            residuals.append(end.residual)
            state = end.state
    return replace(accounts, residual=float(np.max(residuals)))


def close_year(
    book: SectorBook,
    opening: State,
    flow: FloatArray,
    shares: ShareTable,
    profit: ProfitRule,
    *,
    pool: PoolPlan,
    year: int,
) -> YearEnd:
    """Settle one year, counted from 1, and enter it in the members' pages ``flow`` (M, F, P)."""
    terms, ledger = pool.terms, Ledger(flow)
    fails = pool.fails_in_year == year
    held = InForce(shares, opening.inside)
    standing = InForce(shares, np.where(fails[:, None], 0.0, opening.inside))

    premium = held.by_premium(book.premium)
    ledger.receive("premium", premium, "insured")
    ledger.pay("expenses", held.by_premium(book.expenses), "outside")
    ledger.pay("management", terms.management_rate * premium, "office")
    fee = terms.lead_fee.rate * opening.inside[pool.lead]
    ledger.pay_member("lead_fee", fee * premium, pool.lead)
    ledger.pay("reinsurance", held.by_premium(book.cost), "reinsurers")

    turnover = _turn_reserve(book, opening.balance, standing, pool, fee)
    paid_in = _divide(profit, turnover.paid_in, standing.premium_shares)
    drawn = _divide(profit, turnover.drawn, standing.liability_shares)
    ledger.pay("to_reserve", paid_in, "reserve")
    ledger.receive("from_reserve", drawn, "reserve")

    ledger.pass_on(added(held.carried() * (book.gross - book.net)), "reinsurers", "insured")
    due = held.by_liability(book.net)
    means = opening.own + ledger.balance()
    claims = np.where(fails[:, None], 0.0, np.minimum(due, np.maximum(means, 0.0)))
    ledger.pay("claims", claims, "insured")
    unpaid, left = due - claims, means - claims
    uninsured = added(held.uncovered() * book.gross)

    state = _closing(opening, left, unpaid, fails, turnover)
    return YearEnd(
        state=state,
        turnover=turnover,
        capital=_capital(state, InForce(shares, state.inside), book, profit, pool),
        unpaid=unpaid,
        uninsured=uninsured,
        residual=breach(
            ledger,
            book,
            held,
            terms.management_rate,
            shortfall=uninsured + added(unpaid),
            set_aside=added(turnover.balance - opening.balance) if terms.reserve else np.zeros(1),
            gained=left - opening.own,
        ),
    )


def _blank(net: NetTable, pool: PoolPlan) -> MemberAccounts:
    """Return accounts with nothing entered yet."""
    members, sectors, (years, paths) = len(pool.members), len(pool.sectors), net.net.shape[1:]
    funds = fund_names(pool.terms.reserve, pool.sectors)
    return MemberAccounts(
        block=net.block,
        members=pool.members,
        funds=funds,
        flow=np.empty((members, len(MEMBER_FLOWS), years, paths)),
        capital=np.empty((members, years, paths)),
        reserve=np.empty((len(funds), years, paths)),
        paid_in=np.empty((sectors, years, paths)),
        drawn=np.empty((sectors, years, paths)),
        unpaid=np.empty((members, years, paths)),
        uninsured=np.empty((years, paths)),
        residual=0.0,
    )


def _turn_reserve(
    book: SectorBook, balance: FloatArray, standing: InForce, pool: PoolPlan, fee: FloatArray
) -> Turnover:
    """Turn the funds of the members that stand for their shares; no reserve, no turnover."""
    terms = pool.terms
    if terms.reserve is None:
        nothing = np.zeros((len(pool.sectors), 1))
        return Turnover(balance, nothing, nothing)
    common_fee = fee if terms.lead_fee.base == "pool_premium" else np.zeros_like(fee)
    year = fund_year(book, standing, terms.management_rate, common_fee)
    return turn(terms.reserve, balance, year, tax_rate=terms.tax_rate)


def _divide(
    profit: ProfitRule, amounts: FloatArray, shares: Callable[[int], FloatArray]
) -> FloatArray:
    """Divide the amount of each sector (S, P) among the members by their shares in it: (M, P)."""
    total = profit.divide(amounts[0], shares(0))
    for sector in range(1, len(amounts)):
        total = total + profit.divide(amounts[sector], shares(sector))
    return total


def _closing(
    opening: State, left: FloatArray, unpaid: FloatArray, fails: BoolArray, turnover: Turnover
) -> State:
    """Return who is in the pool after the year, and with what."""
    leaves = (unpaid > 0.0) | fails[:, None]
    inside = np.where(leaves, 0.0, opening.inside) if leaves.any() else opening.inside
    return State(inside, np.where(fails[:, None], 0.0, left), turnover.balance)


def _capital(
    state: State, remaining: InForce, book: SectorBook, profit: ProfitRule, pool: PoolPlan
) -> FloatArray:
    """Return each member's money, with its part of the reserve where that is its equity."""
    reserve = pool.terms.reserve
    if reserve is None or not reserve.in_capital_of_members:
        return state.own
    if reserve.scope == "pool":
        return state.own + profit.divide(state.balance[0], remaining.by_premium(book.premium))
    return state.own + _divide(profit, state.balance, remaining.premium_shares)


def _check(net: NetTable, shares: ShareTable, pool: PoolPlan) -> None:
    """Refuse tables that belong to another pool."""
    for name, found, wanted in (
        ("lines", net.lines, pool.lines),
        ("members", shares.members, pool.members),
        ("sectors", shares.sectors, pool.sectors),
    ):
        if tuple(found) != tuple(wanted):
            raise ValueError(f"{name} {tuple(found)} are not those of the pool, {tuple(wanted)}")
    if not np.array_equal(net.premium, pool.premium):
        raise ValueError("the premium of the losses is not the premium of the pool")
