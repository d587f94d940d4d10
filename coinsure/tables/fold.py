"""The one order in which floats are added over cells and blocks: a tree over their numbers."""

from collections.abc import Callable
from typing import Generic, Protocol, Self, TypeVar

import numpy as np

from coinsure.arrays import FloatArray


def tree(values: FloatArray) -> FloatArray:
    """Add (n, ...) over its first axis, neighbours first; the answer is (...)."""
    while len(values) > 1:
        if len(values) % 2:
            values = np.concatenate([values, np.zeros_like(values[:1])])
        values = values[0::2] + values[1::2]
    return values[0]


class Mergeable(Protocol):
    """Something that can be joined with its right-hand neighbour."""

    def merge(self, right: Self) -> Self:
        """Join with what comes directly after."""
        ...


Node = TypeVar("Node", bound=Mergeable)


class Fold(Generic[Node]):
    """Merges numbered neighbours in a binary tree, so that the order of arrival does not matter.

    Equal to ``tree`` over the blocks when every block but the last holds the same power of two of
    cells: then neither the size of a block nor who computed it can change a bit of the root. More
    blocks may follow after the root was read: the tree of a shorter run is part of a longer one's.
    """

    def __init__(self) -> None:
        self.blocks = 0  # so far
        self._waiting: dict[tuple[int, int], Node] = {}  # by level and number within the level

    def add(self, number: int, node: Node) -> None:
        """Take the result of block ``number``."""
        self.blocks += 1
        level = 0
        while (other := self._waiting.pop((level, number ^ 1), None)) is not None:
            node = other.merge(node) if number % 2 else node.merge(other)
            number, level = number // 2, level + 1
        self._waiting[level, number] = node

    def change(self, function: Callable[[Node], Node]) -> None:
        """Replace every partial result by what the function makes of it."""
        self._waiting = {place: function(node) for place, node in self._waiting.items()}

    @property
    def root(self) -> Node:
        """The whole of blocks 0 to n - 1, once they have all arrived.

        They leave one complete tree for each binary digit of n that is 1; the smallest, which holds
        the last blocks, is merged first.
        """
        levels = [level for level in range(self.blocks.bit_length()) if self.blocks >> level & 1]
        places = [(level, (self.blocks >> level) - 1) for level in levels]
        if not places or set(places) != set(self._waiting):
            raise ValueError(f"{len(self._waiting)} partial results wait for neighbours")
        whole = self._waiting[places[0]]
        for place in places[1:]:
            whole = self._waiting[place].merge(whole)
        return whole
