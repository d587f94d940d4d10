"""``exact``: answers to a scenario by lattice convolution, where it has any: no sampling."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coinsure.arrays import LEVELS
from coinsure.errors import ModelRefusedError, NoExactAnswerError, UsageError
from coinsure.lattice import ExactBook, ExactMoments, exact_distribution, exact_moments
from coinsure.planning.exact_lines import ExactInput, exact_input
from coinsure.reinsurance.treaties import TreatySpec, covered_lines
from coinsure.results.estimates import figure
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario, load_scenario

SCHEMA = 1
"""Version of the layout of ``summary.json``."""

PERIODS = (2, 5, 10, 20, 50, 100, 200, 250, 500, 1000)
"""Return periods of the exceedance curve, in years."""

KINDS = ("gross", "net")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The exact distribution of a year's losses of some lines together."""

    book: ExactBook
    moments: ExactMoments


@dataclass(frozen=True, slots=True, eq=False)
class NotKnown:
    """Why some lines have no exact answer."""

    reasons: tuple[str, ...]


Answer = Known | NotKnown


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """Exact answers of a year: of the pool, of every sector and line, gross and net."""

    scenario: Scenario
    year: int  # from 1
    pool: Mapping[str, Answer]  # by "gross" and "net"
    sectors: Mapping[str, Mapping[str, Answer]]
    lines: Mapping[str, Mapping[str, Answer]]  # by "sector.line"

    def summary(self) -> dict[str, Any]:
        """Return every figure as a dict: the content of ``summary.json``, method "exact"."""
        scenario = self.scenario
        lines: dict[str, dict[str, Any]] = {name: {} for name in scenario.sectors}
        for name, line in scenario.lines.items():
            sector, _, key = name.partition(".")
            lines[sector][key] = {"label": line.label.model_dump(), **_sides(self.lines[name])}
        return {
            "schema": SCHEMA,
            "version": version("coinsure"),
            "method": "exact",
            "level": scenario.capital.level,
            "scenario": {
                "title": scenario.title,
                "title_zh": scenario.title_zh,
                "unit": scenario.unit,
                "year": self.year,
                "hash": scenario.digest(),
            },
            "pool": _sides(self.pool),
            "sectors": {
                name: {"label": sector.label.model_dump(), **_sides(self.sectors[name])}
                for name, sector in scenario.sectors.items()
            },
            "lines": lines,
        }


def exact(
    scenario: Scenario | str | Path,
    *,
    year: int = 1,
    step: float | None = None,
    size: int | None = None,
) -> Exact:
    """Return the exact distribution of a year's losses, for everything in a scenario that has one.

    Lines are sums of independent losses, put on a lattice with their mean kept and convolved by
    FFT; a gamma factor of a sector and gamma levels of frequencies are mixed in. A line, a sector
    or the pool without an exact answer carries every reason: linked factors, factors or levels on
    the sizes of losses, alternative severities, events that hit several of the lines, annual
    limits, policy-year aggregates, layers on annual losses. A line may have an answer where the
    pool has none.

    Parameters
    ----------
    scenario
        A loaded scenario, or the path of its file.
    year
        Year of the horizon, from 1.
    step, size
        Lattice: money in the scenario's unit between two points, and number of points. Fitted to
        every sum if left out.

    Returns
    -------
    Exact
        ``pool["gross"]``, ``sectors[name]["net"]``, ``lines["sector.line"]["gross"]``: each
        ``Known``, whose ``book.total`` answers for cdf, VaR, TVaR and exceedance (N,) in the
        scenario's unit, and whose ``book.co_tail_value_at_risk(p)`` is (L,); or ``NotKnown`` with
        ``reasons``. Net is after treaties per occurrence without annual limits and after quota
        shares, before reinsurance premiums.

    Raises
    ------
    NoExactAnswerError
        No line has an exact answer; with every reason.
    ModelRefusedError
        The lattice given is too short (aliasing) or too coarse; the message names one that would
        do.
    UsageError
        A year outside the horizon, or a lattice that is none.

    References
    ----------
    Embrechts & Frei (2009), Mathematical Methods of Operations Research 69; Grübel & Hermesmeier
    (1999), ASTIN Bulletin 29; Denuit (2019), ASTIN Bulletin 49, for the parts of the lines.
    """
    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    years = loaded.simulation.years
    if not 1 <= year <= years:
        raise UsageError(f"year must be one of 1 to {years}, the horizon, found {year}")
    asked = exact_input(loaded, year)
    everything = list(asked.lines)
    found: dict[tuple[str, ...], Mapping[str, Answer]] = {}

    def answers(names: Sequence[str]) -> Mapping[str, Answer]:
        key = tuple(names)
        if key not in found:
            found[key] = _answers(loaded, asked, key, step, size)
        return found[key]

    lines = {name: answers([name]) for name in everything}
    if all(isinstance(of["gross"], NotKnown) for of in lines.values()):
        raise NoExactAnswerError(list(_all_reasons(lines)))
    return Exact(
        scenario=loaded,
        year=year,
        pool=answers(everything),
        sectors={
            sector: answers([name for name in everything if name.startswith(f"{sector}.")])
            for sector in loaded.sectors
        },
        lines=lines,
    )


def _all_reasons(lines: Mapping[str, Mapping[str, Answer]]) -> Iterator[str]:
    for of in lines.values():
        if isinstance(answer := of["gross"], NotKnown):
            yield from answer.reasons


def _answers(
    scenario: Scenario,
    asked: ExactInput,
    names: tuple[str, ...],
    step: float | None,
    size: int | None,
) -> Mapping[str, Answer]:
    """Return the gross and the net answer of lines together.

    Raises
    ------
    ModelRefusedError
        The lattice given is not enough.
    """
    reasons = [reason for name in names for reason in asked.against.get(name, ())]
    if len({name.partition(".")[0] for name in names}) > 1:
        reasons += asked.together
    treaties = {
        name: treaty
        for name, treaty in scenario.reinsurance.items()
        if covered_lines(treaty, names)
    }
    gross = _known(asked, names, {}, reasons, step, size)
    if not treaties and not scenario.public_layers:
        return dict.fromkeys(KINDS, gross)
    reasons = [*reasons, *_public(scenario, names)]
    return {"gross": gross, "net": _known(asked, names, treaties, reasons, step, size)}


def _public(scenario: Scenario, names: tuple[str, ...]) -> Iterator[str]:
    for name, layer in scenario.public_layers.items():
        covered = scenario.lines if layer.lines is None else layer.lines
        if any(line in covered or line.partition(".")[0] in covered for line in names):
            yield f"public_layers.{name}: it looks at the losses of a year"


def _known(
    asked: ExactInput,
    names: tuple[str, ...],
    treaties: Mapping[str, TreatySpec],
    reasons: Sequence[str],
    step: float | None,
    size: int | None,
) -> Answer:
    """Return the distribution of lines, or all that is against one.

    Raises
    ------
    ModelRefusedError
        The lattice given is not enough.
    """
    lines = [asked.lines[name] for name in names]
    try:
        moments = exact_moments(
            lines, asked.factors, treaties=treaties, events=asked.events, year=asked.year
        )
        if reasons:
            return NotKnown(tuple(reasons))
        book = exact_distribution(
            lines,
            asked.factors,
            treaties=treaties,
            events=asked.events,
            year=asked.year,
            step=step,
            size=size,
        )
    except NoExactAnswerError as refusal:
        return NotKnown(tuple(dict.fromkeys([*reasons, *refusal.reasons])))
    except ModelRefusedError as refusal:
        if step is not None or size is not None:
            raise
        return NotKnown((*reasons, str(refusal)))
    return Known(book, moments)


def _sides(of: Mapping[str, Answer]) -> dict[str, Any]:
    return {kind: _side(of[kind]) for kind in KINDS}


def _side(answer: Answer) -> dict[str, Any]:
    """Return a distribution as ``summary.json`` holds it."""
    if isinstance(answer, NotKnown):
        return {"exact": False, "reasons": list(answer.reasons)}
    total, moments, book = answer.book.total, answer.moments, answer.book
    found: dict[str, Any] = {
        "exact": True,
        "mean": total.mean,
        "sd": _finite(moments.standard_deviation),
        "skewness": _finite(moments.skewness),
        "var": {str(p): figure(_estimate(total.value_at_risk, p)) for p in LEVELS},
        "tvar": {str(p): figure(_estimate(total.tail_value_at_risk, p)) for p in LEVELS},
        "return_periods": [
            {"period": period, "var": figure(_estimate(total.value_at_risk, 1.0 - 1.0 / period))}
            for period in PERIODS
        ],
        "lattice": {
            "step": total.lattice.step,
            "size": total.lattice.size,
            "tail": total.tail,
            "aliasing": total.aliasing,
            "coarseness": total.coarseness,
        },
    }
    if len(book.lines) > 1:
        parts = {p: _parts(book, p) for p in LEVELS}
        found["co_tvar"] = {
            line: {str(p): figure(parts[p][number]) for p in LEVELS}
            for number, line in enumerate(book.lines)
        }
    return found


def _estimate(measure: Callable[[float], float], p: float) -> Estimate:
    try:
        return Estimate.exact(float(measure(p)))
    except ModelRefusedError as refusal:
        return Estimate.refused(str(refusal))


def _parts(book: ExactBook, p: float) -> list[Estimate]:
    try:
        return [Estimate.exact(float(part)) for part in book.co_tail_value_at_risk(p)]
    except ModelRefusedError as refusal:
        return [Estimate.refused(str(refusal)) for _ in book.lines]


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None
