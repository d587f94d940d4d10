"""The transform E[z^S] of the sum of all losses, and what each line has in it.

Components without a common factor multiply. Those that share the yearly gamma factor of a sector
are independent given the factor: without levels the mean over it has a closed form, with them it
is a quadrature, both in the plane of the transform.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy  # special is loaded when first used

from coinsure.errors import ModelRefusedError
from coinsure.lattice.counts import DIVISIBLE, ComplexArray, Count, Divisible, Whole, power

Transforms = Sequence[ComplexArray] | ComplexArray
"""Transforms of one loss, by term."""

_COARSEST = 0.25
_HALVINGS = 5
_SETTLED = 1e-6  # change that half the nodes make; all of them leave about its square
_OUTSIDE = 1e-18  # probability of the factor on either side of the nodes
_LOWEST = -37.0  # logarithm of 1e-16
_SQUARED = 64  # largest whole power that squaring finds sooner than logarithms do
_WHOLE = 1e-13  # relative distance to a whole number that is only rounding
_CELLS = 1 << 13  # numbers of an array that stays near the processor


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One component in the sum: its line, its count and what multiplies its mean."""

    line: int
    count: Count
    factor: str | None = None
    shape: float = 0.0  # of the factor, if there is one
    level: str | None = None  # name of the gamma level, which terms may share, if there is one
    level_variance: float = 0.0  # of the level


class Part(NamedTuple):
    """A factor of the transform, and its derivatives by the transform of a loss, by term."""

    value: ComplexArray
    derivatives: dict[int, ComplexArray]


def transform(terms: Sequence[Term], losses: Transforms) -> ComplexArray:
    """Return E[z^S] where E[z^X] of one loss of each of the ``terms`` is in ``losses``."""
    value = np.ones_like(losses[0])
    for part in _parts(terms, losses, derivatives=False):
        value = value * part.value
    return value


def transform_by_line(
    terms: Sequence[Term],
    losses: Transforms,
    biased: Transforms,
    lines: int,
) -> tuple[ComplexArray, list[ComplexArray]]:
    """Return E[z^S], and E[X_i z^S] for each line, given E[X z^X] of one loss in ``biased``.

    X_i enters by the derivative of the joint transform in its direction: the size-biased loss
    takes the place of one loss. Source: Denuit (2019), ASTIN Bulletin 49.
    """
    parts = _parts(terms, losses, derivatives=True)
    whole = np.ones_like(losses[0])
    by_line = [np.zeros_like(whole) for _ in range(lines)]
    for part in parts:
        by_line = [known * part.value for known in by_line]
        for number, derivative in part.derivatives.items():
            line = terms[number].line
            by_line[line] = by_line[line] + whole * derivative * biased[number]
        whole = whole * part.value
    return whole, by_line


def _parts(terms: Sequence[Term], losses: Transforms, *, derivatives: bool) -> list[Part]:
    """Return the independent parts of the sum, with their ``derivatives`` if they are asked for."""
    alone: list[int] = []
    shared: dict[str, list[int]] = {}
    parts: list[Part] = []
    for number, term in enumerate(terms):
        if not isinstance(term.count, DIVISIBLE):
            parts.append(_whole(number, term.count, losses[number], derivatives=derivatives))
        elif term.factor is None:
            alone.append(number)
        else:
            shared.setdefault(term.factor, []).append(number)
    if alone:
        parts.append(_independent(alone, terms, losses, derivatives=derivatives))
    return parts + [
        _mixed(numbers, terms, losses, derivatives=derivatives) for numbers in shared.values()
    ]


def _whole(number: int, count: Whole, loss: ComplexArray, *, derivatives: bool) -> Part:
    slopes = {number: count.derivative(loss)} if derivatives else {}
    return Part(count.transform(loss), slopes)


def _count(term: Term) -> Divisible:
    count: Divisible = term.count  # pyright: ignore[reportAssignmentType]  # sorted by _parts
    return count


def _independent(
    numbers: Sequence[int], terms: Sequence[Term], losses: Transforms, *, derivatives: bool
) -> Part:
    """Return the part of the terms without factor: their exponents add, levels mixed in.

    A gamma level of variance c makes exp(-e) into (1 + c e)^(-1 / c).
    """
    total = np.zeros_like(losses[0])
    slopes: dict[int, ComplexArray] = {}
    for members in _by_level(numbers, terms):
        c = terms[members[0]].level_variance
        exponent = _exponent(members, terms, losses)
        total += np.log1p(c * exponent) / c if c > 0.0 else exponent
        if derivatives:
            for number in members:
                slope = _count(terms[number]).slope(losses[number])
                slopes[number] = slope / (1.0 + c * exponent) if c > 0.0 else slope
    value = np.exp(-total)
    return Part(value, {number: -slope * value for number, slope in slopes.items()})


def _by_level(numbers: Sequence[int], terms: Sequence[Term]) -> list[list[int]]:
    """Return the ``numbers`` of terms in groups that share a level, and of those without one."""
    groups: dict[str | None, list[int]] = {}
    for number in numbers:
        groups.setdefault(terms[number].level, []).append(number)
    return list(groups.values())


def _exponent(numbers: Sequence[int], terms: Sequence[Term], losses: Transforms) -> ComplexArray:
    """Return the sum of the exponents of terms."""
    total = np.zeros_like(losses[0])
    for number in numbers:
        total += _count(terms[number]).exponent(losses[number])
    return total


def _mixed(
    numbers: Sequence[int], terms: Sequence[Term], losses: Transforms, *, derivatives: bool
) -> Part:
    """Return the part of the terms under one gamma factor of shape k.

    With A the sum of exponents without level and B_j those with, it is the mean over the factor F
    of exp(-F A) prod (1 + c_j F B_j)^(-1 / c_j). F = G / (k + A) turns it into (1 + A / k)^-k times
    the mean over G, gamma with shape k and scale 1, of the product alone: nothing oscillates.
    """
    shape = terms[numbers[0]].shape
    groups = _by_level([number for number in numbers if terms[number].level is not None], terms)
    plain = _exponent([n for n in numbers if terms[n].level is None], terms, losses)
    rate = shape + plain
    known = np.exp(-shape * np.log1p(plain / shape))
    variances = [terms[members[0]].level_variance for members in groups]
    factors = [
        variance * _exponent(members, terms, losses) / rate
        for variance, members in zip(variances, groups, strict=True)
    ]
    means = _mean_over_gamma(shape, factors, variances, derivatives=derivatives)
    if not derivatives:
        return Part(known * means[0], {})
    by_exponent = {
        number: mean for mean, members in zip(means[2:], groups, strict=True) for number in members
    }
    slopes = {
        number: -known
        * by_exponent.get(number, means[1])
        / rate
        * _count(terms[number]).slope(losses[number])
        for number in numbers
    }
    return Part(known * means[0], slopes)


def _mean_over_gamma(
    shape: float,
    factors: Sequence[ComplexArray],
    variances: Sequence[float],
    *,
    derivatives: bool,
) -> list[ComplexArray]:
    """Return the mean over G of P, and with ``derivatives`` of G P and each G P / (1 + G b_j).

    P = prod (1 + G b_j)^(-1 / c_j) with the b_j in ``factors`` and the c_j in ``variances``. By the
    trapezoidal rule over log G, where everything is analytic in a strip.

    Raises
    ------
    ModelRefusedError
        The quadrature does not settle.
    """
    if not factors:
        one = np.ones(1, dtype=np.complex128)
        return [one, shape * one]
    largest = max(float(np.abs(factor).max()) for factor in factors)
    step, change = min(_COARSEST, 0.5 / np.sqrt(shape)), np.inf

    def sums(odd: int) -> ComplexArray:
        nodes, weights = _nodes(shape, step, largest, odd)
        return _sums(nodes, weights, factors, variances, derivatives=derivatives)

    known = sums(0)
    for _ in range(_HALVINGS):
        between = sums(1)
        change = float(np.abs(known[0] - between[0]).max())
        known = 0.5 * (known + between)
        if change <= _SETTLED:
            return list(known)
        step *= 0.5
    raise ModelRefusedError(
        f"the mean over a gamma factor of shape {shape:g} does not settle (change {change:.1e}): "
        "the factor, or a level under it, varies too much"
    )


def _nodes(shape: float, step: float, largest: float, odd: int) -> tuple[np.ndarray, np.ndarray]:
    """Return every other node of the rule and their weights, doubled.

    Nodes below the first, where the integrand is a power of the node, are a geometric series.
    """
    special = scipy.special
    low = np.log(special.gammaincinv(shape, _OUTSIDE)) if shape > 0.5 else -np.inf
    low = max(low, _LOWEST - np.log1p(largest))
    high = np.log(special.gammainccinv(shape, _OUTSIDE))
    place = low + step * np.arange(odd, int((high - low) / step) + 2, 2.0)
    nodes = np.exp(place)
    weights = 2.0 * step * np.exp(shape * place - nodes - special.gammaln(shape))
    weights[0] /= -np.expm1(-2.0 * shape * step)
    return nodes, weights


def _sums(
    nodes: np.ndarray,
    weights: np.ndarray,
    factors: Sequence[ComplexArray],
    variances: Sequence[float],
    *,
    derivatives: bool,
) -> ComplexArray:
    """Return what the nodes add to each mean, (means, N), so many of them at a time."""
    at_a_time = max(1, _CELLS // factors[0].size)
    sums = np.zeros((2 + len(factors) if derivatives else 1, factors[0].size), np.complex128)
    for first in range(0, nodes.size, at_a_time):
        some = slice(first, first + at_a_time)
        shifted = [1.0 + nodes[some, None] * factor for factor in factors]
        product = _power(shifted[0], -1.0 / variances[0])
        for one, variance in zip(shifted[1:], variances[1:], strict=True):
            product *= _power(one, -1.0 / variance)
        product *= weights[some, None]
        sums[0] += product.sum(axis=0)
        if derivatives:
            product *= nodes[some, None]
            sums[1] += product.sum(axis=0)
            for total, one in zip(sums[2:], shifted, strict=True):
                total += (product / one).sum(axis=0)
    return sums


def _power(base: ComplexArray, exponent: float) -> ComplexArray:
    """Return base^exponent for an exponent below 0; a whole one is found by squaring."""
    whole = round(-exponent)
    if whole <= _SQUARED and abs(whole + exponent) <= _WHOLE * whole:
        return 1.0 / power(base, whole)
    return base**exponent
