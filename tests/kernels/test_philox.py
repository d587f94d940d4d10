import numpy as np
import pytest

from coinsure.kernels._jit import kernel
from coinsure.kernels.philox import (
    key_halves,
    path_halves,
    paths_with_one_high_half,
    time_of_year,
    two_words,
    uniform,
)

# kat_vectors of Random123 1.09: philox4x32 10, counter (4), key (2), answer (4)
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@kernel
def words_of(counters: np.ndarray, key: np.ndarray, words: np.ndarray) -> None:
    for i in range(counters.shape[0]):
        c = counters[i]
        words[i, 0], words[i, 1] = two_words(c[0], c[1], c[2], c[3], key[0], key[1])


@kernel
def middle_of_counter(path: int, year: int) -> tuple[int, int]:
    low, high = path_halves(path, year)
    return low, high


@kernel
def key_of(seed: int) -> tuple[int, int]:
    low, high = key_halves(seed)
    return low, high


@kernel
def width_of(path: int, wanted: int) -> int:
    return paths_with_one_high_half(path, wanted)


@kernel
def uniform_and_time(word: np.uint64) -> tuple[float, float]:
    return uniform(word), time_of_year(word)


def numbers_of(word: int) -> tuple[float, float]:
    return uniform_and_time(np.uint64(word))


def draw(counters: np.ndarray, key: tuple[int, int]) -> np.ndarray:
    words = np.empty((len(counters), 2), np.uint64)
    words_of(np.asarray(counters, np.uint64), np.array(key, np.uint64), words)
    return words


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_the_published_answers_come_out(counter, key, answer):
    words = draw(np.array([counter], np.uint64), key)[0]
    assert [int(words[0]) >> 32, int(words[0]) & 0xFFFFFFFF] == list(answer[:2])
    assert [int(words[1]) >> 32, int(words[1]) & 0xFFFFFFFF] == list(answer[2:])


def test_any_counter_gives_what_the_definition_gives(philox_twin):
    counters = np.random.default_rng(1).integers(0, 2**32, (500, 4), dtype=np.uint64)
    words = draw(counters, (123, 456))
    for counter, (one, two) in zip(counters.tolist(), words.tolist(), strict=True):
        c = philox_twin(tuple(counter), (123, 456))
        assert (one, two) == (c[0] << 32 | c[1], c[2] << 32 | c[3])


def test_a_seed_is_cut_into_its_two_halves():
    assert key_of((7 << 32) + 5) == (5, 7)


def test_the_year_stands_above_the_high_bits_of_the_path():
    assert middle_of_counter((3 << 32) + 9, 4) == (9, 3 + (4 << 16))


def test_a_step_ends_where_the_high_bits_of_the_path_change():
    assert width_of(2**32 - 512, 2048) == 512
    assert width_of(2**32, 2048) == 2048
    assert width_of(0, 100) == 100


def test_uniforms_are_odd_multiples_so_the_ends_are_never_reached():
    assert numbers_of(0)[0] == 2.0**-52
    assert numbers_of(2**64 - 1)[0] == 1.0 - 2.0**-52
    assert numbers_of(1 << 63)[0] == 0.5 + 2.0**-52


def test_time_is_the_middle_of_one_of_4096_parts_and_ignores_the_uniform():
    assert numbers_of(0)[1] == 0.5 / 4096
    assert numbers_of(2**64 - 1)[1] == 4095.5 / 4096
    assert numbers_of(0xABCDE << 12)[1] == 0.5 / 4096
