"""The compiler gives up vectorising without a word; these tests say it when it does."""

import re

import numpy as np
import pytest
from numba import njit

from coinsure.kernels.components import component_losses
from coinsure.kernels.counts import counts_of_many_means, counts_of_one_mean, step_up
from coinsure.models.frequency import Poisson
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.streams import Streams

pytestmark = pytest.mark.slow  # compiles the kernels afresh

PHILOX = re.compile(r"\bv?pmuludq\b.*%([xyz]mm)\d+")
DIVIDE = re.compile(r"\bv?divpd\b.*%([xyz]mm)\d+")
COMPARE = re.compile(r"\bv?cmp\w*pd\b.*%([xyz]mm)\d+")
FUSED = re.compile(r"\bvfn?m(?:add|sub)\d+pd\b.*%([xyz]mm)\d+")
ROUNDS = 10


@pytest.fixture(scope="module")
def assembly() -> dict[str, str]:
    """Return the assembly of the hot kernels by name, compiled by a first use."""
    counts = np.zeros((1, 16), np.int32)
    table = count_plan(
        Poisson(mean=3.0), risks=1, years=1, factor=-1, name="test", streams=Streams()
    )
    counts_of_one_mean(1, 2, 0, 0, table.lowest, table.cumulative, table.guide, counts)
    counts_of_many_means(1, 2, 0, 0, np.ones((1, 16)), 1.0, 0.0, counts)
    rows = np.empty(9, np.int64), np.empty(9, np.int32), np.empty(9), np.empty(9)
    component_losses(
        1, 2, 0, 0, np.zeros((1, 16), np.int32), np.zeros((2 * 51 * 16, 4)), 4,
        np.empty(0, np.uint64), np.empty(0, np.int32), 1.0, 0.0, 1.0,
        np.empty((0, 16)), np.zeros((1, 16)), 0.5, *rows, 0,
    )  # fmt: skip
    kernels = (counts_of_one_mean, counts_of_many_means, component_losses)
    return {kernel.__name__: compiled_afresh(kernel) for kernel in kernels}


def compiled_afresh(kernel) -> str:
    """Return the assembly of a kernel; what comes out of the cache does not tell its own."""
    fresh = njit(nogil=True, error_model="numpy")(kernel.py_func)
    fresh.compile(kernel.signatures[0])
    return "\n".join(fresh.inspect_asm().values())


def wide(pattern: re.Pattern[str], text: str) -> int:
    return sum(register in ("ymm", "zmm") for register in pattern.findall(text))


def test_random_words_are_drawn_in_whole_vectors(assembly):
    for name, text in assembly.items():
        assert wide(PHILOX, text) >= ROUNDS, name


def test_payments_are_made_in_whole_vectors(assembly):
    assert wide(FUSED, assembly["component_losses"]) >= 3 + 1  # the cubic, the scale


def test_counts_step_up_in_whole_vectors(assembly):
    assert wide(DIVIDE, assembly["counts_of_many_means"]) >= 8


def test_paths_that_are_at_one_count_step_up_without_a_division_each():
    @njit(error_model="numpy")
    def steps(u, mean, b, probability, below, number):
        return step_up(u, mean, 0, 0.0, b, 0.0, probability, below, number, u.size)

    rows = np.ones((6, 16))
    assert steps(*rows) == 0
    text = "\n".join(steps.inspect_asm().values())
    assert wide(COMPARE, text) >= 8
    assert wide(DIVIDE, text) == 0
