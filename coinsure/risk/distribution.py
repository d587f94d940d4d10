"""The mean beyond a quantile of a distribution that is known by its quantile function."""

import math
from collections.abc import Callable

from coinsure.risk.ranks import check_level

QuantileOfSurvival = Callable[[float], float]
"""Q with P(X > Q(v)) = v: the quantile at 1 - v, exact for small v."""


def tail_value_at_risk(quantile: QuantileOfSurvival, p: float) -> float:
    """Return TVaR_p = 1/(1-p) times the integral of Q(v) over v from 0 to 1 - p.

    With v = (1 - p) exp(-y) it is the integral of Q(v) exp(-y) over y from 0.
    """
    from scipy.integrate import quad

    check_level(p)
    if p == 1.0:
        raise ValueError(
            "TVaR at level 1 is the largest value; a quantile function need not have one"
        )
    value, _ = quad(
        lambda y: quantile((1.0 - p) * math.exp(-y)) * math.exp(-y),
        0.0,
        650.0,
        points=(1.0, 5.0, 20.0, 80.0),
        epsabs=0.0,
        epsrel=1e-11,
        limit=400,
    )
    return float(value)
