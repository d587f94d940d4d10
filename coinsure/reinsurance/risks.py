"""Which risk each large loss hit: the sites of a line, or what hand-made losses say."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.tables.losses import LossTable


@dataclass(frozen=True, slots=True, eq=False)
class Risks:
    """The risks of a table of losses, as a treaty sees them."""

    scope: BoolArray | None  # (E,) rows that the treaty looks at, None for all of its lines
    year: Int32Array  # (E,) path-year of the row
    first: IntArray  # (E,) first row of the loss that a row belongs to
    count: Int32Array  # (E,) equal losses that the row stands for, if it is a loss of its own
    number: IntArray  # (E,) named risk that was hit, -1 where it is not known
    name: tuple[str, ...]  # (G,)
    line: IntArray  # (G,) line of the named risk, -1 for one that is not bound to a line
    belongs: BoolArray  # (G, L) lines that it belongs to
    sum_insured: FloatArray  # (G,) NaN where it is not known


def risks_of(losses: LossTable) -> Risks:
    """Return the risks of a loss table: the sites of its lines are those that have a name."""
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.layers import first_rows, named_risks, path_years

    large = losses.large
    sites = [losses.sites.get(line, {}) for line in losses.lines]
    begin = np.cumsum([0, *map(len, sites)])
    number, count = named_risks(
        large.line, large.risk, large.occurrence, large.count, begin.astype(np.int64)
    )
    line, year = np.repeat(np.arange(len(sites)), np.diff(begin)), path_years(large.start)
    return Risks(
        scope=None,
        year=year,
        first=first_rows(year, large.line, large.risk, large.occurrence),
        count=count,
        number=number,
        name=tuple(name for of_line in sites for name in of_line),
        line=line,
        belongs=line[:, None] == np.arange(len(sites)),
        sum_insured=np.array([value for of_line in sites for value in of_line.values()], float),
    )
