"""Results survive the way to disk and back; what cannot be read is refused in words."""

import numpy as np
import pytest

from coinsure.errors import StorageError
from coinsure.results.archive import FILE, load, save


def test_results_come_back_bit_for_bit(base, tmp_path):
    save(base, tmp_path)
    found = load(tmp_path)
    assert found.results.digest() == base.results.digest()
    assert found.asked.annual.names == base.asked.annual.names
    assert [w.parts for w in found.asked.annual.watched] == [
        w.parts for w in base.asked.annual.watched
    ]
    assert (found.title, found.seed, found.level, found.unit) == (
        base.title,
        base.seed,
        base.level,
        base.unit,
    )
    assert np.array_equal(found.results.sample, base.results.sample)


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(StorageError, match="no results of a coinsure run"):
        load(tmp_path)


def test_truncated_results_are_refused(base, tmp_path):
    save(base, tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StorageError, match="damaged results"):
        load(tmp_path)
