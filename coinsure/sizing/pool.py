"""``size_pool``: the share table that costs least capital, against the present one."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.decision.sizing import Conflict, Limit, Optimum, cheapest
from coinsure.engine import Threads
from coinsure.risk.estimate import NORMAL_975, Estimate
from coinsure.risk.influence import combined, standard_error
from coinsure.risk.uncertainty import tail_sample
from coinsure.scenario import Scenario
from coinsure.sizing.book import Sized, sized
from coinsure.sizing.worth import Worth, unless_rounding, worth
from coinsure.study import Announce

SAMPLED = ("capital_use", "risk_budget", "fairness")
"""Kinds of limits whose use is estimated from the simulated years."""

CHARGED = ("comprehensive_solvency", "core_solvency")
"""Kinds whose use follows from estimated mean losses by the formula."""

NEAR = 1e-7
"""A limit binds, or is kept, if it is met up to this part of its size: the solver's precision."""


@dataclass(frozen=True, slots=True, eq=False)
class MemberChange:
    """A member at the present shares and at those advised; the gain is in economic profit."""

    present: Worth
    advised: Worth
    gain: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A limit on other years: what is used of it at the advised shares, less its bound."""

    limit: Limit
    excess: Estimate

    @property
    def kept(self) -> bool:
        """Whether the limit is kept, within the error of the estimate."""
        value, se = self.excess.value, self.excess.se
        if value is None or se is None:
            return False
        return value <= NORMAL_975 * se + NEAR * self.limit.size


@dataclass(frozen=True, slots=True, eq=False)
class PoolSizing:
    """The cheapest share table, or the limits that cannot be kept together."""

    sized: Sized
    broken: tuple[tuple[Limit, float], ...]  # limits that the present shares miss, by how much
    answer: Optimum | Conflict
    members: dict[str, MemberChange]  # empty where there is no answer
    present_cost: Estimate  # of all members' capital, a year
    saved: Estimate  # of it by the advised shares, paired
    saved_again: Estimate  # the same on other years
    checks: tuple[Check, ...]


def size_pool(
    scenario: Scenario, *, engine: Threads | None = None, announce: Announce
) -> PoolSizing:
    """Return the shares that cost least capital within all limits, verified on another seed.

    Raises
    ------
    ModelRefusedError
        As ``sized``.
    """
    found = sized(scenario, engine, announce("run"))
    heights = found.heights(found.present)
    broken = [(limit, limit.excess(found.present, heights)) for limit in found.limits]
    missed = tuple((limit, gap) for limit, gap in broken if gap > NEAR * limit.size)
    answer = cheapest(found.curves, found.limits, found.present)
    now = [_worth(found, m, found.present) for m in range(len(found.book.members))]
    nothing = Estimate.refused("limits conflict")
    if isinstance(answer, Conflict):
        return PoolSizing(found, missed, answer, {}, _cost(found, now), nothing, nothing, ())
    then = [_worth(found, m, answer.shares) for m in range(len(found.book.members))]
    other = sized(_reseeded(scenario), engine, announce("check"))
    return PoolSizing(
        sized=found,
        broken=missed,
        answer=answer,
        members={
            name: MemberChange(a, b, b.less(a))
            for name, a, b in zip(found.book.members, now, then, strict=True)
        },
        present_cost=_cost(found, now),
        saved=_saved(now, then),
        saved_again=_saved(
            [_worth(other, m, found.present) for m in range(len(now))],
            [_worth(other, m, answer.shares) for m in range(len(now))],
        ),
        checks=tuple(_check(other, limit, answer.shares) for limit in other.limits),
    )


def _worth(found: Sized, member: int, shares: FloatArray) -> Worth:
    return worth(found.book, member, shares, found.level, found.scenario.capital.hurdle)


def _cost(found: Sized, worths: list[Worth]) -> Estimate:
    """Return the cost of the capital of all members, at the hurdle; errors add up, a bound."""
    total = Estimate.exact(0.0)
    for one in worths:
        total = total.joined(one.capital.times(found.scenario.capital.hurdle))
    return total


def _saved(now: list[Worth], then: list[Worth]) -> Estimate:
    """Return how much more economic profit all members have together: results do not change."""
    refused = next((w.capital.reason for w in (*now, *then) if w.influence is None), "")
    if refused:
        return Estimate.refused(refused)
    terms = [(-1.0, one.influence) for one in now] + [(1.0, one.influence) for one in then]
    known = [(sign, influence) for sign, influence in terms if influence is not None]
    value = sum(w.economic_profit.value or 0.0 for w in then)
    value -= sum(w.economic_profit.value or 0.0 for w in now)
    whole = max((w.capital for w in now), key=lambda capital: capital.value or 0.0)
    return unless_rounding(value, standard_error(combined(known)), whole)


def _reseeded(scenario: Scenario) -> Scenario:
    """Return the same scenario with the next seed."""
    simulation = scenario.simulation
    simulation = simulation.model_copy(update={"seed": simulation.next_seed})
    return scenario.model_copy(update={"simulation": simulation})


def _check(other: Sized, limit: Limit, shares: FloatArray) -> Check:
    """Look at a limit with the error of what is sampled in it."""
    excess = limit.excess(shares, other.heights(shares))
    if limit.member is None:
        return Check(limit, Estimate.exact(excess))
    member = other.book.members.index(limit.member)
    if limit.kind in CHARGED:
        needed = other.curves[len(other.book.members) + member].at(shares)[0]
        spread = other.doubted[member].at(shares)[0] - needed
        return Check(limit, Estimate.normal(excess, spread))
    if limit.kind not in SAMPLED:
        return Check(limit, Estimate.exact(excess))
    if limit.kind != "fairness":
        lost = tail_sample(other.book.lost(member, shares, own=False))
        return Check(limit, Estimate.normal(excess, lost.tail_value_at_risk(other.level).se or 0.0))
    found = _worth(other, member, shares)
    factor = max(limit.curves.values(), default=0.0)
    spread = factor * (found.capital.se or 0.0) + (found.result.se or 0.0)
    return Check(limit, Estimate.normal(excess, spread))


def binding(answer: Optimum, limits: tuple[Limit, ...]) -> list[Limit]:
    """Return the limits that the cheapest shares use up, but for those that always bind."""
    near = np.array([NEAR * limit.size for limit in limits])
    used = np.flatnonzero(answer.slack <= near)
    return [limits[number] for number in used if not limits[number].equal]
