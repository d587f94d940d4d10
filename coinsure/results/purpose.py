"""What the pool is for: the same book without it, and what an insurer that joins could carry."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.capital.limits import UNIT_FRACTION
from coinsure.planning.plan import Plan
from coinsure.planning.without_pool import WithoutPool
from coinsure.results.estimates import figure
from coinsure.results.legal import LegalLimits
from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import Influence, combined, standard_error
from coinsure.risk.tails import TailSample
from coinsure.risk.uncertainty import clustered, mean_estimate, tail_sample
from coinsure.scenario import Scenario


def purpose(
    scenario: Scenario, plan: Plan, legal: LegalLimits, found: WithoutPool | None
) -> dict[str, Any]:
    """Return the ``purpose`` part of ``summary.json``; empty where no market is described.

    Capital is the sum of what every insurer needs for itself, TVaR of its deficit. ``price`` is
    what a year of cover has to cost per unit of sums insured: claims, expenses, reinsurance, and
    the scenario's hurdle on that capital. ``capital_gross`` is the pool's without reinsurance and
    public money.
    """
    market = scenario.market
    if found is None or market is None:
        return {}
    sectors = {name: _sector(found, plan, s) for s, name in enumerate(plan.layout.sectors)}
    level = scenario.capital.level
    alone = Insurers.of(found.alone, found.path, level, float(found.premium_alone.sum()))
    gross, pooled = (
        Insurers.of(deficit, found.path, level, _premium_placed(plan))
        for deficit in (found.pooled_gross, found.pooled)
    )
    largest = [found.largest(m) for m in range(len(plan.shares.members))]
    retained = [
        max((units[m].net for units in legal.units.values()), default=0.0)
        for m in range(len(plan.shares.members))
    ]
    return {
        "years": found.path.size,
        "hurdle": scenario.capital.hurdle,
        "facultative_capacity": market.facultative_capacity,
        "facultative_price": market.facultative_price,
        "limit_of_cover": sum(sector["limit_of_cover"] for sector in sectors.values()),
        "sectors": sectors,
        "alone": _way(scenario, alone, [s["alone"] for s in sectors.values()], largest),
        "pool": _way(scenario, pooled, [s["pool"] for s in sectors.values()], retained),
        "capital_gross": figure(gross.capital()),
        "capital_saved": figure(alone.less(pooled)),
        "members": {
            name: {
                "need_alone": figure(alone.capital_of(m)),
                "need_pool": figure(pooled.capital_of(m)),
                "result_alone": figure(alone.result_of(m)),
                "result_pool": figure(pooled.result_of(m)),
                "largest_alone": largest[m],
                "largest_pool": retained[m],
            }
            for m, name in enumerate(plan.shares.members)
        },
        "newcomers": [_offer(scenario, plan, size) for size in market.newcomers],
    }


@dataclass(frozen=True, slots=True, eq=False)
class Insurers:
    """Some insurers side by side, each with its own capital."""

    deficit: FloatArray  # (M, n) of a year
    path: IntArray  # (n,)
    level: float
    premium: float  # of a year, all of them
    tails: tuple[TailSample, ...]  # (M,) of the deficits

    @classmethod
    def of(cls, deficit: FloatArray, path: IntArray, level: float, premium: float) -> "Insurers":
        """Sort the deficits of each insurer."""
        tails = tuple(tail_sample(row, path=path) for row in deficit)
        return cls(deficit, path, level, premium, tails)

    def capital_of(self, m: int) -> Estimate:
        """Return the TVaR of the deficit of one insurer."""
        return self.tails[m].tail_value_at_risk(self.level)

    def result_of(self, m: int) -> Estimate:
        """Return what one insurer earns a year."""
        return mean_estimate(-self.deficit[m], self.path)

    def capital(self) -> Estimate:
        """Return the capital of all insurers, added."""
        values = [self.capital_of(m) for m in range(len(self.deficit))]
        refused = next((one for one in values if one.value is None), None)
        if refused is not None:
            return refused
        total = sum(one.value for one in values if one.value is not None)
        return Estimate.normal(total, standard_error(self._influence()))

    def concentration(self) -> Estimate:
        """Return the Herfindahl index of their capital: 1 / n where n of them need the same."""
        values = [self.capital_of(m) for m in range(len(self.deficit))]
        refused = next((one for one in values if one.value is None), None)
        if refused is not None:
            return refused
        capital = np.array([one.value or 0.0 for one in values])
        whole, squares = float(capital.sum()), float((capital**2).sum())
        if whole <= 0.0:
            return Estimate.refused("needs no capital")
        slopes = 2.0 * capital / whole**2 - 2.0 * squares / whole**3
        change = combined(list(zip(slopes.tolist(), self._influences(), strict=True)))
        return Estimate.normal(squares / whole**2, standard_error(change))

    def price(self, hurdle: float, cover: float) -> Estimate:
        """Return claims, costs and ``hurdle`` on capital, over the limits of cover."""
        capital = self.capital()
        if capital.value is None or cover <= 0.0:
            return Estimate.refused(capital.reason or "nothing is insured")
        lost = self.deficit.sum(axis=0)
        mean = float(lost.mean())
        both = combined(
            [(1.0, clustered(lost - mean, self.path)), (hurdle, self._influence())],
        )
        needed = self.premium + mean + hurdle * capital.value
        return Estimate.normal(needed / cover, standard_error(both) / cover)

    def less(self, other: "Insurers") -> Estimate:
        """Return how much less capital others need on the same losses, with a paired error."""
        mine, its = self.capital(), other.capital()
        if mine.value is None or its.value is None:
            return its if mine.known else mine
        change = combined([(1.0, self._influence()), (-1.0, other._influence())])
        return Estimate.normal(mine.value - its.value, standard_error(change))

    def _influences(self) -> list[Influence]:
        return [tail.tvar_influence(self.level) for tail in self.tails]

    def _influence(self) -> Influence:
        return combined([(1.0, one) for one in self._influences()])


def _way(
    scenario: Scenario, insurers: Insurers, covered: list[dict[str, float]], largest: list[float]
) -> dict[str, Any]:
    """Return the figures of one way of insuring the book."""
    cover = sum(sum(parts.values()) - parts["uninsured"] for parts in covered)
    members = scenario.members.items()
    used = {
        name: amount / member.actual_capital
        for (name, member), amount in zip(members, largest, strict=True)
        if member.actual_capital > 0.0
    }
    return {
        "insured": cover,
        "capital": figure(insurers.capital()),
        "concentration": figure(insurers.concentration()),
        "price": figure(insurers.price(scenario.capital.hurdle, cover)),
        "largest_loss_to_capital": max(used.values(), default=None),
        "largest_loss_member": max(used, key=used.__getitem__, default=None),
    }


def _sector(found: WithoutPool, plan: Plan, sector: int) -> dict[str, Any]:
    """Return the limits of cover of a sector: who insures them alone, and in the pool."""
    kept = ceded = whole = 0.0
    for one in found.written:
        if plan.layout.sector_of_line[one.line] == sector:
            whole += float(one.sums.sum())
            kept += float((one.part * one.carried.kept * one.sums).sum())
            ceded += float((one.part * one.carried.ceded * one.sums).sum())
    placed = whole * float(plan.shares.liability[:, sector].sum())
    return {
        "limit_of_cover": whole,
        "alone": {"kept": kept, "facultative": ceded, "uninsured": max(whole - kept - ceded, 0.0)},
        "pool": {"insured": placed, "uninsured": max(whole - placed, 0.0)},
    }


def _premium_placed(plan: Plan) -> float:
    """Return the premium of year 1 that members write in the pool."""
    of_line = plan.shares.premium[:, list(plan.layout.sector_of_line)].sum(axis=0)
    return float((of_line * plan.pool.premium[:, 0]).sum())


def _offer(scenario: Scenario, plan: Plan, size: float) -> dict[str, Any]:
    """Return what an insurer with this capital and reserves could be offered, by sector.

    ``by_capacity`` is its part of all capacity, ``most`` the share at which its legal cap carries
    the largest risk unit gross, and ``offered`` the smaller of the two; the members keep what is
    left in the proportions of now.
    """
    cap = UNIT_FRACTION * size
    sectors: dict[str, Any] = {}
    for s, sector in enumerate(plan.layout.sectors):
        capacity = [member.capacity_for(sector) for member in scenario.members.values()]
        largest = max(
            (
                sum(unit.covers.values())
                for unit in scenario.risk_units.values()
                if any(line.partition(".")[0] == sector for line in unit.covers)
            ),
            default=0.0,
        )
        part = cap / (sum(capacity) + cap)
        most = min(cap / largest, 1.0) if largest > 0.0 else 1.0
        offered = min(part, most)
        premium = sum(float(plan.pool.premium[line, 0]) for line in plan.layout.lines_of(s))
        sectors[sector] = {
            "by_capacity": part,
            "most": most,
            "offered": offered,
            "premium": offered * premium,
            "line": _line(plan.shares.liability[:, s], np.array(capacity), offered, cap),
        }
    return {"capital_and_reserves": size, "cap": cap, "sectors": sectors}


def _line(shares: FloatArray, capacity: FloatArray, offered: float, cap: float) -> float:
    """Return the pool's line per risk unit of a sector once a newcomer has its share."""
    lines = [cap / offered]
    lines += [
        float(most / (share * (1.0 - offered)))
        for share, most in zip(shares, capacity, strict=True)
        if share * (1.0 - offered) > 0.0
    ]
    return min(lines)
