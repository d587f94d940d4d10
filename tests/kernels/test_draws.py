import numpy as np

from coinsure.kernels.draws import (
    add_at_rows,
    list_losses,
    times_of_words,
    words_of_losses,
    yearly_uniforms,
)


def test_words_are_those_of_seed_stream_path_year_and_draw(word_twin):
    path = np.array([0, 5, 2**40 + 3, 2**32 - 1])
    year = np.array([0, 4, 1, 2])
    draw = np.array([0, 1, 2, 7], np.int32)
    words = np.empty(4, np.uint64)
    words_of_losses(21, 4_000_000_000, path, year, draw, words)
    want = [
        word_twin(21, 4_000_000_000, int(p), int(y), int(k))
        for p, y, k in zip(path, year, draw, strict=True)
    ]
    assert words.tolist() == want


def test_yearly_numbers_are_the_first_words_of_path_and_year(word_twin):
    found = np.empty((2, 3))
    yearly_uniforms(21, 77, 2**32 - 2, found)
    for year in range(2):
        for p in range(3):
            word = word_twin(21, 77, 2**32 - 2 + p, year, 0)
            assert found[year, p] == (((word >> 12) | 1) * 2.0**-52)  # 52 bits, the last one set


def test_times_come_from_the_low_bits():
    words = np.array([0, 4095, 4096, 2049], np.uint64)
    time = np.empty(4)
    times_of_words(words, time)
    assert (time * 4096).tolist() == [0.5, 4095.5, 0.5, 2049.5]


def test_losses_are_listed_row_by_row_with_their_numbers():
    counts = np.array([[0, 2, 1], [3, 0, 0]], np.int32)
    row, draw = np.empty(6, np.int64), np.empty(6, np.int32)
    list_losses(counts, row, draw)
    assert row.tolist() == [1, 1, 2, 3, 3, 3]
    assert draw.tolist() == [0, 1, 0, 0, 1, 2]


def test_amounts_are_added_to_their_rows():
    total = np.array([1.0, 1.0, 1.0])
    add_at_rows(np.array([2, 0, 2]), np.array([5.0, 6.0, 7.0]), total)
    assert total.tolist() == [7.0, 1.0, 13.0]
