"""Members' own reinsurance: who buys it, for which lines, and whether the pool allows it."""

from collections.abc import Iterator

from coinsure.pool.shares.rule import Reshares
from coinsure.reinsurance import unknown_lines
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.checks.references import reinsurer_remedy
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import choose, shown


def own_reinsurance(parts: Parts) -> Iterator[Finding]:
    """Yield names that nothing in the file has, and cover that the agreement rules out."""
    choices = (*parts.line_names, *parts.sector_names)
    forbidden = parts.pool is not None and parts.pool.own_reinsurance == "forbidden"
    if forbidden and parts.own_reinsurance:
        contracts = ", ".join(f"own_reinsurance.{name}" for name in parts.own_reinsurance)
        remedy = f'remove {contracts}, or write "allowed"'
        message = "members may not reinsure their own shares, and one does"
        yield Finding(("pool", "own_reinsurance"), message, shown("forbidden"), remedy)
    for name, own in parts.own_reinsurance.items():
        path = ("own_reinsurance", name)
        for key, member in (("member", own.member), ("taken_by", own.taken_by)):
            if member is not None and member not in parts.member_names:
                remedy = choose(member, parts.member_names)
                yield Finding((*path, key), "no such member", shown(member), remedy)
        yield from _unknown_reinsurer(own.reinsurer, (*path, "reinsurer"), parts)
        for line in unknown_lines(own.treaty, parts.line_names):
            remedy = choose(line, choices)
            yield Finding((*path, "treaty", "lines"), "no such line or sector", shown(line), remedy)
        if parts.pool is not None and isinstance(parts.pool.shares, Reshares):
            remedy = "remove it, or choose a rule whose shares are known beforehand"
            message = "own reinsurance needs shares that do not depend on the path"
            yield Finding(path, message, shown(parts.pool.shares.kind), remedy)


def _unknown_reinsurer(name: str | None, path: KeyPath, parts: Parts) -> Iterator[Finding]:
    if name is None:
        return
    if name not in parts.reinsurer_names:
        yield Finding(path, "no such reinsurer", shown(name), reinsurer_remedy(name, parts))
    elif name in parts.reinsurers and parts.reinsurers[name].member is not None:
        remedy = f'write taken_by = "{parts.reinsurers[name].member}" instead'
        yield Finding(path, "this reinsurer is a member of the pool", shown(name), remedy)
