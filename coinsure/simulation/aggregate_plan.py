"""Policy aggregates: the components of a line whose losses count against one."""

from collections.abc import Sequence

import numpy as np

from coinsure.errors import ModelRefusedError
from coinsure.models.development import Indices
from coinsure.models.frequency import Binomial
from coinsure.simulation.component_plan import ComponentInput
from coinsure.simulation.plan import AggregatePlan, ComponentPlan


def aggregate_plan(
    components: Sequence[ComponentInput],
    plans: Sequence[ComponentPlan],
    threshold: float,
    years: int,
) -> AggregatePlan:
    """Return the plan of the ``components`` of one line that have an aggregate.

    ``plans`` are theirs, or those of their sites. What is paid above the ``threshold`` will be
    kept one by one.

    Raises
    ------
    ModelRefusedError
        They differ in the aggregate or in what a risk is, or one has a binomial frequency, which
        hits no risk twice, or sites become more.
    """
    first = components[0]
    for component in components:
        if _policies(component) != _policies(first):
            message = (
                f"{first.name} and {component.name} count against the aggregate of the same "
                "policies: both need the same aggregate, and both or neither have to be per site"
            )
            raise ModelRefusedError(message)
        if component.sites and any(step.exposure != 1.0 for step in _steps(component, years)):
            message = (
                f"{component.name}: its aggregate is that of a site, and exposure_growth would put "
                "several under it; leave it out of the development of the line"
            )
            raise ModelRefusedError(message)
        if isinstance(component.frequency, Binomial) and not component.sites:
            message = (
                f"{component.name}: a binomial frequency hits no risk twice in a year, so give "
                "its terms a limit instead of an aggregate"
            )
            raise ModelRefusedError(message)
    return AggregatePlan(
        line=first.line,
        aggregate=np.array(
            [step.terms * (first.terms.aggregate or 0.0) for step in _steps(first, years)]
        ),
        risks=np.array(
            [
                len(first.sites) or max(1, round(step.exposure * first.risks))
                for step in _steps(first, years)
            ]
        ),
        threshold=threshold,
        components=tuple(plans),
    )


def _steps(component: ComponentInput, years: int) -> tuple[Indices, ...]:
    return component.development.indices(years)


def _policies(component: ComponentInput) -> tuple[float | None, int, int]:
    return component.terms.aggregate, component.risks, len(component.sites)
