"""Room for the losses of a component that are kept one by one, which grows as they need it."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels.components import component_losses
from coinsure.simulation.plan import ComponentPlan, Payment
from coinsure.simulation.sizes import portions, stretch
from coinsure.tables.losses import Block

SPARE_SHARE = 1.1
SPARE = 1024


class LossStore:
    """Rows, numbers, times and amounts of losses, appended component by component."""

    def __init__(self, expected: float) -> None:
        room = int(SPARE_SHARE * expected) + SPARE
        self.row: IntArray = np.empty(room, np.int64)
        self.draw: Int32Array = np.empty(room, np.int32)
        self.time: FloatArray = np.empty(room)
        self.amount: FloatArray = np.empty(room)
        self.kept = 0

    def add(
        self,
        component: ComponentPlan,
        *,
        seed: int,
        block: Block,
        first_year: int,
        counts: Int32Array,
        total: FloatArray,
        factor: FloatArray | None = None,
    ) -> None:
        """Draw the losses of ``counts`` (T, P), add them to ``total`` and append the large ones.

        Rows are those of ``counts``, whose first year has the 0-based number ``first_year``.
        The ``factor`` (T, P) multiplies losses, where there is one.
        """
        stretches = stretch(component.sizes, factor, seed=seed, block=block)
        for payment, year, mine in portions(
            component.sizes, counts, seed=seed, block=block, first_year=first_year
        ):
            before = self.kept
            self._add(
                component,
                payment,
                seed=seed,
                block=block,
                first_year=first_year + year,
                counts=mine,
                stretch=stretches[year : year + len(mine)] if len(stretches) > 1 else stretches,
                total=total[year : year + len(mine)],
            )
            self.row[before : self.kept] += year * block.paths

    @property
    def losses(self) -> tuple[IntArray, FloatArray, FloatArray]:
        """Row, time and amount of the losses that are there, (E,)."""
        return self.row[: self.kept], self.time[: self.kept], self.amount[: self.kept]

    def _add(
        self,
        component: ComponentPlan,
        payment: Payment,
        *,
        seed: int,
        block: Block,
        first_year: int,
        counts: Int32Array,
        stretch: FloatArray,
        total: FloatArray,
    ) -> None:
        """Draw losses that are all paid in the same way, a second time where room was short."""

        def draw(total: FloatArray) -> int:
            return self._draw(
                component, payment, seed, block.first, first_year, counts, stretch, total
            )

        kept = draw(total)
        if kept > self.amount.size:
            self._grow(2 * kept)
            kept = draw(np.zeros_like(total))
        self.kept = kept

    def _draw(
        self,
        component: ComponentPlan,
        payment: Payment,
        seed: int,
        first_path: int,
        first_year: int,
        counts: Int32Array,
        stretch: FloatArray,
        total: FloatArray,
    ) -> int:
        return component_losses(
            seed,
            component.stream,
            first_path,
            first_year,
            counts,
            payment.table.cubics,
            payment.table.cell_bits,
            payment.table.edges,
            payment.table.guide,
            payment.scale,
            payment.deductible,
            payment.limit,
            stretch,
            total,
            component.threshold,
            self.row,
            self.draw,
            self.time,
            self.amount,
            self.kept,
        )

    def _grow(self, room: int) -> None:
        """Make room for at least ``room`` losses; those that are there stay."""
        more = room - self.amount.size
        self.row = np.concatenate([self.row, np.empty(more, np.int64)])
        self.draw = np.concatenate([self.draw, np.empty(more, np.int32)])
        self.time = np.concatenate([self.time, np.empty(more)])
        self.amount = np.concatenate([self.amount, np.empty(more)])
