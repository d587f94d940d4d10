"""Workload W1 end to end against its exact answer.

Exact values: compound Poisson by FFT on a lattice of 2^-12, checked by mynl/aggregate 1.11.0
(mean-preserving discretisation): four independent lines, per-occurrence layers, 10^6 years.
"""

from pathlib import Path

import pytest

from coinsure.results.estimates import annual
from coinsure.scenario import load_scenario
from coinsure.study import run

LEVELS = (0.9, 0.99, 0.995)
EXACT = {
    "L1": {
        "mean": 13.491362418215177,
        "var": (27.825538669715296, 46.338874966006976, 51.2597466580179),
        "tvar": (35.91819868636535, 53.31370161148351, 58.09851477367422),
        "co_tvar": 21.02212601333623,
    },
    "L2": {
        "mean": 11.03788471030414,
        "var": (15.401325346543285, 19.917804236539425, 21.08753296369352),
        "tvar": (17.418644749132604, 21.54163589108195, 22.642594789884885),
        "co_tvar": 11.609501594001163,
    },
    "L3": {
        "mean": 13.093639817485585,
        "var": (22.496887186016263, 33.54779348216344, 36.491354283831846),
        "tvar": (27.40870932384918, 37.65969551000731, 40.45776046301468),
        "co_tvar": 15.9375262416741,
    },
    "L4": {
        "mean": 22.97455320658421,
        "var": (60.90259753072634, 107.06130767836535, 122.15331161996454),
        "tvar": (80.08336243430075, 126.76510529663034, 139.4335370475949),
        "co_tvar": 133.53549342326977,
    },
}
TOTAL = {
    "mean": 60.59744015258911,
    "var": (99.31896503148216, 149.37035898447053, 163.45742419723052),
    "tvar": (121.31642662580587, 168.89850852261085, 182.10464727012084),
}


@pytest.fixture(scope="module")
def rows():
    study = run(load_scenario(Path(__file__).parents[1] / "scenarios" / "w1.toml"))
    return annual(study.results, study.asked.annual)


def lines(rows):
    names = rows.watch.names
    return [name for name in names if name.startswith("lines.") and name.endswith(".gross")]


def close(estimate, exact):
    """Four standard errors: 37 figures are outside by chance once in 430 seeds."""
    assert abs(estimate.value - exact) <= 4.0 * estimate.se, (estimate, exact)


@pytest.mark.parametrize("number", range(4))
def test_every_line_has_its_exact_distribution(rows, number):
    exact = EXACT[f"L{number + 1}"]
    name = lines(rows)[number]
    close(rows.mean(name), exact["mean"])
    tail = rows.tail(name)
    for level, var, tvar in zip(LEVELS, exact["var"], exact["tvar"], strict=True):
        close(tail.value_at_risk(level), var)
        close(tail.tail_value_at_risk(level), tvar)


def test_the_total_has_its_exact_distribution(rows):
    close(rows.mean("pool.gross"), TOTAL["mean"])
    tail = rows.tail("pool.gross")
    for level, var, tvar in zip(LEVELS, TOTAL["var"], TOTAL["tvar"], strict=True):
        close(tail.value_at_risk(level), var)
        close(tail.tail_value_at_risk(level), tvar)


def test_co_tvar_of_every_line_is_exact_and_adds_up(rows):
    parts = rows.tail("pool.gross").co_tail_value_at_risk(0.995)
    for number, part in enumerate(parts):
        close(part, EXACT[f"L{number + 1}"]["co_tvar"])
    whole = rows.tail("pool.gross").tail_value_at_risk(0.995).value
    assert sum(part.value for part in parts) == pytest.approx(whole, rel=1e-12)


def test_a_million_years_are_simulated(rows):
    assert rows.paths * rows.years == 1_000_000
