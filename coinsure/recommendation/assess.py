"""One choice of terms: its figures by every criterion, and whether it keeps to the limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coinsure.decision.objective import CRITERIA, Criterion, HardLimits
from coinsure.recommendation.candidates import Choice
from coinsure.results.archive import Archive
from coinsure.results.differences import difference_over_years, differences
from coinsure.results.estimates import annual
from coinsure.results.returns import Earned, earned, more_earned
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario
from coinsure.study import Study

NO_MEMBER = "no member has a return"


@dataclass(frozen=True, slots=True)
class Held:
    """A limit, and what a choice of terms makes of it."""

    name: str
    subject: str  # the member that is nearest to it, if it is a limit of members
    value: Estimate
    limit: float
    upper: bool  # whether more is worse

    @property
    def excess(self) -> float:
        """How far the figure is beyond the limit; 0 or less if it keeps to it."""
        if self.value.value is None:
            return float("inf")
        gap = self.value.value - self.limit
        return gap if self.upper else -gap

    @property
    def sure(self) -> bool:
        """Whether the figure is on one side of the limit within its error."""
        low, high = self.value.low, self.value.high
        return low is not None and high is not None and not low < self.limit < high


PRICES = ("treaty_price", "own_treaty_price")
"""Checks that hold the price of a treaty against its expected recovery."""


@dataclass(frozen=True)
class Assessed:
    """A choice of terms with its figures; amounts of a year in the scenario's unit."""

    choice: Choice
    scenario: Scenario
    summary: Mapping[str, Any]
    archive: Archive
    alike: bool  # whether its years are
    figures: Mapping[Criterion, Estimate]
    limits: tuple[Held, ...]
    failed: tuple[str, ...]  # checks of the run

    @cached_property
    def broken(self) -> tuple[Held, ...]:
        """The limits that are not kept."""
        return tuple(held for held in self.limits if held.excess > 0.0)

    @property
    def mispriced(self) -> bool:
        """Whether a treaty costs less than the reinsurer expects to pay, which nobody will sell."""
        return any(name in PRICES for name in self.failed)

    @property
    def admissible(self) -> bool:
        """Whether all checks pass and all limits are kept."""
        return not self.broken and not self.failed


def assess(study: Study, choice: Choice, limits: HardLimits) -> Assessed:
    """Return what a study says of a choice of terms."""
    found = study.summary()
    return Assessed(
        choice=choice,
        scenario=study.scenario,
        summary=found,
        archive=study.archive(),
        alike=study.plan.alike,
        figures={
            "economic_profit": _estimate(found["pool"]["result"]["mean"]).joined(
                _estimate(found["capital"]["pool"]).times(-study.scenario.capital.hurdle)
            ),
            "capital": _estimate(found["capital"]["pool"]),
            "lowest_return": _lowest_return(found)[1],
            "unpaid": _estimate(found["shortfall"]["unpaid"]),
            "uninsured": _estimate(found["shortfall"]["uninsured"]),
        },
        limits=tuple(_held(found, limits)),
        failed=tuple(check["name"] for check in found["checks"] if not check["passed"]),
    )


def compared(one: Assessed, other: Assessed, criterion: Criterion) -> Estimate:
    """Return by how much the other is better than the one by a criterion, above 0 if it is.

    It is the difference of their figures: claims that stay unpaid are those of a year of the
    horizon, a result is too where the years are alike, else it is that of year 1 as capital is.
    Errors are paired where both drew the same losses.
    """
    if criterion == "lowest_return":
        return _more_for_the_lowest(one, other)
    return _gap(one, other, criterion).times(CRITERIA[criterion])


def _more_for_the_lowest(one: Assessed, other: Assessed) -> Estimate:
    """Return by how much the lowest return of the other choice is above that of the one."""
    if not one.archive.pairs_with(other.archive):
        lowest = "lowest_return"
        return other.figures[lowest].joined(one.figures[lowest].times(-1.0))
    names = [_lowest_return(each.summary)[0] for each in (one, other)]
    if not all(names):
        return Estimate.refused(NO_MEMBER)
    mine, theirs = map(_earned, (one, other), names)
    return more_earned(mine, theirs, one.archive.results.paths)


def _earned(one: Assessed, member: str) -> Earned:
    rows = annual(one.archive.results, one.archive.asked.annual, alike=one.alike)
    terms = one.scenario.capital
    return earned(rows, member, terms.measure, terms.level)


def _gap(one: Assessed, other: Assessed, criterion: Criterion) -> Estimate:
    archives = one.archive, other.archive
    if criterion in ("unpaid", "uninsured"):
        return difference_over_years(*archives, f"shortfall.{criterion}")
    rows = {row.measure: row.difference for row in differences(*archives, ("pool.deficit",))}
    mean = rows["mean"]
    if one.alike and other.alike:
        mean = difference_over_years(*archives, "pool.deficit")
    if one.scenario.capital.measure == other.scenario.capital.measure == "tvar":
        capital = rows["tvar"]
    else:
        capital = other.figures["capital"].joined(one.figures["capital"].times(-1.0))
    if criterion == "capital":
        return capital
    hurdle, moved = other.scenario.capital.hurdle, one.scenario.capital.hurdle
    gap = mean.times(-1.0).joined(capital.times(-hurdle))
    return gap.plus((moved - hurdle) * (one.figures["capital"].value or 0.0))


def _held(found: Mapping[str, Any], limits: HardLimits) -> list[Held]:
    """Return every limit that is declared, with what it limits."""
    pool = {
        "probability_of_deficit": found["pool"]["probability_of_deficit"],
        "probability_unpaid": found["shortfall"]["probability_unpaid"],
        "probability_exhausted": (found["reserve"] or {}).get("probability_exhausted"),
    }
    held: list[Held] = []
    for name, raw in pool.items():
        limit = getattr(limits, name)
        if limit is not None:
            value = Estimate.exact(0.0) if raw is None else _estimate(raw)
            held.append(Held(name, "", value, limit, upper=True))
    if limits.solvency_ratio is not None:
        ratios = {name: _solvency(member) for name, member in found["members"].items()}
        name = min(ratios, key=lambda member: ratios[member].value or 0.0)
        held.append(Held("solvency_ratio", name, ratios[name], limits.solvency_ratio, upper=False))
    if limits.return_on_capital is not None:
        name, value = _lowest_return(found)
        held.append(Held("return_on_capital", name, value, limits.return_on_capital, upper=False))
    return held


def _solvency(member: Mapping[str, Any]) -> Estimate:
    """Return a member's comprehensive ratio after joining: with its own book where it gives one.

    Without one the pool's charge is added plainly, so that the ratio is a lower bound.
    """
    solvency = member["solvency"]
    if solvency["basis"] == "own_book":
        return _estimate(solvency["years"][0]["after"]["comprehensive"])
    return _estimate(member["solvency_ratio_after"])


def _lowest_return(found: Mapping[str, Any]) -> tuple[str, Estimate]:
    """Return the member with the least return on its part of the capital, and that return."""
    returns = {
        name: _estimate(member["return_on_capital"]) for name, member in found["members"].items()
    }
    known = {name: one for name, one in returns.items() if one.known}
    if not known:
        return "", Estimate.refused(NO_MEMBER)
    name = min(known, key=lambda member: known[member].value or 0.0)
    return name, known[name]


def _estimate(raw: Mapping[str, Any] | float) -> Estimate:
    """Read a figure of ``summary.json``."""
    if not isinstance(raw, Mapping):
        return Estimate.exact(float(raw))
    if raw["value"] is None:
        return Estimate.refused(raw["reason"])
    return Estimate(raw["value"], raw["se"], raw["low"], raw["high"])
