"""How often the 95 % intervals of a run of 20,000 years hold the exact answer: 1,000 runs each.

Exact answers come from the lattice, which ``tests/lattice`` holds to published figures. With
``pytest -s`` the table is printed: bias in standard deviations of the estimate, mean standard error
over that deviation, coverage, and how often the answer lay below and above the interval.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from coinsure.arrays import CELL
from coinsure.lattice import ExactComponent, ExactLine, exact_distribution
from coinsure.models.frequency import FrequencySpec, Poisson
from coinsure.models.frequency.level import Level
from coinsure.models.severity import Beta, Lognormal, Pareto, SeveritySpec
from coinsure.models.terms import Terms
from coinsure.results.estimates import annual
from coinsure.simulation import ComponentInput, build_simulation, simulate
from coinsure.tables.answers import Answers
from coinsure.tables.losses import Block
from coinsure.tables.summary import Asked, Watch, Watched, summarise

pytestmark = pytest.mark.slow

RUNS, PATH_YEARS, LEVEL = 1_000, 20_000, 0.995


@dataclass(frozen=True)
class Case:
    """Lines of one component each, simulated over some years."""

    years: int
    lines: tuple[tuple[FrequencySpec, SeveritySpec, Terms], ...]


def w1() -> Case:
    means, severities = (8, 40, 15, 5), ((2.0, 3.0), (0.3, 2.0), (1.0, 2.5), (6.0, 4.0))
    layers = ((0.1, 20.0), (0.01, 3.0), (0.05, 10.0), (0.5, 60.0))
    lines = zip(means, severities, layers, strict=True)
    return Case(
        1,
        tuple(
            (Poisson(mean=count), Lognormal(mean=m, cv=cv), Terms(deductible=low, limit=limit))
            for count, (m, cv), (low, limit) in lines
        ),
    )


def fab() -> Case:
    """Fifteen sites of 20,000 with a loss in 333 years, and fires with a tail index of 1.05."""
    return Case(
        1,
        (
            (Poisson(mean=15 * 0.003), Beta(alpha=1.2, beta=4.0, scale=20_000.0), Terms()),
            (Poisson(mean=3.6), Pareto(minimum=50.0, alpha=1.05), Terms(limit=12_000.0)),
        ),
    )


def heavy() -> Case:
    """The fires beside many small losses: nearly all of the tail is one loss at its limit."""
    return Case(
        1,
        (
            (Poisson(mean=3.6), Pareto(minimum=50.0, alpha=1.05), Terms(limit=12_000.0)),
            (Poisson(mean=300), Lognormal(mean=5.0, cv=1.0), Terms()),
        ),
    )


def levels() -> Case:
    """Five years of a path share a level of both frequencies, which makes most of the variance."""
    return Case(
        5,
        tuple(
            (Poisson(mean=60, level=Level(cv=0.25)), Lognormal(mean=mean, cv=cv), Terms())
            for mean, cv in ((1.0, 0.5), (0.5, 1.5))
        ),
    )


def observed(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Return value, standard error and both ends of each figure, (RUNS, figures, 4), and the truth.

    Figures are the mean, VaR and TVaR of the total, and the co-TVaR of each line.
    """
    lines = tuple(f"case.line_{i}" for i in range(len(case.lines)))
    components = [
        ComponentInput(
            name=f"{lines[i]}.all",
            line=i,
            frequency=frequency,
            risks=1,
            severity=severity,
            terms=terms,
        )
        for i, (frequency, severity, terms) in enumerate(case.lines)
    ]
    plan = build_simulation(
        seed=2025,
        years=case.years,
        lines=lines,
        premium=np.zeros((len(lines), case.years)),
        factors={"case": None},
        components=components,
        events={},
        sites={},
        thresholds=np.full(len(lines), np.inf),
    )
    exact = exact_distribution(
        [
            ExactLine(
                name, (ExactComponent(f"{name}.all", part.frequency, part.severity, terms=terms),)
            )
            for name, part, (_, _, terms) in zip(lines, components, case.lines, strict=True)
        ],
        {},
    )
    truth = [
        exact.total.mean,
        exact.total.value_at_risk(LEVEL),
        exact.total.tail_value_at_risk(LEVEL),
        *exact.co_tail_value_at_risk(LEVEL),
    ]
    parts = tuple(range(1, len(lines) + 1))
    watched = Watched("total", 0, parts, exact.total.value_at_risk(0.97))
    centre = np.zeros(len(lines) + 1)
    asked = Asked(
        Watch(("total", *lines), centre, (watched,)), Watch(("total",), centre[:1], ()), (0,), 1
    )
    paths = PATH_YEARS // case.years
    distance = -(-paths // CELL) * CELL
    found = np.empty((RUNS, len(truth), 4))
    for run in range(RUNS):
        of_line = simulate(plan, Block(run * distance, paths)).total
        rows = np.concatenate([of_line.sum(axis=0, keepdims=True), of_line])
        answers = Answers(
            Block(run * distance, paths),
            ("total", *lines),
            rows,
            ("total",),
            rows[:1].sum(axis=1, keepdims=True),
            np.ones(paths),
            0.0,
        )
        results = annual(summarise(answers, asked).sorted(), asked.annual)
        tail = results.tail("total")
        estimates = (
            results.mean("total"),
            tail.value_at_risk(LEVEL),
            tail.tail_value_at_risk(LEVEL),
            *tail.co_tail_value_at_risk(LEVEL),
        )
        found[run] = [(e.value, e.se, e.low, e.high) for e in estimates]
    return found, np.array(truth)


@pytest.mark.parametrize("make", [w1, fab, heavy, levels])
def test_intervals_hold_the_exact_answer_as_often_as_they_say(make: Callable[[], Case]):
    found, truth = observed(make())
    value, error, low, high = found.transpose(2, 0, 1)
    spread = value.std(axis=0)
    below, above = (truth < low).mean(axis=0), (truth > high).mean(axis=0)
    covered = 1.0 - below - above
    names = ["mean", "VaR", "TVaR", *(f"co-TVaR {i + 1}" for i in range(truth.size - 3))]
    table = [f"{make.__name__:10s} {'exact':>10s} {'bias':>6s} {'se/sd':>6s} {'covered':>8s}"]
    for k, name in enumerate(names):
        bias = (value[:, k].mean() - truth[k]) / spread[k]
        table.append(
            f"{name:10s} {truth[k]:10.4f} {bias:+6.2f} {error[:, k].mean() / spread[k]:6.3f} "
            f"{covered[k]:8.3f}  below {below[k]:.3f} above {above[k]:.3f}"
        )
    sys.stdout.write("\n".join(["", *table, ""]))
    assert np.all(np.abs(covered[:3] - 0.95) <= 0.02)
    assert np.all(covered[3:] >= 0.92)
