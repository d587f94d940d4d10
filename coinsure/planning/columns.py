"""The named rows that a run is asked about, and which of them have their tails watched."""

from itertools import combinations_with_replacement

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.layout import Layout, Rows
from coinsure.planning.outlays import outlay_rows
from coinsure.planning.treaty_rows import own_rows, treaty_rows
from coinsure.tables.accounts import MemberAccounts, Pages
from coinsure.tables.answers import Answers, indicator, total
from coinsure.tables.assumed import Assumed
from coinsure.tables.net import NetTable
from coinsure.tables.own import OwnCover

RATIOS = (0.7, 1.0, 1.5, 2.0, 3.0)
"""Loss ratios whose probability of being exceeded is reported, gross and net."""

PAGES: Pages = {flow: (flow,) for flow in ("to_reserve", "from_reserve", "assumed")}
"""Flows of the members that a run is asked about."""


def answer(
    layout: Layout,
    net: NetTable,
    accounts: MemberAccounts,
    own: OwnCover | None = None,
    taken: Assumed | None = None,
) -> Answers:
    """Put everything that a run is asked about into named rows."""
    annual = annual_rows(layout, net, accounts) | own_rows(layout, own)
    annual |= _assumed_rows(accounts, taken)
    horizon = horizon_rows(annual)
    return Answers(
        net.block,
        tuple(annual),
        np.stack(list(annual.values())),
        tuple(horizon),
        np.stack([row[None, :] for row in horizon.values()]),
        net.weight,
        accounts.residual,
    )


def annual_rows(layout: Layout, net: NetTable, accounts: MemberAccounts) -> Rows:
    """Name the annual rows, each (T, P).

    ``burden`` is claims kept plus the cost of reinsurance, for 100 %. ``deficit`` is claims,
    reinsurance, expenses and the pool's costs (levies, brokerage, office) less premium, of the
    placed part: above zero where money is lost. That of lines, sectors and pool is before the
    reserve and before anybody defaults; that of members is what they really bear.
    """
    rows: Rows = {}
    kinds = {
        "gross": net.gross,
        "net": net.net,
        "burden": net.net + net.cost,
        "deficit": _line_deficits(layout, net),
    }
    for name, of_line in kinds.items():
        rows |= rows_of_lines(layout, name, of_line)
    rows |= _product_rows(layout, rows)
    rows["pool.reinsurance_cost"] = rows["pool.burden"] - rows["pool.gross"]
    rows |= treaty_rows(layout, net)
    rows |= outlay_rows(layout.public, net)
    rows |= _member_rows(accounts)
    rows |= _reserve_rows(layout, accounts)
    rows["pool.loses"] = indicator(rows["pool.deficit"] > 0.0)
    rows |= _ratio_rows(rows, net)
    return rows


def rows_of_lines(layout: Layout, name: str, of_line: FloatArray) -> Rows:
    """Name the rows of pool, sectors and lines of an amount by line, (L, T, P)."""
    of_sector = [
        total([of_line[i] for i in layout.lines_of(s)]) for s in range(len(layout.sectors))
    ]
    rows = {f"pool.{name}": total(of_sector)}
    rows |= {
        f"sectors.{sector}.{name}": row
        for sector, row in zip(layout.sectors, of_sector, strict=True)
    }
    rows |= {f"lines.{line}.{name}": row for line, row in zip(layout.lines, of_line, strict=True)}
    return rows


def product_row(first: str, second: str) -> str:
    """Return the name of the row of the product of two sectors' gross losses."""
    return f"products.{first}.{second}.gross"


def _product_rows(layout: Layout, rows: Rows) -> Rows:
    """Multiply the gross losses of every two sectors, and square those of each."""
    return {
        product_row(first, second): rows[f"sectors.{first}.gross"] * rows[f"sectors.{second}.gross"]
        for first, second in combinations_with_replacement(layout.sectors, 2)
    }


def horizon_rows(annual: Rows) -> Rows:
    """Add up the years of each path; the name says of what, ``ever`` rows are 0 or 1 per path.

    ``pool.deepest_deficit`` is the largest sum of deficits from year 1 to the end of any year: the
    capital with which a path would just not have been ruined.
    """
    summed = [
        name
        for name in annual
        if name.startswith("pool.") and name.split(".")[1] in ("gross", "net", "deficit")
    ]
    summed += [name for name in annual if name.startswith("members.") and name.endswith("deficit")]
    rows = {name: total(list(annual[name])) for name in summed}
    rows["pool.loses"] = indicator(rows["pool.deficit"] > 0.0)
    rows["pool.deepest_deficit"] = np.add.accumulate(annual["pool.deficit"], axis=0).max(axis=0)
    for kind in ("paid", "fiscal"):
        rows |= {n: total(list(annual[n])) for n in annual if _is(n, "public", kind)}
    ever = [n for n in annual if n in ("shortfall.happens", "reserve.exhausted", "guarantee.used")]
    ever += [n for n in annual if _is(n, "public", "exhausted")]
    rows |= {n: indicator(annual[n].max(axis=0) > 0.0) for n in ever}
    return rows


def _is(name: str, first: str, last: str) -> bool:
    return name.startswith(f"{first}.") and name.endswith(f".{last}")


def _line_deficits(layout: Layout, net: NetTable) -> FloatArray:
    """Return the deficit of each line's placed part, (L, T, P)."""
    premium = total(list(layout.shares.premium))
    liability = total(list(layout.shares.liability))
    deficit = np.empty_like(net.net)
    for line, sector in enumerate(layout.sector_of_line):
        kept = layout.margin[line][:, None] - net.cost[line]
        deficit[line] = liability[sector] * net.net[line] - premium[sector] * kept
    return deficit


def _member_rows(accounts: MemberAccounts) -> Rows:
    rows: Rows = {}
    deficits: list[FloatArray] = []
    to_reserve, from_reserve = accounts.page("to_reserve"), accounts.page("from_reserve")
    for m, member in enumerate(accounts.members):
        deficits.append(-accounts.result[m])
        rows[f"members.{member}.deficit"] = deficits[m]
        rows[f"members.{member}.loses"] = indicator(deficits[m] > 0.0)
        rows[f"members.{member}.defaults"] = indicator(accounts.unpaid[m] > 0.0)
        rows[f"members.{member}.paid_in"] = -to_reserve[m]
        rows[f"members.{member}.drawn"] = from_reserve[m]
        rows[f"members.{member}.from_reserve"] = from_reserve[m] + to_reserve[m]
    rows["members.deficit"] = total(deficits)
    if len(accounts.deposits):
        rows["guarantee.balance"] = total(list(accounts.deposits))
        rows["guarantee.paid"] = accounts.by_fund
        rows["guarantee.used"] = indicator(accounts.by_fund > 0.0)
        for m, member in enumerate(accounts.members):
            rows[f"members.{member}.deposit"] = accounts.deposits[m]
    rows["shortfall.unpaid"] = accounts.shortfall
    rows["shortfall.uninsured"] = accounts.uninsured
    rows["shortfall.happens"] = indicator(rows["shortfall.unpaid"] > 0.0)
    return rows


def _assumed_rows(accounts: MemberAccounts, taken: Assumed | None) -> Rows:
    """Name what the members that reinsure the pool earn by that."""
    return {
        f"members.{accounts.members[m]}.assumed": accounts.page("assumed")[m]
        for m in (() if taken is None else taken.member)
    }


def _reserve_rows(layout: Layout, accounts: MemberAccounts) -> Rows:
    if not accounts.funds:
        return {}
    rows: Rows = {}
    for s, sector in enumerate(layout.sectors):
        rows[f"reserve.{sector}.paid_in"] = accounts.paid_in[s]
        rows[f"reserve.{sector}.drawn"] = accounts.drawn[s]
        rows[f"reserve.{sector}.from_reserve"] = accounts.drawn[s] - accounts.paid_in[s]
    for g, fund in enumerate(accounts.funds):
        rows[f"reserve.{fund}.balance"] = accounts.reserve[g]
    drawn = total(list(accounts.drawn)) > 0.0
    empty = np.any(accounts.reserve <= 0.0, axis=0)
    rows["reserve.exhausted"] = indicator(drawn & empty)
    return rows


def _ratio_rows(rows: Rows, net: NetTable) -> Rows:
    """Mark the path-years whose loss ratio is above a level; both its sides are gross, or net."""
    gross_premium = total(list(net.premium))
    kept_premium = gross_premium - total(list(net.ceded_premium))
    found: Rows = {}
    for name, premium in (("gross", gross_premium), ("net", kept_premium)):
        for ratio in RATIOS:
            limit = (ratio * premium)[:, None]
            found[f"pool.{name}_ratio_above.{ratio}"] = indicator(rows[f"pool.{name}"] > limit)
    return found
