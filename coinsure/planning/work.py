"""How much a run has to draw, known before it starts."""

from coinsure.planning.aim import PILOT_PATH_YEARS
from coinsure.planning.plan import pilot_block
from coinsure.scenario import Scenario

MANY = 2e10
"""Losses that take minutes to draw: a processor draws about 2e8 a second."""


def losses_to_draw(scenario: Scenario) -> float:
    """Return about how many losses of components a run draws one by one, its pilot included.

    As many are expected as in year 1, however the lines develop.
    """
    a_year = sum(
        component.frequency.expected(1) * len(line.sites or ())
        if component.per_site
        else component.frequency.expected(line.risks)
        for line in scenario.lines.values()
        for component in line.components.values()
    )
    years = scenario.simulation.years
    path_years = scenario.simulation.paths * years
    pilot = pilot_block(PILOT_PATH_YEARS, path_years, years)
    return a_year * (pilot.paths * years + path_years)


def long_run(scenario: Scenario) -> str:
    """Return what to say of a run that takes long because of its many losses, else nothing."""
    losses = losses_to_draw(scenario)
    if losses < MANY:
        return ""
    return (
        f"about {losses:.0e} losses will be drawn one by one, those of the pilot included, which "
        "takes many minutes; a component of many small losses is as well given as fewer and larger "
        "ones"
    )
