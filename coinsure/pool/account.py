"""The pool's account: every year's money from the insured to the members and back, year by year.

``coinsure.pool.year`` has the order of payments within a year.
"""

from dataclasses import replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.book import sector_book
from coinsure.pool.default import drawn_defaults
from coinsure.pool.fund import fund_names, opening_balance
from coinsure.pool.own_cover import YearCover
from coinsure.pool.placement import require_full_placement
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import ProfitRule
from coinsure.pool.year import State, UntilClaims, capital, close_year, until_claims
from coinsure.tables.accounts import EVERY_FLOW, MemberAccounts, Pages
from coinsure.tables.assumed import Assumed
from coinsure.tables.net import NetTable
from coinsure.tables.own import OwnCover
from coinsure.tables.shares import ShareTable

KnownYears = dict[tuple[int, int], UntilClaims]
"""Years until their claims, by first path and year."""

STEP = 8192
"""Paths settled at a time: with fewer most of the time goes into calls, more need more memory."""


def settle(
    net: NetTable,
    shares: ShareTable,
    profit: ProfitRule,
    pool: PoolPlan,
    own: OwnCover | None = None,
    assumed: Assumed | None = None,
    *,
    pages: Pages = EVERY_FLOW,
    with_capital: bool = True,
    spare: MemberAccounts | None = None,
    known: KnownYears | None = None,
) -> MemberAccounts:
    """Settle every year of a block among the members.

    ``own`` is what they reinsure themselves, ``assumed`` what they take as the pool's reinsurers.
    ``pages`` are the flows that the accounts show, by default each on a page of its own, and
    ``with_capital`` tells whether they show what capital that leaves to the members. ``spare``
    accounts of the same block and pages are written over: new memory costs more than a settlement.
    ``known`` are years of a settlement that differs in its profit rule only; where there are none
    yet they are entered.

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
    if spare is None or not _same_funds(spare, pool):
        accounts = _blank(net, pool, pages, with_capital)
    else:
        accounts = spare
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
            deposits=np.zeros((_depositors(pool), 1)),
        )
        for year in range(net.net.shape[1]):
            so_far = known.get((first, year)) if known else None
            if so_far is None or not so_far.serves(state, pool):
                so_far = until_claims(
                    sector_book(net, pool, year, paths),
                    state,
                    [pool.yearly[t] if pool.yearly else shares for t in (max(year - 1, 0), year)],
                    YearCover.of(own, assumed, year, paths),
                    pool=pool,
                    year=year + 1,
                    defaults=None if failing is None else failing[:, year, paths],
                )
                if known is not None:
                    known.setdefault((first, year), so_far)
            end = close_year(so_far, state, profit, pool)
            for number, flows in enumerate(pages.values()):
                accounts.flow[:, number, year, paths] = end.ledger.entered_as(*flows)
            accounts.result[:, year, paths] = end.ledger.balance
            if with_capital:
                accounts.capital[:, year, paths] = capital(end, so_far, pool)
            accounts.reserve[:, year, paths] = end.state.balance
            accounts.paid_in[:, year, paths] = end.turnover.paid_in
            accounts.drawn[:, year, paths] = end.turnover.drawn
            accounts.held[year, paths] = end.state.held
            accounts.unpaid[:, year, paths] = end.unpaid
            accounts.deposits[:, year, paths] = so_far.claims.deposits
            accounts.by_fund[year, paths] = so_far.claims.by_fund
            accounts.shortfall[year, paths] = end.shortfall
            accounts.uninsured[year, paths] = end.uninsured
            residuals.append(end.residual)
            state = end.state
    return replace(accounts, residual=float(np.max(residuals)))


def _same_funds(accounts: MemberAccounts, pool: PoolPlan) -> bool:
    """Tell whether accounts have the rows that the reserve and the deposits of a pool take."""
    funds = fund_names(pool.terms.reserve, pool.sectors)
    return accounts.funds == funds and len(accounts.deposits) == _depositors(pool)


def _blank(net: NetTable, pool: PoolPlan, pages: Pages, with_capital: bool) -> MemberAccounts:
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
        capital=np.empty((members if with_capital else 0, years, paths)),
        reserve=np.empty((len(funds), years, paths)),
        paid_in=np.empty((sectors, years, paths)),
        drawn=np.empty((sectors, years, paths)),
        held=np.empty((years, paths)),
        unpaid=np.empty((members, years, paths)),
        deposits=np.empty((_depositors(pool), years, paths)),
        by_fund=np.empty((years, paths)),
        shortfall=np.empty((years, paths)),
        uninsured=np.empty((years, paths)),
        residual=0.0,
    )


def _depositors(pool: PoolPlan) -> int:
    """Return how many members have a deposit in the guarantee fund: all of them, or none."""
    return 0 if pool.terms.guarantee_fund is None else len(pool.members)


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
