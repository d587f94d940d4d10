"""Scores of a run against the exact route: their own distribution, a wrong run, and refusals."""

import numpy as np
import pytest
from scipy import stats

from coinsure.results.estimates import annual
from coinsure.results.self_check import binomial_score, mean_score, self_check, skewed_score
from coinsure.scenario import load_scenario
from coinsure.study import run


@pytest.fixture(scope="module")
def w1(project):
    return project / "scenarios" / "w1.toml"


def checked(path, drawn=None, **changes):
    """Hold a run of W1, drawn with other keys than it is held to if they are given, to exact."""
    changes = {"simulation.paths": 20_000, **changes}
    scenario = load_scenario(path, changes)
    study = run(load_scenario(path, {**changes, **(drawn or {})}))
    return self_check(scenario, annual(study.results, study.asked.annual, alike=True))


@pytest.fixture(scope="module")
def right(w1):
    return checked(w1)


def test_a_right_run_passes_in_every_score(right):
    scores = [score.score for of in right.scores.values() for score in of.values()]
    assert len(scores) == 28
    assert None not in scores
    assert max(map(abs, scores)) < 4.0
    assert right.no_answer == {}


def test_a_run_of_many_scores_fails_once_in_a_million(right):
    # Bonferroni: 28 two-sided scores
    assert 2 * 28 * stats.norm.sf(right.limit) == pytest.approx(1e-6, rel=1e-6)


@pytest.mark.parametrize("change", [{"mean": 8.5}, {"mean": 7.5}])
def test_losses_from_another_model_are_found_out(w1, change):
    key = "sectors.w1.lines.L1.components.losses.frequency"
    wrong = checked(w1, {f"{key}.{name}": value for name, value in change.items()})
    worst = dict(wrong.worst())
    assert abs(worst.pop("w1.L1")) > wrong.limit
    assert max(map(abs, worst.values())) < wrong.limit


def test_a_wider_spread_with_the_same_mean_is_found_out(w1):
    key = "sectors.w1.lines.L2.components.losses.frequency"
    other = {"kind": "negative_binomial", "mean": 40.0, "dispersion": 2.0}
    wrong = checked(w1, {key: other})
    assert abs(wrong.scores["w1.L2"]["mean"].score) < wrong.limit
    assert wrong.scores["w1.L2"]["sd"].score > wrong.limit


def test_too_few_paths_are_told_and_not_judged(w1):
    few = checked(w1, **{"simulation.paths": 60})
    sd = few.scores["w1.L4"]["sd"]
    assert sd.score is None
    assert "60 paths are too few for its skewness" in sd.reason
    assert few.scores["w1.L4"]["0.9"].score is not None


def test_a_line_without_an_exact_answer_is_named_with_its_reason(w1):
    found = checked(w1, **{"sectors.w1.lines.L3.components.losses.severity_level": {"cv": 0.2}})
    assert list(found.no_answer) == ["w1.L3"]
    assert "severity_level" in found.no_answer["w1.L3"][0]
    assert "w1.L3" not in found.scores


@pytest.mark.parametrize("count", [0, 3, 10, 40, 60])
def test_a_binomial_score_is_that_of_the_probability_of_a_count_as_far_off(count):
    law, q = stats.binom(1000, 0.01), 0.01
    below, above = stats.norm.ppf(law.cdf(count)), stats.norm.isf(law.sf(count - 1))
    expected = max(above, 0.0) if count > 1000 * q else min(below, 0.0)
    assert binomial_score(count, 1000, q) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("z", [-5.0, -2.0, 0.0, 3.0, 6.0])
@pytest.mark.parametrize("skewness", [0.05, 0.2])
def test_a_skewed_score_is_that_of_a_gamma_variable(z, skewness):
    law = stats.pearson3(skewness)
    expected = stats.norm.isf(law.sf(z)) if z > 0 else stats.norm.ppf(law.cdf(z))
    assert skewed_score(z, skewness) == pytest.approx(expected, abs=0.03)
    assert skewed_score(-z, -skewness) == pytest.approx(-expected, abs=0.03)


def test_a_mean_without_variance_has_no_score():
    found = mean_score(1.0, np.array([1.0, 0, 0, 0, 0, 0, 0]), 1.0, 1000)
    assert (found.score, found.reason) == (None, "it does not vary")
