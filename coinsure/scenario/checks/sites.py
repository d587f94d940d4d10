"""Sites of a line, one for each risk, and the components that are simulated site by site."""

import math
from collections.abc import Iterator

from coinsure.models.severity import SeveritySpec
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.schema import Component, Line
from coinsure.scenario.wording import shown

AVERAGE_TOLERANCE = 0.005
"""Part by which the average of the sites may miss ``sum_insured``: figures are often rounded."""


def sites(parts: Parts) -> Iterator[Finding]:
    """Yield sites that do not fit their line, and components that do not fit their sites."""
    for name, line in parts.lines.items():
        path = line_path(name)
        yield from _schedule(path, line)
        for component_name, component in line.components.items():
            if component.per_site:
                yield from _component((*path, "components", component_name), component, line)


def _schedule(path: KeyPath, line: Line) -> Iterator[Finding]:
    if line.sites is None:
        return
    place = (*path, "sites")
    if len(line.sites) != line.risks:
        message = f"{len(line.sites)} sites for {line.risks} risks"
        remedy = "give every risk its site, or set risks to their number"
        yield Finding(place, message, "", remedy, together=(place, (*path, "risks")))
        return
    average = math.fsum(line.sites.values()) / line.risks
    if abs(average - line.sum_insured) > AVERAGE_TOLERANCE * line.sum_insured:
        key = (*path, "sum_insured")
        message, found = "is not the average of the sites", shown(line.sum_insured)
        remedy = f"write sum_insured = {shown(average)}, their average"
        yield Finding(key, message, found, remedy, together=(place, key))


def _component(path: KeyPath, component: Component, line: Line) -> Iterator[Finding]:
    severity, frequency = component.severity, component.frequency
    if line.sites is None:
        remedy = "give the line sites with the sum insured of each, or write per_site = false"
        yield Finding((*path, "per_site"), "the line has no sites", "true", remedy)
    yield from ratio((*path, "severity"), severity)
    mean = getattr(frequency, "mean", None)
    if mean is not None:
        key, found = (*path, "frequency", "mean"), f"{mean:g}"
        remedy = "give per_risk, the losses of one site in a year"
        yield Finding(key, "per site, the mean of the whole line says nothing", found, remedy)
    elif frequency.of_line:
        key = (*path, "frequency")
        message = "per site, what is said of the whole line says nothing"
        remedy = "give the losses of one site: per_risk, kind binomial, or of_each_risk = true"
        yield Finding(key, message, frequency.kind, remedy)


def ratio(path: KeyPath, severity: SeveritySpec) -> Iterator[Finding]:
    """Yield a finding for a severity at ``path`` that is no ratio of a site's sum insured."""
    if severity.scale is not None:
        message = "per site, the scale is the sum insured of the site"
        yield Finding((*path, "scale"), message, "", "leave scale out")
    elif severity.support()[1] > 1.0:
        message = "per site, the loss is a ratio of the sum insured, at most 1"
        remedy = "use a severity between 0 and 1, kind beta for instance"
        yield Finding(path, message, severity.kind, remedy)
