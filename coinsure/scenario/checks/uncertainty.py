"""Parameters that are not known: weights, other severities, and levels that can be applied."""

import math
from collections.abc import Iterator

from coinsure.models.severity import Severity
from coinsure.scenario.checks.losses import finite_mean, known_value
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.checks.sites import ratio
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.schema import Component, Line


def parameters(parts: Parts) -> Iterator[Finding]:
    """Yield what is wrong with the alternatives and severity levels of components."""
    for name, line in parts.lines.items():
        for component_name, component in line.components.items():
            path = (*line_path(name), "components", component_name)
            yield from _weights(path, component)
            yield from _alternatives(path, component, line)
            yield from _level(path, component, line)


def _weights(path: KeyPath, component: Component) -> Iterator[Finding]:
    total = math.fsum(alternative.weight for alternative in component.alternatives)
    if total >= 1.0:
        key = (*path, "alternatives")
        message = f"the weights add up to {total:.6g}, so nothing is left for the severity itself"
        yield Finding(key, message, "", "lower them to less than 1 together")


def _alternatives(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    terms = component.terms or line.terms
    for number, alternative in enumerate(component.alternatives):
        place = (*path, "alternatives", str(number), "severity")
        if component.per_site:
            yield from ratio(place, alternative.severity)
        else:
            yield from finite_mean(place, alternative.severity, terms)
            yield from known_value(place, alternative.severity, terms)


def _level(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    terms = component.terms or line.terms
    others = [alternative.severity for alternative in component.alternatives]
    random = any(isinstance(severity.scale, Severity) for severity in (component.severity, *others))
    stretching = component.severity_level is not None or component.systemic_severity
    if stretching and random and terms.deductible_rate > 0.0:
        level = "severity_level" if component.severity_level is not None else "systemic_severity"
        key = (*path, level)
        message = (
            "multiplies the loss, but not the value that "
            f"deductible_rate = {terms.deductible_rate:g} is a part of, and that value is random"
        )
        remedy = "give the terms an amount as deductible, or the severity a number as scale"
        yield Finding(key, message, "", remedy, refused=True, together=(key, (*path, "severity")))
