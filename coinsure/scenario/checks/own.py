"""Members' own reinsurance: who buys it, for which lines, and whether the pool allows it."""

from collections.abc import Iterator

from coinsure.pool.shares.rule import Reshares
from coinsure.reinsurance import unknown_lines
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.wording import choose, shown


def own_reinsurance(parts: Parts) -> Iterator[Finding]:
    """Yield names that nothing in the file has, and cover that the agreement rules out."""
    choices = (*parts.line_names, *parts.sector_names)
    for name, own in parts.own_reinsurance.items():
        path = ("own_reinsurance", name)
        for key, member in (("member", own.member), ("taken_by", own.taken_by)):
            if member is not None and member not in parts.member_names:
                remedy = choose(member, parts.member_names)
                yield Finding((*path, key), "no such member", shown(member), remedy)
        for line in unknown_lines(own.treaty, parts.line_names):
            remedy = choose(line, choices)
            yield Finding((*path, "treaty", "lines"), "no such line or sector", shown(line), remedy)
        if parts.pool is not None and parts.pool.own_reinsurance == "forbidden":
            remedy = f'remove own_reinsurance.{name}, or write "allowed"'
            message = "members may not reinsure their own shares, and one does"
            yield Finding(("pool", "own_reinsurance"), message, shown("forbidden"), remedy)
        if parts.pool is not None and isinstance(parts.pool.shares, Reshares):
            remedy = "remove it, or choose a rule whose shares are known beforehand"
            message = "own reinsurance needs shares that do not depend on the path"
            yield Finding(path, message, shown(parts.pool.shares.kind), remedy)
