"""Which lines a treaty covers."""

import math

import pytest

from coinsure.reinsurance import ExcessOfLoss, QuotaShare, smallest_retention, unknown_lines
from coinsure.reinsurance.treaties import covered_lines

LINES = ("ic.fab", "ic.tape_out", "low.hull")


def layer(retention, *lines):
    return ExcessOfLoss(lines=lines, retention=retention, limit=10.0, premium=1.0)


@pytest.mark.parametrize(
    ("named", "covered"),
    [(("ic.fab",), (0,)), (("ic",), (0, 1)), (("low", "ic.tape_out"), (1, 2)), (("i",), ())],
)
def test_a_treaty_names_lines_or_whole_sectors(named, covered):
    assert covered_lines(QuotaShare(lines=named, share=0.5), LINES) == covered


def test_names_that_the_book_lacks_are_found():
    assert unknown_lines(layer(1.0, "ic", "ic.fab", "ic.fob", "fab"), LINES) == ("ic.fob", "fab")


def test_the_smallest_retention_is_that_of_any_layer_on_the_line():
    treaties = {
        "high": layer(50.0, "ic.fab"),
        "low": layer(20.0, "ic"),
        "share": QuotaShare(lines=("low",), share=0.5),
    }
    assert smallest_retention(treaties, "ic.fab") == 20.0
    assert smallest_retention(treaties, "low.hull") == math.inf
