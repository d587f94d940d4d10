import pytest

from coinsure.models.frequency import Fixed


def test_counts_happen_in_the_years_named():
    frequency = Fixed(count=2, years=(1, 3))
    assert [frequency.in_year(year) for year in (1, 2, 3, 4)] == [2, 0, 2, 0]


def test_counts_happen_every_year_if_none_is_named():
    assert [Fixed(count=3).in_year(year) for year in (1, 2)] == [3, 3]


def test_a_list_of_years_is_accepted():
    assert Fixed(count=1, years=[2]).years == (2,)


@pytest.mark.parametrize("years", [[], [1, 1]])
def test_years_that_say_nothing_or_say_it_twice_are_refused(years):
    with pytest.raises(ValueError, match="must name at least one year, and each only once"):
        Fixed(count=1, years=years)


@pytest.mark.parametrize("fields", [{"count": -1}, {"count": 1.5}, {"count": 1, "years": [0]}])
def test_counts_and_years_are_whole_numbers(fields):
    with pytest.raises(ValueError, match=r"greater than or equal to|valid integer"):
        Fixed(**fields)
