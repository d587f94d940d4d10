"""Sharing of books: by hand, by closed forms, and what every rule promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coinsure.risk.sharing import (
    LEVELS,
    RULES,
    Shared,
    against_own_book,
    conditional_mean,
    falling_part,
    linear_regression,
    mean_proportional,
    negative_part,
)

BY_HAND = np.array([[0.0, 10.0], [4.0, 2.0], [8.0, 0.0], [0.0, 0.0]])


def test_mean_proportional_by_hand():
    assert mean_proportional(BY_HAND).paid == pytest.approx(
        np.array([[5.0, 5.0], [3.0, 3.0], [4.0, 4.0], [0.0, 0.0]])
    )


def test_linear_regression_by_hand():
    # totals 10, 6, 8, 0, mean 6: squares 16 + 0 + 4 + 36 = 56; the first book (-3, 1, 5, -3) gives
    # -12 + 0 + 10 + 18 = 16, the second (7, -1, -3, -3) gives 28 - 6 + 18 = 40
    paid = linear_regression(BY_HAND).paid
    assert paid[0] == pytest.approx([3.0 + 4.0 * 16.0 / 56.0, 3.0 + 4.0 * 40.0 / 56.0])
    assert paid[3] == pytest.approx([3.0 - 6.0 * 16.0 / 56.0, 3.0 - 6.0 * 40.0 / 56.0])
    assert negative_part(paid) == pytest.approx([0.0, 0.25])


def test_conditional_mean_by_hand():
    # two classes: totals 0 and 6, then 8 and 10
    shared = conditional_mean(BY_HAND, classes=2)
    assert shared.paid[1] == pytest.approx([4.0, 2.0])
    assert shared.paid[0] == pytest.approx([10.0 * 8.0 / 18.0, 10.0 * 10.0 / 18.0])
    # residuals of the first book in the upper class: 0 - 40/9, 8 - 32/9
    spread = np.sqrt(2.0 * 2.0 * (40.0 / 9.0) ** 2) / 18.0
    assert shared.se[0, 0] == pytest.approx(10.0 * spread)


def test_gamma_books_of_one_scale_are_shared_in_proportion():
    """cmrs_gamma_variance: shapes 2, 3, 5 and scale 10; h_j = a_j S / a (Denuit & Dhaene 2012)."""
    random = np.random.default_rng(1)
    books = random.gamma((2.0, 3.0, 5.0), 10.0, (400_000, 3))
    for rule in RULES.values():
        assert rule(books).paid.var(axis=0) == pytest.approx([40.0, 90.0, 250.0], rel=0.02)
    assert books.var(axis=0) == pytest.approx([200.0, 300.0, 500.0], rel=0.02)
    compared = against_own_book(conditional_mean(books).paid, books)
    assert compared.better.all()
    assert not compared.worse.any()


def test_two_exponentials_are_met_within_the_error():
    """cmrs_two_exponentials: means 1 and 3 at a total of 5 (Denuit & Dhaene 2012)."""
    random = np.random.default_rng(2)
    books = random.exponential((1.0, 3.0), (400_000, 2))
    shared = conditional_mean(books)
    nearest = int(np.abs(books.sum(axis=1) - 5.0).argmin())
    expected = [1.3150314670498222, 3.684968532950178]
    assert np.abs(shared.paid[nearest] - expected).max() < 4.0 * shared.se[nearest].max()


def test_a_small_book_under_a_proportional_share_of_a_heavy_one_is_worse_off():
    random = np.random.default_rng(3)
    calm, wild = random.gamma(100.0, 0.1, 50_000), random.pareto(3.0, 50_000) * 20.0
    books = np.column_stack([calm, wild])
    compared = against_own_book(mean_proportional(books).paid, books)
    assert compared.worse.tolist() == [True, False]
    assert compared.better.tolist() == [False, True]
    assert not against_own_book(conditional_mean(books).paid, books).worse.any()


def test_tail_difference_by_hand():
    own = np.array([[0.0], [0.0], [0.0], [8.0]])
    compared = against_own_book(np.full((4, 1), 2.0), own)
    assert compared.difference[:3, 0] == pytest.approx([0.0, 2.0 - 4.0, 2.0 - 8.0])
    assert LEVELS[:3] == (0.0, 0.5, 0.75)


def test_a_share_that_falls_while_the_total_grows_is_found():
    paid = np.array([[1.0, 0.0], [3.0, 1.0], [2.0, 4.0], [2.5, 6.0]])
    assert falling_part(Shared(paid, np.zeros_like(paid))) == pytest.approx([0.5, 0.0])
    assert falling_part(Shared(paid, np.full_like(paid, 1.0))) == pytest.approx([0.0, 0.0])


def test_too_few_years_are_refused():
    with pytest.raises(ValueError, match="4 years are too few for 3 classes"):
        conditional_mean(BY_HAND, classes=3)


@pytest.mark.parametrize("name", RULES)
@given(books=arrays(np.float64, (400, 3), elements=st.floats(0.0, 1e6, width=32)))
def test_every_rule_divides_all_and_is_fair(name, books):
    paid = RULES[name](books).paid
    total = books.sum(axis=1)
    assert np.abs(paid.sum(axis=1) - total).max() <= 1e-9 * max(total.max(), 1.0)
    assert np.abs(paid.mean(axis=0) - books.mean(axis=0)).max() <= 1e-9 * max(total.max(), 1.0)
