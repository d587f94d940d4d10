"""Loops over large losses, each against a slow and obvious twin."""

from collections import defaultdict

import numpy as np
import pytest

from coinsure.kernels.layers import (
    STRIP,
    first_rows,
    layer_recoveries,
    named_risks,
    of_lines,
    of_risks,
    part_of_losses,
    path_years,
    reinstated_in_time,
    shares_of_losses,
    sum_by_line,
    times_of_year,
)


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
        "year": np.repeat(np.arange(200, dtype=np.int32), np.diff(start)),
        "amount": np.array(columns["amount"]),
        **{
            name: np.array(columns[name], np.int32)
            for name in ("line", "risk", "occurrence", "count")
        },
    }


def slow_recoveries(losses, covered, terms):
    """Return the recovery of each row, by putting the rows of each loss together first."""
    retention, limit, event_retention, event_limit, deductible, annual_limit = terms
    recovered = np.zeros(losses["amount"].size)
    for row in range(losses["start"].size - 1):
        events = defaultdict(lambda: defaultdict(list))
        for e in range(losses["start"][row], losses["start"][row + 1]):
            line, risk, occurrence = (
                int(losses[name][e]) for name in ("line", "risk", "occurrence")
            )
            event = occurrence if occurrence >= 0 else ("alone", e)
            loss = (line, risk) if occurrence >= 0 and risk >= 0 else e
            events[event][loss].append(e)
        before = 0.0
        for event in events.values():
            paid = {}
            for key, bundle in event.items():
                loss = sum(losses["amount"][e] for e in bundle if covered[e])
                number = 1 if isinstance(key, tuple) else losses["count"][bundle[0]]
                paid[key] = number * min(max(loss / number - retention, 0), limit)
            total = sum(paid.values())
            after = before + min(max(total - event_retention, 0), event_limit)
            kept = min(max(after - deductible, 0), annual_limit)
            kept -= min(max(before - deductible, 0), annual_limit)
            for key, bundle in event.items():
                whole = sum(losses["amount"][e] for e in bundle if covered[e])
                for e in bundle:
                    if covered[e] and total > 0.0:
                        of_loss = paid[key] * losses["amount"][e] / whole
                        recovered[e] = of_loss * kept / total
            before = after
    return recovered


def fast_recoveries(losses, covered, terms):
    columns = (losses[name] for name in ("year", "line", "risk", "occurrence"))
    first = first_rows(*columns)
    named = (losses["risk"] >= 0) & (losses["occurrence"] >= 0)
    count = np.where(named, np.int32(1), losses["count"])
    return layer_recoveries(
        losses["year"], losses["occurrence"], first, count, losses["amount"], covered, *terms
    )


INF = np.inf


@pytest.mark.parametrize(
    "terms",
    [
        (0.0, 1e9, 0.0, INF, 0.0, INF),
        (60.0, 200.0, 0.0, INF, 0.0, 200.0),
        (60.0, 200.0, 0.0, INF, 0.0, 600.0),
        (60.0, 200.0, 30.0, 250.0, 0.0, INF),
        (0.0, INF, 100.0, 400.0, 150.0, 500.0),
        (20.0, 200.0, 0.0, 300.0, 80.0, 600.0),
        (1e9, 5.0, 0.0, INF, 0.0, 5.0),
    ],
)
def test_a_layer_pays_what_the_slow_twin_pays(losses, terms):
    covered = losses["line"] != 1
    expected = slow_recoveries(losses, covered, terms)
    found = fast_recoveries(losses, covered, terms)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    assert (expected > 0.0).any() == (terms[0] < 1e9)


def test_only_some_rows_of_an_occurrence_may_be_covered(losses):
    covered = np.arange(losses["amount"].size) % 3 > 0
    terms = (30.0, 100.0, 10.0, 300.0, 0.0, 600.0)
    expected = slow_recoveries(losses, covered, terms)
    found = fast_recoveries(losses, covered, terms)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    assert not found[~covered].any()


def test_the_first_row_of_a_loss_is_found(losses):
    first = first_rows(*(losses[name] for name in ("year", "line", "risk", "occurrence")))
    seen = {}
    row = np.repeat(np.arange(200), np.diff(losses["start"]))
    for e, (occurrence, line, risk) in enumerate(
        zip(losses["occurrence"], losses["line"], losses["risk"], strict=True)
    ):
        key = (row[e], occurrence, line, risk) if occurrence >= 0 and risk >= 0 else e
        assert first[e] == seen.setdefault(key, e)
    assert (first < np.arange(first.size)).any()


def test_rounding_never_makes_a_layer_pay_more_than_the_loss():
    rng = np.random.default_rng(3)
    size, none = 2000, np.full(2000, -1, np.int32)
    amount, count = rng.random(size), rng.integers(1, 100, size).astype(np.int32)
    assert (count * (amount / count) > amount).any()
    found = layer_recoveries(
        np.zeros(size, np.int32),
        none,
        np.arange(size),
        count,
        amount,
        np.ones(size, bool),
        *(0.0, 1e9, 0.0, INF, 0.0, INF),
    )
    assert (found <= amount).all()


def test_reinstating_costs_the_part_of_the_year_that_is_left():
    found = np.zeros(3)
    reinstated_in_time(
        np.array([0, 0, 0, 1], np.int32),
        np.array([0.25, 0.5, 0.75, 0.5]),
        np.array([60.0, 80.0, 90.0, 10.0]),
        100.0,
        np.array([1.0, 0.5]),
        found,
    )
    # 60 at 100 % x 3/4; 40 at 100 % and 40 at 50 % x 1/2; 60 at 50 % x 1/4, the rest is not
    # reinstated
    np.testing.assert_allclose(found, [45.0 + 20.0 + 10.0 + 7.5, 5.0, 0.0])


def test_sums_by_line_and_row_are_those_of_the_slow_twin(losses):
    position = np.array([1, -1, 0, -1])
    found = np.zeros((2, 200))
    sum_by_line(losses["year"], losses["line"], losses["amount"], position, found)
    expected = np.zeros((2, 200))
    for row in range(200):
        for e in range(losses["start"][row], losses["start"][row + 1]):
            if losses["line"][e] == 0:
                expected[1, row] += losses["amount"][e]
            if losses["line"][e] == 2:
                expected[0, row] += losses["amount"][e]
    np.testing.assert_array_equal(found, expected)


POSITION = np.array([1, -1, 0, -1])


def test_the_losses_of_some_lines_are_found(losses):
    expected = [POSITION[line] >= 0 for line in losses["line"]]
    np.testing.assert_array_equal(of_lines(losses["line"], POSITION), expected)


@pytest.mark.parametrize("lines", [1, 64, 65, 200])
def test_a_book_may_have_more_lines_than_a_word_has_bits(lines):
    rng = np.random.default_rng(lines)
    position = np.where(rng.random(lines) < 0.5, np.arange(lines), -1)
    line = rng.integers(0, lines, 1000).astype(np.int32)
    np.testing.assert_array_equal(of_lines(line, position), position[line] >= 0)


def test_risks_are_numbered_from_line_to_line(losses):
    begin = np.array([0, 2, 2, 5, 6])  # lines with 2, 0, 3 and 1 named risks
    columns = (losses[name] for name in ("line", "risk", "occurrence", "count"))
    number, count = named_risks(*columns, begin)
    names = [["a0", "a1"], [], ["c0", "c1", "c2"], ["d0"]]
    flat = [name for of_line in names for name in of_line]
    for e, (line, risk) in enumerate(zip(losses["line"], losses["risk"], strict=True)):
        named = dict(enumerate(names[line])).get(int(risk))
        assert (flat[number[e]] if number[e] >= 0 else None) == named
        once = risk >= 0 and losses["occurrence"][e] >= 0
        assert count[e] == (1 if once else losses["count"][e])


def test_every_loss_cedes_the_share_of_its_risk_or_of_its_line(losses):
    covered = of_lines(losses["line"], POSITION)
    number = np.where(losses["risk"] < 2, losses["risk"], -1).astype(np.int64)
    share, of_line = np.array([0.1, 0.7]), np.array([0.3, 0.4])
    columns = (losses["line"], losses["amount"], covered, number)
    found = shares_of_losses(*columns, share, POSITION, of_line)
    for e, line in enumerate(losses["line"]):
        part = {-1: {0: 0.4, 2: 0.3}.get(int(line), 0.0), 0: 0.1, 1: 0.7}[int(number[e])]
        assert found[e] == (part * losses["amount"][e] if line in (0, 2) else 0.0)


def test_losses_are_scaled_by_the_factor_of_their_row(losses):
    factor = np.random.default_rng(5).random(200)
    factor[::3] = 0.0
    row = np.repeat(np.arange(200), np.diff(losses["start"]))
    few = np.where(losses["line"] == 3, losses["amount"], 0.0) * (row % 2)
    assert 0 < np.count_nonzero(few) < 200 < np.count_nonzero(losses["amount"])
    for amount in (losses["amount"], few):
        found = times_of_year(losses["year"], amount, factor)
        np.testing.assert_array_equal(found, amount * factor[row])


def test_layers_and_sums_go_on_from_strip_to_strip():
    rng = np.random.default_rng(11)
    size = 2 * STRIP + 7
    row = np.sort(rng.integers(0, 900, size))
    year = path_years(np.searchsorted(row, np.arange(901)))
    np.testing.assert_array_equal(year, row)
    none, count = np.full(size, -1, np.int32), np.ones(size, np.int32)
    amount, covered = rng.exponential(10.0, size), rng.random(size) < 0.7
    terms = (8.0, 10.0, 0.0, INF, 0.0, 15.0)
    found = layer_recoveries(year, none, np.arange(size), count, amount, covered, *terms)
    total, left = np.zeros((1, 900)), np.full(900, 15.0)
    for e in range(size):
        paid = min(min(max(amount[e] - 8.0, 0.0), 10.0) * covered[e], left[row[e]])
        left[row[e]] -= paid
        total[0, row[e]] += paid
        assert found[e] == pytest.approx(paid)
    sums = np.zeros((1, 900))
    sum_by_line(year, np.zeros(size, np.int32), found, np.zeros(1, np.int64), sums)
    np.testing.assert_allclose(sums, total)
    weighted = np.zeros(900)
    reinstated_in_time(year, np.full(size, 0.5), found, 10.0, np.ones(2), weighted)
    np.testing.assert_allclose(weighted, 0.5 * total[0])


def test_covered_losses_are_ceded_in_part_and_those_of_wanted_risks_are_found(losses):
    covered = losses["line"] != 1
    part = part_of_losses(0.3, losses["amount"], covered)
    np.testing.assert_array_equal(part, np.where(covered, 0.3 * losses["amount"], 0.0))
    number = losses["risk"].astype(np.int64)
    found = of_risks(number, np.arange(number.max() + 1) == 1, covered)
    np.testing.assert_array_equal(found, covered & (number == 1))
    assert found.any()
    assert (number < 0).any()
