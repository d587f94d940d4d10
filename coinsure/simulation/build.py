"""``build_simulation``: from models to the plan that blocks are drawn from."""

from collections.abc import Mapping, Sequence

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import FactorSpec
from coinsure.models.dependence.copulas import Copula
from coinsure.models.development import STEADY
from coinsure.models.events import Event
from coinsure.models.take_up import Course
from coinsure.simulation.aggregate_plan import aggregate_plan
from coinsure.simulation.component_plan import ComponentInput, component_plans
from coinsure.simulation.event_plan import Sites, event_plan
from coinsure.simulation.link_plan import link_plan
from coinsure.simulation.plan import AggregatePlan, ComponentPlan, FactorPlan, SimulationPlan
from coinsure.simulation.quantile_table import tabulate
from coinsure.simulation.streams import Streams


def build_simulation(
    *,
    seed: int,
    years: int,
    lines: tuple[str, ...],
    premium: FloatArray,
    factors: Mapping[str, FactorSpec | None],
    components: Sequence[ComponentInput],
    events: Mapping[str, Event],
    sites: Sites,
    thresholds: FloatArray,
    developments: Sequence[Course] | None = None,
    dependence: Copula | None = None,
    others: Sequence[tuple[str, str]] = (),
) -> SimulationPlan:
    """Build the plan of a simulation: tables, stream numbers and terms.

    Parameters
    ----------
    premium
        Gross written premium of each line and year, (L, T), handed on with the losses.
    factors
        Yearly factors by name, in the order that ``ComponentInput`` counts: those of frequencies
        by sector, those of loss sizes by "sector:severity" or "sector.line:severity".
    sites
        Sums insured of the sites of each line that has any.
    thresholds
        What has to be paid for a loss of each line for it to be kept, (L,), inf for none: applied
        where a policy aggregate decides what is paid, otherwise components have their own.
    developments
        How the lines develop that events hit, (L,), steady if left out; components have their own.
    dependence
        What links the factors; they are independent if left out.
    others
        Name and purpose of streams that somebody else draws from: none here may be the same.

    Raises
    ------
    ModelRefusedError
        A model has no honest answer: an infinite mean without a limit, too many losses to draw, a
        severity that jumps, terms that cannot be applied together, correlations that do not fit.
    """
    streams = Streams()
    for name, purpose in others:
        streams.number(name, purpose)
    factor_plans = tuple(_factor_plan(name, factor, streams) for name, factor in factors.items())
    plain: list[ComponentPlan] = []
    aggregated: dict[int, list[ComponentInput]] = {}
    for component in components:
        _require_factor(component, factors)
        if component.terms.aggregate is None:
            plain += component_plans(
                component,
                years=years,
                threshold=component.threshold,
                streams=streams,
                systemic=_systemic(component, factors),
            )
        else:
            aggregated.setdefault(component.line, []).append(component)
    return SimulationPlan(
        seed=seed,
        years=years,
        lines=lines,
        premium=premium,
        sites=sites,
        factors=factor_plans,
        link=None if dependence is None else link_plan(dependence, factors, streams),
        components=tuple(plain),
        aggregates=tuple(
            _aggregate_plan(members, float(thresholds[line]), years, streams, factors)
            for line, members in aggregated.items()
        ),
        events=tuple(
            event_plan(
                name,
                event,
                years=years,
                lines=lines,
                sites=sites,
                streams=streams,
                developments=developments or [STEADY] * len(lines),
            )
            for name, event in events.items()
        ),
    )


def _aggregate_plan(
    components: Sequence[ComponentInput],
    threshold: float,
    years: int,
    streams: Streams,
    factors: Mapping[str, FactorSpec | None],
) -> AggregatePlan:
    plans = [
        plan
        for component in components
        for plan in component_plans(
            component,
            years=years,
            threshold=0.0,
            streams=streams,
            systemic=_systemic(component, factors),
        )
    ]
    return aggregate_plan(components, plans, threshold, years)


def _factor_plan(name: str, factor: FactorSpec | None, streams: Streams) -> FactorPlan:
    table = factor and tabulate(factor, f"{name}: systemic factor")
    place, _, of_severity = name.partition(":")
    return FactorPlan(table, streams.number(place, f"systemic {of_severity}".rstrip()))


def _systemic(
    component: ComponentInput, factors: Mapping[str, FactorSpec | None]
) -> FactorSpec | None:
    return list(factors.values())[component.systemic] if component.systemic >= 0 else None


def _require_factor(component: ComponentInput, factors: Mapping[str, FactorSpec | None]) -> None:
    """Refuse a systemic frequency or severity where there is no such yearly factor."""
    asked = {"systemic": component.systemic, "systemic_severity": component.size_factor}
    for key, number in asked.items():
        name, factor = list(factors.items())[number]
        if number >= 0 and factor is None:
            message = (
                f"{component.name}: it has {key} = true, but {name.partition(':')[0]} has no "
                f"{key} factor; give the sector one, or leave it out here"
            )
            raise ModelRefusedError(message)
