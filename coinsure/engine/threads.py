"""Blocks on the threads of this machine."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def available_threads() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Threads:
    """An engine that works on ``count`` blocks at a time; kernels release the interpreter lock."""

    count: int = field(default_factory=available_threads)

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[int, Result]]:
        """Yield (number, result) for every item, in the order in which they are finished.

        At most one item more than there are threads is under way, so that memory stays flat.
        """
        numbered = enumerate(items)
        with ThreadPoolExecutor(self.count) as pool:
            running: dict[Future[Result], int] = {}

            def submit(how_many: int) -> None:
                for number, item in islice(numbered, how_many):
                    running[pool.submit(function, item)] = number

            submit(self.count + 1)
            try:
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield running.pop(future), future.result()
                        submit(1)
            finally:
                for future in running:
                    future.cancel()
