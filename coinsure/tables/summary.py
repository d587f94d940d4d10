"""What a block of answers leaves behind: sums, batch sums and the rows of every watched tail."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import BATCHES, CELL, FloatArray, IntArray
from coinsure.kernels.sums import cell_sums
from coinsure.tables.answers import Answers
from coinsure.tables.fold import tree
from coinsure.tables.losses import Block


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """A row whose tail is kept: every value above ``floor``, with the ``parts`` that make it up."""

    name: str
    column: int
    parts: tuple[int, ...]
    floor: float


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """Names, centres of the moments and watched rows of one sheet (annual, or horizon)."""

    names: tuple[str, ...]  # (K,)
    centre: FloatArray  # (K,)
    watched: tuple[Watched, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """Rows of a watched total above its floor, with the number of the path-year they came from.

    A tail that was merged holds its pieces one after the other, and joins them when it is sorted:
    copied once, however many blocks there are.
    """

    floor: float
    equal: IntArray  # (T,) rows exactly at the floor, counted and not kept
    value: FloatArray  # (n,)
    row: IntArray  # (n,) path * T + year
    parts: FloatArray  # (J, n)
    later: tuple["Tail", ...] = ()  # of the paths that follow

    def merge(self, right: "Tail") -> "Tail":
        """Join with the tail of the paths that follow."""
        return replace(self, later=(*self.later, replace(right, later=()), *right.later))

    def above(self, floor: float) -> "Tail":
        """Return the tail as it would have been cut at a ``floor`` that is not lower."""
        if floor < self.floor:
            raise ValueError(f"rows between {floor} and {self.floor} were not kept")
        if floor == self.floor:
            return self
        years = self.equal.size
        at_floor = self.row[self.value == floor] % years
        kept = self.value > floor
        return Tail(
            floor,
            np.bincount(at_floor, minlength=years).astype(np.int64),
            self.value[kept],
            self.row[kept],
            np.ascontiguousarray(self.parts[:, kept]),
            tuple(tail.above(floor) for tail in self.later),
        )

    def sorted(self) -> "Tail":
        """Return one piece, the largest value first; equal values in the order of their rows."""
        pieces = (self, *self.later)
        value = np.concatenate([piece.value for piece in pieces])
        row = np.concatenate([piece.row for piece in pieces])
        order = np.argsort(-value)  # much faster than by two keys, but blind to the rows
        descending = value[order]
        same = np.flatnonzero(descending[1:] == descending[:-1])
        if same.size:
            tied = np.union1d(same, same + 1)
            chosen = order[tied]
            order[tied] = chosen[np.lexsort((row[chosen], -value[chosen]))]
        return Tail(
            self.floor,
            np.add.reduce([piece.equal for piece in pieces]),
            descending,
            row[order],
            _taken([piece.parts for piece in pieces], order),
        )


def _taken(pieces: Sequence[FloatArray], order: IntArray) -> FloatArray:
    """Return the columns of all ``pieces`` (J, n) in a new order."""
    parts = np.empty((len(pieces[0]), order.size))
    for j, part in enumerate(parts):
        np.take(np.concatenate([piece[j] for piece in pieces]), order, out=part)
    return parts


Each = Callable[[Callable[[Tail], Tail], Sequence[Tail]], Iterable[tuple[int, Tail]]]
"""Applies a function to many tails, in any order, and gives each result with its number."""


def in_turn(function: Callable[[Tail], Tail], tails: Sequence[Tail]) -> Iterable[tuple[int, Tail]]:
    """Apply a function to one tail after another."""
    return enumerate(map(function, tails))


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Sums over paths of every row of a sheet, as deviations d from the plan's centres."""

    first: FloatArray  # (T, K) sum of w d
    second: FloatArray  # (T, K) sum of w d^2
    path: FloatArray  # (K,) sum over paths of the square of (sum over years of w d)
    batch: FloatArray  # (BATCHES, T, K) sum of w d by cell number modulo BATCHES
    products: FloatArray  # (BATCHES, 2, K) sum of (w d)^2 of all years, of (w d)(w d) of two years
    tails: tuple[Tail, ...]

    def merge(self, right: "Sheet") -> "Sheet":
        """Join with the sheet of the paths that follow."""
        return Sheet(
            self.first + right.first,
            self.second + right.second,
            self.path + right.path,
            self.batch + right.batch,
            self.products + right.products,
            tuple(mine.merge(other) for mine, other in zip(self.tails, right.tails, strict=True)),
        )

    def above(self, watch: Watch) -> "Sheet":
        """Return the sheet with its tails cut at the floors of another watch of the same rows."""
        tails = zip(self.tails, watch.watched, strict=True)
        return replace(self, tails=tuple(tail.above(watched.floor) for tail, watched in tails))

    def sorted(self, each: Each = in_turn) -> "Sheet":
        """Return the sheet with every tail in descending order."""
        tails = dict(each(Tail.sorted, self.tails))
        return replace(self, tails=tuple(tails[number] for number in range(len(tails))))


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What is known of the paths ``first`` to ``first + paths``."""

    first: int
    paths: int
    weight: FloatArray  # (2,) sums of w and of w^2
    annual: Sheet
    horizon: Sheet
    sample: FloatArray  # (J, n) chosen rows of the first paths of the run, years of a path together
    residual: float  # worst relative breach of conservation

    def merge(self, right: "Summary") -> "Summary":
        """Join with the summary of the paths that follow."""
        if self.first + self.paths != right.first:
            raise ValueError(
                f"paths {right.first}.. do not follow {self.first}..{self.first + self.paths}"
            )
        return Summary(
            self.first,
            self.paths + right.paths,
            self.weight + right.weight,
            self.annual.merge(right.annual),
            self.horizon.merge(right.horizon),
            np.concatenate([self.sample, right.sample], axis=1),
            max(self.residual, right.residual),
        )

    def narrowed(self, asked: "Asked") -> "Summary":
        """Return the summary as a longer run asks for it: floors not lower, as large a sample."""
        return replace(
            self,
            annual=self.annual.above(asked.annual),
            horizon=self.horizon.above(asked.horizon),
        )

    def sorted(self, each: Each = in_turn) -> "Summary":
        """Return the summary of a finished run, tails in descending order."""
        return replace(self, annual=self.annual.sorted(each), horizon=self.horizon.sorted(each))

    def digest(self) -> str:
        """Return the sha256 of every number of the summary: the result hash of a run."""
        state = hashlib.sha256()
        for sheet in (self.annual, self.horizon):
            for array in (sheet.first, sheet.second, sheet.path, sheet.batch, sheet.products):
                state.update(np.ascontiguousarray(array).data)
            for tail in sheet.tails:
                for array in (tail.equal, tail.value, tail.row, tail.parts):
                    state.update(np.ascontiguousarray(array).data)
        for array in (self.weight, self.sample):
            state.update(np.ascontiguousarray(array).data)
        return state.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a run is asked to keep of its answers."""

    annual: Watch
    horizon: Watch
    sample: tuple[int, ...]  # annual columns of the sample: the burdens of the lines
    sample_paths: int  # it holds the paths with numbers below this


def summarise(answers: Answers, asked: Asked) -> Summary:
    """Reduce the answers of a block to sums and tails; pure."""
    block = answers.block
    wanted = min(max(asked.sample_paths - block.first, 0), block.paths)
    chosen = answers.annual[list(asked.sample), :, :wanted]
    return Summary(
        block.first,
        block.paths,
        _weights(answers.weight),
        _sheet(answers.annual, answers.weight, block, asked.annual),
        _sheet(answers.horizon, answers.weight, block, asked.horizon),
        np.ascontiguousarray(chosen.transpose(0, 2, 1)).reshape(len(asked.sample), -1),
        answers.residual,
    )


def _weights(weight: FloatArray) -> FloatArray:
    """Return the sums of w and w^2, cell by cell and then in the tree."""
    cells = -(-weight.size // CELL)
    first = np.empty((cells, 1, 2))
    rows = np.stack([weight, weight * weight])[:, None, :]
    ones = np.ones(weight.size)
    cell_sums(rows, ones, np.zeros(2), CELL, first, np.empty_like(first), np.empty((cells, 2)))
    return tree(first)[0]


def _sheet(rows: FloatArray, weight: FloatArray, block: Block, watch: Watch) -> Sheet:
    n_rows, years, paths = rows.shape
    cells = -(-paths // CELL)
    first, second = np.empty((cells, years, n_rows)), np.empty((cells, years, n_rows))
    path = np.empty((cells, n_rows))
    cell_sums(rows, weight, watch.centre, CELL, first, second, path)
    first_cell = block.first // CELL
    return Sheet(
        tree(first),
        tree(second),
        tree(path),
        by_batch(first, first_cell),
        by_batch(products(second, path), first_cell),
        tuple(cut(rows, block, watched) for watched in watch.watched),
    )


def products(second: FloatArray, path: FloatArray) -> FloatArray:
    """Return sums of squares and of products of two years, (C, 2, K), of cells.

    The square of a path's sum over the years, in ``path`` (C, K), is both together; ``second``
    (C, T, K) are the squares by year.
    """
    squares = np.add.accumulate(second, axis=1)[:, -1]
    return np.stack([squares, path - squares], axis=1)


def by_batch(sums: FloatArray, first_cell: int) -> FloatArray:
    """Add up cells (C, ...) by their number modulo BATCHES."""
    batch = np.zeros((BATCHES, *sums.shape[1:]))
    for number in range(BATCHES):
        mine = sums[(number - first_cell) % BATCHES :: BATCHES]
        if len(mine):
            batch[number] = tree(mine)
    return batch


def cut(rows: FloatArray, block: Block, watched: Watched) -> Tail:
    """Keep the rows of a watched column above its floor."""
    values = rows[watched.column]
    years, paths = values.shape
    flat = values.ravel()
    kept = np.flatnonzero(flat > watched.floor)
    year, path = np.divmod(kept, paths)
    parts = np.empty((len(watched.parts), kept.size))
    for j, column in enumerate(watched.parts):
        np.take(rows[column].ravel(), kept, out=parts[j])
    equal = np.array([np.count_nonzero(values[t] == watched.floor) for t in range(years)], np.int64)
    return Tail(watched.floor, equal, flat[kept], (block.first + path) * years + year, parts)
