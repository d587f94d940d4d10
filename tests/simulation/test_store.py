import numpy as np

from coinsure.models.frequency import Fixed
from coinsure.models.severity import Uniform
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput
from coinsure.simulation.store import SPARE, LossStore
from coinsure.tables.losses import Block

BLOCK = Block(0, 2 * SPARE)


def drawn(plan_of, expected: float, times: int = 1) -> tuple[LossStore, np.ndarray]:
    part = ComponentInput(
        name="s.line_0.c",
        line=0,
        frequency=Fixed(count=3),
        risks=1,
        severity=Uniform(low=1.0, high=2.0),
        terms=Terms(),
        threshold=0.5,
    )
    plan = plan_of(part)
    store, total = LossStore(expected), np.zeros((1, BLOCK.paths))
    counts = np.full((1, BLOCK.paths), 3, np.int32)
    for _ in range(times):
        store.add(plan.components[0], seed=1, block=BLOCK, first_year=0, counts=counts, total=total)
    return store, total


def test_a_store_that_is_too_small_grows_and_gives_what_a_large_one_gives(plan_of):
    small, total = drawn(plan_of, 0.0)
    large, want = drawn(plan_of, 1e5)
    assert small.kept == large.kept == 3 * BLOCK.paths
    assert all(np.array_equal(a, b) for a, b in zip(small.losses, large.losses, strict=True))
    assert np.array_equal(total, want)


def test_losses_that_are_there_stay_when_the_store_grows(plan_of):
    once, _ = drawn(plan_of, 0.0)
    twice, _ = drawn(plan_of, 0.0, times=2)
    assert twice.kept == 2 * once.kept
    for one, two in zip(once.losses, twice.losses, strict=True):
        assert np.array_equal(np.concatenate([one, one]), two)
