"""How lines change over the years: lists that are long enough, and frequencies that can follow."""

from collections.abc import Iterator
from dataclasses import replace

from coinsure.errors import ModelRefusedError
from coinsure.models.development import Changes, Development, levels
from coinsure.models.frequency import FrequencySpec
from coinsure.scenario.checks.parts import Parts, line_path
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath
from coinsure.scenario.schema import Line

RATES = ("exposure_growth", "frequency_trend", "claims_inflation", "rate_change")


def developments(parts: Parts) -> Iterator[Finding]:
    """Yield developments that are too short for the horizon, or that a line cannot have."""
    if parts.simulation is None or parts.development is None:
        return
    years = parts.simulation.years
    stated = {("development",): parts.development} | {
        (*line_path(name), "development"): line.development
        for name, line in parts.lines.items()
        if line.development is not None
    }
    short = {
        path: [
            finding
            for key in RATES
            for finding in _too_short((*path, key), getattr(development, key), years)
        ]
        for path, development in stated.items()
    }
    for findings in short.values():
        yield from findings
    for name, line in parts.lines.items():
        own = (*line_path(name), "development")
        path = own if own in stated else ("development",)
        if not short[path]:
            for finding in _line(line_path(name), line, stated[path], years):
                yield replace(finding, together=(finding.path, path))


def event_trends(parts: Parts) -> Iterator[Finding]:
    """Yield trends of events that are too short for the horizon, or that they cannot follow."""
    if parts.simulation is None:
        return
    years = parts.simulation.years
    for name, event in parts.events.items():
        path = ("events", name)
        found = list(_too_short((*path, "frequency_trend"), event.frequency_trend, years))
        yield from found
        if not found:
            trend = Development(frequency_trend=event.frequency_trend)
            for finding in _cannot_follow((*path, "frequency"), event.frequency, 1, trend, years):
                yield replace(finding, together=(finding.path, (*path, "frequency_trend")))


def _too_short(path: KeyPath, changes: Changes, years: int) -> Iterator[Finding]:
    try:
        levels(changes, years, path[-1])
    except ModelRefusedError as refusal:
        message, remedy = str(refusal).split("; ", 1)
        yield Finding(path, message, "", remedy, together=(path, ("simulation", "years")))


def _line(path: KeyPath, line: Line, development: Development, years: int) -> Iterator[Finding]:
    grows = any(step.exposure != 1.0 for step in development.indices(years))
    for name, component in line.components.items():
        place = (*path, "components", name)
        risks = 1 if component.per_site else line.risks
        key = (*place, "frequency")
        yield from _cannot_follow(key, component.frequency, risks, development, years)
        terms = component.terms or line.terms
        sites = component.per_site and line.sites is not None
        if sites and terms.aggregate is not None and grows:
            message = "its aggregate is that of a site, and exposure_growth puts several under it"
            remedy = "give the line a development without exposure_growth"
            yield Finding((*place, "per_site"), message, "true", remedy, refused=True)


def _cannot_follow(
    path: KeyPath, frequency: FrequencySpec, risks: int, development: Development, years: int
) -> Iterator[Finding]:
    """Yield a finding for a frequency that cannot have the exposure and trend of some year."""
    for step in development.indices(years):
        try:
            frequency.developed(exposure=step.exposure, trend=step.frequency, risks=risks)
        except ModelRefusedError as refusal:
            message, remedy = str(refusal).split("; ", 1)
            yield Finding(path, message, frequency.kind, remedy, refused=True)
            return
