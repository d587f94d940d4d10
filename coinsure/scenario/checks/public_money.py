"""Public money: names that stay apart, parts that add up to no more than all, years that exist."""

from collections.abc import Iterator, Mapping

from coinsure.reinsurance.public import PremiumSubsidy, ReinsuranceSupport
from coinsure.reinsurance.treaties.subject import is_named
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.wording import shown

TOLERANCE = 1e-9


def names(parts: Parts) -> Iterator[Finding]:
    """Yield names that two instruments of different kinds have: results are told apart by name."""
    tables: dict[str, Mapping[str, object]] = {
        "public_layers": parts.public_layers,
        "premium_subsidies": parts.premium_subsidies,
        "reinsurance_support": parts.reinsurance_support,
    }
    first: dict[str, str] = {}
    for table, named in tables.items():
        for name in named:
            if name in first:
                message = (
                    f"{first[name]} has one of this name too, and results are told apart by it"
                )
                together = ((table, name), (first[name], name))
                yield Finding(
                    (table, name), message, "", "give it a name of its own", together=together
                )
            first.setdefault(name, table)


def rates(parts: Parts) -> Iterator[Finding]:
    """Yield subsidies that together pay more than there is to pay."""
    of_lines = {
        f"the premium of {line}": {
            ("premium_subsidies", name): of.rate
            for name, of in parts.premium_subsidies.items()
            if is_named(line, of.lines)
        }
        for line in parts.line_names
    }
    of_treaties = {
        f"the premium of the treaty {treaty}": {
            ("reinsurance_support", name): of.rate
            for name, of in parts.reinsurance_support.items()
            if of.covers(treaty)
        }
        for treaty in parts.treaty_names
    }
    said: set[KeyPath] = set()
    for what, found in {**of_lines, **of_treaties}.items():
        if sum(found.values()) > 1.0 + TOLERANCE and list(found)[-1] not in said:
            said.add(list(found)[-1])
            message = f"together with others, {sum(found.values()):g} of {what} is paid"
            last = shown(list(found.values())[-1])
            path = (*list(found)[-1], "rate")
            remedy = "lower them to 1 or less"
            yield Finding(path, message, last, remedy, together=tuple(found))


def years(parts: Parts) -> Iterator[Finding]:
    """Yield public money for more years than there are."""
    if parts.simulation is None:
        return
    horizon = parts.simulation.years
    found = {
        ("public_layers", name, "last_year"): of.last_year
        for name, of in parts.public_layers.items()
    }
    tables: dict[str, Mapping[str, PremiumSubsidy | ReinsuranceSupport]] = {
        "premium_subsidies": parts.premium_subsidies,
        "reinsurance_support": parts.reinsurance_support,
    }
    found |= {
        (t, name, "years"): of.years for t, named in tables.items() for name, of in named.items()
    }
    for path, last in found.items():
        if last is not None and last > horizon:
            remedy = f"name at most {horizon}, leave it out, or raise simulation.years = {horizon}"
            together = (path, ("simulation", "years"))
            yield Finding(path, "lies beyond the horizon", str(last), remedy, together=together)


def take_up(parts: Parts) -> Iterator[Finding]:
    """Yield lines of which firms are named one by one, so that no more of them can insure."""
    for name, line in parts.lines.items():
        subsidised = any(is_named(name, of.lines) for of in parts.premium_subsidies.values())
        if line.take_up is None or line.take_up.elasticity == 0.0 or not subsidised:
            continue
        for key, component in line.components.items():
            if component.frequency.kind in ("bernoulli", "empirical", "fixed"):
                path = (*line_path(name), "components", key, "frequency")
                message = (
                    "it does not say how its losses change with the number of firms, and take_up "
                    "brings more of them"
                )
                remedy = "use kind poisson or negative_binomial, or leave take_up out"
                together = (path, (*line_path(name), "take_up"))
                found = component.frequency.kind
                yield Finding(path, message, found, remedy, refused=True, together=together)
