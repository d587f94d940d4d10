"""The one order in which floats are added over cells and blocks: a tree over their numbers."""

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
    cells: then neither the size of a block nor who computed it can change a bit of the root.
    """

    def __init__(self, blocks: int) -> None:
        self._blocks = blocks
        self._waiting: dict[tuple[int, int], Node] = {}
        self._root: Node | None = None

    def add(self, number: int, node: Node) -> None:
        """Take the result of block ``number``."""
        level, width = 0, self._blocks
        while width > 1:
            last_without_neighbour = number == width - 1 and width % 2
            if not last_without_neighbour:
                other = self._waiting.pop((level, number ^ 1), None)
                if other is None:
                    self._waiting[level, number] = node
                    return
                node = other.merge(node) if number % 2 else node.merge(other)
            number, level, width = number // 2, level + 1, (width + 1) // 2
        self._root = node

    @property
    def root(self) -> Node:
        """The whole, once every block has arrived."""
        if self._root is None:
            raise ValueError(f"{len(self._waiting)} partial results wait for neighbours")
        return self._root
