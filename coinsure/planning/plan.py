"""``Plan``: what a scenario becomes before anything is drawn; pure data, fit to send."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import CELL, PILOT_FIRST_PATH, FloatArray
from coinsure.planning.layout import Layout
from coinsure.pool.member import Member
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import ProfitRule, ReadsPilot
from coinsure.reinsurance.counterparty.default import DefaultPlan
from coinsure.reinsurance.own import OwnReinsurance
from coinsure.reinsurance.public import PublicLayer, ReinsuranceSupport
from coinsure.reinsurance.treaties import TreatySpec
from coinsure.simulation import SimulationPlan
from coinsure.tables.losses import Block
from coinsure.tables.shares import ShareTable

BLOCK_PATH_YEARS = 1 << 16
"""Path-years of a block: enough to keep two threads busy, few enough to stay in flat memory."""
SHORT_RUN = 1 << 14
"""Path-years from which a run has its pilot in full; fewer than any block but the last has."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Everything that the stages of a run need, and nothing that they do not."""

    simulation: SimulationPlan
    treaties: Mapping[str, TreatySpec]
    defaults: DefaultPlan
    own: Mapping[str, OwnReinsurance]
    public_layers: Mapping[str, PublicLayer]
    support: Mapping[str, ReinsuranceSupport]
    shares: ShareTable  # of year 1
    members: Mapping[str, Member]
    profit: ProfitRule | ReadsPilot
    pool: PoolPlan
    layout: Layout
    paths: int
    years: int
    cells_per_block: int
    alike: bool  # whether all years have the same exposure, rates and members

    @property
    def profit_rule(self) -> ProfitRule:
        """Return the rule by which profit is divided; it has to have read the pilot."""
        if isinstance(self.profit, ReadsPilot):
            raise ValueError(f"{type(self.profit).__name__} has not read the pilot")
        return self.profit

    @property
    def firms(self) -> FloatArray:
        """Return the insured firms of each line in year 1, over those at the full price, (L,)."""
        public = self.layout.public
        return np.ones(len(self.layout.lines)) if public is None else public.subsidised.firms[:, 0]

    @property
    def share_tables(self) -> tuple[ShareTable, ...]:
        """Return the share table of every year, or the one that holds for all."""
        return self.pool.yearly or (self.shares,)

    @property
    def block_paths(self) -> int:
        """Return the paths of a block; the last one may have fewer."""
        return self.cells_per_block * CELL

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the run, in order."""
        size = self.block_paths
        return tuple(
            Block(first, min(size, self.paths - first)) for first in range(0, self.paths, size)
        )

    def pilot(self, path_years: int) -> Block:
        """Return a block of pilot paths, whole cells, of at least ``path_years`` or the part due.

        A short run has as much less of a pilot as it is short of ``SHORT_RUN``: what it learns from
        the pilot stays better known than what the run itself can show.
        """
        return pilot_block(path_years, self.paths * self.years, self.years)


def cells_per_block(years: int) -> int:
    """Return the largest power of two of cells whose path-years fit a block; at least one."""
    cells = max(BLOCK_PATH_YEARS // (years * CELL), 1)
    return 1 << (cells.bit_length() - 1)


def pilot_block(in_full: int, path_years: int, years: int) -> Block:
    """Return the pilot of a run of ``path_years``: paths of ``years``, in whole cells."""
    due = in_full * min(path_years, SHORT_RUN) / SHORT_RUN
    return Block(PILOT_FIRST_PATH, math.ceil(due / (years * CELL)) * CELL)
