"""Survival in panels, against closed forms."""

import math

import numpy as np
import pytest

from coinsure.lattice.survival import survival_of
from coinsure.models.severity import Lognormal, Pareto, Uniform


def test_the_integral_of_survival_is_the_mean(losses):
    found = survival_of(losses.gamma(2.5, 4.0), np.zeros(1), math.inf)
    assert found.integral(np.ones_like(found.nodes)) == pytest.approx(10.0, rel=1e-9)
    # E[X^2] = 2 integral x S(x) dx = a (a + 1) s^2
    assert found.integral(2.0 * found.nodes) == pytest.approx(2.5 * 3.5 * 16.0, rel=1e-9)
    assert found.index == math.inf


def test_limited_means_are_read_off_any_amount():
    severity = Lognormal(mean=2.0, cv=3.0)
    found = survival_of(severity, np.zeros(1), 40.0)
    limits = np.concatenate([[-1.0, 0.0], np.geomspace(1e-4, 40.0, 60)])
    expected = severity.limited_mean(np.maximum(limits, 0.0))
    assert found.limited_mean(limits) == pytest.approx(expected, rel=1e-7, abs=1e-9)
    assert found.end == 40.0
    many = np.linspace(0.0, 40.0, 12_000).reshape(3, 4000)  # more than are looked at together
    assert found.limited_mean(many) == pytest.approx(severity.limited_mean(many), rel=1e-7)
    assert found.at(many) == pytest.approx(severity.survival(many) * (many < 40.0), abs=1e-8)


def test_kinks_and_jumps_end_up_in_narrow_panels(losses):
    uniform = survival_of(Uniform(low=3.0, high=7.0), np.zeros(1), 7.0)
    assert uniform.integral(np.ones_like(uniform.nodes)) == pytest.approx(5.0, rel=1e-9)
    points = losses.points((1.0, 2.0, 7.0), (0.2, 0.5, 0.3))
    steps = survival_of(points, np.array([1.7]), 7.0)
    assert steps.integral(np.ones_like(steps.nodes)) == pytest.approx(3.3, rel=1e-9)


def test_a_power_tail_shows_its_index():
    found = survival_of(Pareto(minimum=2.0, alpha=2.5), np.zeros(1), math.inf)
    assert found.index == pytest.approx(2.5)
    assert survival_of(Pareto(minimum=2.0, alpha=2.5), np.zeros(1), 100.0).index == math.inf
