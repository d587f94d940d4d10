"""What the losses of a path are drawn from: its set of parameters, its level, the year's terms."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels.draws import words_of_losses
from coinsure.kernels.quantiles import yearly_quantiles
from coinsure.simulation.plan import Payment, SizePlan
from coinsure.tables.losses import Block

LOW_BITS = np.uint64(12)
LAST_BIT = np.uint64(1)
UNIT = 2.0**-52


class Portion(NamedTuple):
    """Losses that are drawn from one table and paid under one set of terms."""

    payment: Payment
    first_year: int  # of ``counts``, counted from the first that was asked for
    counts: Int32Array  # (t, P)


def portions(
    sizes: SizePlan, counts: Int32Array, *, seed: int, block: Block, first_year: int
) -> Iterator[Portion]:
    """Divide the losses of ``counts`` (T, P) by what they are drawn from and paid under.

    The first of the years has the 0-based number ``first_year``. Where all years are alike and
    there is one set of parameters there is one portion.
    """
    sets = parameter_sets(sizes, seed=seed, block=block) if len(sizes.payments) > 1 else None
    for number, payments in enumerate(sizes.payments):
        mine = counts if sets is None else np.where(sets == number, counts, np.int32(0))
        if len(payments) == 1:
            yield Portion(payments[0], 0, mine)
            continue
        for year in range(len(mine)):
            yield Portion(payments[first_year + year], year, mine[year : year + 1])


def parameter_sets(sizes: SizePlan, *, seed: int, block: Block) -> IntArray:
    """Return the number of the set of parameters of each path, (P,)."""
    path = block.first + np.arange(block.paths)
    words = np.empty(block.paths, np.uint64)
    first = np.zeros(block.paths, np.int64)
    words_of_losses(seed, sizes.set_stream, path, first, np.zeros(block.paths, np.int32), words)
    uniform = ((words >> LOW_BITS) | LAST_BIT) * UNIT
    return np.searchsorted(np.add.accumulate(sizes.chance)[:-1], uniform, side="right")


def size_factor(sizes: SizePlan, factors: Sequence[FloatArray | None]) -> FloatArray | None:
    """Return the yearly factor on all losses, (T, P), None for none."""
    return factors[sizes.factor] if sizes.factor >= 0 else None


def stretch(sizes: SizePlan, yearly: FloatArray | None, *, seed: int, block: Block) -> FloatArray:
    """Return what losses are multiplied by, (T, P), (1, P) for all years alike, (0, P) for nothing.

    ``yearly`` (T, P) is the factor of the years asked for, None for none.
    """
    if sizes.level is None:
        return np.empty((0, block.paths)) if yearly is None else yearly
    factor = np.empty((1, block.paths))
    table = sizes.level
    yearly_quantiles(seed, sizes.level_stream, block.first, table.cubics, table.cell_bits, factor)
    return factor if yearly is None else factor * yearly
