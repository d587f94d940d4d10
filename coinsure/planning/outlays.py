"""Rows of what public money costs: for a year, in a fiscal year, and whether caps bind."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.reinsurance.public import Instrument, PublicLayer
from coinsure.reinsurance.public.subsidise import Subsidised
from coinsure.tables.answers import indicator, total
from coinsure.tables.net import NetTable

ROUNDING = 1e-9
"""Part of a cap by which what is paid may miss it."""


@dataclass(frozen=True, slots=True, eq=False)
class PublicPlan:
    """Every instrument of public money, and what is known of it before anything is drawn."""

    instruments: Mapping[str, Instrument]
    subsidised: Subsidised


def outlay_rows(plan: PublicPlan | None, net: NetTable) -> dict[str, FloatArray]:
    """Name what every instrument pays, each row (T, P), for 100 % of the lines.

    ``fiscal`` is what is paid in a fiscal year, of this year's and of earlier years' dues.
    """
    if plan is None or not plan.instruments:
        return {}
    rows: dict[str, FloatArray] = {}
    for name, paid in _paid(plan, net).items():
        instrument, row = plan.instruments[name], f"public.{name}"
        rows[f"{row}.paid"] = paid
        rows[f"{row}.fiscal"] = _fiscal(paid, instrument.in_fiscal_years)
        rows[f"{row}.triggered"] = indicator(paid > 0.0)
        full = paid >= instrument.annual_cap * (1.0 - ROUNDING)
        rows[f"{row}.capped"] = indicator((paid > 0.0) & full)
    rows |= _fund_rows(plan, net)
    for kind in ("paid", "fiscal"):
        rows[f"public.{kind}"] = total([rows[f"public.{n}.{kind}"] for n in plan.instruments])
    rows["public.triggered"] = indicator(rows["public.paid"] > 0.0)
    rows["public.cut"] = (
        np.zeros_like(rows["public.paid"]) if net.public is None else total([*net.public.cut])
    )
    return rows


def _fund_rows(plan: PublicPlan, net: NetTable) -> dict[str, FloatArray]:
    """Name the balance of the fund behind each layer that has one, and whether a claim empties it.

    Each row is (T, P).
    """
    rows: dict[str, FloatArray] = {}
    if net.public is None:
        return rows
    for name, paid, balance in zip(
        net.public.layers, net.public.paid, net.public.balance, strict=True
    ):
        layer = plan.instruments[name]
        if isinstance(layer, PublicLayer) and layer.fund is not None:
            rows[f"public.{name}.balance"] = balance
            rows[f"public.{name}.exhausted"] = indicator((paid > 0.0) & (balance <= 0.0))
    return rows


def _paid(plan: PublicPlan, net: NetTable) -> dict[str, FloatArray]:
    """Return what is due for each year by instrument, each (T, P), in the order of the plan."""
    found: dict[str, FloatArray] = {}
    fixed: dict[str, FloatArray] = {
        name: total([*amount])
        for name, amount in zip(plan.subsidised.names, plan.subsidised.amount, strict=True)
    }
    if net.public is not None:
        found |= dict(zip(net.public.layers, net.public.paid, strict=True))
        fixed |= dict(zip(net.public.support_names, net.public.supported, strict=True))
    found |= {
        name: np.repeat(amount[:, None], net.net.shape[2], axis=1) for name, amount in fixed.items()
    }
    return {name: found[name] for name in plan.instruments}


def _fiscal(paid: FloatArray, parts: tuple[float, ...]) -> FloatArray:
    """Return what is paid in each year (T, P) of dues of which so many ``parts`` come later."""
    fiscal = paid.copy()
    for years, part in enumerate(parts[1:], 1):
        late = part * paid
        fiscal = fiscal - late
        fiscal[years:] = fiscal[years:] + late[:-years]
    return fiscal
