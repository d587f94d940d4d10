import numpy as np
import pytest

from coinsure.kernels.aggregate import draw_risks, pay_up_to_aggregate


def pay(row, risk, time, amount, *, aggregate, risks, rows):
    paid, total = np.array(amount, float), np.zeros(rows)
    pay_up_to_aggregate(
        np.array(row, np.int64),
        np.array(risk, np.int32),
        np.array(time, float),
        aggregate,
        risks,
        paid,
        total,
    )
    return paid, total


def test_a_risk_is_paid_in_time_order_until_nothing_is_left():
    paid, total = pay(
        [0, 0, 0, 0], [2, 2, 1, 2], [0.9, 0.1, 0.2, 0.5], [40.0, 60.0, 70.0, 30.0],
        aggregate=100.0, risks=3, rows=1,
    )  # fmt: skip
    assert paid.tolist() == [10.0, 60.0, 70.0, 30.0]
    assert total.tolist() == [170.0]


def test_losses_at_the_same_time_are_paid_in_the_order_in_which_they_were_drawn():
    paid, _ = pay([0, 0], [0, 0], [0.5, 0.5], [80.0, 90.0], aggregate=100.0, risks=1, rows=1)
    assert paid.tolist() == [80.0, 20.0]


def test_every_year_has_an_aggregate_of_its_own():
    paid, total = pay(
        [1, 0, 2, 1], [0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4], [90.0, 90.0, 90.0, 90.0],
        aggregate=100.0, risks=1, rows=4,
    )  # fmt: skip
    assert paid.tolist() == [90.0, 90.0, 90.0, 10.0]
    assert total.tolist() == [90.0, 100.0, 90.0, 0.0]


def test_each_risk_and_year_pays_the_sum_of_its_losses_or_the_aggregate():
    rng = np.random.default_rng(12)
    row, risk = rng.integers(0, 50, 3000), rng.integers(0, 7, 3000)
    time, amount = rng.random(3000), rng.gamma(1.0, 10.0, 3000)
    paid, total = pay(row, risk, time, amount, aggregate=90.0, risks=7, rows=50)
    want = np.zeros((50, 7))
    np.add.at(want, (row, risk), amount)
    got = np.zeros((50, 7))
    np.add.at(got, (row, risk), paid)
    assert 0.1 < np.mean(want > 90.0) < 0.9
    assert np.allclose(got, np.minimum(want, 90.0))
    assert np.allclose(total, got.sum(axis=1))


def test_risks_are_drawn_by_the_word_of_the_loss(word_twin):
    path, draw = np.array([0, 3, 3, 8]), np.array([0, 0, 1, 5], np.int32)
    risk = np.empty(4, np.int32)
    draw_risks(3, 99, 512, 6, path, draw, 120, risk)
    words = [word_twin(3, 99, 512 + int(p), 6, int(k)) for p, k in zip(path, draw, strict=True)]
    assert risk.tolist() == [int(((w >> 12) | 1) / 2.0**52 * 120) for w in words]


def test_all_risks_are_hit_alike():
    paths = 60_000
    risk = np.empty(paths, np.int32)
    draw_risks(3, 99, 0, 0, np.arange(paths), np.zeros(paths, np.int32), 6, risk)
    hits = np.bincount(risk, minlength=6)
    assert hits.size == 6
    assert np.abs(hits - paths / 6).max() < 4.0 * np.sqrt(paths / 6 * 5 / 6)


@pytest.mark.parametrize("aggregate", [100.0, 1e9])
def test_no_losses_cost_nothing(aggregate):
    paid, total = pay([], [], [], [], aggregate=aggregate, risks=2, rows=3)
    assert paid.size == 0
    assert total.tolist() == [0.0, 0.0, 0.0]
