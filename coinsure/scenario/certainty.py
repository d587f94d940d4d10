"""A scenario whose parameters are taken as they are stated."""

from typing import Any

from coinsure.models.events import Event
from coinsure.scenario.schema import Component, Scenario


def as_drawn(scenario: Scenario) -> Scenario:
    """Return the scenario as it is drawn: without uncertainty of parameters if it asks for none."""
    if scenario.simulation.parameter_uncertainty:
        return scenario
    events = {name: _certain(event) for name, event in scenario.events.items()}
    sectors: dict[str, Any] = {}
    for sector_name, sector in scenario.sectors.items():
        lines: dict[str, Any] = {}
        for name, line in sector.lines.items():
            parts = {key: _known(component) for key, component in line.components.items()}
            lines[name] = line.model_copy(update={"components": parts})
        sectors[sector_name] = sector.model_copy(update={"lines": lines})
    return scenario.model_copy(update={"sectors": sectors, "events": events})


def has_uncertain_parameters(scenario: Scenario) -> bool:
    """Whether anything is drawn once per path."""
    if not scenario.simulation.parameter_uncertainty:
        return False
    components = [part for line in scenario.lines.values() for part in line.components.values()]
    frequencies = [of.frequency for of in (*components, *scenario.events.values())]
    return any(frequency.level is not None for frequency in frequencies) or any(
        part.severity_level is not None or part.alternatives for part in components
    )


def _known(component: Component) -> Component:
    known = {
        "frequency": component.frequency.certain(),
        "severity_level": None,
        "alternatives": (),
    }
    return component.model_copy(update=known)


def _certain(event: Event) -> Event:
    return event.model_copy(update={"frequency": event.frequency.certain()})
