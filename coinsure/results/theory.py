"""What every line must lose on average, without simulation: the yardstick of every run."""

import math

from coinsure.models.events import Event, IntensityLeg, Leg
from coinsure.models.frequency import Fixed, FrequencySpec
from coinsure.models.severity import net_of_deductible
from coinsure.models.severity.severity import Severity
from coinsure.models.terms import Terms
from coinsure.scenario import Scenario
from coinsure.scenario.schema import Component, Line


def expected_gross(scenario: Scenario) -> dict[str, float | None]:
    """Return the mean gross loss of each line in a year of the horizon, "sector.line".

    E[count] times the limited mean of a loss after deductible and limit, times the participation;
    factors and levels have mean 1. None where a policy-year aggregate cuts the sum of several
    losses, which no product of means can tell.
    """
    years = scenario.simulation.years
    found: dict[str, float | None] = {}
    for name, line in scenario.lines.items():
        if line.terms.aggregate is not None or _any_aggregate(line):
            found[name] = None
        else:
            found[name] = sum(_component(line, part, years) for part in line.components.values())
    for event in scenario.events.values():
        for name, leg in event.losses.items():
            before = found[name]
            if before is not None:
                found[name] = before + _count(event.frequency, 1, years) * _leg(event, leg)
    return found


def _any_aggregate(line: Line) -> bool:
    return any(part.terms and part.terms.aggregate is not None for part in line.components.values())


def _component(line: Line, component: Component, years: int) -> float:
    terms = component.terms or line.terms
    if not component.per_site:
        count = _count(component.frequency, line.risks, years)
        return count * _payment(component.severity, terms)
    each = _count(component.frequency, 1, years)
    values = (line.sites or {}).values()
    at_site = (component.severity.model_copy(update={"scale": value}) for value in values)
    return sum(each * _payment(severity, terms) for severity in at_site)


def _count(frequency: FrequencySpec, risks: int, years: int) -> float:
    """Return the expected count of a year; a known count is spread over the horizon."""
    if isinstance(frequency, Fixed):
        return sum(frequency.in_year(year + 1) for year in range(years)) / years
    return frequency.expected(risks)


def _payment(severity: Severity, terms: Terms) -> float:
    """Return the mean of what the policy pays for one loss."""
    net = net_of_deductible(severity, terms.deductible, terms.deductible_rate)
    limit = math.inf if terms.limit is None else terms.limit
    return terms.participation * float(net.limited_mean(limit))


def _leg(event: Event, leg: Leg) -> float:
    """Return the mean insured amount of a leg, all its risks together."""
    if isinstance(leg, IntensityLeg):
        return leg.scale * (event.intensity.expected() if event.intensity else 0.0)
    if leg.terms is None:
        return leg.severity.expected()
    return _payment(leg.severity, _of_all(leg.terms, leg.risks))


def _of_all(terms: Terms, risks: int) -> Terms:
    """Return what the terms of one risk do to the sum of the losses of equal risks."""
    limit = None if terms.limit is None else risks * terms.limit
    return terms.model_copy(update={"deductible": risks * terms.deductible, "limit": limit})
