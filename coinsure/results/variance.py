"""The variance of a year, divided into chance and into what is not known of the parameters.

Given its parameters, the years of a path are independent, so two of them covary by the variance of
their common mean: Cov(X_1, X_2) = Var E[X | parameters], and what is left of Var X is the mean
variance by chance, E Var[X | parameters]. This needs years that are alike.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coinsure.planning.plan import Plan
from coinsure.results.batches import mean_of_batches
from coinsure.results.estimates import Rows, figure
from coinsure.risk.estimate import Estimate
from coinsure.tables.variation import Variation

KINDS = ("gross", "net")

TIED = "public layers tie the years of a path together"


@dataclass(frozen=True, slots=True)
class Variance:
    """Variance of a year, by chance and by parameters, with the part of the latter."""

    total: Estimate
    process: Estimate
    parameter: Estimate
    parameter_share: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Return the form of ``summary.json``."""
        return {
            "total": figure(self.total),
            "process": figure(self.process),
            "parameter": figure(self.parameter),
            "parameter_share": figure(self.parameter_share),
        }


def variance(variation: Variation, name: str) -> Variance:
    """Divide the variance of a row; errors are those of batches of paths.

    The estimate of a part that is nothing lies around 0, on either side.
    """
    k, paths, years = variation.names.index(name), variation.paths, variation.years
    mean = variation.first[:, k] / paths
    squares = variation.products[:, 0, k] / years
    pairs = variation.products[:, 1, k] / (years * (years - 1))
    of_square = float(np.add.accumulate(mean * mean)[-1])
    of_pair = float(np.add.accumulate(mean)[-1]) ** 2 - of_square
    square, pair = of_square / years, of_pair / (years * (years - 1))
    total = mean_of_batches(squares, paths).plus(-square)
    parameter = mean_of_batches(pairs, paths).plus(-pair)
    process = mean_of_batches(squares - pairs, paths).plus(pair - square)
    return Variance(total, process, parameter, _share(parameter, total, pairs, squares, paths))


def uncertainty(plan: Plan, annual: Rows, variation: Variation | None) -> dict[str, Any]:
    """Return the ``uncertainty`` part of ``summary.json``: variances of pool, sectors and lines.

    Public layers with limits over several years tie the years of a path together, so nothing is
    said of what they leave.
    """

    def of(name: str) -> dict[str, Any]:
        return {kind: _divided(plan, annual, variation, f"{name}.{kind}") for kind in KINDS}

    lines: dict[str, dict[str, Any]] = {sector: {} for sector in plan.layout.sectors}
    for line in plan.layout.lines:
        sector, _, key = line.partition(".")
        lines[sector][key] = of(f"lines.{line}")
    return {
        "parameters_uncertain": variation is not None,
        "pool": of("pool"),
        "sectors": {sector: of(f"sectors.{sector}") for sector in plan.layout.sectors},
        "lines": lines,
    }


def _divided(plan: Plan, annual: Rows, variation: Variation | None, row: str) -> dict[str, Any]:
    if variation is None:
        return _by_chance(annual.sd(row) ** 2).to_dict()
    if plan.public_layers and row.endswith(".net"):
        return _unknown(TIED).to_dict()
    return variance(variation, row).to_dict()


def _by_chance(of_year: float) -> Variance:
    whole, none = Estimate.exact(of_year), Estimate.exact(0.0)
    return Variance(whole, whole, none, none)


def _unknown(reason: str) -> Variance:
    refused = Estimate.refused(reason)
    return Variance(refused, refused, refused, refused)


def _share(
    part: Estimate, total: Estimate, pairs: np.ndarray, squares: np.ndarray, paths: int
) -> Estimate:
    """Return a ratio of two means of the same batches."""
    if part.value is None or total.value is None:
        return part
    if total.value <= 0.0:
        return Estimate.refused("the denominator is 0")
    ratio = part.value / total.value
    moved = mean_of_batches((pairs - ratio * squares) / total.value, paths)
    return Estimate.normal(ratio, moved.se or 0.0)
