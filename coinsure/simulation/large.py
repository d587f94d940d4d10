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
    kept = _joined(sources)
    start = np.empty(rows + 1, np.int64)
    order = np.empty(kept.row.size, np.int64)
    order_losses(kept.row, kept.time, kept.occurrence, kept.line, start, order)
    return LargeLosses(
        start=start,
        line=kept.line[order],
        risk=kept.risk[order],
        occurrence=kept.occurrence[order],
        count=kept.count[order],
        time=kept.time[order],
        amount=kept.amount[order],
    )


def _joined(sources: Sequence[Kept]) -> Kept:
    """Return all losses as one source."""
    some = [kept for kept in sources if kept.row.size]
    if len(some) <= 1:
        return (some or sources)[0]
    return Kept(
        row=np.concatenate([kept.row for kept in some]),
        line=np.concatenate([kept.line for kept in some]),
        risk=np.concatenate([kept.risk for kept in some]),
        occurrence=np.concatenate([kept.occurrence for kept in some]),
        count=np.concatenate([kept.count for kept in some]),
        time=np.concatenate([kept.time for kept in some]),
        amount=np.concatenate([kept.amount for kept in some]),
    )
