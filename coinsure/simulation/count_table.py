"""Counts as the kernels draw them: known, from tables, or with a mean of their own each."""

import math

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import FactorSpec
from coinsure.models.development import STEADY
from coinsure.models.frequency import (
    Bernoulli,
    Fixed,
    FrequencySpec,
    NegativeBinomial,
    ZeroInflatedPoisson,
)
from coinsure.models.take_up import Course
from coinsure.simulation.plan import (
    CountPlan,
    CountTable,
    KnownCounts,
    MixedCounts,
    QuantileTable,
    YearlyCounts,
)
from coinsure.simulation.quantile_table import tabulate
from coinsure.simulation.streams import Streams

MOST_EXPECTED = 1e6
"""Losses of a component that may be expected in a year."""

MOST_OF_A_YEAR = 1e7
"""Losses of a component that its factors may let expect in one year of ten thousand."""

ONE_YEAR = 1e-4

MOST_DISPERSION = 1000.0
"""Above this the probability of no loss is too small a number for floats."""

GUIDES = 2048
UNRESOLVED = 2.0**-54  # uniforms are odd multiples of 2**-52
HIGHEST = 1.0 - 2.0**-52  # the largest uniform
FAR = 10.0  # standard deviations that a table reaches at first on either side of its mean,
FEW = 40  # with so many more for small means
ABOVE_ALL = 2.0


def count_plan(
    frequency: FrequencySpec,
    *,
    risks: int,
    years: int,
    factor: int,
    name: str,
    streams: Streams,
    development: Course = STEADY,
    shared: str | None = None,
    systemic: FactorSpec | None = None,
) -> CountPlan:
    """Return how the counts of ``frequency`` are drawn for ``risks`` risks in year 1.

    Parameters
    ----------
    factor
        Number of the sector's yearly factor, -1 where there is none.
    development
        How exposure and frequency change from year to year.
    shared
        Name of the level, where several counts have the same one; ``name`` if left out.
    systemic
        Distribution of the sector's yearly factor, to see how many losses a bad year can have.

    Raises
    ------
    ModelRefusedError
        More losses than can be drawn one by one are expected, or the frequency cannot develop so.
    """
    if isinstance(frequency, Fixed):
        return KnownCounts(np.array([frequency.in_year(year + 1) for year in range(years)]))
    try:
        by_year = _by_year(frequency, risks, years, development)
    except ModelRefusedError as refusal:
        raise ModelRefusedError(f"{name}: {refusal}") from None
    for year, (of_year, number) in enumerate(by_year, 1):
        _require_drawable(of_year, number, name if len(by_year) == 1 else f"{name}, year {year}")
    if factor < 0 and frequency.level is None:
        tables = tuple(_table(*of_year) for of_year in by_year)
        return tables[0] if len(tables) == 1 else YearlyCounts(tables)
    mean = np.array([_mixed_mean(*of_year) for of_year in by_year])
    _require_bounded(float(mean.max()), frequency, systemic, name)
    return MixedCounts(
        mean=mean if len(mean) == years else np.repeat(mean, years),
        dispersion=frequency.dispersion if isinstance(frequency, NegativeBinomial) else 1.0,
        none=_zero_inflation(frequency),
        factor=factor,
        level=_level(frequency, name),
        level_stream=streams.number(shared or name, "level"),
    )


def _by_year(
    frequency: FrequencySpec, risks: int, years: int, development: Course
) -> list[tuple[FrequencySpec, int]]:
    """Return frequency and risks of each year, of one only where all years are alike."""
    steps = development.indices(years)
    if all(step.exposure == step.frequency == 1.0 for step in steps):
        return [(frequency, _counted(frequency, risks))]
    return [
        frequency.developed(
            exposure=step.exposure, trend=step.frequency, risks=_counted(frequency, risks)
        )
        for step in steps
    ]


def _counted(frequency: FrequencySpec, risks: int) -> int:
    """Return ``risks``, which have to be as many as the frequency names."""
    if isinstance(frequency, Bernoulli) and len(frequency.probabilities) != risks:
        message = (
            f"its frequency has {len(frequency.probabilities)} probabilities for {risks} risks; "
            "give one for each risk"
        )
        raise ModelRefusedError(message)
    return risks


def _require_drawable(frequency: FrequencySpec, risks: int, name: str) -> None:
    mean = frequency.expected(risks)
    if mean > MOST_EXPECTED:
        message = (
            f"{name}: {mean:.3g} losses a year are expected, and at most {MOST_EXPECTED:.0e} can "
            "be drawn; give the component a severity for many risks together"
        )
        raise ModelRefusedError(message)
    if isinstance(frequency, NegativeBinomial) and frequency.dispersion > MOST_DISPERSION:
        message = (
            f"{name}: a dispersion of {frequency.dispersion:g} cannot be drawn; it has to be at "
            f"most {MOST_DISPERSION:g}"
        )
        raise ModelRefusedError(message)


def _require_bounded(
    mean: float, frequency: FrequencySpec, systemic: FactorSpec | None, name: str
) -> None:
    """Refuse a mean that level and yearly factor can raise beyond what can be drawn."""
    found = {"level": frequency.level and frequency.level.factor(), "systemic factor": systemic}
    factors = {key: factor for key, factor in found.items() if factor is not None}
    far = mean * math.prod(float(of.quantile_of_survival(ONE_YEAR)) for of in factors.values())
    if far > MOST_OF_A_YEAR:
        message = (
            f"{name}: {mean:.3g} losses a year are expected, and with its {' and '.join(factors)} "
            f"{far:.3g} in one year of {1.0 / ONE_YEAR:,.0f}, where at most {MOST_OF_A_YEAR:.0e} "
            "can be drawn; lower its cv or its range, or give the component a severity for many "
            "risks together"
        )
        raise ModelRefusedError(message)


def _mixed_mean(frequency: FrequencySpec, risks: int) -> float:
    """Return the mean that factors multiply."""
    if isinstance(frequency, ZeroInflatedPoisson):
        return frequency.when_active(risks)
    return frequency.expected(risks)


def _zero_inflation(frequency: FrequencySpec) -> float:
    return frequency.zero_inflation if isinstance(frequency, ZeroInflatedPoisson) else 0.0


def _level(frequency: FrequencySpec, name: str) -> QuantileTable | None:
    return frequency.level and tabulate(frequency.level.factor(), f"{name}: level")


def _table(frequency: FrequencySpec, risks: int) -> CountTable:
    """Return the distribution of the count, as far as any uniform number can tell."""
    mean = frequency.expected(risks)
    reach = FAR * np.sqrt(frequency.variance(risks)) + FEW
    lowest, down = max(0, int(mean - reach)), reach
    while lowest > 0 and _below(frequency, risks, lowest) >= UNRESOLVED:
        down *= 2.0
        lowest = max(0, int(mean - down))
    highest, up = int(mean + reach), reach
    while _below(frequency, risks, highest + 1) <= HIGHEST:
        up *= 2.0
        highest = int(mean + up)
    cumulative = frequency.cdf(np.arange(lowest, highest + 1), risks)
    first = int(np.searchsorted(cumulative, UNRESOLVED))
    last = int(np.searchsorted(cumulative, HIGHEST, side="right"))
    return _guided(lowest + first, np.append(cumulative[first:last], ABOVE_ALL))


def _below(frequency: FrequencySpec, risks: int, count: int) -> float:
    return float(frequency.cdf(np.array([count - 1]), risks)[0])


def _guided(lowest: int, cumulative: FloatArray) -> CountTable:
    guide = np.searchsorted(cumulative, np.arange(GUIDES) / GUIDES, side="right")
    return CountTable(lowest, cumulative, guide.astype(np.int32))
