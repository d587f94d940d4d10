"""The book as members write it without the pool, on the losses of the pilot, beside the pool's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.planning.plan import Plan
from coinsure.pool.alone import Carried, carried_alone, writers
from coinsure.scenario import Scenario
from coinsure.scenario.market import Market
from coinsure.scenario.schema import Line
from coinsure.tables.losses import LossTable
from coinsure.tables.net import NetTable


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """Risks of one line, N of them or N of a kind, as members write them alone; parts (M, N)."""

    line: int
    sums: FloatArray  # (N,) of all risks of each kind together
    part: FloatArray  # (M, N) that each member writes, 1 over members
    unit: FloatArray  # (N,) what one accident can cost
    carried: Carried  # (M, N) of what each member writes
    site: bool  # whether each risk is a named site


@dataclass(frozen=True, slots=True, eq=False)
class WithoutPool:
    """The same book and the same losses twice; deficits of a year, before reserve and profit."""

    written: tuple[Written, ...]  # (L,)
    alone: FloatArray  # (M, n) deficits of members alone
    pooled: FloatArray  # (M, n) of members in the pool
    pooled_gross: FloatArray  # (M, n) in the pool without its reinsurance and public money
    premium_alone: FloatArray  # (M,) written in year 1
    path: IntArray  # (n,)

    @classmethod
    def joined(cls, parts: Sequence["WithoutPool"]) -> "WithoutPool":
        """Return the books of a block that was cut into parts, which are in order."""
        first, paths = parts[0], 0
        numbers: list[IntArray] = []
        for part in parts:
            numbers.append(part.path + paths)
            paths += int(part.path[-1]) + 1
        return cls(
            first.written,
            np.hstack([part.alone for part in parts]),
            np.hstack([part.pooled for part in parts]),
            np.hstack([part.pooled_gross for part in parts]),
            first.premium_alone,
            np.concatenate(numbers),
        )

    def largest(self, m: int) -> float:
        """Return the most that one accident costs a member alone."""
        found = [
            np.where(one.part[m] > 0.0, one.carried.kept[m] * one.unit, 0.0).max()
            for one in self.written
        ]
        return float(max(found))


def without_pool(
    scenario: Scenario, market: Market, plan: Plan, losses: LossTable, net: NetTable
) -> WithoutPool:
    """Write the book alone on a market and in the pool, on the same losses.

    A member alone writes the part of each sector that its liability share is of all shares. Risks
    without names are many and divide like shares, so their losses do too; each named site is
    written whole by one member. A loss of a line whose site is not known hits its sites by sum
    insured. Years after the first are left out where years are not alike.
    """
    written = tuple(_written(scenario, plan, market.facultative_capacity))
    years = slice(None) if plan.alike else slice(0, 1)
    of_line = losses.by_line[:, years]
    terms = plan.pool.terms
    price, cost = market.facultative_price, terms.levy_rate + terms.brokerage_rate
    alone = np.zeros((len(plan.shares.members), *of_line.shape[1:]))
    premium_alone = np.zeros(len(alone))
    path = np.repeat(np.arange(of_line.shape[2]), of_line.shape[1])
    for one in written:
        premium = plan.pool.premium[one.line, years]
        margin = 1.0 - plan.pool.expense_ratio[one.line] - cost
        part = one.part * one.sums / one.sums.sum()  # (M, N) of the line
        insured = (part * one.carried.insured).sum(axis=1)
        kept_premium = insured * margin - price * (part * one.carried.ceded).sum(axis=1)
        alone -= kept_premium[:, None, None] * premium[None, :, None]
        alone += _claims(one, part, losses, of_line[one.line])
        premium_alone += insured * premium[0]
    return WithoutPool(
        written,
        _flat(alone),
        _flat(_pooled(plan, net.net[:, years], net.cost[:, years], years)),
        _flat(_pooled(plan, net.gross[:, years], np.zeros_like(net.cost[:, years]), years)),
        premium_alone,
        path,
    )


def _flat(deficits: FloatArray) -> FloatArray:
    """Put the years of a path behind each other: (M, T, P) to (M, n)."""
    return np.ascontiguousarray(deficits.transpose(0, 2, 1)).reshape(len(deficits), -1)


def _claims(one: Written, part: FloatArray, losses: LossTable, whole: FloatArray) -> FloatArray:
    """Return the claims that each member keeps of a line, (M, T, P)."""
    kept = part * one.carried.kept
    claims = kept.sum(axis=1)[:, None, None] * whole
    if not one.site:
        return claims
    large, (years, paths) = losses.large, whole.shape
    here = (large.line == one.line) & (large.risk >= 0) & (large.row < years * paths)
    row, site, amount = large.row[here], large.risk[here], large.amount[here]
    known = np.bincount(row, amount, minlength=years * paths).reshape(years, paths)
    claims -= kept.sum(axis=1)[:, None, None] * known
    keeps = one.part * one.carried.kept
    for m in range(len(claims)):
        own = np.bincount(row, keeps[m, site] * amount, minlength=years * paths)
        claims[m] += own.reshape(years, paths)
    return np.maximum(claims, 0.0)


def _pooled(plan: Plan, claims: FloatArray, cost: FloatArray, years: slice) -> FloatArray:
    """Return the deficits of members in the pool before reserve and profit, (M, T, P).

    ``claims`` and ``cost`` of reinsurance are those of lines, (L, T, P).
    """
    deficit = np.zeros((len(plan.shares.members), *claims.shape[1:]))
    for line, sector in enumerate(plan.layout.sector_of_line):
        margin = plan.layout.margin[line, years][:, None] - cost[line]
        liability = plan.shares.liability[:, sector, None, None]
        premium = plan.shares.premium[:, sector, None, None]
        deficit += liability * claims[line] - premium * margin
    return deficit


def _written(scenario: Scenario, plan: Plan, facultative: float) -> Iterator[Written]:
    members = list(scenario.members.values())
    for number, (name, line) in enumerate(scenario.lines.items()):
        shares = plan.shares.liability[:, plan.layout.sector_of_line[number]]
        sums, unit, names = _risks(scenario, name, line)
        if not shares.any():
            part = np.zeros((len(members), sums.size))
        elif line.sites is None:
            part = (shares / shares.sum())[:, None]
        else:
            part = np.eye(len(members))[:, writers(sums, shares)]
        sector = name.partition(".")[0]
        capacity = np.array(
            [
                [m.capacity_for(sector) - m.elsewhere.get(unit_name, 0.0) for unit_name in names]
                for m in members
            ]
        )
        carried = carried_alone(unit, capacity, facultative)
        yield Written(number, sums, part, unit, carried, line.sites is not None)


def _risks(scenario: Scenario, name: str, line: Line) -> tuple[FloatArray, FloatArray, list[str]]:
    """Return limits of cover, what one accident costs, and the risk unit, of each site or of all.

    The limit of cover is the most that a policy pays: its sum insured, or a lower limit.
    A site belongs to the smallest risk unit whose cover of the line is not below its amount, and
    costs the other covers of it in proportion; risks without names belong to the largest one.
    """
    units = {key: unit for key, unit in scenario.risk_units.items() if name in unit.covers}
    most = line.largest_risk
    if line.sites is None:
        amount = line.sum_insured if most is None else most
        largest = max(units, key=lambda key: sum(units[key].covers.values()), default="")
        unit = sum(units[largest].covers.values()) if units else amount
        return np.array([line.risks * amount]), np.array([unit]), [largest]
    sums = np.minimum(np.array(list(line.sites.values())), np.inf if most is None else most)
    costs: list[float] = []
    names: list[str] = []
    covers = {key: unit.covers[name] for key, unit in units.items()}
    for amount in sums.tolist():
        enough = [key for key, cover in covers.items() if cover >= amount]
        smallest = min(enough, key=covers.__getitem__, default="")
        key = smallest or max(covers, key=covers.__getitem__, default="")
        whole = sum(units[key].covers.values()) / covers[key] if key else 1.0
        costs.append(amount * whole)
        names.append(key)
    return sums, np.array(costs), names
