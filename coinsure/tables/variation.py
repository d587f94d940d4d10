"""What the years of a path have in common: sums of squares and of products of two years."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import CELL, FloatArray
from coinsure.kernels.sums import cell_sums
from coinsure.tables.fold import tree
from coinsure.tables.summary import Sheet, Watch, by_batch, products


@dataclass(frozen=True, slots=True, eq=False)
class Variation:
    """Sums over paths of deviations of rows, of years that are all alike."""

    names: tuple[str, ...]  # (K,)
    first: FloatArray  # (T, K) sums
    products: FloatArray  # (BATCHES, 2, K) of squares, of products of two different years
    paths: int

    @property
    def years(self) -> int:
        """Years of a path."""
        return self.first.shape[0]


def variation_of_sheet(sheet: Sheet, watch: Watch, paths: int) -> Variation:
    """Return what a run knows already of its rows."""
    return Variation(watch.names, sheet.first, sheet.products, paths)


def variation_of_rows(names: tuple[str, ...], rows: FloatArray) -> Variation:
    """Add up ``rows`` (K, T, P), cell by cell and then in the tree."""
    n_rows, years, paths = rows.shape
    cells = -(-paths // CELL)
    first, second = np.empty((2, cells, years, n_rows))
    path = np.empty((cells, n_rows))
    centre = rows.mean(axis=(1, 2))
    cell_sums(rows, np.ones(paths), centre, CELL, first, second, path)
    return Variation(names, tree(first), by_batch(products(second, path), 0), paths)
