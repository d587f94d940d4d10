"""A summary holds the same numbers as the rows it was made from, however they were cut."""

import numpy as np
import pytest

from coinsure.arrays import CELL
from coinsure.tables.answers import Answers
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block
from coinsure.tables.summary import Asked, Summary, Tail, Watch, Watched, summarise

PATHS, YEARS = 9 * CELL + 100, 3
NAMES = ("a", "b", "total")


@pytest.fixture(scope="module")
def rows():
    random = np.random.default_rng(11)
    a = random.lognormal(0.0, 1.5, (YEARS, PATHS))
    b = np.where(random.random((YEARS, PATHS)) < 0.9, 0.0, 5.0)
    return np.stack([a, b, a + b])


def asked(floor=4.0, floor_of_b=0.0):
    annual = Watch(
        NAMES,
        np.array([1.0, 0.5, 1.5]),
        (Watched("total", 2, (0, 1), floor), Watched("b", 1, (), floor_of_b)),
    )
    horizon = Watch(("total",), np.array([4.0]), (Watched("total", 0, (), 2.5 * floor),))
    return Asked(annual, horizon, (0, 1), CELL + 7)


def summary_of(rows, size, asked_for=None):
    fold = Fold[Summary]()
    for number, first in enumerate(range(0, PATHS, size)):
        part = rows[:, :, first : first + size]
        horizon = (part[2, 0] + part[2, 1]) + part[2, 2]
        answers = Answers(
            Block(first, part.shape[2]),
            NAMES,
            part,
            ("total",),
            horizon[None, None, :],
            np.ones(part.shape[2]),
            0.0,
        )
        fold.add(number, summarise(answers, asked_for or asked()))
    return fold.root.sorted()


def test_the_size_of_a_block_does_not_change_a_bit(rows):
    hashes = {summary_of(rows, cells * CELL).digest() for cells in (1, 2, 8, 16)}
    assert len(hashes) == 1


def test_one_changed_value_changes_the_hash(rows):
    changed = rows.copy()
    changed[2, 1, 777] += 1e-9
    assert summary_of(changed, CELL).digest() != summary_of(rows, CELL).digest()


def test_sums_are_those_of_the_deviations(rows):
    found = summary_of(rows, 2 * CELL)
    deviation = rows - np.array([1.0, 0.5, 1.5])[:, None, None]
    assert found.annual.first == pytest.approx(deviation.sum(axis=2).T)
    assert found.annual.second == pytest.approx((deviation**2).sum(axis=2).T)
    assert found.annual.path == pytest.approx((deviation.sum(axis=1) ** 2).sum(axis=1))
    assert found.annual.batch.sum(axis=0) == pytest.approx(deviation.sum(axis=2).T)
    assert found.weight == pytest.approx([PATHS, PATHS])


def test_batches_are_dealt_by_cell_number(rows):
    found = summary_of(rows, 4 * CELL)
    deviation = rows - np.array([1.0, 0.5, 1.5])[:, None, None]
    assert found.annual.batch[3] == pytest.approx(
        deviation[:, :, 3 * CELL : 4 * CELL].sum(axis=2).T
    )
    assert not found.annual.batch[10:].any()


def test_a_tail_keeps_rows_above_the_floor_with_their_parts_and_numbers(rows):
    tail = summary_of(rows, 4 * CELL).annual.tails[0]
    year, path = np.nonzero(rows[2] > 4.0)
    assert tail.value.size == year.size
    assert np.all(np.diff(tail.value) <= 0.0)
    assert np.array_equal(np.sort(tail.row), np.sort(path * YEARS + year))
    worst = tail.row[0]
    assert tail.parts[:, 0] == pytest.approx(rows[:2, worst % YEARS, worst // YEARS])
    assert tail.parts.sum(axis=0) == pytest.approx(tail.value)


def test_equal_values_are_sorted_by_their_rows():
    value = np.array([2.0, 5.0, 3.0, 5.0, 2.0, 5.0, 4.0])
    row = np.array([9, 8, 3, 1, 0, 2, 7])
    none = np.zeros(1, np.int64)
    tail = Tail(1.0, none, value, row, np.stack([10.0 * value, row.astype(float)])).sorted()
    assert tail.value.tolist() == [5.0, 5.0, 5.0, 4.0, 3.0, 2.0, 2.0]
    assert tail.row.tolist() == [1, 2, 8, 7, 3, 0, 9]
    assert tail.parts.tolist() == [[50.0, 50.0, 50.0, 40.0, 30.0, 20.0, 20.0], tail.row.tolist()]


def test_rows_at_the_floor_are_counted_by_year(rows):
    tail = summary_of(rows, CELL).annual.tails[1]
    assert np.array_equal(tail.equal, (rows[1] == 0.0).sum(axis=1))
    assert tail.value.size == np.count_nonzero(rows[1] > 0.0)


def test_a_summary_narrowed_to_higher_floors_is_the_one_that_was_cut_there(rows):
    kept = np.sort(rows[2].ravel())
    for floor, floor_of_b in ((4.0, 0.0), (6.0, 0.0), (float(kept[-50]), 5.0)):
        narrow = asked(floor, floor_of_b)
        found = summary_of(rows, CELL).narrowed(narrow).sorted()
        assert found.digest() == summary_of(rows, CELL, narrow).digest()


def test_rows_that_were_not_kept_are_not_asked_for(rows):
    with pytest.raises(ValueError, match=r"between 3\.0 and 4\.0 were not kept"):
        summary_of(rows, CELL).narrowed(asked(3.0))


def test_the_sample_holds_the_first_paths_in_order(rows):
    sample = summary_of(rows, CELL).sample
    assert sample.shape == (2, (CELL + 7) * YEARS)
    assert sample[0, : 2 * YEARS] == pytest.approx([*rows[0, :, 0], *rows[0, :, 1]])


def test_summaries_that_do_not_follow_each_other_are_refused(rows):
    one = summary_of(rows, PATHS)
    with pytest.raises(ValueError, match="do not follow"):
        one.merge(one)


@pytest.mark.parametrize(
    ("pieces", "paths"),
    [(1, [1_300]), (2, [1_024, 276]), (3, [512, 512, 276]), (9, [512, 512, 276])],
)
def test_a_block_is_cut_into_whole_cells(pieces, paths):
    cut = Block(4 * CELL, 1_300).cut(pieces)
    assert [piece.paths for piece in cut] == paths
    assert [piece.first - 4 * CELL for piece in cut] == [sum(paths[:n]) for n in range(len(paths))]


def test_answers_of_the_pieces_of_a_block_are_joined_in_order(rows):
    def answers(block):
        part = rows[:, :, block.first : block.first + block.paths]
        horizon = part[2].sum(axis=0)[None, None]
        weight = np.arange(block.paths, dtype=float) + block.first
        return Answers(block, NAMES, part, ("total",), horizon, weight, 1e-16 * block.paths)

    whole = answers(Block(0, PATHS))
    joined = Answers.joined([answers(piece) for piece in Block(0, PATHS).cut(3)])
    assert joined.block == whole.block
    assert np.array_equal(joined.annual, whole.annual)
    assert np.array_equal(joined.horizon, whole.horizon)
    assert np.array_equal(joined.weight, whole.weight)
    assert joined.residual == pytest.approx(1e-16 * 2_048)  # four cells of nine and a bit
