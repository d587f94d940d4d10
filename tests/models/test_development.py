"""How a line changes over the years of a path."""

import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.development import STEADY, Development, Indices


def test_a_rate_compounds_from_year_to_year():
    development = Development(exposure_growth=0.1, rate_change=-0.5)
    assert [step.exposure for step in development.indices(3)] == pytest.approx([1.0, 1.1, 1.21])
    assert [step.rate for step in development.indices(3)] == [1.0, 0.5, 0.25]


def test_a_list_begins_with_the_change_from_year_one_to_year_two():
    development = Development(frequency_trend=(0.5, -0.2, 9.0))
    assert [step.frequency for step in development.indices(3)] == pytest.approx([1.0, 1.5, 1.2])


def test_a_list_that_ends_too_early_is_refused():
    with pytest.raises(ModelRefusedError, match="rate_change has 1 changes for 3 years; give 2"):
        Development(rate_change=(0.1,)).indices(3)


def test_terms_follow_claims_only_where_they_are_indexed():
    fixed, indexed = (
        Development(claims_inflation=0.5),
        Development(claims_inflation=0.5, index_terms=True),
    )
    assert [step.terms for step in fixed.indices(2)] == [1.0, 1.0]
    assert [step.terms for step in indexed.indices(2)] == [1.0, 1.5]


def test_steady_years_are_all_like_the_first():
    assert set(STEADY.indices(40)) == {Indices(1.0, 1.0, 1.0, 1.0, 1.0)}
