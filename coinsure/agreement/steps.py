"""What one step of each clause costs each member: the same losses, settled again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from coinsure.engine import Threads
from coinsure.pool import PoolTerms
from coinsure.pool.shares import Fixed
from coinsure.risk.estimate import Estimate
from coinsure.rules import Choice, compare_rules
from coinsure.rules.choices import BASE
from coinsure.scenario import Scenario
from coinsure.spec import Spec
from coinsure.study import Progress

STEPS: Mapping[str, float] = {
    "levy_rate": 0.01,
    "brokerage_rate": 0.01,
    "management_rate": 0.01,
    "lead_fee.rate": 0.01,
    "investment.rate": 0.01,
    "investment.years": 0.25,
    "reserve.build_of_profit": 0.05,
    "reserve.build_of_premium": 0.01,
    "reserve.cap_of_premium": 0.1,
    "reserve.release_above_loss_ratio": 0.1,
    "reserve.interest": 0.01,
    "guarantee_fund.contribution_rate": 0.01,
    "guarantee_fund.target_of_premium": 0.1,
    "guarantee_fund.interest": 0.01,
    "membership.entry_price": 0.1,
    "membership.exit_price": 0.1,
    "profit.rate": 0.05,
    "profit.level": 0.005,
    "profit.years": 1,
    "profit.floor": 0.05,
    "profit.cap": 0.05,
    "profit.margin": 0.01,
    "profit.interest": 0.01,
    "profit.capital_to_premium": 0.1,
    "profit.carry": 0.05,
    "profit.catch_up": 0.1,
    "profit.allowance": 0.01,
    "profit.pivot": 0.05,
    "profit.slope": 0.1,
    "profit.lowest": 0.1,
    "profit.highest": 0.1,
    "shares.lead_share": 0.01,
    "shares.speed": 0.1,
    "shares.most_change": 0.05,
    "shares.level": 0.005,
    "shares.target_ratio": 0.1,
}
"""What a step of each number is, by its key below ``pool``: a point, or what is negotiated in."""

OTHER: Mapping[str, tuple[str, str]] = {
    "lead_fee.base": ("followers_premium", "pool_premium"),
    "reserve.scope": ("sector", "pool"),
    "reserve.accounting": ("equity_after_tax", "liability"),
    "liability": ("several", "joint"),
}
"""Clauses that are chosen: a step is the other choice."""

POINT = 0.01
"""Step of an agreed share: the lead's, from all others in proportion."""


@dataclass(frozen=True, slots=True)
class Step:
    """A clause one step further, and what it changes for each member."""

    key: str  # of the scenario
    before: float | str
    after: float | str
    gains: Mapping[str, Estimate]  # by member: more than now, a year on average, errors paired


def clause_steps(
    scenario: Scenario, *, engine: Threads | None = None, progress: Progress | None = None
) -> tuple[Step, ...]:
    """Settle the losses of a scenario again with each clause one step further, all else as it is.

    A step goes up, or down where the term cannot be higher. Books, treaties and losses are those of
    the scenario, so that a difference is that of the clause.

    Raises
    ------
    ModelRefusedError
        If the scenario, or a clause one step further, has no honest answer.
    """
    found = list(_changes(scenario))
    choices = [Choice(key, _under(scenario, pool)) for key, _, _, pool in found]
    table = compare_rules([Choice(BASE, scenario), *choices], engine=engine, progress=progress)
    return tuple(
        Step(key, before, after, {name: m.gain for name, m in settled.members.items()})
        for (key, before, after, _), settled in zip(found, table.settled[1:], strict=True)
    )


def _under(scenario: Scenario, pool: PoolTerms) -> Scenario:
    return scenario.model_copy(update={"pool": pool})


_Change = tuple[str, float | str, float | str, PoolTerms]


def _changes(scenario: Scenario) -> Iterator[_Change]:
    pool = scenario.pool
    if isinstance(pool.shares, Fixed):
        yield from _lead_shares(scenario, pool.shares)
    for key, step in STEPS.items():
        owner, term = _owner(pool, key)
        now = getattr(owner, term, None)
        if owner is None or not isinstance(now, int | float):
            continue
        for then in (now + step, now - step):
            if changed := _with(pool, key, type(now)(round(then, 12))):
                yield f"pool.{key}", now, then, changed
                break
    for key, settings in OTHER.items():
        owner, term = _owner(pool, key)
        if owner is None:
            continue
        now = getattr(owner, term)
        then = settings[1 - settings.index(now)]
        if changed := _with(pool, key, then):
            yield f"pool.{key}", now, then, changed


def _owner(pool: PoolTerms, key: str) -> tuple[Spec | None, str]:
    """Return the table that a key stands in, None where the pool has none, and the term."""
    table, _, term = key.rpartition(".")
    return (getattr(pool, table) if table else pool), term


def _with(pool: PoolTerms, key: str, value: float | str) -> PoolTerms | None:
    """Return the pool with another value of a term; None where that cannot be."""
    table, _, term = key.rpartition(".")
    owner = getattr(pool, table) if table else pool
    terms = {name: getattr(owner, name) for name in type(owner).model_fields}
    try:
        changed = type(owner).model_validate(terms | {term: value})
    except ValidationError:
        return None
    return pool.model_copy(update={table: changed}) if table else changed


def _lead_shares(scenario: Scenario, rule: Fixed) -> Iterator[_Change]:
    """Yield a point more of each agreed division for the lead, from the others in proportion.

    Where premium is divided otherwise than liability, the point moves in both.
    """
    lead = next(name for name, member in scenario.members.items() if member.lead)
    paths = [("shares",)] if rule.shares else []
    for path in (*paths, *(("sectors", sector) for sector in rule.sectors)):
        for step in (POINT, -POINT):
            tables = rule.model_dump()
            now = _move(tables, path, lead, step)
            _move(tables, (f"premium_{path[0]}", *path[1:]), lead, step)
            changed = _checked(scenario, tables)
            if now is not None and changed:
                pool = scenario.pool.model_copy(update={"shares": changed})
                yield ".".join(("pool.shares", *path, lead)), now, round(now + step, 12), pool
                break


def _move(tables: dict[str, Any], path: tuple[str, ...], lead: str, step: float) -> float | None:
    """Change a division in place if there is one; return what the lead had of it."""
    found = tables
    for name in path[:-1]:
        found = found[name]
    shares: dict[str, float] | None = found.get(path[-1])
    if not shares:
        return None
    now = shares.get(lead, 0.0)
    rest = sum(shares.values()) - now
    if rest <= 0.0:
        return None
    found[path[-1]] = {n: share * (rest - step) / rest for n, share in shares.items()}
    found[path[-1]][lead] = now + step
    return now


def _checked(scenario: Scenario, tables: dict[str, Any]) -> Fixed | None:
    """Return the rule if it may be so: between 0 and 1, and within what members want to carry."""
    try:
        rule = Fixed.model_validate(tables)
    except ValidationError:
        return None
    return None if rule.problems(scenario.members, tuple(scenario.sectors)) else rule
