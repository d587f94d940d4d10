"""Sentences in both languages."""

import pytest

from coinsure.report.quantity import count
from coinsure.report.wording import Writer, say


@pytest.mark.parametrize(
    ("years", "told"), [(1, "1 year"), (2, "2 years"), (11, "11 years"), (1_001, "1,001 years")]
)
def test_one_is_told_in_the_singular(years, told):
    source = say("figure.source", title="A", paths=count(100), years=count(years), seed="1")
    assert f"paths × {told};" in Writer("en", "万元").write(source)


def test_a_name_that_ends_in_a_one_is_left_alone():
    source = say("figure.source", title="Plan 0.1 years", paths=count(9), years=count(3), seed="1")
    assert "Plan 0.1 years" in Writer("en", "万元").write(source)
