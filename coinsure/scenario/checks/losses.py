"""Losses: components, terms, sites and events that fit together and have a finite mean."""

import math
from collections.abc import Iterator

from coinsure.models.events import Event
from coinsure.models.severity import Severity
from coinsure.models.terms import Terms
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.schema import Component, Line

AVERAGE_TOLERANCE = 0.005
"""Part by which the average over the sites may miss ``sum_insured``: figures are often rounded."""


def lines(parts: Parts) -> Iterator[Finding]:
    """Yield what does not fit together inside a line."""
    for name, line in parts.lines.items():
        path = line_path(name)
        yield from _sites(path, line)
        for component_name, component in line.components.items():
            place = (*path, "components", component_name)
            yield from _component(place, component, line)
            yield from _factor(place, component, name.partition(".")[0], parts)


def events(parts: Parts) -> Iterator[Finding]:
    """Yield what does not fit together inside a named event."""
    for name, event in parts.events.items():
        path = ("events", name)
        yield from _intensity(path, event)
        for line, leg in event.losses.items():
            if leg.kind == "severity":
                place = (*path, "losses", line)
                yield from _mean((*place, "severity"), leg.severity, leg.terms or Terms())
                yield from _rate_of_value(place, leg.severity, leg.terms or Terms(), per_site=False)


def _sites(path: KeyPath, line: Line) -> Iterator[Finding]:
    if line.sites is None:
        return
    if len(line.sites) != line.risks:
        message = f"{len(line.sites)} sites for {line.risks} risks"
        remedy = "give every risk its site, or set risks to their number"
        together = ((*path, "sites"), (*path, "risks"))
        yield Finding((*path, "sites"), message, "", remedy, together=together)
        return
    average = math.fsum(line.sites.values()) / line.risks
    if abs(average - line.sum_insured) > AVERAGE_TOLERANCE * line.sum_insured:
        remedy = f"the sites are {average:g} on average: write sum_insured = {average:g}"
        together = ((*path, "sum_insured"), (*path, "sites"))
        message = "is not the average of the sites"
        yield Finding((*path, "sum_insured"), message, f"{line.sum_insured:g}", remedy, together=together)


def _component(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    terms = component.terms or line.terms
    if component.per_site:
        yield from _per_site(path, component, line)
    else:
        yield from _mean((*path, "severity"), component.severity, terms)
    yield from _rate_of_value(path, component.severity, terms, per_site=component.per_site)
    if terms.aggregate is not None and component.frequency.kind != "poisson":
        where = (*path, "terms") if component.terms else (*path[:4], "terms")
        message = f"an aggregate needs Poisson losses, but {path[5]} is {component.frequency.kind}"
        remedy = "make the frequency kind poisson, or give the component terms without an aggregate"
        yield Finding((*where, "aggregate"), message, f"{terms.aggregate:g}", remedy, refused=True)


def _per_site(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    if line.sites is None:
        remedy = "give the line [...sites] with the sum insured of each, or write per_site = false"
        yield Finding((*path, "per_site"), "the line has no sites", "true", remedy)
    if component.severity.scale is not None:
        remedy = "leave scale out: the sum insured of each site is the scale"
        yield Finding((*path, "severity", "scale"), "per site, the loss is a ratio of the site's sum insured", "", remedy)
    elif component.severity.support()[1] > 1.0:
        message = "per site, the loss is a ratio of the site's sum insured, at most 1"
        remedy = "use a severity between 0 and 1, beta for instance"
        yield Finding((*path, "severity"), message, component.severity.kind, remedy)
    if getattr(component.frequency, "mean", None) is not None:
        remedy = "give per_risk, the losses of one site in a year"
        yield Finding((*path, "frequency", "mean"), "per site, a mean of the line says nothing", f"{component.frequency.mean:g}", remedy)


def _factor(path: KeyPath, component: Component, sector: str, parts: Parts) -> Iterator[Finding]:
    """Yield a finding for a systemic frequency in a sector without a factor: it would do nothing."""
    if component.frequency.systemic and sector in parts.factors and parts.factors[sector] is None:
        remedy = f'write systemic = {{ kind = "gamma", shape = 4.0 }} in [sectors.{sector}], or systemic = false here'
        yield Finding((*path, "frequency", "systemic"), f"sector {sector} has no systemic factor", "true", remedy)


def _mean(path: KeyPath, severity: Severity, terms: Terms) -> Iterator[Finding]:
    if math.isinf(severity.expected()) and terms.limit is None:
        message = "the mean loss is infinite and no limit bounds it: it has no premium and no capital"
        remedy = "give terms a limit, or choose parameters with a finite mean (pareto: alpha above 1)"
        yield Finding(path, message, severity.kind, remedy, refused=True, together=(path,))


def _rate_of_value(path: KeyPath, severity: Severity, terms: Terms, *, per_site: bool) -> Iterator[Finding]:
    """Yield a finding for a deductible on a value that nobody knows."""
    if terms.deductible_rate > 0.0 and severity.scale is None and not per_site:
        message = f"deductible_rate = {terms.deductible_rate:g} is of the value of the insured object, which is not given"
        yield Finding((*path, "severity"), message, severity.kind, "give the severity a scale, or an amount as deductible")


def _intensity(path: KeyPath, event: Event) -> Iterator[Finding]:
    legs = [line for line, leg in event.losses.items() if leg.kind == "intensity"]
    if event.intensity is None:
        for line in legs:
            remedy = 'give the event an intensity, { kind = "beta", alpha = 1.2, beta = 4.0 } for instance'
            yield Finding((*path, "losses", line, "kind"), "the event has no intensity", '"intensity"', remedy)
        return
    if not legs:
        remedy = "leave it out, or make a loss of kind intensity"
        yield Finding((*path, "intensity"), "no loss of the event depends on its intensity", event.intensity.kind, remedy)
    yield from _mean((*path, "intensity"), event.intensity, Terms())
