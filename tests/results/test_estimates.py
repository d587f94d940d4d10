"""Estimates agree with the rows they come from, and their errors with repeated experiments."""

import numpy as np
import pytest

from coinsure.results.estimates import annual, horizon


def rows_of(archive):
    return annual(archive.results, archive.asked.annual)


def test_mean_and_sd_are_those_of_all_path_years(base, base_rows):
    rows = rows_of(base)
    assert rows.mean("lines.b").value == pytest.approx(base_rows[3].mean())
    assert rows.sd("pool.net") == pytest.approx(base_rows[0].std())
    assert rows.mean_of_year("lines.a", 2).value == pytest.approx(base_rows[2, 2].mean())


def test_error_of_a_mean_counts_paths_and_not_path_years(base, base_rows):
    rows = rows_of(base)
    by_path = base_rows[0].mean(axis=0)
    assert rows.mean("pool.net").se == pytest.approx(by_path.std() / np.sqrt(by_path.size))
    naive = base_rows[0].std() / np.sqrt(base_rows[0].size)
    assert rows.mean("pool.net").se > 1.1 * naive


def test_horizon_rows_have_one_value_per_path(base, base_rows):
    rows = horizon(base.results, base.asked.horizon)
    assert rows.mean("pool.net").value == pytest.approx(base_rows[0].sum(axis=0).mean())
    assert rows.years == 1


def test_var_and_tvar_are_those_of_the_sorted_rows(base, base_rows):
    flat = np.sort(base_rows[0].ravel())
    n = flat.size
    found = rows_of(base).tail("pool.net").value_at_risk(0.99)
    assert found.value == flat[round(0.99 * n) - 1]
    worst = flat[round(0.99 * n) :]
    tvar = rows_of(base).tail("pool.net").tail_value_at_risk(0.99)
    assert tvar.value == pytest.approx(worst.mean())


def test_a_year_of_a_tail_is_that_years_rows(base, base_rows):
    flat = np.sort(base_rows[0, 1])
    found = rows_of(base).tail("pool.net", 1).value_at_risk(0.95)
    assert found.value == flat[round(0.95 * flat.size) - 1]


def test_co_tvar_of_the_parts_adds_up(base):
    rows = rows_of(base)
    parts = rows.tail("pool.net").co_tail_value_at_risk(0.995)
    whole = rows.tail("pool.net").tail_value_at_risk(0.995).value
    assert rows.parts("pool.net") == ("lines.a", "lines.b")
    assert sum(part.value for part in parts) == pytest.approx(whole, rel=1e-12)


def test_a_probability_that_was_never_seen_is_given_its_bound(make_rows, make_archive):
    rows = make_rows(2_000, 1)
    rows[1] = 0.0
    found = rows_of(make_archive(rows)).probability("pool.loses")
    assert (found.value, found.low, found.high) == (0.0, 0.0, pytest.approx(3.0 / 2_000))


def test_a_row_that_is_not_watched_has_no_tail(base):
    with pytest.raises(KeyError, match=r"lines\.a is not watched"):
        rows_of(base).tail("lines.a")


def test_interval_of_a_mean_covers_at_its_rate(make_rows, make_archive):
    truth = np.exp(0.32) + np.exp(-1.0 + 0.72)
    hits = 0
    for seed in range(200):
        found = rows_of(make_archive(make_rows(1_000, seed))).mean("pool.net")
        hits += found.low < truth < found.high
    # binomial(200, 0.95): outside 178..199 with probability below 5e-4
    assert 178 <= hits <= 199
