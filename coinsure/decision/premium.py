"""Technical premium of every line over several capital bases, its band, and the rate to ask for.

One capital basis alone misleads: co-TVaR charges nearly everything to the line with the largest
single losses, the regulator's formula does not see them at all. So the band between the bases is
shown, and a premium inside it is left alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from numpy.typing import ArrayLike

from coinsure.risk.calibrated import calibrated_margins
from coinsure.risk.estimate import Estimate
from coinsure.risk.measures import table

UNRATED_GRADE = "C"
"""Data grade whose lines are never advised to become cheaper: nobody has seen their losses."""

ROUNDING = 1e-12
"""A margin this small against the capital is none."""

REASONS = (
    "inside_band",
    "raised_to_band",
    "raise_limited",
    "cut_to_band",
    "cut_limited",
    "no_cut_for_grade_c",
    "not_estimated",
    "no_current_premium",
)
"""Reason codes of a recommendation."""


NO_DISCOUNT = Estimate.exact(0.0)


@dataclass(frozen=True, slots=True)
class Line:
    """What the premium of a line depends on; amounts of one year, for 100 %.

    ``expected_loss`` and ``capital``, the line's co-TVaR, are both of claims kept plus the cost of
    reinsurance; ``distortion`` is its risk premium by ``distortion_premiums``.
    """

    name: str
    current: float  # gross written premium
    sum_insured: float  # of the whole line
    expense_ratio: float
    data_grade: str
    expected_loss: Estimate
    capital: Estimate
    distortion: Estimate
    cross2_charge: float  # marginal C-ROSS II charge
    discount: Estimate = NO_DISCOUNT  # what is earned on claims until they are paid


@dataclass(frozen=True, slots=True)
class Terms:
    """What capital earns and how far rates may move at once."""

    hurdle: float
    target_ratio: float  # multiple of the C-ROSS II charge that is held
    rate_of_costs: float  # levies, brokerage and office, part of the premium
    max_rate_change: float


@dataclass(frozen=True, slots=True)
class Technical:
    """Office premium of a line over each capital basis."""

    co_tvar: Estimate
    distortion: Estimate
    cross2: Estimate

    @property
    def band(self) -> tuple[float, float] | None:
        """Return the lowest and the highest; None unless all of them are known."""
        values = [e.value for e in (self.co_tvar, self.distortion, self.cross2)]
        known = [value for value in values if value is not None]
        return (min(known), max(known)) if len(known) == len(values) else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Premiums as rates on the sum insured (费率)."""

    current: float
    technical_low: float | None
    technical_high: float | None
    recommended: float


@dataclass(frozen=True, slots=True)
class LineAdvice:
    """What is recommended for a line, and why."""

    name: str
    current: float
    expected_loss: Estimate
    technical: Technical
    band: tuple[float, float] | None
    recommended: float
    change: float  # of the current premium
    rates: Rates | None  # None without a sum insured
    combined_ratio: Estimate  # 综合成本率 at the current premium
    combined_ratio_recommended: Estimate
    data_grade: str
    reason: str
    need: "Need | None"  # None unless the premium is below its band


@dataclass(frozen=True, slots=True)
class Need:
    """What a line below its band needs: a premium, or less of the pool's worst years."""

    premium: float  # the lower edge of the band
    capital: float  # co-TVaR of the line
    affordable: float | None  # co-TVaR that today's premium pays for; None if it pays for none


@dataclass(frozen=True, slots=True)
class Advice:
    """Recommended premiums of the lines, and what they make together.

    ``technical`` adds the premiums of the lines and their standard errors, a bound.
    """

    lines: tuple[LineAdvice, ...]
    current: float
    expected_loss: Estimate
    technical: Technical
    recommended: float
    rates: Rates | None
    combined_ratio: Estimate
    combined_ratio_recommended: Estimate

    @property
    def change(self) -> float:
        """Return the change of the pool's premium."""
        return self.recommended / self.current - 1.0 if self.current > 0.0 else 0.0

    @property
    def band(self) -> tuple[float, float] | None:
        """Return the band of the pool's technical premium."""
        return self.technical.band


def risk_premium(expected_loss: Estimate, capital: Estimate, hurdle: float) -> Estimate:
    """Return (EL + h a) / (1 + h): the premium at which capital a - premium earns h.

    The standard error adds those of both parts, as if they moved together: an upper bound, since
    both come from the same losses. Mildenhall & Major (2022), chapter 8, constant cost of capital.
    """
    return expected_loss.joined(capital.times(hurdle)).times(1.0 / (1.0 + hurdle))


def distortion_premiums(
    sample: ArrayLike,
    expected_loss: Sequence[Estimate],
    capital: Estimate,
    terms: Terms,
    *,
    family: str,
    path: ArrayLike | None = None,
) -> tuple[Estimate, ...]:
    """Return risk premiums (L,) by a distortion that charges as much as the co-TVaR basis.

    The lines bear their expected loss, and the margin h (a - EL) / (1 + h) of the pool as the
    calibrated distortion divides it on a sample. The standard errors of both add up.

    Parameters
    ----------
    sample
        Claims kept plus the cost of reinsurance by line, of sampled years (Y, L).
    expected_loss, capital
        Of the run: expected losses (L,) and the pool's TVaR of the same amounts.
    family
        ``wang``, ``proportional_hazard`` or ``dual_power``.
    path
        Path of each row of the sample (Y,), for the standard errors.

    Raises
    ------
    ValueError
        If the family is unknown, or the rows do not fit lines and paths.
    """
    rows, _ = table(sample)
    lines = len(expected_loss)
    if rows.shape[1] != lines:
        raise ValueError(f"the sample has {rows.shape[1]} lines, the expected losses {lines}")
    refused = next((e.reason for e in (capital, *expected_loss) if not e.known), "")
    if capital.value is None or capital.se is None or refused:
        return (Estimate.refused(refused),) * lines
    weight = terms.hurdle / (1.0 + terms.hurdle)
    total = sum(e.value for e in expected_loss if e.value is not None)
    margin = max(weight * (capital.value - total), 0.0)
    largest = float((rows.sum(axis=1) - rows.sum(axis=1).mean()).max())
    if max(margin, largest) <= ROUNDING * abs(capital.value):
        return tuple(expected_loss)  # every year costs the same
    if margin > 0.0 and margin >= largest:
        return (Estimate.refused("the margin exceeds the largest loss of the sample"),) * lines
    done = calibrated_margins(rows, margin, weight * capital.se, family, path)
    return tuple(mean.joined(extra) for mean, extra in zip(expected_loss, done.parts, strict=True))


def advise(lines: Sequence[Line], terms: Terms, expected_loss: Estimate) -> Advice:
    """Return technical premiums, band and recommendation of every line, and of all together.

    ``expected_loss`` is that of all lines, with the error of their sum.

    Raises
    ------
    ValueError
        If expenses and costs take all of a premium, or a premium or sum insured is negative.
    """
    advice = tuple(_advise_line(line, terms) for line in lines)
    technical = Technical(
        co_tvar=_together([line.technical.co_tvar for line in advice]),
        distortion=_together([line.technical.distortion for line in advice]),
        cross2=_together([line.technical.cross2 for line in advice]),
    )
    current, recommended = [a.current for a in advice], [a.recommended for a in advice]
    return Advice(
        lines=advice,
        current=sum(current),
        expected_loss=expected_loss,
        technical=technical,
        recommended=sum(recommended),
        rates=_rates(
            sum(line.sum_insured for line in lines),
            sum(current),
            technical.band,
            sum(recommended),
        ),
        combined_ratio=_ratio_of_pool(lines, current, expected_loss, terms),
        combined_ratio_recommended=_ratio_of_pool(lines, recommended, expected_loss, terms),
    )


def technical_premium(line: Line, terms: Terms) -> Technical:
    """Return the office premium of a line over each basis: risk premium / (1 - expenses).

    By co-TVaR (EL + h a) / (1 + h); by the distortion; by the regulator's formula
    EL + h x target ratio x marginal charge; each less what is earned on claims until they are paid.
    """
    kept = 1.0 - line.expense_ratio - terms.rate_of_costs
    if not kept > 0.0:
        raise ValueError(f"{line.name}: expenses and costs take all of the premium")
    charged = terms.hurdle * terms.target_ratio * line.cross2_charge
    earned = line.discount.times(-1.0)
    return Technical(
        co_tvar=risk_premium(line.expected_loss, line.capital, terms.hurdle)
        .joined(earned)
        .times(1.0 / kept),
        distortion=line.distortion.joined(earned).times(1.0 / kept),
        cross2=line.expected_loss.plus(charged).joined(earned).times(1.0 / kept),
    )


def discount_factor(pattern: Sequence[float] | None, rate: float) -> float:
    """Return the value, when premium is received, of a yuan of claims paid by a pattern.

    Premium is received at the start of the year, claims are paid in the middle of each: sum of
    w_j (1 + rate)^-(j - 1/2) over years j = 1, 2, ...
    """
    return sum(part * (1.0 + rate) ** -(year + 0.5) for year, part in enumerate(pattern or (1.0,)))


def need(line: Line, terms: Terms, band: tuple[float, float] | None) -> Need | None:
    """Return what a line below its band needs, in premium or in retention.

    Today's premium P (1 - expenses) pays for a co-TVaR a with (EL + h a) / (1 + h) less what is
    earned on claims: reinsurance that brings a down to it does as well as a rise, before its price.
    """
    mean, capital, earned = line.expected_loss.value, line.capital.value, line.discount.value
    if band is None or not 0.0 < line.current < band[0]:
        return None
    if mean is None or capital is None or earned is None:
        return None
    kept = line.current * (1.0 - line.expense_ratio - terms.rate_of_costs) + earned
    margin = kept - mean
    if margin <= 0.0 or terms.hurdle == 0.0:
        return Need(band[0], capital, None)
    return Need(band[0], capital, mean + margin * (1.0 + terms.hurdle) / terms.hurdle)


def recommend(
    current: float, band: tuple[float, float] | None, grade: str, max_rate_change: float
) -> tuple[float, str]:
    """Return the premium to ask for and the reason code.

    The current one if it lies in the band, else the nearest edge, moved at most
    ``max_rate_change``; a line of grade C is never advised to become cheaper.
    """
    if current <= 0.0:
        return current, "no_current_premium"
    if band is None:
        return current, "not_estimated"
    low, high = band
    if current < low:
        limit = current * (1.0 + max_rate_change)
        return (low, "raised_to_band") if low <= limit else (limit, "raise_limited")
    if current > high:
        if grade == UNRATED_GRADE:
            return current, "no_cut_for_grade_c"
        limit = current * (1.0 - max_rate_change)
        return (high, "cut_to_band") if high >= limit else (limit, "cut_limited")
    return current, "inside_band"


def _advise_line(line: Line, terms: Terms) -> LineAdvice:
    if line.current < 0.0 or line.sum_insured < 0.0:
        raise ValueError(f"{line.name}: premium and sum insured cannot be negative")
    technical = technical_premium(line, terms)
    band = technical.band
    recommended, reason = recommend(line.current, band, line.data_grade, terms.max_rate_change)
    return LineAdvice(
        name=line.name,
        current=line.current,
        expected_loss=line.expected_loss,
        technical=technical,
        band=band,
        recommended=recommended,
        change=recommended / line.current - 1.0 if line.current > 0.0 else 0.0,
        rates=_rates(line.sum_insured, line.current, band, recommended),
        combined_ratio=_combined_ratio(line, line.current, terms),
        combined_ratio_recommended=_combined_ratio(line, recommended, terms),
        data_grade=line.data_grade,
        reason=reason,
        need=need(line, terms, band),
    )


def _together(estimates: Sequence[Estimate]) -> Estimate:
    return reduce(Estimate.joined, estimates, Estimate.exact(0.0))


def _rates(
    sum_insured: float, current: float, band: tuple[float, float] | None, recommended: float
) -> Rates | None:
    if sum_insured == 0.0:
        return None
    low, high = (None, None) if band is None else (edge / sum_insured for edge in band)
    return Rates(current / sum_insured, low, high, recommended / sum_insured)


def _combined_ratio(line: Line, premium: float, terms: Terms) -> Estimate:
    """Return claims kept, cost of reinsurance, expenses and all costs over gross premium."""
    if premium <= 0.0:
        return Estimate.refused("no premium")
    return line.expected_loss.times(1.0 / premium).plus(line.expense_ratio + terms.rate_of_costs)


def _ratio_of_pool(
    lines: Sequence[Line], premiums: Sequence[float], expected_loss: Estimate, terms: Terms
) -> Estimate:
    """Return the combined ratio of all lines at these premiums."""
    total = sum(premiums)
    if total <= 0.0:
        return Estimate.refused("no premium")
    expenses = sum(
        (line.expense_ratio + terms.rate_of_costs) * premium
        for line, premium in zip(lines, premiums, strict=True)
    )
    return expected_loss.times(1.0 / total).plus(expenses / total)
