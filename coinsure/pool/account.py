"""The pool's account: every year's money from the insured to the members and back, in order.

A year, as the contract between the members has it:

1.  保费  premium: the insured pay each member its premium share (保费份额) of every sector, less
    the 保费补贴 premium subsidy that the state pays to members, or with one that it pays back.
2.  税费  levies: members pay taxes and levies on it.
3.  费用  expenses, 经纪费 brokerage: acquisition and administration, and the brokers.
4.  管理费  management: members pay the pool's office, a part of their premium.
5.  出单费  lead fee: each follower pays the lead insurer a part of its premium.
6.  分保费  reinsurance: members pay its cost after commission, by premium share; the state pays
    what it supports of it.
7.  投资收益  investment: income on the premium that is left, while it waits for claims.
8.  平滑准备金  equalisation reserve: members pay in from premium and profit, and receive what is
    released when claims are above the trigger (``coinsure.pool.fund`` has the order inside it).
    自行分保  own reinsurance: a member's own treaties pay it within the year, as what it owes as a
    reinsurer of the pool (分入) or of another member is due within the year.
9.  赔款  claims: reinsurers and public layers pay what they owe to the insured; each member pays
    its liability share (共保份额) of what is left, as far as its capital and the year's other money
    go.
10. 垫付  stepping in: the lead of a fronted pool, or jointly liable members, pay what others owe
    and cannot pay. The rest is the insured's: what is not paid, and ``uninsured`` where a part of a
    sector has no taker or a public layer cuts claims.
    A member that joins buys its part of the reserve at the start of the year, one that leaves
    sells it (``coinsure.pool.membership``).
11. 利润分配  profit: the profit rule divides what the year has left with the members that have paid
    in full; the lead fee stays where it is, and so does what own reinsurance and reinsurance that
    members give have brought or cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import BoolArray, FloatArray
from coinsure.pool.book import SectorBook, sector_book
from coinsure.pool.conservation import breach
from coinsure.pool.default import drawn_defaults
from coinsure.pool.fund import Turnover, fund_names, fund_year, opening_balance, turn
from coinsure.pool.in_force import InForce, added, by_path, combined, pro_rata
from coinsure.pool.ledger import Ledger
from coinsure.pool.membership import bought_and_sold
from coinsure.pool.own_cover import NO_COVER, YearCover
from coinsure.pool.placement import require_full_placement
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import ProfitRule, ProfitYear
from coinsure.pool.shares.rule import Reshares
from coinsure.pool.stepping_in import step_in
from coinsure.tables.accounts import EVERY_FLOW, MemberAccounts, Pages
from coinsure.tables.assumed import Assumed
from coinsure.tables.net import NetTable
from coinsure.tables.own import OwnCover
from coinsure.tables.shares import ShareTable

STEP = 8192
"""Paths settled at a time: with fewer most of the time goes into calls, more need more memory."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What one year hands to the next; (..., 1) where it is the same on all paths."""

    inside: FloatArray  # (M, P): 1 where the member is in the pool, else 0
    own: FloatArray  # (M, P) money of each member without the reserve
    balance: FloatArray  # (G, P) of each reserve fund
    memory: FloatArray  # (K, P) of the profit rule
    held: FloatArray  # (P,) by the profit rule
    shares: ShareTable | None  # of this year and the next, where a rule has divided anew
    earned: FloatArray  # (M, P) results so far, without fees between members
    written: FloatArray  # (M, P) premium so far


@dataclass(frozen=True, slots=True, eq=False)
class YearEnd:
    """A closed year."""

    state: State
    ledger: Ledger
    turnover: Turnover
    capital: FloatArray  # (M, P)
    unpaid: FloatArray  # (M, P)
    shortfall: FloatArray  # (P,)
    uninsured: FloatArray  # (P,)
    residual: float


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """How the claims of a year are met."""

    paid: FloatArray  # (M, P) of what a member owes, and for others
    unpaid: FloatArray  # (M, P) of what it owes
    shortfall: FloatArray  # (P,) that nobody pays


def settle(
    net: NetTable,
    shares: ShareTable,
    profit: ProfitRule,
    pool: PoolPlan,
    own: OwnCover | None = None,
    assumed: Assumed | None = None,
    *,
    pages: Pages = EVERY_FLOW,
) -> MemberAccounts:
    """Settle every year of a block among the members.

    ``own`` is what they reinsure themselves, ``assumed`` what they take as the pool's reinsurers.
    ``pages`` are the flows that the accounts show, by default each on a page of its own.

    A member that cannot pay all its claims, or whose failure in a year is declared or drawn, is out
    of the pool from the next year on: its premium is no longer written, its part of the claims is
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
    accounts = _blank(net, pool, pages)
    residuals: list[float] = []
    failing = drawn_defaults(pool.defaults, net.net.shape[1], net.block)
    for first in range(0, net.block.paths, STEP):
        paths = slice(first, first + STEP)
        state = State(
            inside=np.ones((len(pool.members), 1)),
            own=pool.capital[:, None],
            balance=opening_balance(pool.terms.reserve, _first_premium(pool), pool.sectors),
            memory=np.zeros((profit.rows(), 1)),
            held=np.zeros(1),
            shares=None,
            earned=np.zeros((len(pool.members), 1)),
            written=np.zeros((len(pool.members), 1)),
        )
        for year in range(net.net.shape[1]):
            book = sector_book(net, pool, year, paths)
            tables = [pool.yearly[t] if pool.yearly else shares for t in (max(year - 1, 0), year)]
            cover = YearCover.of(own, assumed, year, paths)
            fail = None if failing is None else failing[:, year, paths]
            end = close_year(
                book, state, tables, profit, cover, pool=pool, year=year + 1, defaults=fail
            )
            for number, flows in enumerate(pages.values()):
                accounts.flow[:, number, year, paths] = end.ledger.entered_as(*flows)
            accounts.result[:, year, paths] = end.ledger.balance
            accounts.capital[:, year, paths] = end.capital
            accounts.reserve[:, year, paths] = end.state.balance
            accounts.paid_in[:, year, paths] = end.turnover.paid_in
            accounts.drawn[:, year, paths] = end.turnover.drawn
            accounts.held[year, paths] = end.state.held
            accounts.unpaid[:, year, paths] = end.unpaid
            accounts.shortfall[year, paths] = end.shortfall
            accounts.uninsured[year, paths] = end.uninsured
            residuals.append(end.residual)
            state = end.state
    return replace(accounts, residual=float(np.max(residuals)))


def close_year(
    book: SectorBook,
    opening: State,
    tables: Sequence[ShareTable],
    profit: ProfitRule,
    cover: YearCover = NO_COVER,
    *,
    pool: PoolPlan,
    year: int,
    defaults: BoolArray | None = None,
) -> YearEnd:
    """Settle one year, counted from 1.

    ``tables`` are the agreed shares of the year before and of the year; ``defaults`` (M, P) tells
    which members fail besides those whose failure is declared.
    """
    terms, ledger = pool.terms, Ledger(len(pool.members))
    fails = (pool.fails_in_year == year)[:, None]
    if defaults is not None:
        fails = fails | defaults
    before, shares = (opening.shares or table for table in tables)
    held = InForce(shares, opening.inside)
    stands = InForce(shares, np.where(fails, 0.0, opening.inside))

    premium = held.by_premium(book.premium)
    subsidy = held.by_premium(book.to_insurers)
    ledger.receive("premium", premium - subsidy, "insured")
    ledger.receive("subsidy", subsidy, "state")
    ledger.pass_on(combined(held.written, book.to_insured), "state", "insured")
    ledger.pay("levies", terms.levy_rate * premium, "state")
    ledger.pay("expenses", held.by_premium(book.expenses), "outside")
    ledger.pay("brokerage", terms.brokerage_rate * premium, "outside")
    ledger.pay("management", terms.management_rate * premium, "office")
    fee = terms.lead_fee.rate * opening.inside[pool.lead]
    ledger.pay_member("lead_fee", fee * premium, pool.lead)
    ledger.pay("reinsurance", held.by_premium(book.cost), "reinsurers")
    ledger.pass_on(combined(held.written, book.support), "state", "reinsurers")
    earned = _earned(ledger, pool, held.by_premium(book.waited))
    ledger.receive("investment", earned, "outside")

    price, change = bought_and_sold(
        terms.membership, InForce(before, opening.inside), held, book.premium, opening.balance
    )
    ledger.receive("membership", price, "reserve")
    turnover = _turn_reserve(book, opening.balance + change, stands, pool, fee)
    ledger.pay("to_reserve", stands.divided_by_premium(turnover.paid_in), "reserve")
    ledger.receive("from_reserve", stands.divided_by_liability(turnover.drawn), "reserve")
    ledger.pass_on(added(turnover.interest), "outside", "reserve")

    ledger.pass_on(combined(held.carried, book.recovered), "reinsurers", "insured")
    ledger.pass_on(combined(held.carried, book.public), "state", "insured")
    covered, assumed = cover.received(opening.inside), cover.assumed(held)
    ledger.receive("own_reinsurance", covered, "own_reinsurers")
    ledger.receive("assumed", assumed, "reinsurers")
    claims = _pay_claims(ledger, held.by_liability(book.net), opening, fails, pool)
    uninsured = combined(held.uncovered, book.gross) + combined(held.carried, book.cut)
    leaves = (claims.unpaid > 0.0) | fails
    fees = ledger.entered_as("lead_fee", "membership")
    if terms.lead_fee.base == "pool_premium":  # a cost of everybody's profit, the lead's too
        fees = fees + fee * premium
    standing = np.where(leaves, 0.0, opening.inside) if leaves.any() else opening.inside
    own = standing * (ledger.balance - (fees + covered + assumed))
    division = profit.divide(
        ProfitYear(
            number=year,
            last=year == pool.premium.shape[1],
            lead=pool.lead,
            standing=standing,
            own=own,
            premium=standing * premium,
            claims=standing * claims.paid,
        ),
        opening.memory,
        opening.held,
    )
    ledger.receive("profit", division.parts - own, "held")
    ledger.pass_on(division.interest, "outside", "held")

    left = opening.own + ledger.balance
    state = State(
        inside=standing,
        own=np.where(fails, 0.0, left) if fails.any() else left,
        balance=turnover.balance,
        memory=division.memory,
        held=division.held,
        shares=opening.shares,
        earned=opening.earned,
        written=opening.written,
    )
    if isinstance(terms.shares, Reshares):
        state = _reshared(state, shares, own, standing * premium, terms.shares, pool)
    return YearEnd(
        state=state,
        ledger=ledger,
        turnover=turnover,
        capital=_capital(state, InForce(shares, state.inside), book, pool),
        unpaid=claims.unpaid,
        shortfall=claims.shortfall,
        uninsured=uninsured,
        residual=breach(
            ledger,
            book,
            held,
            terms,
            shortfall=uninsured + claims.shortfall,
            set_aside=added(turnover.balance - opening.balance) if terms.reserve else np.zeros(1),
            held_back=division.held - opening.held,
            earned=added(earned) + added(turnover.interest) + division.interest,
            gained=left - opening.own,
            covered=cover.from_outside(opening.inside),
            assumed=added(assumed),
        ),
    )


def _reshared(
    state: State,
    shares: ShareTable,
    own: FloatArray,
    premium: FloatArray,
    rule: Reshares,
    pool: PoolPlan,
) -> State:
    """Return the state with the shares of the next year, by what each member has earned."""
    earned, written = state.earned + own, state.written + premium
    whole = added(written)
    of_pool = added(earned) / np.where(whole > 0.0, whole, 1.0)
    rate = np.where(written > 0.0, earned / np.where(written > 0.0, written, 1.0) - of_pool, 0.0)
    limits = np.ones(shares.liability.shape[:2]) if pool.appetite is None else pool.appetite
    divided = rule.reshare(by_path(shares.liability), limits, rate)
    table = ShareTable(shares.members, shares.sectors, divided, divided)
    return replace(state, shares=table, earned=earned, written=written)


def _earned(ledger: Ledger, pool: PoolPlan, waited: FloatArray) -> FloatArray:
    """Return the income of each member on what its premium leaves after costs, (M, P).

    There is none on a subsidy while the member has ``waited`` (M, P) for it, in yuan-years.
    """
    terms = pool.terms.investment
    if terms is None:
        return np.zeros((len(pool.members), 1))
    if pool.subsidy is None:
        return terms.rate * terms.years * np.maximum(ledger.balance, 0.0)
    return terms.rate * np.maximum(terms.years * ledger.balance - waited, 0.0)


def _pay_claims(
    ledger: Ledger, due: FloatArray, opening: State, fails: BoolArray, pool: PoolPlan
) -> Claims:
    """Pay what is ``due`` (M, P) as far as the members' money goes, and step in for each other."""
    own = opening.own
    if pool.committed is not None:
        own = np.minimum(own, pool.committed[:, None])
    means = np.maximum(own + ledger.balance, 0.0)
    if not fails.any() and (due <= means).all():
        nothing = np.zeros((len(due), 1))
        ledger.pay("claims", due, "insured")
        ledger.pay("stepped_in", nothing, "insured")
        return Claims(due, nothing, np.zeros(1))
    claims = np.where(fails, 0.0, np.minimum(due, means))
    ledger.pay("claims", claims, "insured")
    unpaid = due - claims
    room = np.where(fails, 0.0, means - claims) * opening.inside
    extra, shortfall = step_in(pool.terms, pool.lead, due, unpaid, room)
    ledger.pay("stepped_in", extra, "insured")
    return Claims(claims + extra, unpaid, shortfall)


def _blank(net: NetTable, pool: PoolPlan, pages: Pages) -> MemberAccounts:
    """Return accounts with nothing entered yet."""
    members, sectors, (years, paths) = len(pool.members), len(pool.sectors), net.net.shape[1:]
    funds = fund_names(pool.terms.reserve, pool.sectors)
    return MemberAccounts(
        block=net.block,
        members=pool.members,
        funds=funds,
        pages=tuple(pages),
        flow=np.empty((members, len(pages), years, paths)),
        result=np.empty((members, years, paths)),
        capital=np.empty((members, years, paths)),
        reserve=np.empty((len(funds), years, paths)),
        paid_in=np.empty((sectors, years, paths)),
        drawn=np.empty((sectors, years, paths)),
        held=np.empty((years, paths)),
        unpaid=np.empty((members, years, paths)),
        shortfall=np.empty((years, paths)),
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
        return Turnover(balance, np.zeros((1, 1)), nothing, nothing)
    common_fee = fee if terms.lead_fee.base == "pool_premium" else np.zeros_like(fee)
    year = fund_year(book, standing, terms.rate_of_costs, common_fee)
    return turn(terms.reserve, balance, year, tax_rate=terms.tax_rate)


def _capital(state: State, remaining: InForce, book: SectorBook, pool: PoolPlan) -> FloatArray:
    """Return each member's money, with its part of the reserve where that is its equity."""
    reserve = pool.terms.reserve
    if reserve is None or not reserve.in_capital_of_members:
        return state.own
    if reserve.scope == "pool":
        return state.own + pro_rata(state.balance[0], remaining.by_premium(book.premium))
    return state.own + remaining.divided_by_premium(state.balance)


def _first_premium(pool: PoolPlan) -> FloatArray:
    """Return the premium of each sector in year 1, (S,)."""
    total = np.zeros(len(pool.sectors))
    np.add.at(total, pool.sector_of_line, pool.premium[:, 0])
    return total


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
