"""A pool that must be fully placed."""

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.pool.placement import require_full_placement
from coinsure.tables.shares import ShareTable


def table(*shares):
    one = np.array([shares])
    return ShareTable(("M1",), tuple(f"s{n}" for n in range(len(shares))), one, one)


def test_a_gap_is_refused_with_sector_gap_and_remedy():
    with pytest.raises(
        ModelRefusedError, match=r"unplaced: s1 0\.125, s2 1\).*full_placement = false"
    ):
        require_full_placement(table(1.0, 0.875, 0.0))


def test_rounding_is_no_gap():
    require_full_placement(table(1.0, 1.0 - 1e-12))
