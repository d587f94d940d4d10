"""Conditional mean risk sharing on the lattice, against closed forms."""

import numpy as np
import pytest

from coinsure.lattice import conditional_means, exact_distribution
from coinsure.models.frequency import Fixed, Poisson

ONE = Fixed(count=1)


def at(book, s):
    """The shares at a total ``s`` that is a point of the lattice."""
    return conditional_means(book)[:, round(s / book.total.lattice.step)]


def test_two_exponentials(line, losses):
    """cmrs_two_exponentials: h_1 = 1/d - s e^(-ds) / (1 - e^(-ds)), Denuit & Dhaene (2012)."""
    lines = [
        line(ONE, losses.gamma(1.0, mean), name=f"s.{name}") for name, mean in (("a", 1), ("b", 3))
    ]
    book = exact_distribution(lines, {}, step=1 / 256, size=1 << 14)
    assert at(book, 5.0) == pytest.approx([1.3150314670498222, 3.684968532950178], abs=1e-5)


def test_gamma_losses_of_one_scale(line, losses):
    """cmrs_gamma_variance: h_j = a_j s / a, so the variance of a share is a_j^2 b^2 / a."""
    lines = [line(ONE, losses.gamma(shape, 10.0), name=f"s.{shape}") for shape in (2.0, 3.0, 5.0)]
    book = exact_distribution(lines, {}, step=0.25, size=1 << 12)
    assert at(book, 100.0) == pytest.approx([20.0, 30.0, 50.0], rel=1e-4)
    mass = book.total.density + book.total.atoms
    around = np.nan_to_num(conditional_means(book)) - np.array([[20.0], [30.0], [50.0]])
    assert (around**2 * mass).sum(axis=1) == pytest.approx([40.0, 90.0, 250.0], rel=1e-3)


def test_counts_of_losses_by_hand(line, losses):
    # Poisson counts 1 and 2 of losses 1 and 2: a total of 2 is two of the first, or one of the
    # second: chances e^-3 / 2 and 2 e^-3, so the first pays 2 x 0.5 / 2.5
    lines = [
        line(Poisson(mean=float(k)), losses.points((float(k),), (1.0,)), name=f"s.{k}")
        for k in (1, 2)
    ]
    book = exact_distribution(lines, {}, step=1.0, size=64)
    assert at(book, 2.0) == pytest.approx([0.4, 1.6])
    assert at(book, 0.0) == pytest.approx([0.0, 0.0])


def test_shares_add_up_to_the_total(line, losses):
    lines = [
        line(Poisson(mean=2.0), losses.gamma(2.0, 1.0), name="s.a"),
        line(Poisson(mean=1.0), losses.gamma(0.5, 4.0), name="s.b"),
    ]
    book = exact_distribution(lines, {}, step=0.05, size=1 << 12)
    total = conditional_means(book).sum(axis=0)
    known = ~np.isnan(total)
    assert known[: 1 << 10].all()
    assert total[known] == pytest.approx(book.total.lattice.points()[known], rel=1e-12)
