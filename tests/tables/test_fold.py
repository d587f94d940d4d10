"""One order of addition, whatever arrives first."""

import itertools
from dataclasses import dataclass

import numpy as np
import pytest

from coinsure.tables.fold import Fold, tree


@dataclass(frozen=True)
class Text:
    """Concatenation shows the order in which neighbours were merged."""

    value: str

    def merge(self, right: "Text") -> "Text":
        return Text(f"({self.value}{right.value})")


def folded(order: tuple[int, ...]) -> str:
    fold = Fold[Text]()
    for number in order:
        fold.add(number, Text("abcdefgh"[number]))
    return fold.root.value


@pytest.mark.parametrize("blocks", [1, 2, 3, 5])
def test_every_order_of_arrival_gives_the_same_tree(blocks):
    found = {folded(order) for order in itertools.permutations(range(blocks))}
    assert len(found) == 1


def test_a_last_block_without_neighbour_moves_up_alone():
    assert folded((4, 2, 0, 1, 3)) == "(((ab)(cd))e)"


def test_a_longer_run_goes_on_where_a_shorter_one_has_ended():
    fold = Fold[Text]()
    for number in (1, 0, 2):
        fold.add(number, Text("abcdefgh"[number]))
    assert fold.root.value == folded((0, 1, 2)) == "((ab)c)"
    for number in (6, 3, 5, 4):
        fold.add(number, Text("abcdefgh"[number]))
    assert fold.root.value == folded((0, 1, 2, 3, 4, 5, 6)) == "(((ab)(cd))((ef)g))"


def test_every_partial_result_can_be_changed():
    fold = Fold[Text]()
    for number in range(3):
        fold.add(number, Text("abc"[number]))
    fold.change(lambda text: Text(text.value.upper()))
    assert fold.root.value == "((AB)C)"


def test_root_is_refused_while_blocks_are_missing():
    fold = Fold[Text]()
    fold.add(1, Text("b"))
    with pytest.raises(ValueError, match="1 partial results wait"):
        _ = fold.root
    fold.add(2, Text("c"))
    fold.add(3, Text("d"))
    with pytest.raises(ValueError, match="2 partial results wait"):
        _ = fold.root


@pytest.mark.parametrize("cells", [1, 7, 64, 129])
@pytest.mark.parametrize("size", [1, 4, 32])
def test_blocks_of_a_power_of_two_of_cells_add_like_the_whole(cells, size):
    values = np.random.default_rng(3).lognormal(0, 3, (cells, 5))

    @dataclass(frozen=True)
    class Sum:
        total: np.ndarray

        def merge(self, right):
            return Sum(self.total + right.total)

    starts = range(0, cells, size)
    fold = Fold[Sum]()
    for number, start in enumerate(starts):
        fold.add(number, Sum(tree(values[start : start + size])))
    assert np.array_equal(fold.root.total, tree(values))


def test_tree_adds_all_values():
    assert tree(np.arange(11.0)[:, None])[0] == 55.0
