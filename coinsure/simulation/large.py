"""The losses of a block that are kept one by one, brought from many sources into one order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels.order import order_losses
from coinsure.tables.losses import LargeLosses

OWN_OCCURRENCE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Losses of one line from one source, in any order of rows."""

    line: int
    row: IntArray  # (E,)
    risk: Int32Array  # (E,)
    occurrence: Int32Array  # (E,)
    count: int  # equal losses that each row stands for
    time: FloatArray  # (E,)
    amount: FloatArray  # (E,)


def kept_of_line(
    line: int, *, row: IntArray, risk: Int32Array, time: FloatArray, amount: FloatArray
) -> Kept:
    """Return losses that are each an occurrence of its own."""
    own = np.full(row.size, OWN_OCCURRENCE, np.int32)
    return Kept(line, row, risk, own, 1, time, amount)


def large_losses(sources: Sequence[Kept], rows: int) -> LargeLosses:
    """Return the losses of all ``sources`` sorted by (row, time, occurrence, line)."""
    sizes = [kept.row.size for kept in sources]
    row = _joined([kept.row for kept in sources], np.int64)
    time = _joined([kept.time for kept in sources], np.float64)
    occurrence = _joined([kept.occurrence for kept in sources], np.int32)
    line = np.repeat(np.array([kept.line for kept in sources], np.int32), sizes)
    start = np.empty(rows + 1, np.int64)
    order = np.empty(row.size, np.int64)
    order_losses(row, time, occurrence, line, start, order)
    return LargeLosses(
        start=start,
        line=line[order],
        risk=_joined([kept.risk for kept in sources], np.int32)[order],
        occurrence=occurrence[order],
        count=np.repeat(np.array([kept.count for kept in sources], np.int32), sizes)[order],
        time=time[order],
        amount=_joined([kept.amount for kept in sources], np.float64)[order],
    )


def _joined(parts: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([np.empty(0, kind), *parts])
