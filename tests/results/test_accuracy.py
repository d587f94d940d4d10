"""The paths that a target error takes are found in few rounds, the same ones on any machine."""

import math

import pytest

from coinsure.errors import ModelRefusedError, UsageError
from coinsure.results.accuracy import Accuracy
from coinsure.risk.estimate import Estimate

BLOCK = 8_192


def search(target=0.01, most=10_000_000, level=0.995):
    return Accuracy.asked(target, most, BLOCK, level)


def finished(found, error_of):
    """Play the rounds of a search in which ``error_of(paths)`` is the relative error."""
    while not found.finished:
        found = found.after(Estimate.normal(-50.0, 50.0 * error_of(found.paths[-1])))
    return found


def test_the_first_round_has_400_paths_beyond_the_level_in_whole_blocks():
    assert search(level=0.995).paths == (10 * BLOCK,)  # 80,000 rounded up
    assert search(level=0.9).paths == (BLOCK,)


@pytest.mark.parametrize("target", [0.05, 0.01, 0.004, 0.001])
def test_an_error_that_falls_with_the_root_of_the_paths_is_met_with_little_to_spare(target):
    found = finished(search(target), lambda paths: 3.0 / math.sqrt(paths))
    needed = (3.0 / target) ** 2
    assert found.met
    assert found.paths[-1] >= needed
    assert found.paths[-1] <= max(1.1 * needed + BLOCK, found.paths[0])
    assert len(found.paths) <= 5
    assert all(paths % BLOCK == 0 for paths in found.paths)


def test_a_round_has_at_most_four_times_the_paths_of_the_one_before():
    found = search(0.001).after(Estimate.normal(1.0, 0.1))
    assert found.paths[-1] == 4 * found.paths[0]
    assert found.needed == 10_000 * found.paths[0]


def test_too_few_rows_for_a_figure_take_more_of_them():
    found = search().after(Estimate.refused("too few"))
    assert found.paths[-1] == 4 * found.paths[0]
    assert found.blocks_expected is None


def test_the_search_ends_at_the_most_paths_and_says_how_many_would_do():
    found = finished(search(0.001, most=100_000), lambda paths: 3.0 / math.sqrt(paths))
    assert found.paths[-1] == 100_000
    assert not found.met
    assert found.needed == pytest.approx(9_000_000, abs=2)
    assert "after 100,000 paths" in found.shortfall
    assert "0.949%" in found.shortfall  # 3 / sqrt(100,000)


def test_without_a_figure_at_the_end_more_paths_are_asked_for():
    found = search(most=5_000).after(Estimate.refused("too few"))
    assert found.finished
    assert not found.met
    assert "after 5,000 paths too few lie beyond the level" in found.shortfall


def test_blocks_expected_are_those_of_the_paths_needed():
    found = search(0.01).after(Estimate.normal(2.0, 0.04))  # twice the target: four times the paths
    assert found.blocks_expected == 40


def test_a_capital_without_spread_is_exact_at_once():
    assert search().after(Estimate.exact(3.0)).met


def test_a_capital_of_zero_has_no_relative_error():
    with pytest.raises(ModelRefusedError, match="the capital is 0"):
        search().after(Estimate.normal(0.0, 1.0))


@pytest.mark.parametrize("target", [0.0, -0.01, 0.5, math.nan])
def test_a_target_that_makes_no_sense_is_refused(target):
    with pytest.raises(UsageError, match=r"0\.5% on the command line"):
        search(target)


def test_no_paths_are_refused():
    with pytest.raises(UsageError, match="at most 0 paths"):
        search(most=0)
