"""Default risk of reinsurance recoverables in C-ROSS phase II: a factor for each reinsurer."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from coinsure.capital.cross2 import quantified_risk
from coinsure.reinsurance.counterparty import Reinsurer


@cache
def _rules() -> Mapping[str, Any]:
    text = (files("coinsure") / "data" / "cross2.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["counterparty"]


def recoverable_factor(reinsurer: Reinsurer) -> float:
    """Return RF0 (1 + K) of what a reinsurer owes to a direct insurer.

    Notes
    -----
    Rule 9 (30 December 2021), article 22: RF0 by comprehensive ratio for a domestic reinsurer, by
    its own supervisor's ratios and by collateral for one abroad; K is the sum of k2 (taker is a
    direct insurer), k3 (no independent legal person), k4 (transparency platform) and k5 (collateral
    of a Hong Kong reinsurer).
    """
    rule = _rules()
    k = 0.0
    if reinsurer.direct_insurer:
        k += rule["direct_insurer"]
    if not reinsurer.independent:
        k += rule["not_independent"]
    if reinsurer.on_platform:
        k += rule["on_platform"]
    if reinsurer.domicile == "hong_kong" and reinsurer.collateralised:
        k += rule["collateralised_hong_kong"]
    return _base(reinsurer, rule) * (1.0 + k)


def _base(reinsurer: Reinsurer, rule: Mapping[str, Any]) -> float:
    if reinsurer.domicile == "domestic":
        bands = rule["domestic"]
        ratio = 0.0 if reinsurer.solvency_ratio is None else reinsurer.solvency_ratio
        return bands["factor"][int(np.searchsorted(bands["bounds"], ratio, side="right"))]
    abroad = rule["abroad"]
    if not reinsurer.meets_local_rules:
        return abroad["not_met"]
    if reinsurer.domicile == "hong_kong":
        return abroad["hong_kong"]
    return abroad["collateralised" if reinsurer.collateralised else "uncollateralised"]


def with_credit_risk(insurance: float, credit: float) -> float:
    """Return insurance and credit risk together: sqrt(A^2 + 2 x 0.15 A C + C^2), Rule 2."""
    return quantified_risk(insurance, 0.0, credit)
