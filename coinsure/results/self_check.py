"""Every run against the exact route: mean, spread and quantiles of each line, as normal scores.

Only year 1 is looked at: its paths are independent. A score is what a standard normal variable
would be where the simulated figure is in its own distribution: means and variances allow for
their skewness (Wilson & Hilferty 1931), numbers of paths beyond an amount are binomial.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import LEVELS, FloatArray
from coinsure.errors import ModelRefusedError, NoExactAnswerError
from coinsure.lattice import ExactDistribution, exact_central_moments, exact_distribution
from coinsure.planning.exact_lines import ExactInput, exact_input
from coinsure.results.estimates import Rows
from coinsure.risk.tails import NOT_DEEP_ENOUGH, TailSample
from coinsure.scenario import Scenario

FALSE_ALARM = 1e-6
"""Probability with which a run whose simulation is right fails in any of its scores."""

PATHS_PER_SKEWNESS = 25.0
"""A moment is looked at from this many paths times its squared skewness: fewer have no normal
error."""

COARSENESS = 5e-4
"""Coarser than an answer's lattice, because a simulation is coarser still."""

_ROUGH = 0.1  # of the binomial error, that jumps between the points of a lattice may add
_NEAR = 3  # points around an amount at which jumps are looked for
_ABOVE = 1e-3  # of a step, above an amount that has a probability of its own
_LEAST = 1e-300

NO_FOURTH = "its losses are so heavy that no error of this figure exists"
NO_SPREAD = "it does not vary"
BETWEEN = "an amount with a probability of its own lies between the points of the lattice"


@dataclass(frozen=True, slots=True)
class Score:
    """A simulated figure beside the exact one; the ``score`` is None with a ``reason``."""

    exact: float | None
    simulated: float | None
    score: float | None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the form of ``summary.json``."""
        found = {"exact": self.exact, "simulated": self.simulated, "z": self.score}
        return found | ({"reason": self.reason} if self.reason else {})


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """Scores of the lines that have an exact answer, and why the others have none."""

    scores: Mapping[str, Mapping[str, Score]]  # by "sector.line", then mean, sd or a level
    no_answer: Mapping[str, tuple[str, ...]]

    @property
    def limit(self) -> float:
        """What no score may exceed in size: once in a million runs, however many there are."""
        known = sum(score.score is not None for of in self.scores.values() for score in of.values())
        return float(-scipy.special.ndtri(0.5 * FALSE_ALARM / max(known, 1)))

    def worst(self) -> Iterator[tuple[str, float]]:
        """Yield the score of largest size of every line that has one."""
        for name, scores in self.scores.items():
            known = [score.score for score in scores.values() if score.score is not None]
            if known:
                yield name, max(known, key=abs)

    def to_dict(self) -> dict[str, Any]:
        """Return the form of ``summary.json``."""
        return {
            "limit": self.limit,
            "lines": {
                name: {
                    "mean": scores["mean"].to_dict(),
                    "sd": scores["sd"].to_dict(),
                    "var": {str(p): scores[str(p)].to_dict() for p in LEVELS},
                }
                for name, scores in self.scores.items()
            },
            "no_exact_answer": {name: list(reasons) for name, reasons in self.no_answer.items()},
        }


def self_check(scenario: Scenario, by_year: Rows) -> SelfCheck:
    """Hold the gross losses of every line in year 1 to their exact distribution."""
    asked = exact_input(scenario)
    scores: dict[str, Mapping[str, Score]] = {}
    no_answer: dict[str, tuple[str, ...]] = {}
    for name in asked.lines:
        try:
            scores[name] = _line(asked, name, by_year)
        except NoExactAnswerError as refusal:
            no_answer[name] = refusal.reasons
        except ModelRefusedError as refusal:
            no_answer[name] = (str(refusal),)
    return SelfCheck(scores, no_answer)


def _line(asked: ExactInput, name: str, by_year: Rows) -> dict[str, Score]:
    """Return the scores of a line.

    Raises
    ------
    ModelRefusedError
        The line has no exact answer.
    """
    if name in asked.against:
        raise NoExactAnswerError(asked.against[name])
    lines = [asked.lines[name]]
    moments = exact_central_moments(lines, asked.factors, events=asked.events)
    total = exact_distribution(
        lines, asked.factors, events=asked.events, coarseness=COARSENESS
    ).total
    row = f"lines.{name}.gross"
    mean, sd = by_year.mean_of_year(row, 0).value, by_year.sd_of_year(row, 0)
    tail = by_year.tail(row, 0)
    return {
        "mean": mean_score(total.mean, moments, mean, by_year.paths),
        "sd": sd_score(moments, sd, by_year.paths),
        **{str(p): quantile_score(total, p, tail) for p in LEVELS},
    }


def mean_score(exact: float, moments: FloatArray, found: float | None, paths: int) -> Score:
    """Return the score of a mean, given the central moments of a year up to the third."""
    variance, third = float(moments[2]), float(moments[3])
    if found is None or not math.isfinite(third):
        return Score(exact, found, None, NO_FOURTH)
    if variance <= 0.0:
        return Score(exact, found, None, NO_SPREAD)
    return _of_moment(exact, found, (exact, found), variance, third, paths)


def sd_score(moments: FloatArray, found: float, paths: int) -> Score:
    """Return the score of a standard deviation, given the central moments up to the sixth.

    It is that of the variance, a mean of squares Y: Var[Y] = m4 - m2^2, and the third central
    moment of Y is m6 - 3 m4 m2 + 2 m2^3.
    """
    second, fourth, sixth = (float(moments[k]) for k in (2, 4, 6))
    if not math.isfinite(second):
        return Score(None, found, None, NO_FOURTH)
    exact = math.sqrt(second)
    if not math.isfinite(sixth):
        return Score(exact, found, None, NO_FOURTH)
    variance = fourth - second**2
    if second <= 0.0 or variance <= 0.0:
        return Score(exact, found, None, NO_SPREAD)
    third = sixth - 3.0 * fourth * second + 2.0 * second**3
    return _of_moment(exact, found, (second, found**2), variance, third, paths)


def quantile_score(total: ExactDistribution, p: float, tail: TailSample) -> Score:
    """Return the score of the number of paths beyond the exact VaR_p.

    Where an amount with a probability of its own is the VaR, those beyond it are counted.
    """
    exact, paths = total.value_at_risk(p), tail.rows
    beyond = tail.beyond(p)
    found = tail.ranked(beyond) if beyond < tail.reach else None
    place = total.place(p)
    at = exact if place.inside else exact + _ABOVE * total.lattice.step
    if at < tail.floor:
        return Score(exact, found, None, NOT_DEEP_ENOUGH)
    q = float(total.survival(at))
    around = total.density[max(place.point - _NEAR, 0) : place.point + _NEAR + 1]
    jump = float(np.abs(np.diff(around, 2)).max()) if around.size > 2 else 0.0
    if paths * jump > _ROUGH * math.sqrt(paths * q * (1.0 - q)):
        return Score(exact, found, None, BETWEEN)
    count = int(np.count_nonzero(tail.value > at))
    return Score(exact, found, binomial_score(count, paths, q))


def binomial_score(count: int, trials: int, q: float) -> float:
    """Return the normal score of a binomial ``count``, by the probability of one as far off."""
    special = scipy.special
    if count > trials * q:
        beyond = float(special.betainc(count, trials - count + 1, q))
        return float(max(-special.ndtri(max(beyond, _LEAST)), 0.0))
    until = 1.0 if count >= trials else float(special.betaincc(count + 1, trials - count, q))
    return float(min(special.ndtri(max(until, _LEAST)), 0.0))


def _of_moment(
    exact: float,
    found: float,
    means: tuple[float, float],
    variance: float,
    third: float,
    paths: int,
) -> Score:
    """Return the score of a mean of independent values with this variance and third moment."""
    skewness = third / variance**1.5
    needed = math.ceil(PATHS_PER_SKEWNESS * skewness**2)
    if paths < needed:
        reason = f"{paths} paths are too few for its skewness, {needed} are needed"
        return Score(exact, found, None, reason)
    score = (means[1] - means[0]) / math.sqrt(variance / paths)
    return Score(exact, found, skewed_score(score, skewness / math.sqrt(paths)))


def skewed_score(z: float, skewness: float) -> float:
    """Return the normal score of a standardised gamma variable ``z`` of small ``skewness``.

    Wilson & Hilferty (1931), PNAS 17: the cube root of a gamma variable is nearly normal.
    """
    if abs(skewness) < 1e-6:
        return z
    shape = 4.0 / skewness**2
    root = math.copysign(abs(ratio := 1.0 + 0.5 * skewness * z) ** (1.0 / 3.0), ratio)
    score = 3.0 * math.sqrt(shape) * (root - 1.0 + 1.0 / (9.0 * shape))
    return math.copysign(1.0, skewness) * score
