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
    互助保证金  guarantee fund: members pay deposits into it up to its target
    (``coinsure.pool.guarantee``).
    自行分保  own reinsurance: a member's own treaties pay it within the year, as what it owes as a
    reinsurer of the pool (分入) or of another member is due within the year.
9.  赔款  claims: reinsurers and public layers pay what they owe to the insured; each member pays
    its liability share (共保份额) of what is left, as far as its capital and the year's other money
    go.
10. 垫付  stepping in: the guarantee fund pays what members owe and cannot pay, then the lead of a
    fronted pool, or jointly liable members, what is left. The rest is the insured's: what is not
    paid, and ``uninsured`` where a part of a sector has no taker or a public layer cuts claims.
    A member that joins buys its part of the reserve at the start of the year, one that leaves
    sells it (``coinsure.pool.membership``).
11. 利润分配  profit: the profit rule divides what the year has left with the members that have paid
    in full; the lead fee stays where it is, and so does what own reinsurance and reinsurance that
    members give have brought or cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import numpy as np

from coinsure.arrays import BoolArray, FloatArray
from coinsure.kernels.rows import add_changes, exceeds
from coinsure.pool.book import SectorBook
from coinsure.pool.conservation import Expected, breach, expected
from coinsure.pool.deposits import deposit, give_back
from coinsure.pool.fund import Turnover, fund_year, turn
from coinsure.pool.guarantee import paid_by_fund, total_of
from coinsure.pool.in_force import InForce, added, as_wide, by_path, combined, pro_rata
from coinsure.pool.ledger import Ledger
from coinsure.pool.membership import bought_and_sold
from coinsure.pool.own_cover import NO_COVER, YearCover
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import ProfitRule, ProfitYear
from coinsure.pool.shares.rule import Reshares
from coinsure.pool.stepping_in import step_in
from coinsure.tables.shares import ShareTable


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
    deposits: FloatArray  # (M, P) in the guarantee fund, or (0, 1) without one


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """How the claims of a year are met."""

    paid: FloatArray  # (M, P) of what a member owes, and for others
    unpaid: FloatArray  # (M, P) of what it owes
    by_fund: FloatArray  # (P,) of that, paid by the guarantee fund
    deposits: FloatArray  # (M, P) left in it, before they are given back, or (0, 1) without one
    shortfall: FloatArray  # (P,) that nobody pays
    means: FloatArray  # (M, P) the year's money without the members' own


@dataclass(frozen=True, slots=True, eq=False)
class UntilClaims:
    """A year until its claims are paid, which no profit rule has a part in."""

    book: SectorBook
    opening: State
    ledger: Ledger
    held: InForce
    fails: BoolArray  # (M, P) or (M, 1)
    turnover: Turnover
    claims: Claims
    uninsured: FloatArray  # (P,)
    result: ProfitYear
    deposits: FloatArray  # (M, P) in the guarantee fund at the end of the year
    expected: Expected

    def serves(self, opening: State, pool: PoolPlan) -> bool:
        """Tell whether the year is the same after an ``opening`` that other profits have led to.

        It is where nobody fails, and nobody else is inside or has anything else in the reserve
        or the guarantee fund: the
        members' own money shows in their claims only where it is not enough.
        """
        mine = self.opening
        alike = _same(mine.inside, opening.inside) and _same(mine.balance, opening.balance)
        alike = alike and _same(mine.deposits, opening.deposits)
        known = alike and mine.shares is None and opening.shares is None
        if not known or self.result.standing is not mine.inside:
            return False
        return not exceeds(*as_wide(self.claims.paid, _own(opening, pool), self.claims.means))


@dataclass(frozen=True, slots=True, eq=False)
class YearEnd:
    """A closed year."""

    state: State
    ledger: Ledger
    turnover: Turnover
    unpaid: FloatArray  # (M, P)
    shortfall: FloatArray  # (P,)
    uninsured: FloatArray  # (P,)
    residual: float


def until_claims(
    book: SectorBook,
    opening: State,
    tables: Sequence[ShareTable],
    cover: YearCover = NO_COVER,
    *,
    pool: PoolPlan,
    year: int,
    defaults: BoolArray | None = None,
) -> UntilClaims:
    """Settle one year, counted from 1, until its claims are paid: steps 1 to 10.

    ``tables`` are the agreed shares of the year before and of the year; ``defaults`` (M, P) tells
    which members fail besides those whose failure is declared.
    """
    terms, ledger = pool.terms, Ledger(len(pool.members))
    fails = (pool.fails_in_year == year)[:, None]
    if defaults is not None:
        fails = fails | defaults
    before, shares = (opening.shares or table for table in tables)
    held = InForce(shares, opening.inside)
    stands = InForce(shares, np.where(fails, 0.0, opening.inside)) if fails.any() else held

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

    deposits, interest = deposit(
        ledger, terms.guarantee_fund, opening.deposits, stands.by_premium(book.premium)
    )
    ledger.pass_on(combined(held.carried, book.recovered), "reinsurers", "insured")
    ledger.pass_on(combined(held.carried, book.public), "state", "insured")
    covered, assumed = cover.received(opening.inside), cover.assumed(held)
    ledger.receive("own_reinsurance", covered, "own_reinsurers")
    ledger.receive("assumed", assumed, "reinsurers")
    claims = _pay_claims(ledger, held.by_liability(book.net), opening, fails, deposits, pool)
    uninsured = combined(held.uncovered, book.gross) + combined(held.carried, book.cut)

    leaves = (claims.unpaid > 0.0) | fails
    fees = ledger.entered_as("lead_fee", "membership", "to_guarantee")
    if terms.lead_fee.base == "pool_premium":  # a cost of everybody's profit, the lead's too
        fees = fees + fee * premium
    standing = np.where(leaves, 0.0, opening.inside) if leaves.any() else opening.inside
    last = year == pool.premium.shape[1]
    own = standing * (ledger.balance - (fees + covered + assumed))
    left = give_back(ledger, claims.deposits, standing if last else np.zeros_like(standing))
    return UntilClaims(
        book=book,
        opening=opening,
        ledger=ledger,
        held=held,
        fails=fails,
        turnover=turnover,
        claims=claims,
        uninsured=uninsured,
        result=ProfitYear(
            number=year,
            last=last,
            lead=pool.lead,
            standing=standing,
            own=own,
            premium=standing * premium,
            claims=standing * claims.paid,
        ),
        deposits=left,
        expected=expected(
            book,
            held,
            terms,
            shortfall=uninsured + claims.shortfall,
            set_aside=added(turnover.balance - opening.balance) if terms.reserve else np.zeros(1),
            deposited=total_of(left) - total_of(opening.deposits),
            earned=added(earned) + added(turnover.interest) + interest,
            covered=cover.from_outside(opening.inside),
            assumed=added(assumed),
        ),
    )


def close_year(so_far: UntilClaims, opening: State, profit: ProfitRule, pool: PoolPlan) -> YearEnd:
    """Divide the profit of a year among the members, step 11, and close its books."""
    ledger, result, fails = so_far.ledger.copy(), so_far.result, so_far.fails
    division = profit.divide(result, opening.memory, opening.held)
    ledger.receive("profit", division.parts - result.own, "held")
    ledger.pass_on(division.interest, "outside", "held")

    left = opening.own + ledger.balance
    state = State(
        inside=result.standing,
        own=np.where(fails, 0.0, left) if fails.any() else left,
        balance=so_far.turnover.balance,
        memory=division.memory,
        held=division.held,
        shares=opening.shares,
        earned=opening.earned,
        written=opening.written,
        deposits=so_far.deposits,
    )
    rule = pool.terms.shares
    if _reshares(type(rule)):
        state = _reshared(state, so_far.held.table, result, cast(Reshares, rule), pool)
    return YearEnd(
        state=state,
        ledger=ledger,
        turnover=so_far.turnover,
        unpaid=so_far.claims.unpaid,
        shortfall=so_far.claims.shortfall,
        uninsured=so_far.uninsured,
        residual=breach(
            ledger,
            so_far.expected.after_profit(division.held - opening.held, division.interest),
            gained=_gained(left, opening.own),
        ),
    )


@cache
def _reshares(kind: type) -> bool:
    """Tell whether rules of a kind divide shares anew; asked of a protocol, that takes its time."""
    return issubclass(kind, Reshares)


def _reshared(
    state: State,
    shares: ShareTable,
    result: ProfitYear,
    rule: Reshares,
    pool: PoolPlan,
) -> State:
    """Return the state with the shares of the next year, by what each member has earned."""
    earned, written = state.earned + result.own, state.written + result.premium
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
    ledger: Ledger,
    due: FloatArray,
    opening: State,
    fails: BoolArray,
    deposits: FloatArray,
    pool: PoolPlan,
) -> Claims:
    """Pay what is ``due`` (M, P) as far as the members' money goes, and step in for each other."""
    own, means = _own(opening, pool), ledger.balance
    if not (fails.any() or exceeds(*as_wide(due, own, means))):
        nothing = np.zeros((len(due), 1))
        ledger.pay("claims", due, "insured")
        ledger.pay("stepped_in", nothing, "insured")
        return Claims(due, nothing, np.zeros(1), deposits, np.zeros(1), means)
    room = np.maximum(own + means, 0.0)
    claims = np.where(fails, 0.0, np.minimum(due, room))
    ledger.pay("claims", claims, "insured")
    unpaid, by_fund = due - claims, np.zeros((1, 1))
    if len(deposits):
        by_fund, deposits = paid_by_fund(deposits, unpaid)
        ledger.pass_on(added(by_fund), "guarantee", "insured")
    room = np.where(fails, 0.0, room - claims) * opening.inside
    extra, shortfall = step_in(pool.terms, pool.lead, due, unpaid - by_fund, room)
    ledger.pay("stepped_in", extra, "insured")
    return Claims(claims + extra, unpaid, added(by_fund), deposits, shortfall, means)


def _own(opening: State, pool: PoolPlan) -> FloatArray:
    """Return what each member may pay of its own money, (M, P)."""
    if pool.committed is None:
        return opening.own
    return np.minimum(opening.own, pool.committed[:, None])


def _same(one: FloatArray, other: FloatArray) -> bool:
    """Tell whether amounts are the same, without looking at those that differ by path."""
    return one is other or (one.shape[-1] == 1 and np.array_equal(one, other))


def _gained(left: FloatArray, before: FloatArray) -> FloatArray:
    """Return by how much the money of all members together has changed, (P,)."""
    left, before = as_wide(left, before)
    total = np.zeros(left.shape[1])
    add_changes(left, before, total)
    return total


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


def capital(end: YearEnd, so_far: UntilClaims, pool: PoolPlan) -> FloatArray:
    """Return each member's money, with its part of the reserve where that is its equity."""
    state, held, reserve = end.state, so_far.held, pool.terms.reserve
    if reserve is None or not reserve.in_capital_of_members:
        return state.own
    remaining = held if state.inside is held.inside else InForce(held.table, state.inside)
    if reserve.scope == "pool":
        return state.own + pro_rata(state.balance[0], remaining.by_premium(so_far.book.premium))
    return state.own + remaining.divided_by_premium(state.balance)
