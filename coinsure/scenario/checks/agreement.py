"""What the members have agreed: one lead, shares that add up, nobody above its appetite."""

import math
from collections.abc import Iterator

from coinsure.pool import Fixed
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import choose, shown
from coinsure.tables.shares import TOLERANCE


def one_lead(parts: Parts) -> Iterator[Finding]:
    """Yield a finding unless exactly one member leads."""
    leads = [name for name, member in parts.members.items() if member.lead]
    if parts.member_names and parts.all_members_are_valid and len(leads) != 1:
        found = ", ".join(leads) or "none"
        first = leads[0] if leads else parts.member_names[0]
        remedy = f"write lead = true for one member only, {first} for instance"
        together = tuple(("members", name, "lead") for name in parts.member_names)
        yield Finding(
            ("members",), "exactly one member leads the pool", found, remedy, together=together
        )


def who_deviates(parts: Parts) -> Iterator[Finding]:
    """Yield a finding where the member that acts against the others is none, or the lead."""
    named = None if parts.incentives is None else parts.incentives.member
    leads = [name for name, member in parts.members.items() if member.lead]
    followers = [name for name in parts.member_names if name not in leads]
    if named is None or named in followers or (named in leads and len(leads) > 1):
        return
    message = "the lead, no follower" if named in leads else "no such member"
    yield Finding(("incentives", "member"), message, shown(named), choose(named, followers))


def agreed_shares(parts: Parts) -> Iterator[Finding]:
    """Yield what is wrong with fixed shares: names, sums, appetites."""
    if parts.pool is None or not isinstance(parts.pool.shares, Fixed):
        return
    rule = parts.pool.shares
    vectors: dict[KeyPath, dict[str, float]] = {
        ("shares",): rule.shares,
        ("premium_shares",): rule.premium_shares,
    }
    for key, by_sector in (("sectors", rule.sectors), ("premium_sectors", rule.premium_sectors)):
        for sector, vector in by_sector.items():
            vectors[key, sector] = vector
            if sector not in parts.sector_names:
                path = ("pool", "shares", key, sector)
                yield Finding(
                    path, "no such sector", shown(sector), choose(sector, parts.sector_names)
                )
    for key, vector in vectors.items():
        path = ("pool", "shares", *key)
        yield from _unknown_members(path, vector, parts)
        yield from _sum(path, vector, full=parts.pool.full_placement)
    for sector in parts.sector_names:
        yield from _sides(rule, sector)
        yield from _appetites(rule, sector, parts)


def _unknown_members(path: KeyPath, vector: dict[str, float], parts: Parts) -> Iterator[Finding]:
    for name in vector:
        if name not in parts.member_names:
            yield Finding(
                (*path, name), "no such member", shown(name), choose(name, parts.member_names)
            )


def _sum(path: KeyPath, vector: dict[str, float], *, full: bool) -> Iterator[Finding]:
    total = math.fsum(vector.values())
    if total > 1.0 + TOLERANCE:
        gap = f"the shares add up to {total:.6g}, {total - 1.0:.6g} too much"
        yield Finding(
            path, gap, "", "lower them to 1 or less; they are never rescaled", together=(path,)
        )
    elif full and vector and total < 1.0 - TOLERANCE:
        gap = f"the shares add up to {total:.6g}, {1.0 - total:.6g} has no taker"
        yield Finding(
            path,
            gap,
            "",
            "raise them to 1, or write full_placement = false in [pool]",
            together=(path,),
        )


def _sides(rule: Fixed, sector: str) -> Iterator[Finding]:
    """Yield a finding where premium and liability shares of a sector have different sums."""
    liability, (key, premium) = rule.liability_of(sector)[1], rule.premium_of(sector)
    carried, paid = math.fsum(liability.values()), math.fsum(premium.values())
    if abs(carried - paid) > TOLERANCE:
        path = ("pool", "shares", *key.split("."))
        message = (
            f"in {sector} premium shares add up to {paid:.6g}, liability shares to {carried:.6g}"
        )
        yield Finding(path, message, "", "give both the same sum", together=(("pool", "shares"),))


def _appetites(rule: Fixed, sector: str, parts: Parts) -> Iterator[Finding]:
    key, liability = rule.liability_of(sector)
    for name, share in liability.items():
        if name not in parts.members:
            continue
        most = parts.members[name].appetite_for(sector)
        if share > most + TOLERANCE:
            message = f"above the appetite of {name} for {sector}, {most:g}"
            remedy = f"lower the share, or raise members.{name}.appetite.{sector}"
            yield Finding(("pool", "shares", *key.split("."), name), message, shown(share), remedy)
