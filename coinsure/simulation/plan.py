"""What a block is drawn from: tables, stream numbers and terms, as plain records of arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.kernels.philox import WordArray

NO_EDGES: WordArray = np.empty(0, np.uint64)
NO_GUIDE: Int32Array = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class QuantileTable:
    """A quantile function as cubics in cells, see ``coinsure.kernels.quantiles``."""

    cubics: FloatArray  # (C, 4)
    cell_bits: int

    @property
    def edges(self) -> WordArray:
        """None, (0,): its cells are where ``cell_bits`` says."""
        return NO_EDGES

    @property
    def guide(self) -> Int32Array:
        """None, (0,), as there are no edges to look for."""
        return NO_GUIDE


@dataclass(frozen=True, slots=True, eq=False)
class SplitTable:
    """A quantile function with jumps or bends as cubics in cells that end where those are."""

    cubics: FloatArray  # (C, 4)
    cell_bits: int  # of the guide
    edges: WordArray  # (C + 1,)
    guide: Int32Array  # (G,)


AmountTable = QuantileTable | SplitTable


@dataclass(frozen=True, slots=True, eq=False)
class KnownCounts:
    """Counts that are not random."""

    by_year: IntArray  # (T,)


@dataclass(frozen=True, slots=True, eq=False)
class CountTable:
    """One distribution of the count for all path-years, see ``counts_of_one_mean``."""

    lowest: int
    cumulative: FloatArray  # (K,)
    guide: Int32Array  # (G,)


@dataclass(frozen=True, slots=True, eq=False)
class YearlyCounts:
    """A distribution of the count for each year, the same for all paths."""

    by_year: tuple[CountTable, ...]  # (T,)


@dataclass(frozen=True, slots=True, eq=False)
class MixedCounts:
    """Counts whose mean is multiplied by factors.

    Poisson where the dispersion is 1, negative binomial where it is above.
    """

    mean: FloatArray  # (T,)
    dispersion: float
    none: float  # probability of a year without any loss, whatever the mean
    factor: int  # number of the sector's yearly factor, -1 for none
    level: QuantileTable | None  # factor drawn once per path
    level_stream: int


CountPlan = KnownCounts | CountTable | YearlyCounts | MixedCounts


@dataclass(frozen=True, slots=True, eq=False)
class Payment:
    """What a loss is paid with: ``min(max(scale * quantile - deductible, 0), limit)``."""

    table: AmountTable
    scale: float
    deductible: float
    limit: float  # inf for none


@dataclass(frozen=True, slots=True, eq=False)
class SizePlan:
    """How large the losses of a component are, and what is paid for them."""

    payments: tuple[tuple[Payment, ...], ...]
    """By set of parameters (K,), of which a path has one; then by year, one where all are alike."""

    chance: FloatArray  # (K,) of each set
    set_stream: int
    level: QuantileTable | None  # factor on all losses of a path, before the terms
    level_stream: int
    factor: int  # number of the yearly factor on all losses, before the terms, -1 for none


@dataclass(frozen=True, slots=True, eq=False)
class FactorPlan:
    """A yearly factor; ``table`` is None where a sector has none."""

    table: QuantileTable | None
    stream: int


@dataclass(frozen=True, slots=True, eq=False)
class LinkPlan:
    """How factors hang together: scores that are drawn one by one and then made dependent."""

    members: tuple[int, ...]  # (K,) numbers of the factors that are drawn by their scores
    score: QuantileTable  # of the standard normal
    loadings: FloatArray  # (K, K) lower triangle
    persistence: float
    fresh: float  # sqrt(1 - persistence**2)
    df: float  # of the shock
    shock: QuantileTable | None  # drawn once a year for all that are shaken
    shock_stream: int
    shaken: BoolArray  # (K,)
    tables: tuple[FloatArray, ...]  # (K,) factors as functions of their scores


@dataclass(frozen=True, slots=True, eq=False)
class ComponentPlan:
    """One frequency with one severity: a component of a line, or of one of its sites."""

    name: str
    line: int
    site: int  # number of the site, -1 for the line as a whole
    counts: CountPlan
    sizes: SizePlan
    stream: int
    risk_stream: int  # of the risk that is hit, where an aggregate asks for it
    threshold: float  # payments above it are kept one by one
    kept_rate: float  # payments expected above it in a path-year, to make room for them


@dataclass(frozen=True, slots=True, eq=False)
class AggregatePlan:
    """Components of a line whose policies pay each risk at most ``aggregate`` in a year."""

    line: int
    aggregate: FloatArray  # (T,)
    risks: IntArray  # (T,)
    threshold: float  # what is paid above it is kept one by one
    components: tuple[ComponentPlan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LegPlan:
    """What one line loses in an event."""

    line: int
    site: int  # number of the site that is hit, -1 for none in particular
    risks: Int32Array  # (T,) equal risks that share the loss
    payments: tuple[Payment, ...]  # by year, one where all are alike
    stream: int


@dataclass(frozen=True, slots=True, eq=False)
class EventPlan:
    """A named event: how often, and what each line loses.

    Legs with the stream of the event follow its intensity, the others are drawn on their own.
    """

    name: str
    counts: CountPlan
    stream: int
    legs: tuple[LegPlan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SimulationPlan:
    """All that ``simulate`` needs; the same plan and block give the same losses anywhere."""

    seed: int
    years: int
    lines: tuple[str, ...]  # (L,)
    premium: FloatArray  # (L, T)
    sites: Mapping[str, Mapping[str, float]]  # sums insured by line and site
    factors: tuple[FactorPlan, ...]
    link: LinkPlan | None
    components: tuple[ComponentPlan, ...]
    aggregates: tuple[AggregatePlan, ...]
    events: tuple[EventPlan, ...]
