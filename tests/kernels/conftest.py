from collections.abc import Callable

import numpy as np
import pytest

MASK = 0xFFFFFFFF


def philox4x32(counter: tuple[int, ...], key: tuple[int, int], rounds: int = 10) -> tuple[int, ...]:
    """Return four words of 32 bits, straight from the definition."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def word(seed: int, stream: int, path: int, year: int, draw: int) -> int:
    """Return the word of 64 bits of a draw, in Python integers."""
    counter = (draw >> 1, path & MASK, (path >> 32) | (year << 16), stream)
    c = philox4x32(counter, (seed & MASK, seed >> 32))
    return (c[2] << 32 | c[3]) if draw & 1 else (c[0] << 32 | c[1])


def cubic_quantile(table: np.ndarray, cell_bits: int, of_word: int) -> float:
    """Return the value of a quantile table, with the cell found by comparing probabilities."""
    odd = (of_word >> 12) | 1
    smaller = min(odd, 2**52 - odd)
    octave = smaller.bit_length() - 1
    cells = 1 << cell_bits
    place = (smaller - 2**octave) * cells / 2**octave
    row = octave * cells + int(place) + (51 * cells if odd > 2**51 else 0)
    t = place - int(place)
    c = [float(value) for value in table[row]]
    return c[0] + t * (c[1] + t * (c[2] + t * c[3]))


@pytest.fixture
def philox_twin() -> Callable[..., tuple[int, ...]]:
    return philox4x32


@pytest.fixture
def word_twin() -> Callable[..., int]:
    return word


@pytest.fixture
def quantile_twin() -> Callable[..., float]:
    return cubic_quantile
