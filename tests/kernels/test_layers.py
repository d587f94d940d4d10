"""Loops over large losses, each against a slow and obvious twin."""

from collections import defaultdict

import numpy as np
import pytest

from coinsure.kernels.layers import layer_recoveries, sum_by_line


@pytest.fixture
def losses():
    """Random large losses of 200 path-years: named occurrences, known risks and bunches."""
    rng = np.random.default_rng(7)
    rows = []
    for _ in range(200):
        here = []
        for occurrence in rng.choice(50, rng.integers(0, 3), replace=False):
            time = rng.random()
            for line in np.sort(rng.choice(4, rng.integers(1, 4), replace=False)):
                for _ in range(rng.integers(1, 5)):
                    risk, count = rng.integers(-1, 3), rng.integers(1, 3)
                    here.append((time, int(occurrence), int(line), int(risk), int(count)))
        for _ in range(rng.integers(0, 4)):
            line, risk, count = rng.integers(4), rng.integers(-1, 3), rng.integers(1, 4)
            here.append((rng.random(), -1, int(line), int(risk), int(count)))
        here.sort(key=lambda loss: loss[:3])
        rows.append([(*loss, float(rng.pareto(1.1) * 50 + 1)) for loss in here])
    flat = [loss for here in rows for loss in here]
    start = np.cumsum([0, *map(len, rows)])
    columns = dict(
        zip(
            ("time", "occurrence", "line", "risk", "count", "amount"),
            zip(*flat, strict=True),
            strict=True,
        )
    )
    return {
        "start": start.astype(np.int64),
        "amount": np.array(columns["amount"]),
        **{
            name: np.array(columns[name], np.int32)
            for name in ("line", "risk", "occurrence", "count")
        },
    }


def slow_recoveries(losses, position, retention, limit, annual_limit):
    """Return the recovery of each row, by putting the rows of each loss together first."""
    recovered = np.zeros(losses["amount"].size)
    for row in range(losses["start"].size - 1):
        bundles = defaultdict(list)
        for e in range(losses["start"][row], losses["start"][row + 1]):
            line, risk, occurrence = (
                int(losses[name][e]) for name in ("line", "risk", "occurrence")
            )
            named = occurrence >= 0 and risk >= 0
            bundles[(occurrence, line, risk) if named else ("alone", e)].append(e)
        left = annual_limit
        for key, bundle in bundles.items():
            if position[losses["line"][bundle[0]]] < 0:
                continue
            loss = sum(losses["amount"][e] for e in bundle)
            number = losses["count"][bundle[0]] if key[0] == "alone" else 1
            paid = min(number * min(max(loss / number - retention, 0), limit), left)
            left -= paid
            for e in bundle:
                recovered[e] = paid * losses["amount"][e] / loss
    return recovered


@pytest.mark.parametrize(
    ("retention", "limit", "annual_limit"),
    [(0.0, 1e9, np.inf), (60.0, 200.0, 200.0), (60.0, 200.0, 600.0), (1e9, 5.0, 5.0)],
)
def test_a_layer_pays_what_the_slow_twin_pays(losses, retention, limit, annual_limit):
    position = np.array([0, -1, 1, 2])
    found = layer_recoveries(
        losses["start"],
        losses["line"],
        losses["risk"],
        losses["occurrence"],
        losses["count"],
        losses["amount"],
        position,
        retention,
        limit,
        annual_limit,
    )
    expected = slow_recoveries(losses, position, retention, limit, annual_limit)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    assert (expected > 0.0).any() == (retention < 1e9)


def test_rounding_never_makes_a_layer_pay_more_than_the_loss():
    rng = np.random.default_rng(3)
    size, none = 2000, np.full(2000, -1, np.int32)
    amount, count = rng.random(size), rng.integers(1, 100, size).astype(np.int32)
    assert (count * (amount / count) > amount).any()
    found = layer_recoveries(
        np.array([0, size]),
        np.zeros(size, np.int32),
        none,
        none,
        count,
        amount,
        np.array([0]),
        0.0,
        1e9,
        np.inf,
    )
    assert (found <= amount).all()


def test_sums_by_line_and_row_are_those_of_the_slow_twin(losses):
    position = np.array([1, -1, 0, -1])
    found = np.zeros((2, 200))
    sum_by_line(losses["start"], losses["line"], losses["amount"], position, found)
    expected = np.zeros((2, 200))
    for row in range(200):
        for e in range(losses["start"][row], losses["start"][row + 1]):
            if losses["line"][e] == 0:
                expected[1, row] += losses["amount"][e]
            if losses["line"][e] == 2:
                expected[0, row] += losses["amount"][e]
    np.testing.assert_array_equal(found, expected)
