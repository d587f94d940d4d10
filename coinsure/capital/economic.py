"""Economic capital from simulation, its division, and what it leaves of a member's solvency.

Convention: capital is VaR or TVaR of year 1's deficit, that is of claims, reinsurance and expenses
less premium of one year. It is not floored: below zero the book earns a surplus even in its tail.
"""

from collections.abc import Sequence
from typing import Literal

from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import Influence, combined, standard_error
from coinsure.risk.tails import TailSample

Measure = Literal["tvar", "var"]


def capital(deficit: TailSample, measure: Measure, level: float) -> Estimate:
    """Return VaR or TVaR of a deficit at ``level``."""
    if measure == "var":
        return deficit.value_at_risk(level)
    return deficit.tail_value_at_risk(level)


def allocated(deficit: TailSample, measure: Measure, level: float) -> tuple[Estimate, ...]:
    """Divide the capital among the parts of a deficit; the answer adds up to it.

    By co-TVaR at the same level; for VaR scaled down to it, since the mean of a part where the
    total is at its VaR cannot be seen in a sample.
    """
    parts = deficit.co_tail_value_at_risk(level)
    if measure == "tvar":
        return parts
    whole, tail = deficit.value_at_risk(level), deficit.tail_value_at_risk(level)
    if whole.value is None or tail.value is None:
        refusal = Estimate.refused(whole.reason or tail.reason)
        return tuple(refusal for _ in parts)
    if tail.value == 0.0:
        return tuple(Estimate.refused("TVaR is 0, nothing to divide by") for _ in parts)
    return tuple(part.times(whole.value / tail.value) for part in parts)


def diversification(
    pool: TailSample, sectors: Sequence[TailSample], measure: Measure, level: float
) -> Estimate:
    """Return 1 - capital of the pool / sum of the sectors' stand-alone capital, with its error.

    All samples come from the same paths, so what moves both cancels in the error.
    """
    whole = capital(pool, measure, level)
    alone = [capital(sector, measure, level) for sector in sectors]
    refused = next((e.reason for e in (whole, *alone) if e.value is None), "")
    if whole.value is None or refused:
        return Estimate.refused(refused)
    total = sum(e.value for e in alone if e.value is not None)
    if total <= 0.0:
        return Estimate.refused("the sectors need no capital on their own")
    ratio = whole.value / total
    terms = [(-1.0 / total, _influence(pool, measure, level))]
    terms += [(ratio / total, _influence(sector, measure, level)) for sector in sectors]
    return Estimate.normal(1.0 - ratio, standard_error(combined(terms)))


def _influence(deficit: TailSample, measure: Measure, level: float) -> Influence:
    if measure == "var":
        return deficit.var_influence(level)
    return deficit.tvar_influence(level)


def solvency_ratio(actual: float, minimum: float, charge: float = 0.0) -> float:
    """Return actual capital over minimum capital plus ``charge``.

    Adding a member's part of the pool's charge plainly to its minimum capital, without
    diversification with its own book, is an upper bound on the strain: with a book like the
    market's the marginal charge is 0.27 to 0.30 of it.

    Raises
    ------
    ValueError
        If there is no minimum capital to compare with.
    """
    needed = minimum + charge
    if not (needed > 0.0 and charge >= 0.0):
        raise ValueError(f"no solvency ratio for a minimum of {minimum} and a charge of {charge}")
    return actual / needed
