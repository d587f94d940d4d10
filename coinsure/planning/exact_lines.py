"""From a scenario to lines that the exact route can answer for, or every reason why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coinsure.lattice import ExactComponent, ExactLine, not_known
from coinsure.models.dependence import Gamma
from coinsure.models.development import Indices, levels
from coinsure.models.events import Event, IntensityLeg, Leg
from coinsure.scenario import Scenario, as_drawn
from coinsure.scenario.schema import Component, Line

_COMPONENT = (
    "frequency",
    "severity",
    "severity_level",
    "alternatives",
    "systemic_severity",
    "terms",
    "per_site",
    "source",
)


@dataclass(frozen=True, slots=True, eq=False)
class ExactInput:
    """What the exact route is asked about a scenario, and what is against an answer."""

    lines: dict[str, ExactLine]  # by "sector.line"
    against: dict[str, tuple[str, ...]]  # reasons by "sector.line", for the lines that have any
    together: tuple[str, ...]  # reasons why lines of several sectors have no common answer
    factors: Mapping[str, Gamma | None]
    events: Mapping[str, Event]
    year: int  # from 1


def exact_input(scenario: Scenario, year: int = 1) -> ExactInput:
    """Return the lines of a scenario as the exact route takes them, in a ``year`` from 1.

    What holds for a whole path (levels, drawn once) is mixed in: this is the distribution of one
    year over all paths.
    """
    scenario = as_drawn(scenario)
    years = scenario.simulation.years
    steps = {name: of.indices(years)[year - 1] for name, of in scenario.developments.items()}
    against = {name: tuple(_against(scenario, name)) for name in scenario.lines}
    return ExactInput(
        lines={
            name: ExactLine(name, tuple(_components(name, line, steps[name])))
            for name, line in scenario.lines.items()
        },
        against={name: reasons for name, reasons in against.items() if reasons},
        together=_together(scenario),
        factors={name: sector.systemic for name, sector in scenario.sectors.items()},
        events={
            name: _event(event, levels(event.frequency_trend, years, name)[year - 1], steps)
            for name, event in scenario.events.items()
        },
        year=year,
    )


def _against(scenario: Scenario, name: str) -> Iterator[str]:
    """Say what the lattice cannot do for a line: what ties the sizes of its losses together."""
    for key, component in scenario.lines[name].components.items():
        factor = scenario.factors[scenario.size_factor_of(name)]
        tied = {
            "its severity_level makes all losses of a path larger or smaller together": (
                component.severity_level is not None
            ),
            "its alternatives hold for all losses of a path": bool(component.alternatives),
            "its systemic_severity makes all losses of a year larger or smaller together": (
                component.systemic_severity and factor is not None
            ),
        }
        reasons = [reason for reason, holds in tied.items() if holds]
        for reason in [*reasons, *not_known(component, _COMPONENT)]:
            yield f"{name}.{key}: {reason}"


def _together(scenario: Scenario) -> tuple[str, ...]:
    if scenario.dependence is None or not scenario.dependence.correlation:
        return ()
    return ("dependence: it links the yearly factors, so their lines are not independent",)


def _components(name: str, line: Line, step: Indices) -> Iterator[ExactComponent]:
    """Yield the components of a line in a year, one for each site where they are per site."""
    for key, component in line.components.items():
        title, sites = f"{name}.{key}", line.sites or {}
        if component.per_site:
            for site, value in sites.items():
                yield _component(f"{title}.{site}", component, line, step, 1, value, title)
        else:
            yield _component(title, component, line, step, line.risks, None, title)


def _component(
    title: str,
    component: Component,
    line: Line,
    step: Indices,
    risks: int,
    value: float | None,
    level: str,
) -> ExactComponent:
    frequency, number = component.frequency.developed(
        exposure=step.exposure, trend=step.frequency, risks=risks
    )
    severity = component.severity
    if value is not None:
        severity = severity.model_copy(update={"scale": value})
    return ExactComponent(
        name=title,
        frequency=frequency,
        severity=severity.times(step.claims),
        risks=number,
        terms=(component.terms or line.terms).times(step.terms),
        factor=title.partition(".")[0],
        level=level,
    )


def _event(event: Event, trend: float, steps: Mapping[str, Indices]) -> Event:
    """Return an event as it is in a year."""
    frequency, _ = event.frequency.developed(exposure=1.0, trend=trend, risks=1)
    losses = {line: _leg(leg, steps[line]) for line, leg in event.losses.items()}
    changed = {"frequency": frequency, "frequency_trend": 0.0, "losses": losses}
    return event.model_copy(update=changed)


def _leg(leg: Leg, step: Indices) -> Leg:
    if isinstance(leg, IntensityLeg):
        grown = {
            "scale": leg.scale * step.exposure * step.claims,
            "risks": max(1, round(leg.risks * step.exposure)),
        }
        return leg.model_copy(update=grown)
    terms = leg.terms and leg.terms.times(step.terms)
    return leg.model_copy(update={"severity": leg.severity.times(step.claims), "terms": terms})
