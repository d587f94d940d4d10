"""Checks of a whole scenario: what no single table can know about itself."""

from collections.abc import Callable, Iterator

from coinsure.scenario.checks import (
    agreement,
    computed_shares,
    dependence,
    development,
    events,
    losses,
    own,
    plausibility,
    public_money,
    references,
    sites,
    solvency,
    treaties,
    uncertainty,
)
from coinsure.scenario.checks.parts import Parts, parts_of, valid_parts
from coinsure.scenario.finding import Finding

CHECKS: tuple[Callable[[Parts], Iterator[Finding]], ...] = (
    references.references,
    references.reinsurers,
    references.public_money,
    agreement.one_lead,
    agreement.agreed_shares,
    agreement.who_deviates,
    computed_shares.names,
    computed_shares.memberships,
    solvency.own_books,
    losses.lines,
    losses.followers,
    uncertainty.parameters,
    development.developments,
    development.event_trends,
    sites.sites,
    treaties.treaties,
    own.own_reinsurance,
    public_money.names,
    public_money.rates,
    public_money.years,
    public_money.take_up,
    events.events,
    dependence.dependence,
    plausibility.rates,
    plausibility.expenses,
    plausibility.paths,
    plausibility.horizon,
    plausibility.risk_limits,
)


def check(parts: Parts) -> list[Finding]:
    """Return everything that is wrong between the tables of a scenario."""
    return [finding for one in CHECKS for finding in one(parts)]


__all__ = ["CHECKS", "Parts", "check", "parts_of", "valid_parts"]
