"""``subsidise``: what premium subsidies pay in every year, and how many firms insure for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import BoolArray, FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.take_up import TakeUp
from coinsure.reinsurance.public.premium_subsidy import PremiumSubsidy
from coinsure.reinsurance.treaties.subject import is_named

HALVINGS = 100
SWEEPS = 1000
"""Rounds in which the subsidies of a line, each with a cap, are fitted to each other."""

AGREED = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Subsidised:
    """Premium subsidies of every year, before anything is drawn."""

    names: tuple[str, ...]  # (K,)
    rate: FloatArray  # (K, T) part of the premium that is paid
    amount: FloatArray  # (K, L, T) paid of the premium of each line
    firms: FloatArray  # (L, T) insured, over those at the full price
    frequency: FloatArray  # (L, T) losses of one of them, over those of one at the full price


def subsidise(
    subsidies: Mapping[str, PremiumSubsidy],
    lines: Sequence[str],
    premium: FloatArray,
    take_up: Sequence[TakeUp | None],
) -> Subsidised:
    """Find the part of the premium that every subsidy pays, with as many firms as then insure.

    Firms know what they will pay: where a cap binds, the part that is paid and the firms that
    insure for it fit together.

    Parameters
    ----------
    premium
        Premium of each line and year at the full price, (L, T).
    take_up
        How firms respond, (L,); None where they do not.

    Raises
    ------
    ModelRefusedError
        If the subsidies of a line pay more than its premium, or their caps do not fit together.
    """
    covered = np.array(
        [[is_named(line, subsidy.lines) for line in lines] for subsidy in subsidies.values()],
        dtype=bool,
    ).reshape(len(subsidies), len(lines))
    years = premium.shape[1]
    rate = np.zeros((len(subsidies), years))
    firms, frequency = np.ones((2, len(lines), years))
    for year in range(years):
        most = [
            subsidy.rate if subsidy.years is None or year < subsidy.years else 0.0
            for subsidy in subsidies.values()
        ]
        caps = [subsidy.annual_cap for subsidy in subsidies.values()]
        rate[:, year] = _rates(most, caps, covered, premium[:, year], take_up)
        firms[:, year] = _firms(_together(rate[:, year], covered), take_up)
        frequency[:, year] = [
            1.0 if response is None else response.frequency(float(count))
            for count, response in zip(firms[:, year], take_up, strict=True)
        ]
    amount = rate[:, None, :] * covered[:, :, None] * (firms * premium)
    return Subsidised(tuple(subsidies), rate, amount, firms, frequency)


def _rates(
    most: Sequence[float],
    caps: Sequence[float],
    covered: BoolArray,
    premium: FloatArray,
    take_up: Sequence[TakeUp | None],
) -> FloatArray:
    """Return the parts (K,) that are paid in a year: the ``most``, or what the caps leave."""
    if (_together(np.array(most), covered) > 1.0 + AGREED).any():
        raise ModelRefusedError(
            "premium_subsidies: together they pay more than the premium of a line; lower a rate"
        )
    rates = np.array(most, dtype=np.float64)
    for _ in range(SWEEPS):
        before = rates.copy()
        for k, cap in enumerate(caps):
            others = _together(rates, covered) - rates[k] * covered[k]

            def paid(part: float, k: int = k, others: FloatArray = others) -> float:
                written = premium * _firms(others + part * covered[k], take_up)
                return part * float((written * covered[k]).sum())

            rates[k] = _largest_part(paid, most[k], cap)
        if np.abs(rates - before).max(initial=0.0) <= AGREED:
            return rates
    raise ModelRefusedError(
        "premium_subsidies: the caps of subsidies of the same lines do not fit together; raise one"
    )


def _together(rates: FloatArray, covered: BoolArray) -> FloatArray:
    """Return the part of the premium of each line (L,) that all subsidies pay together."""
    return (rates[:, None] * covered).sum(axis=0)


def _largest_part(paid: Callable[[float], float], most: float, cap: float) -> float:
    """Return the largest part, up to ``most``, for which no more than the ``cap`` is paid."""
    if paid(most) <= cap:
        return most
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if paid(middle) <= cap else (low, middle)
    return low


def _firms(subsidised: FloatArray, take_up: Sequence[TakeUp | None]) -> FloatArray:
    """Return the insured firms of each line (L,) over those at the full price."""
    return np.array(
        [
            1.0 if response is None else response.firms(float(part))
            for part, response in zip(subsidised, take_up, strict=True)
        ]
    )
