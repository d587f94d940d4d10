"""Losses of a line: terms, factors and sizes that fit together and have a finite mean."""

from collections.abc import Iterator

from coinsure.models.dependence import of_sizes
from coinsure.models.moments import missing_moment
from coinsure.models.severity import SeveritySpec
from coinsure.models.terms import Terms
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.schema import Component, Line
from coinsure.scenario.wording import shown


def lines(parts: Parts) -> Iterator[Finding]:
    """Yield what does not fit together in the components of a line."""
    for name, line in parts.lines.items():
        for component_name, component in line.components.items():
            path = (*line_path(name), "components", component_name)
            terms = component.terms or line.terms
            yield from _factor(path, component, name.partition(".")[0], parts)
            yield from _aggregate(path, component, line)
            yield from _one_for_each_risk(path, component, line)
            if not component.per_site:
                yield from finite_mean((*path, "severity"), component.severity, terms)
                yield from known_value((*path, "severity"), component.severity, terms)


def followers(parts: Parts) -> Iterator[Finding]:
    """Yield a finding for a factor on loss sizes that no component follows."""
    for name, factor in parts.factors.items():
        place = name.partition(":")[0]
        of_line = "." in place
        below = [line for line in parts.line_names if line == place or line.startswith(f"{place}.")]
        if factor is None or name != of_sizes(place) or not {*below} <= {*parts.lines}:
            continue
        lines = [parts.lines[line] for line in below]
        following = [line for line in lines if of_line or line.systemic_severity is None]
        components = [part for line in following for part in line.components.values()]
        if not any(part.systemic_severity for part in components):
            path = line_path(place) if of_line else ("sectors", place)
            message = "no component follows it, so it would be ignored"
            remedy = "write systemic_severity = true in a component, or leave it out"
            yield Finding((*path, "systemic_severity"), message, "", remedy, together=(path,))


def finite_mean(path: KeyPath, severity: SeveritySpec, terms: Terms) -> Iterator[Finding]:
    """Yield a finding for a loss with an infinite mean or variance that no limit bounds."""
    missing = missing_moment(severity, terms)
    if missing is not None:
        message, remedy = missing
        yield Finding(path, message, severity.kind, remedy, refused=True, together=(path,))


def known_value(path: KeyPath, severity: SeveritySpec, terms: Terms) -> Iterator[Finding]:
    """Yield a finding for a deductible on a value that nobody knows.

    ``path`` is that of the severity; its terms stand beside it or further up.
    """
    if terms.deductible_rate > 0.0 and severity.scale is None:
        rate = f"deductible_rate = {terms.deductible_rate:g}"
        message = f"{rate} is of the value of the insured object, which is not given"
        remedy = "give the severity a scale, or the terms an amount as deductible"
        together = (path, (*path[:-1], "terms"), (*path[:4], "terms"))
        yield Finding(path, message, severity.kind, remedy, together=together)


def _factor(path: KeyPath, component: Component, sector: str, parts: Parts) -> Iterator[Finding]:
    """Yield a finding for a systemic frequency or severity without a factor."""
    if component.frequency.systemic and sector in parts.factors and parts.factors[sector] is None:
        place = (*path, "frequency", "systemic")
        message = f"sector {sector} has no systemic factor"
        example = 'systemic = { kind = "gamma", shape = 4.0 }'
        remedy = f"write {example} in [sectors.{sector}], or systemic = false here"
        yield Finding(place, message, "true", remedy)
    of_sector, of_line = of_sizes(sector), of_sizes(f"{sector}.{path[3]}")
    if component.systemic_severity and parts.factors.get(of_line, parts.factors[of_sector]) is None:
        place = (*path, "systemic_severity")
        message = f"neither the line nor sector {sector} has a yearly factor on loss sizes"
        example = 'systemic_severity = { kind = "lognormal", cv = 0.2 }'
        remedy = f"write {example} in [sectors.{sector}], or systemic_severity = false here"
        together = (place, ("sectors", sector, "systemic_severity"))
        yield Finding(place, message, "true", remedy, together=together)


def _one_for_each_risk(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    """Yield a finding for probabilities that are not one for each risk of the line."""
    frequency = component.frequency
    if line.sites is not None and len(line.sites) != line.risks:
        return  # the risks themselves are wrong, which is said of the sites
    if frequency.kind == "bernoulli" and len(frequency.probabilities) != line.risks:
        key = (*path, "frequency", "probabilities")
        message = f"{len(frequency.probabilities)} probabilities for {line.risks} risks"
        remedy = "give one for each risk, or use kind binomial"
        yield Finding(key, message, "", remedy, together=(key, (*path[:4], "risks")))


def _aggregate(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    """Yield a finding for an aggregate where it would not be exact."""
    terms = component.terms or line.terms
    if terms.aggregate is not None and component.frequency.kind != "poisson":
        key = (*(path if component.terms else path[:4]), "terms", "aggregate")
        together = (key, (*path, "frequency"))
        kind, found = component.frequency.kind, shown(terms.aggregate)
        message = f"an aggregate needs Poisson losses, and the frequency of {path[5]} is {kind}"
        remedy = "make its kind poisson, or give the component terms without an aggregate"
        yield Finding(key, message, found, remedy, refused=True, together=together)
