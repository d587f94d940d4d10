"""Central moments up to the sixth: how far a simulated standard deviation may be off.

The transform E[e^(tS)] is worked out as a power series in t, cut off behind t^6, by the same
conditioning as on the lattice: given a gamma factor F, the logarithm is a polynomial in F as well,
and the moments of F are known. Nothing is evaluated at a t, where it might not exist.
"""

import math
from collections.abc import Sequence

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.lattice.compound import Term
from coinsure.lattice.counts import DIVISIBLE, ComplexArray, Count
from coinsure.lattice.payment import HIGHEST, Payment

ORDER = HIGHEST
_NODES = 64

Series = FloatArray
"""Coefficients of t^0, ..., t^ORDER."""


def central_moments(terms: Sequence[Term], payments: Sequence[Payment]) -> FloatArray:
    """Return E[(S - E[S])^k] of the sum of all losses for k = 0, ..., 6, (7,).

    They are infinite from the first order on at which a loss has no moment.
    """
    losses: list[Series] = []
    known = ORDER
    for term, payment in zip(terms, payments, strict=True):
        moments = np.array(payment.moments(ORDER))
        if term.count.cumulants().mean > 0.0:
            known = min(known, int(np.isfinite(moments).sum()))
        moments[~np.isfinite(moments)] = 0.0
        losses.append(np.concatenate([[0.0], moments / _FACTORIALS[1:]]))
    logarithm = np.zeros(ORDER + 1)
    shared: dict[str, list[int]] = {}
    for number, (term, loss) in enumerate(zip(terms, losses, strict=True)):
        if isinstance(term.count, DIVISIBLE):
            group = f"alone {number}" if term.level is None else f"level {term.level}"
            group = group if term.factor is None else f"factor {term.factor}"
            shared.setdefault(group, []).append(number)
        else:
            logarithm += _logarithm(_compound(_at_one(term.count), loss))
    for numbers in shared.values():
        logarithm += _mixed([terms[n] for n in numbers], [losses[n] for n in numbers])
    logarithm[:2] = 0.0
    moments = _exponential(logarithm) * _FACTORIALS
    moments[known + 1 :] = np.inf
    return moments


_FACTORIALS = np.array([math.factorial(k) for k in range(ORDER + 1)], dtype=np.float64)


def _mixed(terms: Sequence[Term], losses: Sequence[Series]) -> Series:
    """Return the logarithm of the transform of terms under one factor, or without any."""
    levels: dict[str, tuple[float, Series]] = {}
    for number, (term, loss) in enumerate(zip(terms, losses, strict=True)):
        name = f"alone {number}" if term.level is None else f"level {term.level}"
        _, before = levels.get(name, (0.0, np.zeros(ORDER + 1)))
        exponent = _compound(_exponent(term.count), loss)
        levels[name] = term.level_variance, before + exponent
    by_power = [np.zeros(ORDER + 1) for _ in range(ORDER + 1)]  # of the factor
    for variance, exponent in levels.values():
        power = exponent
        by_power[1] = by_power[1] - exponent
        for k in range(2, ORDER + 1):
            power = _times(power, -variance * exponent)
            by_power[k] = by_power[k] - power / k
    if terms[0].factor is None:
        return np.sum(by_power, axis=0)
    given = [np.eye(1, ORDER + 1)[0]]
    for n in range(1, ORDER + 1):
        given.append(sum(k * _times(by_power[k], given[n - k]) for k in range(1, n + 1)) / n)
    shape, moment, whole = terms[0].shape, 1.0, given[0].copy()
    for n in range(1, ORDER + 1):
        moment *= (shape + n - 1.0) / shape
        whole = whole + moment * given[n]
    return _logarithm(whole)


def _exponent(count: Count) -> Series:
    """Return -log E[z^N] as a series in z - 1."""
    return -_logarithm(_at_one(count))


def _at_one(count: Count) -> Series:
    """Return E[z^N] as a series in z - 1, by Cauchy's integral on a circle around 1."""
    mean, variance, _ = count.cumulants()
    dispersion = variance / mean if mean > 0.0 else 1.0
    radius = 0.5 / max(1.0, math.sqrt(variance), dispersion)
    angles = 2.0 * np.pi * np.arange(_NODES) / _NODES
    around: ComplexArray = (radius * np.exp(1.0j * angles)).astype(np.complex128)
    if isinstance(count, DIVISIBLE):
        values = np.exp(-count.exponent(1.0 + around) - mean * around)
    else:
        values = count.transform(1.0 + around) * np.exp(-mean * around)
    centred = (np.fft.fft(values) / _NODES).real[: ORDER + 1] / radius ** np.arange(ORDER + 1)
    return _times(centred, mean ** np.arange(ORDER + 1) / _FACTORIALS)


def _compound(outer: Series, inner: Series) -> Series:
    """Return ``outer`` of ``inner``, which has no constant, by Horner's rule."""
    found = np.zeros(ORDER + 1)
    for coefficient in outer[::-1]:
        found = _times(found, inner)
        found[0] += coefficient
    return found


def _times(first: Series, second: Series) -> Series:
    return np.convolve(first, second)[: ORDER + 1]


def _logarithm(series: Series) -> Series:
    """Return log(series), whose constant is 1."""
    found = np.zeros(ORDER + 1)
    for n in range(1, ORDER + 1):
        known = sum(k * found[k] * series[n - k] for k in range(1, n))
        found[n] = series[n] - known / n
    return found


def _exponential(series: Series) -> Series:
    """Return exp(series), whose constant is 0."""
    found = np.eye(1, ORDER + 1)[0]
    for n in range(1, ORDER + 1):
        found[n] = sum(k * series[k] * found[n - k] for k in range(1, n + 1)) / n
    return found
