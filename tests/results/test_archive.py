"""Results survive the way to disk and back; what cannot be read is refused in words."""

import numpy as np
import pytest

from coinsure.errors import StorageError
from coinsure.results.archive import FILE, load, save


def test_what_a_comparison_needs_comes_back_bit_for_bit(base, tmp_path):
    save(base, tmp_path)
    found = load(tmp_path)
    for name in ("annual", "horizon"):
        mine, theirs = getattr(base.results, name), getattr(found.results, name)
        for key in ("first", "second", "path", "batch"):
            assert np.array_equal(getattr(mine, key), getattr(theirs, key))
        for tail, saved in zip(mine.tails, theirs.tails, strict=True):
            assert np.array_equal(tail.value, saved.value)
            assert np.array_equal(tail.row, saved.row)
            assert np.array_equal(tail.equal, saved.equal)
            assert tail.floor == saved.floor
    assert found.asked.annual.names == base.asked.annual.names
    assert np.array_equal(found.asked.annual.centre, base.asked.annual.centre)
    assert (found.title, found.seed, found.level) == (base.title, base.seed, base.level)
    assert (found.unit, found.premium) == (base.unit, base.premium)


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(StorageError, match="no results of a coinsure run"):
        load(tmp_path)


def test_truncated_results_are_refused(base, tmp_path):
    save(base, tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StorageError, match="damaged results"):
        load(tmp_path)
