"""Correlations that fit together, and what is said and done where they do not."""

import math

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence.copulas import Gaussian, linked, misfit
from coinsure.models.dependence.copulas.correlations import nearest_correlation


def of(*pairs, **given):
    return Gaussian(correlation=pairs, **given)


def all_pairs(names, rho):
    return [(a, b, rho) for i, a in enumerate(names) for b in names[i + 1 :]]


def test_pairs_that_are_not_given_are_zero():
    found = linked(of(("b", "a", 0.5), ("a", "c", -0.2)))
    assert found.names == ("b", "a", "c")
    assert found.used.tolist() == [[1.0, 0.5, 0.0], [0.5, 1.0, -0.2], [0.0, -0.2, 1.0]]


def test_correlations_are_those_of_the_scores():
    found = linked(of(("a", "b", 0.5), measure="kendall"))
    assert found.used[0, 1] == pytest.approx(math.sqrt(0.5))


def test_loadings_are_the_lower_triangle_that_gives_the_correlations():
    found = linked(of(("a", "b", 0.6), ("b", "c", 0.3), ("a", "c", -0.2), ("c", "d", 0.4)))
    assert found.loadings == pytest.approx(np.linalg.cholesky(found.used), abs=1e-15)


def test_factors_that_move_as_one_have_loadings_too():
    found = linked(of(("a", "b", 1.0), ("b", "c", -1.0), ("a", "c", -1.0)))
    assert found.loadings.tolist() == [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]]


def test_a_new_factor_at_the_end_leaves_the_loadings_before_it_alone():
    few = linked(of(("a", "b", 0.6), ("b", "c", 0.3)))
    more = linked(of(("a", "b", 0.6), ("b", "c", 0.3), ("c", "d", 0.5), ("a", "d", 0.1)))
    assert np.array_equal(more.loadings[:3, :3], few.loadings)


def test_a_triple_that_does_not_fit_is_named_with_the_interval_that_would_do():
    # beside 0.6 and 0.8 the third lies in 0.48 -+ sqrt(0.64 x 0.36) = 0 .. 0.96
    found = misfit(of(("x", "y", 0.1), ("a", "b", 0.6), ("b", "c", 0.8), ("a", "c", -0.1)))
    assert found is not None
    assert "a, b, c do not fit" in found.message
    assert "a - b 0.6 and b - c 0.8, a - c -0.1 is impossible" in found.message
    assert "a - c between 0 and 0.96" in found.remedy


def test_a_pair_that_is_not_given_is_the_one_to_give():
    found = misfit(of(("b", "c", 0.8), ("a", "b", 0.8)))
    assert found is not None
    assert "c - a 0, which is not given, is impossible" in found.message
    # 0.64 -+ 0.36
    assert "c - a between 0.28 and 1" in found.remedy


def test_the_interval_is_in_the_measure_that_is_used():
    # tau 0.5 is a correlation of sqrt(1/2): the third lies in 1/2 -+ 1/2, tau 0 .. 1
    found = misfit(of(("a", "b", 0.5), ("b", "c", 0.5), ("a", "c", -0.2), measure="kendall"))
    assert found is not None
    assert "a - c between 0 and 1" in found.remedy


def test_an_interval_of_one_value_is_that_value():
    found = misfit(of(("a", "b", 1.0), ("b", "c", -1.0)))
    assert found is not None
    assert "give a - c the value -1," in found.remedy


def test_the_interval_that_is_named_does():
    for end in (0.0, 0.96):
        assert misfit(of(("a", "b", 0.6), ("b", "c", 0.8), ("a", "c", end))) is None
    for beyond in (-0.001, 0.961):
        assert misfit(of(("a", "b", 0.6), ("b", "c", 0.8), ("a", "c", beyond))) is not None


def test_four_that_fit_by_threes_are_told_how_far_to_go_down():
    # all pairs of n alike fit down to -1 / (n - 1)
    found = misfit(of(*all_pairs("abcd", -0.4)))
    assert found is not None
    assert "though those of any three" in found.message
    assert "-0.2" in found.message
    assert "0.8333" in found.remedy
    assert misfit(of(*all_pairs("abcd", -0.8333 * 0.4))) is None


def test_what_does_not_fit_is_refused_and_never_repaired_unasked():
    with pytest.raises(ModelRefusedError, match=r"dependence: .*a, b, c do not fit"):
        linked(of(*all_pairs("abc", -0.9)))


def test_the_nearest_correlations_are_those_of_higham():
    # Higham (2002), section 4: the matrix with ones on three diagonals
    matrix = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    found = nearest_correlation(matrix)
    assert np.round(found, 4).tolist() == [
        [1.0, 0.7607, 0.1573],
        [0.7607, 1.0, 0.7607],
        [0.1573, 0.7607, 1.0],
    ]


def test_a_repair_fits_and_keeps_what_was_given():
    found = linked(of(("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", 0.0), repair=True))
    assert found.given[0].tolist() == [1.0, 1.0, 0.0]
    assert found.used[0] == pytest.approx([1.0, 0.7607, 0.1573], abs=5e-5)
    assert np.linalg.eigvalsh(found.used)[0] > -1e-12
    assert found.loadings @ found.loadings.T == pytest.approx(found.used, abs=1e-9)


def test_a_repair_of_what_fits_changes_no_bit():
    pairs = (("a", "b", 0.3), ("b", "c", 0.4))
    assert np.array_equal(linked(of(*pairs, repair=True)).used, linked(of(*pairs)).used)
