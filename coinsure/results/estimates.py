"""Figures with errors, by row name: the one place that knows how a ``Summary`` is laid out."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from coinsure.arrays import LEVELS, FloatArray
from coinsure.risk.estimate import RULE_OF_THREE, Estimate
from coinsure.risk.tails import TailSample
from coinsure.tables.summary import Sheet, Summary, Tail, Watch

CANCELLED = 1e-12
"""A mean this much smaller than its centre is 0: only rounding is left of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Estimates of the rows of one sheet; the n of every error is paths, never path-years.

    Where the years are not ``alike`` the figures of a year are those of year 1: years of different
    exposure or rate are never put together.
    """

    watch: Watch
    sheet: Sheet
    paths: int
    years: int
    alike: bool = True
    _samples: dict[str, TailSample] = field(default_factory=dict, init=False, repr=False)

    def has(self, name: str) -> bool:
        """Whether there is such a row."""
        return name in self.watch.names

    def mean(self, name: str) -> Estimate:
        """Mean of a year: of all years where they are alike, else of year 1."""
        return self.mean_over_years(name) if self.alike else self.mean_of_year(name, 0)

    def mean_over_years(self, name: str) -> Estimate:
        """Sum over the years of a path, divided by their number; its error is clustered by path."""
        k = self._column(name)
        total = float(_add(self.sheet.first[:, k]))
        m = total / self.paths
        variance = max(float(self.sheet.path[k]) / self.paths - m * m, 0.0)
        value = _moved(float(self.watch.centre[k]), m / self.years)
        return Estimate.normal(value, math.sqrt(variance / self.paths) / self.years)

    def mean_of_year(self, name: str, year: int) -> Estimate:
        """Mean of one year, counted from 0."""
        k = self._column(name)
        m = float(self.sheet.first[year, k]) / self.paths
        variance = max(float(self.sheet.second[year, k]) / self.paths - m * m, 0.0)
        value = _moved(float(self.watch.centre[k]), m)
        return Estimate.normal(value, math.sqrt(variance / self.paths))

    def sd(self, name: str) -> float:
        """Return the standard deviation of a year: of all years, or of year 1."""
        k, years = self._column(name), self.years if self.alike else 1
        rows = self.paths * years
        m = float(_add(self.sheet.first[:years, k])) / rows
        return math.sqrt(max(float(_add(self.sheet.second[:years, k])) / rows - m * m, 0.0))

    def sd_of_year(self, name: str, year: int) -> float:
        """Return the standard deviation of one year, counted from 0."""
        k = self._column(name)
        m = float(self.sheet.first[year, k]) / self.paths
        return math.sqrt(max(float(self.sheet.second[year, k]) / self.paths - m * m, 0.0))

    def probability(self, name: str) -> Estimate:
        """Mean of a row of 0 and 1; when nothing was seen, 0 with the bound 3/n above it."""
        found = self.mean(name)
        if found.value is None or found.se is None or found.high is None or found.low is None:
            return found
        value = min(max(found.value, 0.0), 1.0)
        if found.se > 0.0 and 0.0 < value < 1.0:
            return Estimate(value, found.se, max(found.low, 0.0), min(found.high, 1.0))
        bound = RULE_OF_THREE / self.paths
        return Estimate(
            round(value), 0.0, max(round(value) - bound, 0.0), min(round(value) + bound, 1.0)
        )

    def batches(self, name: str) -> FloatArray:
        """Add up over the paths of each batch what a year's mean is taken of, (BATCHES,).

        Deviations from the row's centre, of all years over their number, or of year 1.
        """
        k, years = self._column(name), self.years if self.alike else 1
        return np.add.accumulate(self.sheet.batch[:, :years, k], axis=1)[:, -1] / years

    def tail(self, name: str, year: int | None = None) -> TailSample:
        """Rows of a watched total, of one year or of all, which is year 1 if they are not alike."""
        year = year if year is not None or self.alike else 0
        sample = self._sample(name)
        return sample if year is None else sample.of_year(year)

    def parts(self, name: str) -> tuple[str, ...]:
        """Names of the parts of a watched total."""
        watched = next(w for w in self.watch.watched if w.name == name)
        return tuple(self.watch.names[column] for column in watched.parts)

    def _sample(self, name: str) -> TailSample:
        """Return the sample of all years of a watched total; many figures ask for the same."""
        if name not in self._samples:
            for watched, tail in zip(self.watch.watched, self.sheet.tails, strict=True):
                if watched.name == name:
                    self._samples[name] = _sample(tail, self.paths, self.years)
                    break
            else:
                raise KeyError(f"the tail of {name} is not watched")
        return self._samples[name]

    def _column(self, name: str) -> int:
        return self.watch.names.index(name)


def annual(summary: Summary, watch: Watch, *, alike: bool = True) -> Rows:
    """Return the estimates of the annual rows, of years that are ``alike`` or not."""
    return Rows(watch, summary.annual, summary.paths, summary.annual.first.shape[0], alike)


def horizon(summary: Summary, watch: Watch) -> Rows:
    """Return the estimates of the rows over the horizon: one value per path."""
    return Rows(watch, summary.horizon, summary.paths, 1)


def figure(estimate: Estimate) -> dict[str, Any]:
    """Return the form of a figure in ``summary.json``."""
    if estimate.value is None:
        return {"value": None, "reason": estimate.reason}
    return {"value": estimate.value, "se": estimate.se, "low": estimate.low, "high": estimate.high}


def distribution(rows: Rows, name: str) -> dict[str, Any]:
    """Return mean, standard deviation, VaR and TVaR of a watched row, and the same by year."""
    found = {"mean": figure(rows.mean(name)), "sd": rows.sd(name), **levels(rows.tail(name))}
    if rows.years > 1:
        found["by_year"] = [
            {
                "year": t + 1,
                "mean": figure(rows.mean_of_year(name, t)),
                **levels(rows.tail(name, t)),
            }
            for t in range(rows.years)
        ]
    return found


def levels(sample: TailSample) -> dict[str, Any]:
    """Return VaR and TVaR at every level of the package."""
    return {
        "var": {str(p): figure(sample.value_at_risk(p)) for p in LEVELS},
        "tvar": {str(p): figure(sample.tail_value_at_risk(p)) for p in LEVELS},
    }


def _moved(centre: float, deviation: float) -> float:
    """Return the sum, 0 where the two cancel but for rounding."""
    value = centre + deviation
    return 0.0 if abs(value) <= CANCELLED * abs(centre) else value


def _sample(tail: Tail, paths: int, years: int) -> TailSample:
    return TailSample(tail.value, tail.row, tail.parts, tail.floor, tail.equal, paths, years)


def _add(values: FloatArray) -> np.float64:
    """Add the few values of an axis of years, in order."""
    return np.add.accumulate(values)[-1]
