"""What every line must lose on average, without simulation: the yardstick of every run."""

import math

import numpy as np

from coinsure.models.development import Development, Indices
from coinsure.models.events import Event, IntensityLeg, Leg
from coinsure.models.frequency import Fixed, FrequencySpec
from coinsure.models.severity import net_of_deductible
from coinsure.models.severity.severity import Severity
from coinsure.models.terms import Terms
from coinsure.models.uncertainty import SizeLevel
from coinsure.scenario import Scenario, as_drawn
from coinsure.scenario.schema import Component, Line

_NODES = 400
_REACH = 9.0  # standard deviations


def expected_gross(scenario: Scenario) -> dict[str, float | None]:
    """Return the mean gross loss of each line in a year, averaged over the horizon.

    None where ``expected_by_year`` has none.
    """
    return {
        name: None if years is None else sum(years) / len(years)
        for name, years in expected_by_year(scenario).items()
    }


def expected_by_year(scenario: Scenario) -> dict[str, list[float] | None]:
    """Return the mean gross loss of each line, "sector.line", in each year of the horizon.

    E[count] times the limited mean of a loss after deductible and limit, times the participation;
    factors and levels of frequencies have mean 1. None where a policy-year aggregate cuts the sum
    of several losses, which no product of means can tell.
    """
    scenario = as_drawn(scenario)
    years = scenario.simulation.years
    steps = {name: of.indices(years) for name, of in scenario.developments.items()}
    found: dict[str, list[float] | None] = {}
    for name, line in scenario.lines.items():
        if line.terms.aggregate is not None or _any_aggregate(line):
            found[name] = None
        else:
            found[name] = [
                sum(_component(line, part, year, step) for part in line.components.values())
                for year, step in enumerate(steps[name], 1)
            ]
    for event in scenario.events.values():
        trends = Development(frequency_trend=event.frequency_trend).indices(years)
        for name, leg in event.losses.items():
            before = found[name]
            if before is not None:
                found[name] = [
                    known + _count(event.frequency, 1, year, trend) * _leg(event, leg, step)
                    for year, (known, trend, step) in enumerate(
                        zip(before, trends, steps[name], strict=True), 1
                    )
                ]
    return found


def _any_aggregate(line: Line) -> bool:
    return any(part.terms and part.terms.aggregate is not None for part in line.components.values())


def _component(line: Line, component: Component, year: int, step: Indices) -> float:
    terms = component.terms or line.terms
    others = [(other.weight, other.severity) for other in component.alternatives]
    sets = [(1.0 - math.fsum(weight for weight, _ in others), component.severity), *others]
    level = component.severity_level
    if not component.per_site:
        count = _count(component.frequency, line.risks, year, step)
        return count * sum(
            weight * _inflated(severity, terms, step, level) for weight, severity in sets
        )
    each = _count(component.frequency, 1, year, step)
    return each * sum(
        weight * _inflated(severity.model_copy(update={"scale": value}), terms, step, level, value)
        for weight, severity in sets
        for value in (line.sites or {}).values()
    )


def _count(frequency: FrequencySpec, risks: int, year: int, step: Indices) -> float:
    """Return the expected count of a year, counted from 1."""
    if isinstance(frequency, Fixed):
        return float(frequency.in_year(year))
    of_year, number = frequency.developed(exposure=step.exposure, trend=step.frequency, risks=risks)
    return of_year.expected(number)


def _inflated(
    severity: Severity,
    terms: Terms,
    step: Indices,
    level: SizeLevel | None = None,
    most: float = math.inf,
) -> float:
    """Return the mean payment of a year: everything in money of year 1, times the inflation."""
    deflated = terms.times(step.terms / step.claims)
    if level is None:
        return step.claims * _payment(severity, deflated)
    return step.claims * _uncertain_payment(severity, deflated, level, most)


def _payment(severity: Severity, terms: Terms) -> float:
    """Return the mean of what the policy pays for one loss."""
    net = net_of_deductible(severity, terms.deductible, terms.deductible_rate)
    limit = math.inf if terms.limit is None else terms.limit
    return terms.participation * float(net.limited_mean(limit))


def _uncertain_payment(severity: Severity, terms: Terms, level: SizeLevel, most: float) -> float:
    """Return the mean payment for a loss that a level multiplies, and that is at most ``most``.

    Gauss-Legendre quadrature over the normal logarithm of the level.
    """
    value = severity.scale if isinstance(severity.scale, float | int) else 0.0
    deductible = max(terms.deductible, terms.deductible_rate * value)
    limit = min(math.inf if terms.limit is None else terms.limit, max(most - deductible, 0.0))
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    z, sigma = _REACH * nodes, level.factor().sigma
    chance = _REACH * weights * np.exp(-0.5 * z**2) / math.sqrt(2.0 * math.pi)
    factor = np.exp(sigma * z - 0.5 * sigma**2)
    up_to = severity.limited_mean((deductible + limit) / factor)
    paid = factor * (up_to - severity.limited_mean(deductible / factor))
    return terms.participation * float(np.sum(chance * paid))


def _leg(event: Event, leg: Leg, step: Indices) -> float:
    """Return the mean insured amount of a leg, all its risks together."""
    if isinstance(leg, IntensityLeg):
        of_line = leg.scale * step.exposure * step.claims
        return of_line * (event.intensity.expected() if event.intensity else 0.0)
    if leg.terms is None:
        return step.claims * leg.severity.expected()
    return _inflated(leg.severity, _of_all(leg.terms, leg.risks), step)


def _of_all(terms: Terms, risks: int) -> Terms:
    """Return what the terms of one risk do to the sum of the losses of equal risks."""
    limit = None if terms.limit is None else risks * terms.limit
    return terms.model_copy(update={"deductible": risks * terms.deductible, "limit": limit})
