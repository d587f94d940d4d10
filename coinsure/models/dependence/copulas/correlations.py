"""``linked``: from pairs of factors to one correlation matrix of scores, checked and factorised."""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.dependence.copulas.copula import Copula

ROUNDING = 1e-10
"""An eigenvalue this far below 0, and a pivot this far from it, is taken for 0."""

HIGHAM_STEPS = 1000
CONVERGED = 1e-12
SHOWN = 1e-4  # bounds in messages have four decimals, rounded to the side that still fits,
ON_THE_LINE = 1e-6  # but not for the sake of rounding errors


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Factors that are linked, with the correlations of their normal scores."""

    names: tuple[str, ...]  # (K,)
    given: FloatArray  # (K, K)
    used: FloatArray  # (K, K) the same unless it was repaired

    @property
    def loadings(self) -> FloatArray:
        """Lower triangle L, (K, K): L z has the correlations ``used`` for independent z."""
        return _cholesky(self.used)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why correlations do not fit together: who is concerned, and what would do."""

    message: str
    remedy: str


def linked(copula: Copula) -> Linked:
    """Return the factors that a copula links, with correlations that fit together.

    Raises
    ------
    ModelRefusedError
        No joint distribution has these correlations, and a repair was not asked for.
    """
    names = copula.names
    given = _matrix(copula)
    if _is_correlation(given):
        return Linked(names, given, given)
    if not copula.repair:
        problem = misfit(copula)
        if problem is not None:
            raise ModelRefusedError(f"dependence: {problem.message}; {problem.remedy}")
    return Linked(names, given, nearest_correlation(given))


def misfit(copula: Copula) -> Misfit | None:
    """Return why the correlations of a copula do not fit together, None if they do."""
    matrix = _matrix(copula)
    if _is_correlation(matrix):
        return None
    names = copula.names
    worst, least = None, 0.0
    for triple in itertools.combinations(range(len(names)), 3):
        determinant = _determinant(*(matrix[pair] for pair in itertools.combinations(triple, 2)))
        if determinant < least:
            worst, least = triple, determinant
    return _misfit_of_all(names, matrix) if worst is None else _misfit_of(copula, matrix, worst)


def nearest_correlation(matrix: FloatArray) -> FloatArray:
    """Return the correlation matrix nearest to a symmetric ``matrix`` (K, K), by squares.

    Alternating projections on matrices without negative eigenvalues and on those with ones on the
    diagonal, with Dykstra's correction. Source: Higham, Computing the nearest correlation matrix,
    IMA Journal of Numerical Analysis 22 (2002), algorithm 3.3.
    """
    answer, correction = matrix, np.zeros_like(matrix)
    for _ in range(HIGHAM_STEPS):
        shifted = answer - correction
        projected = _without_negative_eigenvalues(shifted)
        correction = projected - shifted
        before, answer = answer, projected.copy()
        np.fill_diagonal(answer, 1.0)
        if np.max(np.abs(answer - before)) < CONVERGED:
            break
    positive = _without_negative_eigenvalues(answer)
    size = np.sqrt(np.diag(positive))
    answer = positive / np.outer(size, size)
    np.fill_diagonal(answer, 1.0)
    return answer


def _matrix(copula: Copula) -> FloatArray:
    """Return the correlations of the normal scores; pairs that are not given have 0."""
    names = copula.names
    matrix = np.eye(len(names))
    for first, second, measured in copula.correlation:
        i, j = names.index(first), names.index(second)
        matrix[i, j] = matrix[j, i] = copula.score_correlation(measured)
    return matrix


def _is_correlation(matrix: FloatArray) -> bool:
    return matrix.size == 0 or bool(np.linalg.eigvalsh(matrix)[0] >= -ROUNDING)


def _without_negative_eigenvalues(matrix: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(matrix)
    positive = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return 0.5 * (positive + positive.T)


def _determinant(a: float, b: float, c: float) -> float:
    """Return the determinant of the correlation matrix of three."""
    return 1.0 + 2.0 * a * b * c - a * a - b * b - c * c


def _misfit_of(copula: Copula, matrix: FloatArray, triple: tuple[int, ...]) -> Misfit:
    """Return what is wrong with three factors: one pair of them has to lie within an interval."""
    names = copula.names
    given = {frozenset(pair[:2]): n for n, pair in enumerate(copula.correlation)}

    def rank(pair: tuple[int, int]) -> int:
        return given.get(frozenset((names[pair[0]], names[pair[1]])), len(given))

    *others, last = sorted(itertools.combinations(triple, 2), key=rank)
    a, b = (float(matrix[pair]) for pair in others)
    half = math.sqrt((1.0 - a * a) * (1.0 - b * b))
    low, high = (copula.measured(rho) for rho in (max(a * b - half, -1.0), min(a * b + half, 1.0)))
    low = math.ceil(low / SHOWN - ON_THE_LINE) * SHOWN
    high = math.floor(high / SHOWN + ON_THE_LINE) * SHOWN
    within = f"between {low:.4g} and {high:.4g}" if low < high else f"the value {high:.4g}"
    known = " and ".join(_shown(copula, matrix, pair) for pair in others)
    found = _shown(copula, matrix, last)
    note = ", which is not given," if rank(last) == len(given) else ""
    pair = f"{names[last[0]]} - {names[last[1]]}"
    return Misfit(
        f"the correlations of {', '.join(names[i] for i in triple)} do not fit together: beside "
        f"{known}, {found}{note} is impossible",
        f"give {pair} {within}, or write repair = true for the nearest correlations that fit",
    )


def _shown(copula: Copula, matrix: FloatArray, pair: tuple[int, int]) -> str:
    names = copula.names
    return f"{names[pair[0]]} - {names[pair[1]]} {copula.measured(float(matrix[pair])):.4g}"


def _misfit_of_all(names: tuple[str, ...], matrix: FloatArray) -> Misfit:
    """Return what is wrong where any three of the factors fit together, but not all of them."""
    least = float(np.linalg.eigvalsh(matrix)[0])
    most = math.floor(1.0 / (1.0 - least) / SHOWN) * SHOWN
    return Misfit(
        f"the correlations of {', '.join(names)} do not fit together, though those of any three "
        f"of them do (smallest eigenvalue {least:.3g})",
        f"lower them, all times {most:.4g} would do for Pearson's, or write repair = true for the "
        "nearest correlations that fit",
    )


def _cholesky(matrix: FloatArray) -> FloatArray:
    """Return the lower triangle L with L L' = ``matrix``, in plain arithmetic: always one result.

    A pivot of 0 belongs to a factor that is a combination of those before it.
    """
    size = len(matrix)
    lower = np.zeros((size, size))
    for j in range(size):
        rest = float(matrix[j, j])
        for k in range(j):
            rest -= float(lower[j, k]) ** 2
        pivot = math.sqrt(rest) if rest > ROUNDING else 0.0
        lower[j, j] = pivot
        for i in range(j + 1, size):
            value = float(matrix[i, j])
            for k in range(j):
                value -= float(lower[i, k]) * float(lower[j, k])
            lower[i, j] = value / pivot if pivot > 0.0 else 0.0
    return lower
