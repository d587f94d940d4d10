"""Who is a member in which year: shares of those who are not in, and the price of the reserve."""

from collections.abc import Mapping

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import InForce, added, pro_rata
from coinsure.pool.member import Member
from coinsure.pool.shares.spread import spread
from coinsure.pool.terms import Membership
from coinsure.tables.shares import ShareTable


def yearly_shares(
    table: ShareTable, members: Mapping[str, Member], years: int
) -> tuple[ShareTable, ...]:
    """Return the shares of every year, given those of a pool in which everybody is in.

    The share of a member that has not joined or has left is spread over the others pro rata to
    their own, as far as their appetites go; what finds no taker is unplaced.
    """
    found: list[ShareTable] = []
    for year in range(1, years + 1):
        inside = [member.is_in(year) for member in members.values()]
        found.append(table if all(inside) else _spread(table, members, inside))
    return tuple(found)


def _spread(table: ShareTable, members: Mapping[str, Member], inside: list[bool]) -> ShareTable:
    sides: list[list[tuple[float, ...]]] = []
    for shares in (table.premium, table.liability):
        columns: list[list[float]] = []
        for s, sector in enumerate(table.sectors):
            placed = float(shares[:, s].sum())
            weights = [
                float(share) if is_in else 0.0
                for share, is_in in zip(shares[:, s], inside, strict=True)
            ]
            caps = [
                min(max(member.appetite_for(sector), share) / placed, 1.0) if placed > 0.0 else 0.0
                for member, share in zip(members.values(), weights, strict=True)
            ]
            columns.append([placed * float(share) for share in spread(weights, caps)])
        sides.append(list(zip(*columns, strict=True)))
    return ShareTable.of(members, table.sectors, sides[1], premium=sides[0])


def bought_and_sold(
    terms: Membership, before: InForce, now: InForce, premium: FloatArray, balance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what each member gets for leaving or pays for joining, and what each fund gains.

    Parameters
    ----------
    terms
        Prices, as parts of a member's part of the reserve.
    before, now
        Shares of the year before and of the year.
    premium
        Gross written premium of sectors, (S, 1): who has a part of a common fund.
    balance
        Of each fund at the end of the year before, (G, P).

    Returns
    -------
    tuple
        Signed amounts of the members (M, P), and changes of the funds (G, P).
    """
    paid = np.zeros((len(now.inside), 1))
    if before.table is now.table or not len(balance):
        return paid, np.zeros((len(balance), 1))
    change: list[FloatArray] = []
    for fund, amount in enumerate(balance):
        owned = _parts(before, premium, fund, amount, len(balance))
        leaves = (before.premium_total() > 0.0) & (now.premium_total() == 0.0)
        out = terms.exit_price * np.where(leaves, owned, 0.0)
        left = amount - added(out)
        joins = (before.premium_total() == 0.0) & (now.premium_total() > 0.0)
        owns = _parts(now, premium, fund, left, len(balance))
        paid_in = terms.entry_price * np.where(joins, owns, 0.0)
        paid = paid + out - paid_in
        change.append(added(paid_in) - added(out))
    return paid, np.array(change)


def _parts(
    held: InForce, premium: FloatArray, fund: int, amount: FloatArray, funds: int
) -> FloatArray:
    """Return the part of a fund's ``amount`` (P,) that belongs to each member, (M, P)."""
    if funds == 1 and len(premium) > 1:
        return pro_rata(amount, held.by_premium(premium))
    return pro_rata(amount, held.premium_shares(fund))
