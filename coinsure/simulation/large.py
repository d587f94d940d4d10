"""The losses of a block that are kept one by one, brought from many sources into one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels.order import in_order, order_losses
from coinsure.tables.losses import LargeLosses

Number = TypeVar("Number", np.float64, np.int64, np.int32)

OWN_OCCURRENCE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Losses from one source, in any order of rows; the fields of ``LargeLosses``."""

    row: IntArray  # (E,)
    line: Int32Array  # (E,)
    risk: Int32Array  # (E,)
    occurrence: Int32Array  # (E,)
    count: Int32Array  # (E,)
    time: FloatArray  # (E,)
    amount: FloatArray  # (E,)


def single_losses(
    *, row: IntArray, line: Int32Array, risk: Int32Array, time: FloatArray, amount: FloatArray
) -> Kept:
    """Return losses that are each one loss and an occurrence of its own."""
    own, one = np.full(row.size, OWN_OCCURRENCE, np.int32), np.ones(row.size, np.int32)
    return Kept(row, line, risk, own, one, time, amount)


def large_losses(sources: Sequence[Kept], rows: int) -> LargeLosses:
    """Return the losses of all ``sources`` sorted by (row, time, occurrence, line)."""
    some = [kept for kept in sources if kept.row.size] or list(sources[:1])
    row, line = _joined([kept.row for kept in some]), _joined([kept.line for kept in some])
    time = _joined([kept.time for kept in some])
    occurrence = _joined([kept.occurrence for kept in some])
    start, order = np.empty(rows + 1, np.int64), np.empty(row.size, np.int64)
    order_losses(row, time, occurrence, line, start, order)
    return LargeLosses(
        start=start,
        line=in_order(order, line),
        risk=in_order(order, _joined([kept.risk for kept in some])),
        occurrence=in_order(order, occurrence),
        count=in_order(order, _joined([kept.count for kept in some])),
        time=in_order(order, time),
        amount=in_order(order, _joined([kept.amount for kept in some])),
    )


def _joined(columns: Sequence[NDArray[Number]]) -> NDArray[Number]:
    """Return the columns one after the other; a single one as it is."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)
