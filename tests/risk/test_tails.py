import math

import numpy as np
import pytest

from coinsure.risk.influence import combined, covariance, standard_error
from coinsure.risk.tails import TailSample, tvar_difference, var_difference


def kept(values, parts=None, floor=-np.inf):
    """Keep of values (P, T) and parts (J, P, T) what exceeds the floor, largest first."""
    paths, years = values.shape
    flat = values.ravel()
    chosen = np.flatnonzero(flat > floor)
    order = chosen[np.lexsort((chosen, -flat[chosen]))]
    split = np.empty((0, order.size)) if parts is None else parts.reshape(len(parts), -1)[:, order]
    equal = (values == floor).sum(axis=0)
    return TailSample(flat[order], order, split, floor, equal, paths, years)


@pytest.fixture(scope="module")
def clustered():
    """20,000 paths of 3 years with a level that lasts for the path: parts (2, P, T)."""
    draw = np.random.default_rng(5)
    level = draw.gamma(4.0, 0.25, (20_000, 1))
    return np.stack([draw.exponential(1.0, (20_000, 3)) * level, draw.gamma(2.0, 0.5, (20_000, 3))])


def test_tail_figures_equal_those_of_the_whole_sorted_sample(clustered):
    total = clustered.sum(axis=0)
    floor = float(np.quantile(total, 0.88))
    tail = kept(total, clustered, floor)
    ascending = np.sort(total.ravel())
    for p in (0.9, 0.95, 0.99, 0.999):
        k = round(total.size * p)
        assert tail.value_at_risk(p).value == ascending[k - 1]
        assert tail.tail_value_at_risk(p).value == pytest.approx(ascending[k:].mean(), rel=1e-12)
        parts = [estimate.value for estimate in tail.co_tail_value_at_risk(p)]
        assert parts == pytest.approx(
            [x[total > ascending[k - 1]].mean() for x in clustered], rel=1e-12
        )
        assert sum(parts) == pytest.approx(tail.tail_value_at_risk(p).value, rel=1e-12)


def test_one_year_of_a_run_is_a_sample_of_one_value_per_path(clustered):
    total = clustered.sum(axis=0)
    year = kept(total, clustered, 2.0).of_year(1)
    assert year.rows == 20_000
    assert year.value_at_risk(0.99).value == np.sort(total[:, 1])[19_799]
    assert year.tail_value_at_risk(0.99).value == pytest.approx(
        np.sort(total[:, 1])[19_800:].mean(), rel=1e-12
    )


def test_standard_errors_are_those_of_the_influence_summed_over_a_path(clustered):
    total = clustered.sum(axis=0)
    tail = kept(total, clustered, 2.0)
    q = tail.value_at_risk(0.9).value
    of_path = (np.maximum(total - q, 0.0) / 0.1).mean(axis=1)
    assert tail.tail_value_at_risk(0.9).se == pytest.approx(
        of_path.std() / math.sqrt(20_000), rel=1e-9
    )
    if_rows_were_independent = (np.maximum(total - q, 0.0) / 0.1).std() / math.sqrt(60_000)
    assert tail.tail_value_at_risk(0.9).se > 1.04 * if_rows_were_independent


def test_errors_agree_with_the_scatter_of_repeated_runs():
    draw = np.random.default_rng(11)
    figures = []
    for _ in range(300):
        level = draw.gamma(2.0, 0.5, (2000, 1))
        parts = np.stack(
            [draw.exponential(1.0, (2000, 4)) * level, draw.exponential(1.0, (2000, 4))]
        )
        tail = kept(parts.sum(axis=0), parts, 0.5)
        estimates = (
            tail.value_at_risk(0.95),
            tail.tail_value_at_risk(0.95),
            *tail.co_tail_value_at_risk(0.95),
        )
        figures.append([[e.value for e in estimates], [e.se for e in estimates]])
    values, errors = np.array(figures).transpose(1, 0, 2)
    assert errors.mean(axis=0) == pytest.approx(values.std(axis=0), rel=0.15)


def test_interval_of_var_contains_the_truth_about_95_times_in_100():
    draw = np.random.default_rng(3)
    truth = -math.log(0.05)
    inside = 0
    for _ in range(400):
        estimate = kept(draw.exponential(1.0, (1000, 1)), floor=1.0).value_at_risk(0.95)
        inside += estimate.low <= truth < estimate.high
    assert 0.92 <= inside / 400 <= 0.985


def test_exponential_standard_errors_match_the_asymptotic_formulas():
    # reference/se_var_tvar_exponential.json: Exp(1), n = 20,000, p = 0.99, to 5 %
    u = (np.arange(20_000) + 0.5) / 20_000
    tail = kept(-np.log1p(-u)[:, None], floor=3.0)
    assert tail.value_at_risk(0.99).se == pytest.approx(0.07035623639735142, rel=0.05)
    assert tail.tail_value_at_risk(0.99).se == pytest.approx(0.09974968671629998, rel=0.05)


def test_the_atom_at_var_is_split_and_its_parts_are_taken_at_their_mean():
    # 60 values: 30 of 2 and 10 of 1 (p = 0.5 leaves all of the 30); at p = 0.4 six of the ten ones
    values = np.array([2.0] * 30 + [1.0] * 10 + [0.0] * 20)
    first = np.array([2.0] * 30 + [0.0] * 5 + [1.0] * 5 + [0.0] * 20)
    tail = kept(values[:, None], np.stack([first, values - first])[:, :, None], floor=0.0)
    assert tail.value_at_risk(0.5 - 1e-9).value == 1.0
    assert tail.tail_value_at_risk(0.4).value == pytest.approx((60 + 6) / 36)
    parts = [estimate.value for estimate in tail.co_tail_value_at_risk(0.4)]
    assert parts == pytest.approx([(60 + 3) / 36, 3 / 36])


def test_fewer_than_twenty_rows_beyond_a_level_is_a_refusal_with_the_count():
    tail = kept(np.arange(1000.0)[:, None], floor=900.0)
    assert tail.value_at_risk(0.98).value == 979.0
    estimate = tail.value_at_risk(0.981)
    assert estimate.value is None
    assert estimate.reason == "19 of 1000 rows lie beyond this level, 20 are needed"
    assert tail.tail_value_at_risk(0.995).reason.startswith("5 of 1000")


def test_a_level_below_the_rows_kept_is_refused():
    tail = kept(np.arange(1000.0)[:, None], np.arange(1000.0)[None, :, None], floor=900.0)
    assert "do not reach" in tail.value_at_risk(0.8).reason
    assert "do not reach" in tail.co_tail_value_at_risk(0.8)[0].reason
    assert "do not reach" in tail.value_at_risk(0.9).reason
    assert tail.tail_value_at_risk(0.9 + 1e-6).value == pytest.approx(949.5, abs=0.01)


def test_a_layer_that_never_pays_has_a_tail_of_zero():
    tail = kept(np.zeros((1000, 2)), np.zeros((1, 1000, 2)), floor=0.0)
    assert tail.value_at_risk(0.95).value == 0.0
    assert (tail.tail_value_at_risk(0.95).value, tail.tail_value_at_risk(0.95).se) == (0.0, 0.0)
    assert "counted" in tail.co_tail_value_at_risk(0.95)[0].reason


def test_a_tail_mean_over_a_handful_of_payments_is_refused():
    values = np.zeros((1000, 1))
    values[:5] = 7.0
    assert "only 5 of 1000" in kept(values, floor=0.0).tail_value_at_risk(0.95).reason


def test_losses_may_be_negative():
    tail = kept(np.arange(-1000.0, 0.0)[:, None], floor=-200.0)
    assert tail.value_at_risk(0.9).value == -101.0
    assert tail.tail_value_at_risk(0.9).value == pytest.approx(-50.5)


def test_the_covariance_of_two_runs_is_that_of_all_their_paths(clustered):
    base = clustered.sum(axis=0)
    other = base + 0.3 * clustered[0]
    a, b = kept(base, clustered, 2.0), kept(other, clustered, 2.5)
    p = 0.99
    rows = [
        np.maximum(x - t.value_at_risk(p).value, 0.0).mean(axis=1) / (1 - p)
        for x, t in ((base, a), (other, b))
    ]
    expected = np.cov(rows[0], rows[1], bias=True) / 20_000
    assert covariance(a.tvar_influence(p), b.tvar_influence(p)) == pytest.approx(
        expected[0, 1], rel=1e-9
    )
    difference = tvar_difference(a, b, p)
    assert difference.value == pytest.approx(
        b.tail_value_at_risk(p).value - a.tail_value_at_risk(p).value
    )
    assert difference.se == pytest.approx(
        math.sqrt(expected[0, 0] + expected[1, 1] - 2 * expected[0, 1]), rel=1e-9
    )
    unpaired = math.hypot(standard_error(a.tvar_influence(p)), standard_error(b.tvar_influence(p)))
    assert difference.se < 0.5 * unpaired


def test_runs_of_different_size_cannot_be_paired(clustered):
    a = kept(clustered[0], floor=1.0)
    b = kept(clustered[0][:1000], floor=1.0)
    with pytest.raises(ValueError, match="paired"):
        covariance(a.tvar_influence(0.9), b.tvar_influence(0.9))
    assert "lie beyond" in tvar_difference(a, kept(clustered[0][:100], floor=1.0), 0.99).reason


def test_a_tail_that_is_not_in_order_is_refused():
    with pytest.raises(ValueError, match="descend"):
        TailSample(
            np.array([1.0, 2.0]), np.array([0, 1]), np.empty((0, 2)), 0.0, np.array([0]), 5, 1
        )
    with pytest.raises(ValueError, match="descend"):
        TailSample(
            np.array([2.0, 0.0]), np.array([0, 1]), np.empty((0, 2)), 0.0, np.array([0]), 5, 1
        )
    with pytest.raises(ValueError, match="parts"):
        TailSample(np.array([2.0]), np.array([0]), np.empty((1, 2)), 0.0, np.array([0]), 5, 1)
    with pytest.raises(ValueError, match="floor for 2 years"):
        TailSample(np.array([2.0]), np.array([0]), np.empty((0, 1)), 0.0, np.array([0]), 5, 2)


def test_a_paired_difference_of_var_has_the_scatter_of_repeated_runs():
    draw = np.random.default_rng(21)
    values, errors, unpaired = [], [], []
    for _ in range(200):
        base = draw.exponential(1.0, (2000, 2)) * draw.gamma(2.0, 0.5, (2000, 1))
        a, b = (
            kept(base, floor=0.5),
            kept(1.2 * base + 0.2 * draw.normal(size=base.shape), floor=0.5),
        )
        difference = var_difference(a, b, 0.95)
        values.append(difference.value)
        errors.append(difference.se)
        unpaired.append(math.hypot(a.value_at_risk(0.95).se, b.value_at_risk(0.95).se))
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.2)
    assert np.mean(errors) < 0.6 * np.mean(unpaired)
    assert "lie beyond" in var_difference(a, kept(base[:100], floor=0.5), 0.95).reason


def test_the_influence_of_var_has_its_standard_error():
    tail = kept(np.random.default_rng(9).exponential(1.0, (3000, 2)), floor=1.0)
    assert standard_error(tail.var_influence(0.95)) == pytest.approx(tail.value_at_risk(0.95).se)
    with pytest.raises(ValueError, match="lie beyond"):
        tail.var_influence(0.9999)


def test_a_sum_of_estimates_of_one_run_has_one_error(clustered):
    tail = kept(clustered.sum(axis=0), clustered, 2.0)
    parts = tail.co_tvar_influences(0.95)
    whole = combined([(1.0, parts[0]), (1.0, parts[1])])
    assert standard_error(whole) == pytest.approx(tail.tail_value_at_risk(0.95).se, rel=1e-3)
    assert standard_error(combined([(2.0, parts[0]), (-2.0, parts[0])])) == pytest.approx(
        0.0, abs=1e-12
    )
    with pytest.raises(ValueError, match="different paths"):
        combined([(1.0, parts[0]), (1.0, tail.of_year(0).tvar_influence(0.9))])


def test_paths_may_be_those_of_any_part_of_a_run():
    """Errors cluster by path whatever its number; paths are numbered by their largest row."""
    value, path = np.array([9.0, 8.0, 7.0, 6.0]), np.array([7040, 5778, 7040, 6122])
    sample = TailSample(value, path * 2, np.empty((0, 4)), 5.0, np.zeros(2, dtype=int), 100, 2)
    assert sample.path.tolist() == [7040, 5778, 6122]
    assert sample.cluster.tolist() == [0, 1, 0, 2]


def test_how_often_and_how_far_an_amount_is_exceeded():
    # exponential: P(X > a) = exp(-a), E[(X - a)+] = exp(-a)
    draw = np.random.default_rng(10)
    tail = kept(draw.exponential(1.0, (20_000, 2)), floor=1.0)
    for estimate in (tail.exceedance(3.0), tail.expected_excess(3.0)):
        assert abs(estimate.value - math.exp(-3.0)) < 4.0 * estimate.se
        assert estimate.low < estimate.value < estimate.high
    assert "not reach down" in tail.exceedance(0.5).reason
    assert "not reach down" in tail.expected_excess(0.5).reason
    assert tail.exceedance(100.0).high == pytest.approx(3.0 / 20_000)
    assert "0 of 40000 rows exceed this amount" in tail.expected_excess(100.0).reason


def test_the_error_of_an_exceedance_is_clustered_by_path():
    # all years of a path alike: as many independent trials as paths
    base = np.repeat(np.random.default_rng(11).exponential(1.0, (4_000, 1)), 5, axis=1)
    alike = kept(base, floor=0.5)
    p = alike.exceedance(2.0).value
    assert alike.exceedance(2.0).se == pytest.approx(math.sqrt(p * (1.0 - p) / 4_000))


def test_an_insco_policyholder_deficit():
    # reference/insco_epd_equal_priority.json: EPD ratio 3.5 / 46.6 at assets 65; rows repeated
    totals = np.tile([22.0, 28.0, 36.0, 40.0, 40.0, 40.0, 40.0, 55.0, 65.0, 100.0], 30)
    tail = kept(totals[:, None], floor=60.0)
    assert tail.expected_excess(65.0).value / 46.6 == pytest.approx(0.07510729613733905)
