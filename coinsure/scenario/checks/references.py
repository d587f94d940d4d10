"""Names that stand for something else in the file: lines, sectors, members, sites."""

from collections.abc import Iterator, Mapping

from coinsure.reinsurance import unknown_lines
from coinsure.scenario.checks.parts import Parts
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import choose, shown


def references(parts: Parts) -> Iterator[Finding]:
    """Yield every name that nothing in the file has."""
    for name, event in parts.events.items():
        yield from _unknown_lines(("events", name, "losses"), event.losses, parts)
    for name, unit in parts.risk_units.items():
        yield from _unknown_lines(("risk_units", name, "covers"), unit.covers, parts)
    for name, treaty in parts.treaties.items():
        for line in unknown_lines(treaty, parts.line_names):
            choices = (*parts.line_names, *parts.sector_names)
            yield Finding(
                ("reinsurance", name, "lines"),
                "no such line or sector",
                shown(line),
                choose(line, choices),
            )
    for name, member in parts.members.items():
        yield from _unknown_sectors(("members", name, "appetite"), member.appetite, parts)
        if member.own_book is not None:
            path = ("members", name, "own_book", "correlation")
            yield from _unknown_sectors(path, member.own_book.correlation, parts)
        yield from _unknown_sectors(("members", name, "capacity"), member.capacity, parts)
        yield from _unknown_sectors(("members", name, "brings"), member.brings, parts)
        for unit in member.elsewhere:
            if unit not in parts.risk_unit_names:
                path = ("members", name, "elsewhere", unit)
                remedy = choose(unit, parts.risk_unit_names)
                yield Finding(path, "no such risk unit", shown(unit), remedy)
    if parts.pool is not None and parts.pool.shares.kind == "by_capacity":
        yield from _unknown_sectors(
            ("pool", "shares", "largest_risk"), parts.pool.shares.largest_risk, parts
        )


def reinsurers(parts: Parts) -> Iterator[Finding]:
    """Yield unknown reinsurers of treaties, and what reinsurers name and is not there."""
    for name, treaty in parts.treaties.items():
        for reinsurer in treaty.reinsurers or ():
            if reinsurer not in parts.reinsurer_names:
                path = ("reinsurance", name, "reinsurers", reinsurer)
                remedy = reinsurer_remedy(reinsurer, parts)
                yield Finding(path, "no such reinsurer", shown(reinsurer), remedy)
    for name, reinsurer in parts.reinsurers.items():
        path = ("reinsurers", name)
        if reinsurer.member is not None and reinsurer.member not in parts.member_names:
            remedy = choose(reinsurer.member, parts.member_names)
            yield Finding((*path, "member"), "no such member", shown(reinsurer.member), remedy)
        if reinsurer.stress is not None and reinsurer.stress.sector not in parts.sector_names:
            sector = reinsurer.stress.sector
            remedy = choose(sector, parts.sector_names)
            yield Finding((*path, "stress", "sector"), "no such sector", shown(sector), remedy)


def reinsurer_remedy(name: str, parts: Parts) -> str:
    """Return what to do about a reinsurer that is not there."""
    if parts.reinsurer_names:
        return choose(name, parts.reinsurer_names)
    return f"declare [reinsurers.{name}], or leave it out: somebody who always pays takes it then"


def public_money(parts: Parts) -> Iterator[Finding]:
    """Yield every line and every treaty that public money names and nothing in the file is."""
    choices = (*parts.line_names, *parts.sector_names)
    for path, lines in _covered(parts).items():
        for line in lines:
            if line not in choices:
                yield Finding(path, "no such line or sector", shown(line), choose(line, choices))
    for name, support in parts.reinsurance_support.items():
        path = ("reinsurance_support", name, "treaties")
        for treaty in support.treaties or ():
            if treaty not in parts.treaty_names:
                remedy = choose(treaty, parts.treaty_names)
                yield Finding(path, "no such treaty", shown(treaty), remedy)


def _covered(parts: Parts) -> dict[KeyPath, tuple[str, ...]]:
    """Return the lines that public money names, by where it does."""
    layers = {
        ("public_layers", n, "lines"): of.lines or () for n, of in parts.public_layers.items()
    }
    subsidies = {
        ("premium_subsidies", n, "lines"): of.lines for n, of in parts.premium_subsidies.items()
    }
    return {**layers, **subsidies}


def _unknown_lines(path: KeyPath, names: Mapping[str, object], parts: Parts) -> Iterator[Finding]:
    for name in names:
        if name not in parts.line_names:
            yield Finding(
                (*path, name), "no such line", shown(name), choose(name, parts.line_names)
            )


def _unknown_sectors(path: KeyPath, names: Mapping[str, object], parts: Parts) -> Iterator[Finding]:
    for name in names:
        if name not in parts.sector_names:
            yield Finding(
                (*path, name), "no such sector", shown(name), choose(name, parts.sector_names)
            )
