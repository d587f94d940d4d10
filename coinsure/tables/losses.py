"""What a block of paths lost: annual totals by account, and the large losses one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from coinsure.arrays import CELL, FloatArray, Int32Array, IntArray


@dataclass(frozen=True, slots=True)
class Block:
    """A run of whole paths: the unit of work, of checkpoint and of retry.

    ``first`` is the number of its first path, a multiple of ``CELL``; ``paths`` how many there are.
    """

    first: int
    paths: int

    def cut(self, pieces: int) -> tuple["Block", ...]:
        """Return the block in about as many pieces of whole cells, in order."""
        size = -(-self.paths // (pieces * CELL)) * CELL
        end = self.first + self.paths
        return tuple(Block(n, min(size, end - n)) for n in range(self.first, end, size))


@dataclass(frozen=True, slots=True, eq=False)
class LargeLosses:
    """Losses kept one by one, sorted by (row, time, occurrence, line); row r = t * P + p."""

    start: IntArray  # (T*P+1,) losses of row r are start[r]:start[r+1]
    line: Int32Array  # (E,)
    risk: Int32Array  # (E,) site or band of the line, -1 where it is not known
    occurrence: Int32Array  # (E,) >= 0 shared by the rows of one named event in a block, -1 its own
    count: Int32Array  # (E,) equal losses that the row stands for
    time: FloatArray  # (E,) within the year, in (0, 1)
    amount: FloatArray  # (E,) sum of the ``count`` losses, after policy terms

    @property
    def row(self) -> IntArray:
        """Row of each loss, (E,)."""
        return np.repeat(np.arange(self.start.size - 1), np.diff(self.start))


@dataclass(frozen=True, slots=True, eq=False)
class LossTable:
    """Losses of a block after policy terms, before reinsurance."""

    block: Block
    lines: tuple[str, ...]  # (L,) "sector.line"
    premium: FloatArray  # (L, T) gross written premium that the losses belong to, for 100 %
    total: FloatArray  # (A, T, P) all losses of an account in a year, large ones included
    account_line: Int32Array  # (A,) line of each account
    large: LargeLosses
    weight: FloatArray  # (P,) ones unless paths were drawn with unequal weight
    sites: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    """Sums insured of the sites of a line by name; ``large.risk`` counts them in this order."""

    @property
    def by_line(self) -> FloatArray:
        """Annual losses by line, (L, T, P): accounts added in their order.

        Where every line is one account this is ``total`` itself: read it, and copy it to change it.
        """
        if np.array_equal(self.account_line, np.arange(len(self.lines))):
            return self.total
        out = np.zeros((len(self.lines), *self.total.shape[1:]))
        for account, line in enumerate(self.account_line):
            out[line] += self.total[account]
        return out

    @property
    def annual(self) -> FloatArray:
        """Annual losses in path order, (Y, L): the years of a path follow each other."""
        lines, years, paths = self.by_line.shape
        return np.ascontiguousarray(self.by_line.transpose(2, 1, 0)).reshape(paths * years, lines)
