"""The thread engine gives every result once and passes errors on."""

import threading

import pytest

from coinsure.engine import Threads


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_item_is_answered_once_with_its_number(count):
    found = dict(Threads(count).map(lambda x: x * x, range(20)))
    assert found == {i: i * i for i in range(20)}


def test_no_more_than_one_item_beyond_the_threads_is_under_way():
    started = []
    gate = threading.Event()

    def work(item):
        started.append(item)
        gate.wait(5)
        return item

    results = Threads(2).map(work, range(50))
    timer = threading.Timer(0.2, lambda: (seen.append(len(started)), gate.set()))
    seen: list[int] = []
    timer.start()
    assert sorted(number for number, _ in results) == list(range(50))
    assert seen[0] <= 3


def test_an_error_in_a_block_reaches_the_caller():
    def work(item):
        if item == 3:
            raise ValueError("block 3 is broken")
        return item

    with pytest.raises(ValueError, match="block 3 is broken"):
        list(Threads(2).map(work, range(10)))
