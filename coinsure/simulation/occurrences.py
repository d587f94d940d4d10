"""Named events of a block: each drawn whole, each of its legs a large loss."""

from collections.abc import Iterator

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels.draws import (
    add_at_rows,
    list_losses,
    times_of_words,
    words_of_losses,
)
from coinsure.kernels.philox import WordArray
from coinsure.kernels.quantiles import quantiles_of_words, split_quantiles_of_words
from coinsure.simulation.large import Kept
from coinsure.simulation.plan import EventPlan, Payment, SplitTable
from coinsure.tables.losses import Block


def draw_occurrences(
    event: EventPlan,
    *,
    seed: int,
    block: Block,
    counts: Int32Array,
    first_occurrence: int,
    total: FloatArray,
) -> Iterator[Kept]:
    """Yield the losses of each leg of an event, and add them to ``total`` (L, T, P).

    Occurrences are numbered from ``first_occurrence`` on, in the order of their rows.
    """
    number = int(counts.sum())
    row, draw = np.empty(number, np.int64), np.empty(number, np.int32)
    list_losses(counts, row, draw)
    year, path = np.divmod(row, block.paths)
    path += block.first
    time = np.empty(number)
    times_of_words(draw_words(seed, event.stream, path, year, draw), time)
    occurrence = np.arange(first_occurrence, first_occurrence + number, dtype=np.int32)
    for leg in event.legs:
        words = draw_words(seed, leg.stream, path, year, draw)
        amount = payments_by_year(leg.payments, words, year)
        add_at_rows(row, amount, total[leg.line].reshape(-1))
        yield Kept(
            row=row,
            line=np.full(number, leg.line, np.int32),
            risk=np.full(number, leg.site, np.int32),
            occurrence=occurrence,
            count=leg.risks[year],
            time=time,
            amount=amount,
        )


def draw_words(
    seed: int, stream: int, path: IntArray, year: IntArray, draw: Int32Array
) -> WordArray:
    """Return the random word of each loss, (E,)."""
    words = np.empty(draw.size, np.uint64)
    words_of_losses(seed, stream, path, year, draw, words)
    return words


def payments_by_year(by_year: tuple[Payment, ...], words: WordArray, year: IntArray) -> FloatArray:
    """Return what is paid for the loss of each word in its 0-based year, (E,)."""
    if len(by_year) == 1:
        return payments(by_year[0], words)
    amount = np.empty(words.size)
    for number, payment in enumerate(by_year):
        mine = np.flatnonzero(year == number)
        amount[mine] = payments(payment, words[mine])
    return amount


def payments(payment: Payment, words: WordArray) -> FloatArray:
    """Return what is paid for the loss of each word, (E,)."""
    quantile, table = np.empty(words.size), payment.table
    if isinstance(table, SplitTable):
        split_quantiles_of_words(
            words, table.cubics, table.edges, table.guide, table.cell_bits, quantile
        )
    else:
        quantiles_of_words(words, table.cubics, table.cell_bits, quantile)
    above = payment.scale * quantile - payment.deductible
    return np.minimum(np.maximum(above, 0.0), payment.limit)
