"""Scenarios that differ in what is not known, or from year to year."""

from typing import Any

from coinsure.models.dependence.copulas import CopulaSpec
from coinsure.models.development import STEADY
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


def like_year_one(scenario: Scenario, *, years: int) -> Scenario:
    """Return the scenario with so many years that are all as the first, and tied by nothing.

    Yearly factors keep their distribution when they do not persist from year to year.
    """
    lines_of = {name: sector.lines for name, sector in scenario.sectors.items()}
    steady = {"development": None}
    sectors = {
        name: sector.model_copy(
            update={
                "lines": {
                    key: line.model_copy(update=steady) for key, line in lines_of[name].items()
                }
            }
        )
        for name, sector in scenario.sectors.items()
    }
    events = {
        name: event.model_copy(update={"frequency_trend": 0.0})
        for name, event in scenario.events.items()
    }
    simulation = scenario.simulation.model_copy(update={"years": years})
    forever = {"years": None}
    subsidies = {
        name: subsidy.model_copy(update=forever)
        for name, subsidy in scenario.premium_subsidies.items()
    }
    return scenario.model_copy(
        update={
            "sectors": sectors,
            "events": events,
            "premium_subsidies": subsidies,
            "development": STEADY,
            "dependence": _of_a_year(scenario.dependence),
            "simulation": simulation,
        }
    )


def has_uncertain_parameters(scenario: Scenario) -> bool:
    """Whether anything is drawn once per path."""
    if not scenario.simulation.parameter_uncertainty:
        return False
    components = [part for line in scenario.lines.values() for part in line.components.values()]
    frequencies = [of.frequency for of in (*components, *scenario.events.values())]
    return any(frequency.level is not None for frequency in frequencies) or any(
        part.severity_level is not None or part.alternatives for part in components
    )


def years_persist(scenario: Scenario) -> bool:
    """Whether the factors of a year depend on those of the year before."""
    return scenario.dependence is not None and scenario.dependence.persistence > 0.0


def _of_a_year(copula: CopulaSpec | None) -> CopulaSpec | None:
    """Return what links the factors of one year, None if nothing does."""
    if copula is None or not copula.correlation:
        return None
    return copula.model_copy(update={"persistence": 0.0})


def _known(component: Component) -> Component:
    known = {
        "frequency": component.frequency.certain(),
        "severity_level": None,
        "alternatives": (),
    }
    return component.model_copy(update=known)


def _certain(event: Event) -> Event:
    return event.model_copy(update={"frequency": event.frequency.certain()})
