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
from coinsure.pool.in_force import InForce, Rows, added
from coinsure.pool.ledger import Ledger
from coinsure.pool.placement import require_full_placement
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import ProfitRule
from coinsure.tables.accounts import MEMBER_FLOWS, MemberAccounts
from coinsure.tables.net import NetTable
from coinsure.tables.shares import ShareTable


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What one year hands to the next."""

    inside: Rows  # (M) of (P,): 1 where the member is in the pool, else 0
    own: Rows  # (M) of (P,) money of each member without the reserve
    balance: Rows  # (G) of (P,) of each reserve fund


@dataclass(frozen=True, slots=True, eq=False)
class YearEnd:
    """A closed year."""

    state: State
    capital: Rows  # (M) of (P,)
    paid_in: Rows  # (S) of (P,)
    drawn: Rows  # (S) of (P,)
    unpaid: Rows  # (M) of (P,)
    uninsured: FloatArray  # (P,)
    residual: float


def settle(net: NetTable, shares: ShareTable, profit: ProfitRule, pool: PoolPlan) -> MemberAccounts:
    """Settle every year of a block among the members.

    A member that cannot pay all its claims, or whose failure in a year is declared, is out of the
    pool from the next year on: its premium is no longer written, its part of the claims is
    ``uninsured``, and what it paid into the reserve stays there. In the year of a declared failure
    it pays no claims, takes no part in the reserve, and its capital is gone.

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
    funds = fund_names(pool.terms.reserve, pool.sectors)
    members, sectors, (years, paths) = len(pool.members), len(pool.sectors), net.net.shape[1:]
    accounts = MemberAccounts(
        block=net.block,
        members=pool.members,
        funds=funds,
        flow=np.zeros((members, len(MEMBER_FLOWS), years, paths)),
        capital=np.empty((members, years, paths)),
        reserve=np.empty((len(funds), years, paths)),
        paid_in=np.empty((sectors, years, paths)),
        drawn=np.empty((sectors, years, paths)),
        unpaid=np.empty((members, years, paths)),
        uninsured=np.empty((years, paths)),
        residual=0.0,
    )
    state = State(
        [np.ones(paths) for _ in pool.members],
        [np.full(paths, capital) for capital in pool.capital],
        [np.zeros(paths) for _ in funds],
    )
    residual = 0.0
    for year in range(years):
        end = close_year(
            sector_book(net, pool, year), state, shares, profit, pool, year + 1, accounts.flow[:, :, year]
        )
        state = end.state
        residual = max(residual, end.residual)
        for page, rows in (
            (accounts.capital, end.capital),
            (accounts.reserve, state.balance),
            (accounts.paid_in, end.paid_in),
            (accounts.drawn, end.drawn),
            (accounts.unpaid, end.unpaid),
            (accounts.uninsured[None], [end.uninsured]),
        ):
            for number, row in enumerate(rows):
                page[number, year] = row
    return replace(accounts, residual=residual)


def close_year(
    book: SectorBook,
    opening: State,
    shares: ShareTable,
    profit: ProfitRule,
    pool: PoolPlan,
    year: int,
    flow: FloatArray,
) -> YearEnd:
    """Settle one year, counted from 1, and enter it in the pages ``flow`` (M, F, P)."""
    terms, ledger = pool.terms, Ledger(flow)
    held = InForce(shares, opening.inside)
    stands = [
        np.zeros_like(inside) if fails == year else inside
        for inside, fails in zip(opening.inside, pool.fails_in_year, strict=True)
    ]

    premium = held.by_premium(book.premium)
    ledger.receive("premium", premium, "insured")
    ledger.pay("expenses", held.by_premium(book.expenses), "outside")
    ledger.pay("management", [terms.management_rate * amount for amount in premium], "office")
    fee = terms.lead_fee.rate * opening.inside[pool.lead]
    ledger.pay_member("lead_fee", [fee * amount for amount in premium], pool.lead)
    ledger.pay("reinsurance", held.by_premium(book.cost), "reinsurers")

    standing = InForce(shares, stands)
    turnover = _turn_reserve(book, opening.balance, standing, pool, fee)
    ledger.pay("to_reserve", _divide(profit, turnover.paid_in, standing.premium_shares), "reserve")
    ledger.receive("from_reserve", _divide(profit, turnover.drawn, standing.liability_shares), "reserve")

    carried = held.carried()
    recovered = [gross - net for gross, net in zip(book.gross, book.net, strict=True)]
    ledger.pass_on(_weighted(recovered, carried), "reinsurers", "insured")
    due = held.by_liability(book.net)
    means = [own + ledger.result(member) for member, own in enumerate(opening.own)]
    claims = [
        np.minimum(owed, np.maximum(money, 0.0)) * stand
        for owed, money, stand in zip(due, means, stands, strict=True)
    ]
    ledger.pay("claims", claims, "insured")

    unpaid = [owed - paid for owed, paid in zip(due, claims, strict=True)]
    uninsured = _weighted(book.gross, held.uncovered())
    left = [money - paid for money, paid in zip(means, claims, strict=True)]
    state = _closing(opening.inside, left, unpaid, turnover, pool.fails_in_year == year)
    return YearEnd(
        state=state,
        capital=_capital(state, InForce(shares, state.inside), book, profit, pool),
        paid_in=turnover.paid_in,
        drawn=turnover.drawn,
        unpaid=unpaid,
        uninsured=uninsured,
        residual=breach(
            ledger,
            book,
            held,
            terms.management_rate,
            shortfall=uninsured + added(unpaid),
            set_aside=[now - before for now, before in zip(state.balance, opening.balance, strict=True)],
            gained=[now - before for now, before in zip(left, opening.own, strict=True)],
        ),
    )


def _turn_reserve(
    book: SectorBook, balance: Rows, standing: InForce, pool: PoolPlan, fee: FloatArray
) -> Turnover:
    """Turn the funds of the members that stand for their shares; nothing happens without a reserve."""
    terms = pool.terms
    if terms.reserve is None:
        nothing = [np.zeros_like(fee) for _ in pool.sectors]
        return Turnover([], nothing, nothing)
    common_fee = fee if terms.lead_fee.base == "pool_premium" else np.zeros_like(fee)
    year = fund_year(book, standing, terms.management_rate, common_fee)
    return turn(terms.reserve, balance, year, tax_rate=terms.tax_rate)


def _divide(profit: ProfitRule, amounts: Rows, shares: Callable[[int], Rows]) -> Rows:
    """Divide the amount of each sector among the members by their shares in it, and add up."""
    by_sector = [profit.divide(amount, shares(sector)) for sector, amount in enumerate(amounts)]
    return [added(list(of_member)) for of_member in zip(*by_sector, strict=True)]


def _weighted(amounts: Rows, parts: Rows) -> FloatArray:
    return added([amount * part for amount, part in zip(amounts, parts, strict=True)])


def _closing(inside: Rows, left: Rows, unpaid: Rows, turnover: Turnover, declared: BoolArray) -> State:
    """Return who is in the pool after the year, and with what."""
    return State(
        [
            np.zeros_like(was) if failed else was * (owed == 0.0)
            for was, owed, failed in zip(inside, unpaid, declared, strict=True)
        ],
        [np.zeros_like(own) if failed else own for own, failed in zip(left, declared, strict=True)],
        turnover.balance,
    )


def _capital(
    state: State, remaining: InForce, book: SectorBook, profit: ProfitRule, pool: PoolPlan
) -> Rows:
    """Return each member's money, with its part of the reserve where that is its equity."""
    reserve = pool.terms.reserve
    if reserve is None or not reserve.in_capital_of_members:
        return state.own
    if reserve.scope == "pool":
        parts = profit.divide(state.balance[0], remaining.by_premium(book.premium))
    else:
        parts = _divide(profit, state.balance, remaining.premium_shares)
    return [own + part for own, part in zip(state.own, parts, strict=True)]


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
