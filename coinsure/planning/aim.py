"""What the pilot decides before the run: centres of the moments and floors of the watched tails."""

import math

import numpy as np

from coinsure.arrays import CELL, FloatArray
from coinsure.kernels.sums import cell_sums
from coinsure.tables.answers import Answers
from coinsure.tables.fold import tree
from coinsure.tables.summary import Asked, Watch, Watched

PILOT_PATH_YEARS = 1 << 16
SAMPLE_PATH_YEARS = 1 << 18
MARGIN = 6.0
"""Floors lie this many standard errors of the pilot below the level asked for."""

TAIL_BUDGET = 256_000_000
"""Bytes that the rows of all watched tails of a run may take together."""

HEADLINES = ("pool.gross", "pool.net", "pool.burden", "pool.deficit")
DEEPEST = "pool.deepest_deficit"
DEEPEST_LEVEL = 0.5
"""Level from which the deepest deficit of the horizon is kept: one value a path, for ruin."""
SECTOR_TAILS, LINE_TAILS = (".gross", ".net", ".deficit"), (".gross", ".net")
OUTLAYS = (".paid", ".fiscal")
DEPTHS = (
    (0.5, 0.9),
    (0.8, 0.9),
    (0.9, 0.9),
    (0.95, 0.95),
    (0.99, 0.99),
    (0.995, 0.995),
    (0.995, 0.999),
    (0.999, 0.999),
)
"""Depth of the tails that are kept, headlines and others; the deepest that the budget allows."""


def aim(pilot: Answers, paths: int) -> Asked:
    """Decide from pilot answers what a run of ``paths`` paths keeps.

    A longer run keeps less of what a shorter one keeps, never more.
    """
    years = pilot.annual.shape[1]
    annual, parts = _watched_rows(pilot.names)
    horizon = [n for n in pilot.horizon_names if n.endswith(("deficit", ".paid", ".fiscal"))]
    headline, other = _depth(paths * years, annual, parts)
    return Asked(
        watch(pilot.names, pilot.annual, annual, parts, headline, other, paths),
        watch(pilot.horizon_names, pilot.horizon, horizon, {}, other, other, paths),
        tuple(pilot.names.index(n) for n in parts["pool.burden"]),
        min(paths, -(-SAMPLE_PATH_YEARS // years)),
    )


def most_path_years(names: tuple[str, ...], level: float) -> int:
    """Return how many path-years a run may have that keeps the headlines' tails at ``level``."""
    annual, parts = _watched_rows(names)
    kept = [_bytes_per_path_year(annual, parts, *depth) for depth in DEPTHS if depth[0] <= level]
    return int(TAIL_BUDGET / min(kept))


def _watched_rows(names: tuple[str, ...]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the annual rows whose tails are kept, and the parts kept with some of them."""
    parts = {headline: _parts(names, headline.split(".")[1]) for headline in HEADLINES}
    parts["pool.deficit"] += [
        n for n in names if n.startswith("sectors.") and n.endswith(".deficit")
    ]
    members = [n for n in names if n.startswith("members.") and n.count(".") == 2]
    members = [n for n in members if n.endswith(".deficit")]
    parts["members.deficit"] = members
    annual = [*HEADLINES, "members.deficit", *members]
    annual += [n for n in names if n.startswith("sectors.") and n.endswith(SECTOR_TAILS)]
    annual += [n for n in names if n.startswith("lines.") and n.endswith(LINE_TAILS)]
    annual += [n for n in names if n.startswith("public.") and n.endswith(OUTLAYS)]
    return annual, parts


def _parts(names: tuple[str, ...], kind: str) -> list[str]:
    return [name for name in names if name.startswith("lines.") and name.endswith(f".{kind}")]


def _depth(rows: int, watched: list[str], parts: dict[str, list[str]]) -> tuple[float, float]:
    """Choose how deep tails are kept, so that they fit the budget."""
    for depth in DEPTHS:
        if rows * _bytes_per_path_year(watched, parts, *depth) <= TAIL_BUDGET:
            return depth
    return DEPTHS[-1]


def _bytes_per_path_year(
    watched: list[str], parts: dict[str, list[str]], headline: float, other: float
) -> float:
    """Return the bytes that tails of these depths take, per path-year of the run."""
    cost = 0.0
    for name in watched:
        kept = 1.0 - (headline if name in HEADLINES else other)
        cost += 8.0 * kept * (2 + len(parts.get(name, [])))
    return cost


def watch(
    names: tuple[str, ...],
    rows: FloatArray,
    watched: list[str],
    parts: dict[str, list[str]],
    headline: float,
    other: float,
    paths: int,
) -> Watch:
    """Return a watch of rows (K, T, P) of a pilot: their means, and floors of the ``watched``.

    Tails of headlines are kept from the level ``headline`` up, others from ``other``.
    """
    number = {name: k for k, name in enumerate(names)}
    found: list[Watched] = []
    for name in watched:
        level = headline if name in HEADLINES else other
        level = DEEPEST_LEVEL if name == DEEPEST else level
        columns = tuple(number[part] for part in parts.get(name, []))
        found.append(Watched(name, number[name], columns, _floor(rows[number[name]], level, paths)))
    return Watch(names, _means(rows), tuple(found))


def _floor(row: FloatArray, level: float, paths: int) -> float:
    """Return the lowest, over years, of the pilot's ``level`` quantile less its margin.

    Both the pilot's quantile and the run's have sampling error, hence the margin on both counts.
    """
    pilot = row.shape[1]
    tail = (1.0 - level) * pilot
    error = math.sqrt(tail) * (1.0 + math.sqrt(pilot / paths))
    keep = math.ceil(tail + MARGIN * error) + 1
    if keep >= pilot:
        return -math.inf
    return min(float(np.partition(of_year, pilot - keep)[pilot - keep]) for of_year in row)


def _means(rows: FloatArray) -> FloatArray:
    """Return the mean of each row (K, T, P), added in the fixed order of the package."""
    n_rows, years, paths = rows.shape
    cells = -(-paths // CELL)
    first, second = np.empty((2, cells, years, n_rows))
    path = np.empty((cells, n_rows))
    cell_sums(rows, np.ones(paths), np.zeros(n_rows), CELL, first, second, path)
    total = tree(first)
    mean = total[0]
    for year in total[1:]:
        mean = mean + year
    return mean / (years * paths)
