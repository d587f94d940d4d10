"""Designs of public money beside each other, scaled until all of them cost the same.

Outlays are what is due for all years of the horizon together, on the random numbers of the run:
their mean, and what they exceed once in 100 times.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.engine import Threads
from coinsure.errors import UsageError
from coinsure.planning.make import make_plan
from coinsure.planning.outlays import outlay_rows
from coinsure.planning.plan import Plan
from coinsure.scenario import Scenario, load_scenario
from coinsure.stress.compare import Comparison, compare
from coinsure.stress.scaling import largest_factor, scaled, stated
from coinsure.study import Announce, Study, reinsure_block, run
from coinsure.tables.losses import Block

Basis = Literal["expected", "one_in_100"]
BASES: tuple[Basis, ...] = ("expected", "one_in_100")

Measure = Callable[[float], float]
"""What a design costs, by the factor on its scaled term."""

RARE = 0.99
TOLERANCE = 1e-3
"""Part of the outlay by which designs that cost the same may differ."""

STEPS = 60
MOST = 1e6
"""Factor beyond which a design is not scaled."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A design as it costs what it should, or the most that it can cost."""

    factor: float  # on its scaled term
    terms: tuple[float, ...]  # the numbers that the factor has made
    outlay: float  # by the basis
    reached: bool  # whether that is the outlay asked for
    study: Study
    comparison: Comparison  # with the scenario without the design


@dataclass(frozen=True, slots=True, eq=False)
class DesignTable:
    """Designs at the same outlay, once expected and once in the 1-in-100 case."""

    base: Study
    outlays: Mapping[Basis, float]  # that all designs should have
    designs: Mapping[str, Mapping[Basis, Design]]


def compare_designs(
    scenario: str | PathLike[str],
    designs: Sequence[str | PathLike[str]],
    overrides: Mapping[str, object] | None = None,
    *,
    outlay: float | None = None,
    engine: Threads | None = None,
    announce: Announce | None = None,
) -> DesignTable:
    """Lay designs of public money on a scenario, scale each until all cost the same, and run them.

    Parameters
    ----------
    designs
        Files like those of stresses, each with ``scaled``, the term by which it may be scaled.
    outlay
        What each design should cost over the horizon; what the first one costs if left out.

    Raises
    ------
    UsageError
        If a design does not say what it may be scaled by, or the outlay is none.
    ScenarioError, StorageError
        If a file cannot be read, or does not fit the scenario.
    """
    engine = engine or Threads()
    named = {Path(path).stem: load_scenario(scenario, overrides, stress=path) for path in designs}
    terms = {name: _term(name, one) for name, one in named.items()}
    for name, one in named.items():
        stated(one, terms[name])
    if outlay is not None and not outlay > 0.0:
        raise UsageError(f"an outlay of {outlay:g} buys nothing; give an amount above 0")

    def study(name: str, one: Scenario) -> Study:
        return run(one, engine=engine, progress=announce(name) if announce else None)

    base = study("base", load_scenario(scenario, overrides))
    wanted: dict[Basis, float] = {}
    found: dict[str, Mapping[Basis, Design]] = {}
    for name, one in named.items():
        measures: dict[Basis, Measure] = {
            basis: _measure(one, terms[name], basis, engine) for basis in BASES
        }
        if not wanted:
            wanted.update((basis, outlay or of(1.0)) for basis, of in measures.items())
            _require_outlays(name, wanted)
        found[name] = _scaled_design(one, terms[name], measures, wanted, base, partial(study, name))
    return DesignTable(base, wanted, found)


def _scaled_design(
    scenario: Scenario,
    term: str,
    measures: Mapping[Basis, Measure],
    wanted: Mapping[Basis, float],
    base: Study,
    study: Callable[[Scenario], Study],
) -> Mapping[Basis, Design]:
    """Return a design as it costs what is ``wanted``; what comes out alike is run once."""
    runs: dict[float, Study] = {}
    found: dict[Basis, Design] = {}
    for basis, measure in measures.items():
        factor = factor_for(measure, wanted[basis], largest_factor(scenario, term))
        fitted = scaled(scenario, term, factor)
        if factor not in runs:
            runs[factor] = study(fitted)
        costs = measure(factor)
        found[basis] = Design(
            factor=factor,
            terms=stated(fitted, term),
            outlay=costs,
            reached=abs(costs - wanted[basis]) <= TOLERANCE * wanted[basis],
            study=runs[factor],
            comparison=compare(base, runs[factor]),
        )
    return found


def _require_outlays(name: str, wanted: Mapping[Basis, float]) -> None:
    """Refuse a design to go by that pays nothing."""
    nothing = [basis for basis, outlay in wanted.items() if outlay <= 0.0]
    if nothing:
        raise UsageError(
            f"{name}: its outlay ({' and '.join(nothing)}) is 0, and others cannot be scaled to "
            "that; name another design first, or give an outlay"
        )


def factor_for(measure: Measure, wanted: float, most: float | None) -> float:
    """Return the factor at which a ``measure`` that rises with it is as ``wanted``.

    The largest factor that makes sense, ``most``, if even that is too little.
    """
    if abs(measure(1.0) - wanted) <= TOLERANCE * wanted:
        return 1.0
    low, high = 0.0, 1.0
    top = measure(1.0)
    limit = MOST if most is None else most
    while top < wanted and high < limit:
        low, high = high, min(2.0 * high, limit)
        before, top = top, measure(high)
        if most is None and top <= before:
            return low
    if top < wanted:
        return high
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        found = measure(middle)
        if abs(found - wanted) <= 0.1 * TOLERANCE * wanted:
            return middle
        low, high = (middle, high) if found < wanted else (low, middle)
    return high


def _term(name: str, scenario: Scenario) -> str:
    stress = scenario.provenance.stress
    if stress is None or stress.scaled is None:
        raise UsageError(
            f"{name}: it does not say by which of its numbers it is scaled; write "
            'scaled = "public_layers.NAME.annual_cap", for instance, at its top'
        )
    return stress.scaled


def _measure(scenario: Scenario, term: str, basis: Basis, engine: Threads) -> Measure:
    """Return what the scenario costs by a basis, as a function of the factor on its term."""
    known: dict[float, float] = {}

    def measure(factor: float) -> float:
        if factor not in known:
            dues = _dues(scaled(scenario, term, factor), engine)
            known[factor] = math.fsum(dues) / dues.size if basis == "expected" else _rare(dues)
        return known[factor]

    return measure


def _dues(scenario: Scenario, engine: Threads) -> FloatArray:
    """Return what public money is due on each path over the horizon, (P,)."""
    plan = make_plan(scenario)
    # without layers all paths have the same
    blocks = plan.blocks if scenario.public_layers else (Block(0, 1),)
    parts = dict(engine.map(partial(_dues_of_block, plan), blocks))
    return np.concatenate([parts[number] for number in range(len(parts))])


def _dues_of_block(plan: Plan, block: Block) -> FloatArray:
    paid = outlay_rows(plan.layout.public, reinsure_block(plan, block))["public.paid"]
    total = paid[0]
    for year in paid[1:]:
        total = total + year
    return total


def _rare(dues: FloatArray) -> float:
    """Return the order statistic that is exceeded once in 100 times."""
    place = max(math.ceil(RARE * dues.size - 1e-9) - 1, 0)
    return float(np.partition(dues, place)[place])
