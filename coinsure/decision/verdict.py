"""The findings of a run: what a reader should know first, each with a code, a status and figures.

Words belong to the report; here are only codes, names and numbers. An amount is in the scenario's
unit and of one year; None where it could not be estimated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from coinsure.capital.limits import PoolLine, RetainedPremium, UnitLiability
from coinsure.decision.premium import Advice
from coinsure.risk.estimate import Estimate

Status = Literal["good", "warn", "bad"]
Figures = dict[str, float | str | Estimate | None]

ADEQUATE = 0.95
"""A pool premium below this part of the lowest technical one is bad, not only a warning."""

TAIL_SHARE = (0.5, 0.8)
"""Part of the worst years' losses in one line from which that is a warning, and a bad finding."""

UNSEEN_SHARE = (0.3, 0.6)
"""Part of the premium in lines of grade C from which that is a warning, and a bad finding."""

MOVED = 0.01
"""Part of its premium that a sector may get out of the reserve, on balance, without a warning."""

WITHOUT_TAKER = (0.0, 0.5)
"""Part of the premium that nobody takes above which that is a warning, and a bad finding."""

OFTEN = 0.5
"""Probability that a fund of the reserve runs dry within the horizon above which that is a warning.
"""

CAPPED = 0.01
"""Probability of a year in which public money reaches its cap above which that is a warning."""

RARE = 0.005
"""Probability of a year with unpaid claims above which that is a bad finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a run."""

    code: str
    status: Status
    figures: Figures


def premium_adequacy(advice: Advice, combined_ratio: Estimate) -> Finding:
    """Compare the pool's premium with the technical premium over each capital basis."""
    low, high = advice.band or (None, None)
    raised = [line for line in advice.lines if line.recommended > line.current]
    furthest = max(raised, key=lambda line: line.change, default=None)
    status: Status = "warn"
    if low is not None and advice.current >= low:
        status = "good"
    elif low is not None and advice.current < ADEQUATE * low:
        status = "bad"
    figures: Figures = {
        "current": advice.current,
        "technical_low": low,
        "technical_high": high,
        "recommended": advice.recommended,
        "change": advice.change,
        "combined_ratio": combined_ratio,
        "lines_raised": len(raised),
        "lines_cut": sum(line.recommended < line.current for line in advice.lines),
        "line": furthest.name if furthest else None,
        "line_change": furthest.change if furthest else None,
    }
    return Finding("premium_adequacy", status, figures)


def placement(unplaced: Mapping[str, float], premium: Mapping[str, float]) -> Finding | None:
    """Say how much of the premium, given by sector, has no taker; nothing where all of it has.

    ``unplaced`` is the part of each sector that nobody takes.
    """
    whole = sum(premium.values())
    open_part = sum(unplaced[sector] * premium[sector] for sector in premium)
    if whole <= 0.0 or open_part <= WITHOUT_TAKER[0] * whole:
        return None
    part = open_part / whole
    most = max(unplaced, key=unplaced.__getitem__)
    status: Status = "bad" if part > WITHOUT_TAKER[1] else "warn"
    figures: Figures = {"unplaced": part, "sector": most, "sector_unplaced": unplaced[most]}
    return Finding("placement", status, figures)


def tail_driver(parts: Mapping[str, Estimate], whole: Estimate) -> Finding:
    """Name the line with the largest part of the losses of the pool's worst years."""
    total = whole.value
    if total is None or total <= 0.0 or any(part.value is None for part in parts.values()):
        return Finding("tail_driver", "warn", {"line": None, "share": None, "losses": None})
    name = max(parts, key=lambda line: parts[line].value or 0.0)
    share = parts[name].over(whole)
    figures: Figures = {"line": name, "share": share, "losses": parts[name]}
    return Finding("tail_driver", _above(share.value or 0.0, TAIL_SHARE), figures)


def capital_need(economic: Estimate, premium: float, charge: float, available: float) -> Finding:
    """Compare economic capital with the regulator's charge and with the members' actual capital.

    A warning where the formula's charge is the smaller one: it does not see single large risks.
    """
    status: Status = "warn"
    if economic.value is not None:
        status = "bad" if economic.value > available else "warn"
        status = "good" if economic.value <= min(charge, available) else status
    figures: Figures = {
        "capital": economic,
        "capital_to_premium": _over(economic, premium),
        "charge": charge,
        "capital_to_charge": _over(economic, charge),
        "available": available,
    }
    return Finding("capital_need", status, figures)


def legal_limits(
    premiums: Sequence[RetainedPremium],
    units: Sequence[UnitLiability],
    lines: Sequence[PoolLine],
) -> Finding:
    """Say whether articles 102 and 103 hold, and which member binds on which risk unit."""
    broken = [unit for unit in units if not unit.passed]
    over = [premium for premium in premiums if premium.passed is False]
    relying = [unit for unit in units if unit.relies_on_reinsurance]
    unknown = sum(premium.passed is None for premium in premiums)
    tightest = min(lines, key=lambda line: line.amount / line.gross, default=None)
    status: Status = "warn" if relying or unknown else "good"
    figures: Figures = {
        "article_102_broken": len(over),
        "article_102_unknown": unknown,
        "article_103_broken": len(broken),
        "article_103_by_reinsurance": len(relying),
        "member": (broken[0].member if broken else over[0].member if over else None),
        "risk_unit": tightest.risk_unit if tightest else None,
        "gross": tightest.gross if tightest else None,
        "pool_line": tightest.amount if tightest else None,
        "binding_member": tightest.binding_member if tightest else None,
    }
    return Finding("legal_limits", "bad" if broken or over else status, figures)


def reserve_flow(
    paid_in: Mapping[str, float],
    drawn: Mapping[str, float],
    premium: Mapping[str, float],
    exhausted: Estimate,
) -> Finding:
    """Name who pays into the equalisation reserve and who draws from it, on balance, by sector.

    ``exhausted`` is the probability that a fund runs dry within the horizon.
    """
    balance = {name: paid_in[name] - drawn[name] for name in paid_in}
    payer = max(balance, key=lambda name: balance[name])
    receiver = min(balance, key=lambda name: balance[name])
    received = max(-balance[receiver], 0.0)
    figures: Figures = {
        "payer": payer,
        "paid": balance[payer],
        "receiver": receiver if received > 0.0 else None,
        "received": received,
        "received_to_premium": _ratio(received, premium[receiver]),
        "probability_exhausted": exhausted,
    }
    moves = received > MOVED * premium[receiver]
    dry = exhausted.value is not None and exhausted.value > OFTEN
    return Finding("reserve_flow", "warn" if moves or dry else "good", figures)


def reinsurance_value(
    net_cost: Estimate, capital_before: Estimate, capital_after: Estimate, hurdle: float
) -> Finding:
    """Compare what reinsurance costs with the return on the capital that it saves.

    ``net_cost`` is premium and reinstatements less commission and recoveries, on average;
    ``capital_after`` includes the cost. Errors are added as if they moved together, a bound.
    """
    saved = capital_before.joined(capital_after.times(-1.0))
    value = saved.times(hurdle).joined(net_cost.times(-1.0))
    status: Status = "warn"
    if saved.value is not None and value.value is not None:
        status = "bad" if saved.value <= 0.0 else "good" if value.value >= 0.0 else "warn"
    figures: Figures = {
        "net_cost": net_cost,
        "capital_saved": saved,
        "return_on_capital_saved": saved.times(hurdle),
        "value": value,
    }
    return Finding("reinsurance_value", status, figures)


def public_money(
    mean: Estimate, rare: Estimate, probability: Estimate, capped: Estimate, premium: float
) -> Finding:
    """Say what public money costs the treasury a year, in a rare year, and how often it pays.

    ``capped`` is the probability of a year in which an instrument reaches its annual cap. Money
    that never pays, and money that runs out more often than 1 year in 100, is a warning.
    """
    idle = probability.value == 0.0
    short = capped.value is not None and capped.value > CAPPED
    figures: Figures = {
        "mean": mean,
        "to_premium": _over(mean, premium),
        "rare": rare,
        "probability": probability,
        "probability_capped": capped,
    }
    return Finding("public_money", "warn" if idle or short else "good", figures)


def data_grade(premium: Mapping[str, float]) -> Finding:
    """Say how much of the premium rests on lines of data grade A, B and C (expert opinion only)."""
    total = sum(premium.values())
    shares = {f"grade_{grade.lower()}": _ratio(premium.get(grade, 0.0), total) for grade in "ABC"}
    return Finding("data_grade", _above(shares["grade_c"] or 0.0, UNSEEN_SHARE), {**shares})


def insured_shortfall(unpaid: Estimate, uninsured: Estimate, probability: Estimate) -> Finding:
    """Say what policyholders do not get: claims of failed members, and the unplaced part."""
    status: Status = "good"
    if any(figure.value != 0.0 for figure in (unpaid, uninsured, probability)):
        status = "warn"
    if probability.value is not None and probability.value > RARE:
        status = "bad"
    figures: Figures = {
        "unpaid": unpaid,
        "uninsured": uninsured,
        "probability": probability,
    }
    return Finding("insured_shortfall", status, figures)


def _ratio(amount: float | None, of: float) -> float | None:
    return amount / of if amount is not None and of > 0.0 else None


def _over(amount: Estimate, of: float) -> Estimate | None:
    return amount.times(1.0 / of) if amount.known and of > 0.0 else None


def _above(share: float, bounds: tuple[float, float]) -> Status:
    return "good" if share < bounds[0] else "warn" if share < bounds[1] else "bad"
