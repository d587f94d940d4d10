import numpy as np
import pytest

from coinsure.kernels.components import component_losses
from coinsure.simulation.plan import NO_EDGES, NO_GUIDE

SEED, STREAM, BITS = 11, 1234, 4
SCALE, DEDUCTIBLE, LIMIT = 2.0, 0.3, 1.1


@pytest.fixture
def table() -> np.ndarray:
    """Return the quantiles of a uniform number: the probability itself, linear in every cell."""
    octave = 2.0 ** np.arange(-52, -1)[:, None]
    start = (octave * (1.0 + np.arange(1 << BITS) / (1 << BITS))).ravel()
    width = np.repeat(octave / (1 << BITS), 1 << BITS)
    value = np.concatenate([start, 1.0 - start])
    slope = np.concatenate([width, -width])
    return np.column_stack([value, slope, np.zeros((value.size, 2))])


def draw(
    table,
    counts,
    *,
    first_path=0,
    first_year=0,
    threshold=np.inf,
    room=100_000,
    kept=0,
    stretch=None,
):
    stretch = np.empty((0, counts.shape[1])) if stretch is None else stretch
    total = np.zeros(counts.shape)
    rows = np.full(room, -7, np.int64), np.full(room, -7, np.int32), np.empty(room), np.empty(room)
    n = component_losses(
        SEED, STREAM, first_path, first_year, counts, table, BITS, NO_EDGES, NO_GUIDE,
        SCALE, DEDUCTIBLE, LIMIT, stretch, total, threshold, *rows, kept,
    )  # fmt: skip
    return total, n, tuple(values[:n] for values in rows)


def losses_one_by_one(table, counts, word, quantile, *, first_path=0, first_year=0):
    """Return {(t, p): [(payment, time), ...]} by loops over Python numbers."""
    out = {}
    for t, p in np.ndindex(*counts.shape):
        words = [word(SEED, STREAM, first_path + p, first_year + t, k) for k in range(counts[t, p])]
        out[t, p] = [
            (
                min(max(SCALE * quantile(table, BITS, w) - DEDUCTIBLE, 0.0), LIMIT),
                ((w & 4095) + 0.5) / 4096,
            )
            for w in words
        ]
    return out


CASES = {
    "few": lambda rng: rng.poisson(1.5, (2, 40)),
    "many": lambda rng: rng.poisson(30.0, (1, 60)),
    "rare": lambda rng: rng.poisson(0.02, (3, 300)),
    "none": lambda rng: np.zeros((2, 9), int),
    "one path of many": lambda rng: np.where(np.arange(50) == 7, 200, 0)[None, :],
    "all alike": lambda rng: np.full((1, 17), 3),
}


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("first_path", [0, 512, 2**32 - 20, 2**40])
def test_totals_and_large_losses_are_those_of_loops_over_single_losses(
    table, case, first_path, word_twin, quantile_twin
):
    counts = CASES[case](np.random.default_rng(8)).astype(np.int32)
    total, _, (row, number, time, amount) = draw(
        table, counts, first_path=first_path, first_year=2, threshold=0.8
    )
    want = losses_one_by_one(
        table, counts, word_twin, quantile_twin, first_path=first_path, first_year=2
    )
    for (t, p), losses in want.items():
        assert total[t, p] == pytest.approx(sum(x for x, _ in losses), abs=1e-12)
        mine = row == t * counts.shape[1] + p
        large = [(k, time, x) for k, (x, time) in enumerate(losses) if x > 0.8]
        assert number[mine].tolist() == [k for k, _, _ in large]
        assert time[mine].tolist() == [time for _, time, _ in large]
        assert amount[mine] == pytest.approx([x for _, _, x in large], abs=1e-12)


def test_a_threshold_of_zero_keeps_every_payment_and_they_add_up_to_the_total(table):
    counts = np.random.default_rng(9).poisson(4.0, (2, 3000)).astype(np.int32)
    total, _, (row, number, _, amount) = draw(table, counts, threshold=0.0)
    sums = np.zeros(total.size)
    for r, x in zip(row[np.lexsort((number, row))], amount[np.lexsort((number, row))], strict=True):
        sums[r] += x
    assert np.array_equal(sums.reshape(total.shape), total)
    assert amount.min() > 0.0
    assert amount.max() == LIMIT


def test_taking_large_losses_out_changes_no_bit_of_the_totals(table):
    counts = np.random.default_rng(10).poisson(6.0, (1, 3000)).astype(np.int32)
    without, kept, _ = draw(table, counts)
    assert kept == 0
    for threshold in (0.0, 0.5, 1.0999):
        assert np.array_equal(draw(table, counts, threshold=threshold)[0], without)
    assert draw(table, counts, threshold=LIMIT)[1] == 0


def test_losses_are_added_to_what_is_there(table):
    counts = np.full((1, 20), 2, np.int32)
    alone, _, _ = draw(table, counts)
    total = np.ones(counts.shape)
    empty = np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0), np.empty(0)
    component_losses(
        SEED, STREAM, 0, 0, counts, table, BITS, NO_EDGES, NO_GUIDE,
        SCALE, DEDUCTIBLE, LIMIT, np.empty((0, 20)),
        total, np.inf, *empty, 0,
    )  # fmt: skip
    assert np.array_equal(total, alone + 1.0)


def test_too_little_room_is_told_and_nothing_is_written_beyond_it(table):
    counts = np.full((1, 100), 5, np.int32)
    _, needed, full = draw(table, counts, threshold=0.5)
    _, n, (row, *_) = draw(table, counts, threshold=0.5, room=10)
    assert n == needed > 10
    assert np.array_equal(row, full[0][:10])


def test_new_losses_follow_those_that_are_there(table):
    counts = np.full((1, 10), 5, np.int32)
    _, needed, alone = draw(table, counts, threshold=0.5)
    _, n, (row, _, _, amount) = draw(table, counts, threshold=0.5, kept=3)
    assert n == needed + 3
    assert row[:3].tolist() == [-7, -7, -7]
    assert np.array_equal(amount[3:], alone[3])


def test_a_path_loses_the_same_in_whatever_step_and_beside_whichever_paths(table):
    counts = np.random.default_rng(11).poisson(3.0, (2, 5000)).astype(np.int32)
    whole, _, _ = draw(table, counts)
    for first, width in ((0, 512), (512, 512), (1024, 2048), (4999, 1), (1, 4998)):
        part = np.ascontiguousarray(counts[:, first : first + width])
        total, _, _ = draw(table, part, first_path=first)
        assert np.array_equal(total, whole[:, first : first + width])


@pytest.mark.parametrize("years", [1, 2])
def test_a_stretch_multiplies_each_loss_of_its_path_before_it_is_paid(
    table, years, word_twin, quantile_twin
):
    rng = np.random.default_rng(12)
    counts = rng.poisson(2.0, (2, 3000)).astype(np.int32)
    stretch = rng.uniform(0.2, 3.0, (years, 3000))
    total, _, (row, _, _, amount) = draw(table, counts, threshold=0.0, stretch=stretch)
    for t, p in ((0, 0), (0, 2047), (0, 2048), (1, 1), (1, 2999)):
        words = [word_twin(SEED, STREAM, p, t, k) for k in range(counts[t, p])]
        factor = SCALE * stretch[min(t, years - 1), p]
        losses = [factor * quantile_twin(table, BITS, w) - DEDUCTIBLE for w in words]
        paid = [min(max(loss, 0.0), LIMIT) for loss in losses]
        assert total[t, p] == pytest.approx(sum(paid), abs=1e-12)
        assert amount[row == t * 3000 + p] == pytest.approx([x for x in paid if x > 0.0])


def test_a_stretch_of_one_changes_no_bit(table):
    counts = np.random.default_rng(13).poisson(5.0, (2, 3000)).astype(np.int32)
    stretched, _, _ = draw(table, counts, stretch=np.ones((1, 3000)))
    assert np.array_equal(stretched, draw(table, counts)[0])
