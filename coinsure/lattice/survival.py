"""A survival function as polynomials between amounts: for integrals, and where it is dear.

Each panel holds the values at Gauss-Legendre nodes, and is halved until its last Legendre
coefficients are gone: steps and kinks end up in panels too narrow to matter.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray, IntArray
from coinsure.models.severity import Distribution

_NODES, _WEIGHTS = legendre.leggauss(12)
_TO_COEFFICIENTS = np.linalg.inv(legendre.legvander(_NODES, _NODES.size - 1))
_SETTLED = 1e-9  # of the largest value in the panel
_ROUNDING = 1e-15
_HALVINGS = 44
_MOST_PANELS = 2048  # at a time: an integrand that is rough everywhere is left as it is
_OCTAVES_BELOW = 8  # of the mean
_OCTAVES_ABOVE = 300  # and fewer where their powers would be more than a float can hold
_LARGEST_POWER = 1000
_NEGLIGIBLE = 1e-20  # power of an octave times its survival, where panels end
_SMALLEST = 1e-250
_AT_A_TIME = 4096  # amounts


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """P(X > x) for x in [0, end), cut into panels."""

    edges: FloatArray  # (N + 1,) rising, the first at 0
    nodes: FloatArray  # (N, Q) amounts
    weights: FloatArray  # (N, Q) of an integral over the amount
    values: FloatArray  # (N, Q) survival
    index: float  # -d log survival / d log amount at the end, inf where nothing is left beyond

    @property
    def end(self) -> float:
        """Where the panels end."""
        return float(self.edges[-1])

    def integral(self, factor: FloatArray) -> float:
        """Return the integral of ``factor`` (N, Q), at the nodes, times survival."""
        return float((factor * self.values * self.weights).sum())

    def at(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``, which is not negative; none at the end."""
        x = np.asarray(x, dtype=np.float64)
        inside = np.clip(x, 0.0, self.end)
        panel = np.clip(
            np.searchsorted(self.edges, inside, side="right") - 1, 0, len(self.nodes) - 1
        )
        place = 2.0 * (inside - self.edges[panel]) / np.diff(self.edges)[panel] - 1.0
        found = _at_places(place, self.values @ _TO_COEFFICIENTS.T, panel)
        return np.where(x < self.end, np.clip(found, 0.0, 1.0), 0.0)

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return E[min(max(X, 0), limit)], the integral of survival up to ``limit``."""
        limit = np.clip(np.asarray(limit, dtype=np.float64), 0.0, self.end)
        panel = np.clip(
            np.searchsorted(self.edges, limit, side="right") - 1, 0, len(self.nodes) - 1
        )
        width = np.diff(self.edges)
        whole = np.concatenate([[0.0], np.cumsum((self.values * self.weights).sum(axis=1))])
        inside = np.asarray(
            legendre.legint(self.values @ _TO_COEFFICIENTS.T, lbnd=-1.0, axis=1), np.float64
        )
        place = 2.0 * (limit - self.edges[panel]) / width[panel] - 1.0
        return whole[panel] + 0.5 * width[panel] * _at_places(place, inside, panel)


def _at_places(place: FloatArray, series: FloatArray, panel: IntArray) -> FloatArray:
    """Return the Legendre ``series`` (N, K) of the ``panel`` at each ``place``, any shape.

    Some thousands at a time, coefficient by coefficient: all of it stays in the processor's cache.
    """
    by_order = np.ascontiguousarray(series.T)
    flat, of, found = place.ravel(), panel.ravel(), np.empty(place.size)
    for first in range(0, flat.size, _AT_A_TIME):
        part = slice(first, first + _AT_A_TIME)
        coefficients = by_order[:, of[part]]
        found[part] = legendre.legval(flat[part], coefficients, tensor=False)
    return found.reshape(place.shape)


def survival_of(loss: Distribution, cuts: FloatArray, end: float, order: int = 3) -> Survival:
    """Return the survival of ``loss`` between 0 and ``end``, in panels cut at the ``cuts``.

    Parameters
    ----------
    loss
        Distribution; what is below 0 is not looked at.
    cuts
        Amounts where an integrand has kinks.
    end
        Above 0; where it is infinite, panels go on until nothing is left that could matter.
    order
        Highest moment for which nothing may matter beyond the panels.
    """
    edges, index = _first_edges(loss, np.append(cuts, loss.support()[0]), end, order)
    left, right = edges[:-1], edges[1:]
    finished: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    for halving in range(_HALVINGS):
        middle, half = 0.5 * (left + right), 0.5 * (right - left)
        nodes = middle[:, None] + half[:, None] * _NODES
        values = np.asarray(loss.survival(nodes), dtype=np.float64)
        rough = np.abs(values @ _TO_COEFFICIENTS[-2:].T).sum(axis=1)
        settled = rough <= np.maximum(_SETTLED * values.max(axis=1), _ROUNDING)
        if halving == _HALVINGS - 1 or settled.size - settled.sum() > _MOST_PANELS:
            settled[:] = True
        finished.append((left[settled], right[settled], values[settled]))
        left, middle, right = left[~settled], middle[~settled], right[~settled]
        if left.size == 0:
            break
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
    starts, ends, values = (np.concatenate(parts) for parts in zip(*finished, strict=True))
    rising = np.argsort(starts)
    starts, ends, values = starts[rising], ends[rising], values[rising]
    half = 0.5 * (ends - starts)
    return Survival(
        edges=np.append(starts, ends[-1]),
        nodes=(0.5 * (starts + ends))[:, None] + half[:, None] * _NODES,
        weights=half[:, None] * _WEIGHTS,
        values=values,
        index=index,
    )


def _first_edges(
    loss: Distribution, cuts: FloatArray, top: float, order: int
) -> tuple[FloatArray, float]:
    """Return octaves up to ``top``, or to where nothing is left, and the tail index there."""
    expected = loss.expected()
    unit = expected if 0.0 < expected < math.inf else max(loss.support()[0], 1.0)
    unit = min(unit, top)
    above = min(_OCTAVES_ABOVE, _LARGEST_POWER // order)
    octaves = unit * 2.0 ** np.arange(-_OCTAVES_BELOW, above + 1.0)
    octaves = octaves[octaves < top]
    index = math.inf
    if math.isinf(top):
        beyond = np.asarray(loss.survival(octaves), dtype=np.float64)
        gone = (beyond * (octaves / unit) ** order < _NEGLIGIBLE) | (beyond < _SMALLEST)
        last = int(np.argmax(gone)) if gone.any() else octaves.size - 1
        octaves = octaves[: last + 1]
        if not gone.any() or beyond[last] * (octaves[last] / unit) ** order >= _NEGLIGIBLE:
            index = math.log2(beyond[last - 1] / beyond[last])
        top = float(octaves[-1])
    inside = cuts[(cuts > 0.0) & (cuts < top)]
    return np.unique(np.concatenate([[0.0], octaves, inside, [top]])), index
