"""Differences of two runs: paired where they share random numbers, honest where they do not."""

import numpy as np
import pytest

from coinsure.results.differences import differences, paths_of_batches

PATHS = 40_000


@pytest.fixture(scope="module")
def harder_rows(make_rows):
    return make_rows(PATHS, 5, factor=1.2)


def found(base, other, row, measure):
    return next(d for d in differences(base, other) if (d.row, d.measure) == (row, measure))


def test_paired_error_of_a_mean_is_that_of_the_difference_path_by_path(
    base, base_rows, harder_rows, make_archive
):
    gap = found(base, make_archive(harder_rows), "pool.net", "mean")
    by_path = harder_rows[0, 0] - base_rows[0, 0]
    assert gap.paired
    assert gap.difference.value == pytest.approx(by_path.mean())
    # 64 batches: the error itself is known to 1 / sqrt(2 x 63) = 9 %, four of them allowed
    assert gap.difference.se == pytest.approx(by_path.std() / np.sqrt(PATHS), rel=0.36)
    assert gap.difference.se < 0.5 * np.hypot(gap.base.se, gap.other.se)


def test_paired_error_of_a_tvar_is_that_of_all_rows(base, base_rows, harder_rows, make_archive):
    gap = found(base, make_archive(harder_rows), "pool.net", "tvar")
    excess = []
    for rows in (base_rows, harder_rows):
        values = rows[0, 0]
        quantile = np.sort(values)[round(0.99 * PATHS) - 1]
        excess.append(np.maximum(values - quantile, 0.0) / 0.01)
    assert gap.difference.se == pytest.approx(
        (excess[1] - excess[0]).std() / np.sqrt(PATHS), rel=1e-9
    )


def test_runs_with_different_seeds_are_not_paired(base, make_rows, make_archive):
    other = make_archive(make_rows(PATHS, 6), seed=2)
    gap = found(base, other, "pool.net", "mean")
    assert not gap.paired
    assert gap.difference.se == pytest.approx(np.hypot(gap.base.se, gap.other.se))


def test_runs_of_different_length_are_not_paired(base, make_rows, make_archive):
    other = make_archive(make_rows(20_000, 5))
    assert not found(base, other, "pool.net", "tvar").paired


def test_too_few_batches_give_a_reason_and_no_error(make_rows, make_archive):
    short = make_archive(make_rows(1_000, 5)), make_archive(make_rows(1_000, 5, 1.2))
    gap = found(*short, "pool.net", "mean")
    assert gap.difference.value is None
    assert "1000 paths fill 2 batches" in gap.difference.reason


@pytest.mark.parametrize("paths", [100, 512, 513, 40_000, 65_536])
def test_batches_hold_all_paths(paths):
    assert paths_of_batches(paths).sum() == paths
