"""What a committee reads of each choice of rules: members' figures, and the pool's."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from coinsure.planning.plan import Plan
from coinsure.results.estimates import Rows
from coinsure.results.people import member_premium
from coinsure.risk.estimate import Estimate
from coinsure.rules.stability import Stability

ROUNDING = 1e-9
"""Part of a result's standard deviation below which a gain is only rounding."""


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """A member under some rules; amounts of a year, in the scenario's unit."""

    share: float  # of the pool's premium in year 1
    result: Estimate
    gain: Estimate  # of the result above that under the base's rules, with a paired error
    sd: float
    tvar: Estimate  # of the deficit, at the scenario's level
    return_on_risk: Estimate  # mean result over this TVaR; its error is a bound
    probability_of_loss: Estimate
    probability_of_call: Estimate
    probability_of_default: Estimate
    economic_profit: float | None  # after the cost of capital; see ``Stability``
    gain_by_pooling: float | None  # of it above that of the member alone


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """All members together under some rules."""

    conserved: float  # worst relative breach of conservation
    concentration: float  # Herfindahl index of the shares of premium, 1 / number of equal members
    lowest_return: Estimate  # on risk, of the member that has least
    dispersion: float | None  # standard deviation over members of their returns on risk
    losers: int  # members that gain less than nothing by pooling
    unpaid: Estimate
    probability_unpaid: Estimate
    uninsured: Estimate
    reserve: Estimate  # held at the end of the horizon


def member_figures(
    plan: Plan, rows: Rows, stable: Stability | None, level: float
) -> dict[str, MemberFigures]:
    """Return the figures of every member, by name."""
    premium = member_premium(plan)
    whole = sum(premium.values())
    return {
        name: _member(rows, stable, name, premium[name] / whole if whole > 0.0 else 0.0, level)
        for name in plan.shares.members
    }


def pool_figures(members: Mapping[str, MemberFigures], rows: Rows, conserved: float) -> PoolFigures:
    """Return the figures of the pool of these members."""
    returns = [m.return_on_risk for m in members.values() if m.share > 0.0]
    known = [r for r in returns if r.value is not None]
    values = [r.value for r in known if r.value is not None]
    centre = sum(values) / len(values) if values else 0.0
    gains = [m.gain_by_pooling for m in members.values() if m.gain_by_pooling is not None]
    return PoolFigures(
        conserved=conserved,
        concentration=sum(m.share**2 for m in members.values()),
        lowest_return=min(known, key=lambda r: r.value or 0.0)
        if known
        else Estimate.refused("no member's return is known"),
        dispersion=math.sqrt(sum((v - centre) ** 2 for v in values) / len(values))
        if values
        else None,
        losers=sum(gain < 0.0 for gain in gains),
        unpaid=rows.mean("shortfall.unpaid"),
        probability_unpaid=rows.probability("shortfall.happens"),
        uninsured=rows.mean("shortfall.uninsured"),
        reserve=rows.mean_of_year("reserve.balance", rows.years - 1),
    )


def _member(
    rows: Rows, stable: Stability | None, name: str, share: float, level: float
) -> MemberFigures:
    row = f"members.{name}"
    result = rows.mean(f"{row}.deficit").times(-1.0)
    tvar = rows.tail(f"{row}.deficit").tail_value_at_risk(level)
    carried = tvar.value is not None and tvar.value > 0.0
    return MemberFigures(
        share=share,
        result=result,
        gain=_without_rounding(rows.mean(f"{row}.gain"), rows.sd(f"{row}.deficit")),
        sd=rows.sd(f"{row}.deficit"),
        tvar=tvar,
        return_on_risk=result.over(tvar)
        if carried
        else Estimate.refused(tvar.reason or "the worst years lose nothing"),
        probability_of_loss=rows.probability(f"{row}.loses"),
        probability_of_call=rows.probability(f"{row}.called"),
        probability_of_default=rows.probability(f"{row}.defaults"),
        economic_profit=stable.economic_profit[name] if stable else None,
        gain_by_pooling=stable.gain[name] if stable else None,
    )


def _without_rounding(gain: Estimate, sd: float) -> Estimate:
    """Return a gain, exactly 0 where rules that are written differently come to the same."""
    if gain.value is None or gain.se is None:
        return gain
    return Estimate.exact(0.0) if abs(gain.value) + gain.se <= ROUNDING * sd else gain
