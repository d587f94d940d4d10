"""What computed share rules name, and which years of membership they can deal with."""

from collections.abc import Iterator, Mapping

from coinsure.pool.shares import ByExperience, ByWeight, OptimalQuotas
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import choose, shown

_SHARES = ("pool", "shares")


def names(parts: Parts) -> Iterator[Finding]:
    """Yield members and sectors that a rule weighs and the file does not have."""
    rule = None if parts.pool is None else parts.pool.shares
    if isinstance(rule, OptimalQuotas):
        yield from _unknown_members((*_SHARES, "tolerance"), rule.tolerance, parts)
    if not isinstance(rule, ByWeight):
        return
    yield from _unknown_members((*_SHARES, "weights"), rule.weights, parts)
    for sector, weights in rule.sectors.items():
        path = (*_SHARES, "sectors", sector)
        if sector not in parts.sector_names:
            yield Finding(path, "no such sector", shown(sector), choose(sector, parts.sector_names))
        yield from _unknown_members(path, weights, parts)


def memberships(parts: Parts) -> Iterator[Finding]:
    """Yield members that join or leave where shares of a year follow from those of the last."""
    if parts.pool is None or not isinstance(parts.pool.shares, ByExperience):
        return
    for name, member in parts.members.items():
        for key in ("joins_in_year", "leaves_in_year"):
            year = getattr(member, key)
            if year is not None:
                message = "shares that follow experience are divided among the same members always"
                remedy = f"leave {key} out, or choose another rule in pool.shares"
                yield Finding(("members", name, key), message, shown(year), remedy)


def _unknown_members(
    path: KeyPath, weights: Mapping[str, float], parts: Parts
) -> Iterator[Finding]:
    for name in weights:
        if name not in parts.member_names:
            remedy = choose(name, parts.member_names)
            yield Finding((*path, name), "no such member", shown(name), remedy)
