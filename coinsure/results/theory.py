"""What every line must lose on average, without simulation: the yardstick of every run."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coinsure.models.dependence.copulas import Copula, T, linked
from coinsure.models.development import Development, Indices
from coinsure.models.events import Event, IntensityLeg, Leg
from coinsure.models.frequency import Fixed, FrequencySpec
from coinsure.models.severity import net_of_deductible
from coinsure.models.severity.severity import Severity
from coinsure.models.terms import Terms
from coinsure.results.stretched import Factor, mean_payment
from coinsure.scenario import Scenario, as_drawn
from coinsure.scenario.schema import Component, Line


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses of one kind in a year."""

    number: float  # expected
    spread: float  # variance of their number, yearly factors aside
    size: float  # mean payment for one


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
    factors and levels of frequencies have mean 1. None where no product of means can tell: a
    policy-year aggregate cuts the sum of several losses, or a factor on the losses is linked to
    one on their number.
    """
    return {
        name: None
        if years is None
        else [sum(part.number * part.size for part in year) for year in years]
        for name, years in _losses_by_year(scenario).items()
    }


def least_errors(scenario: Scenario) -> dict[str, float]:
    """Return the least standard error of each line's mean over the horizon, "sector.line".

    That of the numbers of losses alone, Var[count] E[size]^2. Losses too rare for the run are in
    it, and leave no trace in a standard error that comes from the run. Lines without an exact mean
    are left out.
    """
    whole = scenario.simulation.years * math.sqrt(scenario.simulation.paths)
    return {
        name: math.sqrt(sum(part.spread * part.size**2 for year in years for part in year)) / whole
        for name, years in _losses_by_year(scenario).items()
        if years is not None
    }


def _losses_by_year(scenario: Scenario) -> dict[str, list[list[Losses]] | None]:
    """Return the losses of each line in each year, None where no product of means can tell."""
    scenario = as_drawn(scenario)
    years = scenario.simulation.years
    steps = {name: of.indices(years) for name, of in scenario.developments.items()}
    found: dict[str, list[list[Losses]] | None] = {}
    for name, line in scenario.lines.items():
        stretches = {key: _stretches(scenario, name, part) for key, part in line.components.items()}
        if line.terms.aggregate is not None or _any_aggregate(line) or None in stretches.values():
            found[name] = None
        else:
            found[name] = [
                [
                    losses
                    for key, part in line.components.items()
                    for losses in _component(line, part, stretches[key] or (), year, step)
                ]
                for year, step in enumerate(steps[name], 1)
            ]
    for event in scenario.events.values():
        trends = Development(frequency_trend=event.frequency_trend).indices(years)
        for name, leg in event.losses.items():
            for year, known in enumerate(found[name] or ()):
                count, spread = _count(event.frequency, 1, year + 1, trends[year])
                known.append(Losses(count, spread, _leg(event, leg, steps[name][year])))
    return found


def _any_aggregate(line: Line) -> bool:
    return any(part.terms and part.terms.aggregate is not None for part in line.components.values())


def _stretches(scenario: Scenario, line: str, component: Component) -> tuple[Factor, ...] | None:
    """Return what multiplies the losses of a component, None where it goes with their number."""
    level = component.severity_level
    found: list[Factor] = [] if level is None else [level.factor()]
    name = scenario.size_factor_of(line)
    factor = scenario.factors[name]
    if component.systemic_severity and factor is not None:
        found.append(factor)
        sector = line.partition(".")[0]
        if component.frequency.systemic and _go_together(scenario.dependence, name, sector):
            return None
    return tuple(found)


def _go_together(copula: Copula | None, first: str, second: str) -> bool:
    """Whether two factors depend on each other."""
    if copula is None or not {first, second} <= {*copula.names}:
        return False
    pairs = linked(copula)
    rho = pairs.used[pairs.names.index(first), pairs.names.index(second)]
    return isinstance(copula, T) or bool(rho != 0.0)


def _component(
    line: Line, component: Component, stretches: Sequence[Factor], year: int, step: Indices
) -> Iterator[Losses]:
    """Yield the losses of a component in a year, or those of each of its sites."""
    terms = component.terms or line.terms
    others = [(other.weight, other.severity) for other in component.alternatives]
    sets = [(1.0 - math.fsum(weight for weight, _ in others), component.severity), *others]
    sites = (line.sites or {}).values() if component.per_site else (None,)
    count, spread = _count(component.frequency, 1 if component.per_site else line.risks, year, step)
    for value in sites:
        size = sum(
            weight
            * (
                _inflated(severity, terms, step, stretches)
                if value is None
                else _inflated(
                    severity.model_copy(update={"scale": value}), terms, step, stretches, value
                )
            )
            for weight, severity in sets
        )
        yield Losses(count, spread, size)


def _count(frequency: FrequencySpec, risks: int, year: int, step: Indices) -> tuple[float, float]:
    """Return mean and variance of the count of a year, counted from 1."""
    if isinstance(frequency, Fixed):
        return float(frequency.in_year(year)), 0.0
    of_year, number = frequency.developed(exposure=step.exposure, trend=step.frequency, risks=risks)
    return of_year.expected(number), of_year.variance(number)


def _inflated(
    severity: Severity,
    terms: Terms,
    step: Indices,
    stretches: Sequence[Factor] = (),
    most: float = math.inf,
) -> float:
    """Return the mean payment of a year: everything in money of year 1, times the inflation."""
    deflated = terms.times(step.terms / step.claims)
    if not stretches:
        return step.claims * _payment(severity, deflated)
    return step.claims * mean_payment(severity, deflated, stretches, most)


def _payment(severity: Severity, terms: Terms) -> float:
    """Return the mean of what the policy pays for one loss."""
    net = net_of_deductible(severity, terms.deductible, terms.deductible_rate)
    limit = math.inf if terms.limit is None else terms.limit
    return terms.participation * float(net.limited_mean(limit))


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
