"""Components of lines, one copy per site where they are per site, ready to be drawn."""

import math
from dataclasses import dataclass

from coinsure.errors import ModelRefusedError
from coinsure.models.frequency import FrequencySpec
from coinsure.models.severity import SeveritySpec
from coinsure.models.terms import Terms
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.payment import payment_of_ratio, payment_of_severity
from coinsure.simulation.plan import ComponentPlan, Payment
from coinsure.simulation.quantile_table import probability_above
from coinsure.simulation.streams import Streams

NO_SITE = -1


@dataclass(frozen=True, slots=True, eq=False)
class ComponentInput:
    """A component of a line as the scenario states it."""

    name: str  # "sector.line.component"
    line: int
    frequency: FrequencySpec
    risks: int
    severity: SeveritySpec
    terms: Terms
    systemic: int = -1  # number of the sector whose factor multiplies the frequency, -1 for none
    sites: tuple[tuple[str, float], ...] = ()  # names and sums insured, where it is per site
    threshold: float = math.inf  # payments of one loss above it are kept one by one


def component_plans(
    component: ComponentInput, *, years: int, threshold: float, streams: Streams
) -> tuple[ComponentPlan, ...]:
    """Return the plan of a component, or one for each of its sites.

    Payments above the ``threshold`` will be kept one by one.

    Raises
    ------
    ModelRefusedError
        The frequency or the severity cannot be drawn, or is not meant for one site.
    """
    name, terms = component.name, component.terms
    if not component.sites:
        payment = payment_of_severity(component.severity, terms, risks=1, name=name)
        copies = [(name, NO_SITE, component.risks, payment)]
    else:
        _require_per_site(component)
        copies = [
            (
                f"{name}.{site}",
                number,
                1,
                payment_of_ratio(component.severity, terms, sum_insured=value, name=name),
            )
            for number, (site, value) in enumerate(component.sites)
        ]
    return tuple(
        ComponentPlan(
            name=title,
            line=component.line,
            site=site,
            counts=count_plan(
                component.frequency,
                risks=risks,
                years=years,
                factor=component.systemic,
                name=title,
                streams=streams,
            ),
            payment=payment,
            stream=streams.number(title, "losses"),
            risk_stream=streams.number(title, "risk"),
            threshold=threshold,
            kept_rate=component.frequency.expected(risks) * _share_above(payment, threshold),
        )
        for title, site, risks, payment in copies
    )


def _require_per_site(component: ComponentInput) -> None:
    """Refuse an expected count of the whole line where every site has its own."""
    if getattr(component.frequency, "mean", None) is not None:
        message = (
            f"{component.name}: the frequency of a component per site is that of one site; give "
            "per_risk instead of mean"
        )
        raise ModelRefusedError(message)


def _share_above(payment: Payment, threshold: float) -> float:
    """Return about the probability of a payment above the ``threshold``."""
    if threshold >= payment.limit:
        return 0.0
    return probability_above(payment.table, (threshold + payment.deductible) / payment.scale)
