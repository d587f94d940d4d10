"""Writes losses with the names of Oasis Open Results Data (ORD): period loss and exceedance tables.

Summary 1 is all lines together, the lines follow from 2 on in the order of the losses.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import StorageError
from coinsure.reinsurance.loss_rows import LossRows

PLT = ("Period", "PeriodWeight", "EventId", "SummaryId", "SampleId", "Loss")
EPT = ("SummaryId", "EPCalc", "EPType", "ReturnPeriod", "Loss")
SUMMARY_INFO = ("SummaryId", "line")

FULL_UNCERTAINTY = 2
"""EPCalc: every period is one outcome, ranked among all."""

OEP, OEP_TVAR, AEP, AEP_TVAR = 1, 2, 3, 4
"""EPType: largest occurrence of a period, all of a period, and means of these in the tail."""

RETURN_PERIODS = (2, 5, 10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000)


def write_period_losses(path: Path, losses: LossRows, amount: FloatArray, periods: int) -> None:
    """Write a period loss table (PLT) of ``amount`` (E,) for the rows of ``losses``.

    The amounts may be those of the losses or what a programme has left of them. Rows that are an
    occurrence of their own get event numbers above all others; rows without loss are left out.
    """
    number = {line: n for n, line in enumerate(dict.fromkeys(losses.line), 2)}
    event = _events(losses)
    rows = (
        (
            losses.period[e],
            f"{1.0 / periods:.9g}",
            event[e],
            number[losses.line[e]],
            1,
            f"{amount[e]:.6f}",
        )
        for e in np.argsort(losses.period, kind="stable")
        if amount[e] > 0.0
    )
    _write(path, PLT, rows)


def write_exceedance(
    path: Path,
    losses: LossRows,
    amount: FloatArray,
    periods: int,
    return_periods: Sequence[int] = RETURN_PERIODS,
) -> None:
    """Write exceedance probability tables (EPT) of ``amount`` (E,) for the rows of ``losses``.

    As in Oasis the k-th largest of n periods has the return period n / k; of the ranks, those are
    written that belong to ``return_periods``. OEP and AEP are given with their tail means.
    """
    of_line = np.array(losses.line)
    inside = [np.ones(amount.size, bool), *(of_line == line for line in dict.fromkeys(losses.line))]
    rows = (
        (summary, FULL_UNCERTAINTY, kind, f"{period:.6f}", f"{loss:.6f}")
        for summary, rows_in in enumerate(inside, 1)
        for kind, period, loss in _curves(losses, amount * rows_in, periods, return_periods)
    )
    _write(path, EPT, rows)


def write_summary_info(path: Path, losses: LossRows) -> None:
    """Write which summary is which line."""
    names = ["all lines together", *dict.fromkeys(losses.line)]
    _write(path, SUMMARY_INFO, enumerate(names, 1))


def _curves(
    losses: LossRows, amount: FloatArray, periods: int, return_periods: Sequence[int]
) -> Iterator[tuple[int, float, float]]:
    """Yield EPType, return period and loss of the four curves."""
    aggregate = np.zeros(periods)
    np.add.at(aggregate, losses.period - 1, amount)
    keys, place = np.unique(np.stack([losses.period, _events(losses)]), axis=1, return_inverse=True)
    occurrence = np.zeros(keys.shape[1])
    np.add.at(occurrence, place.ravel(), amount)
    largest = np.zeros(periods)
    np.maximum.at(largest, keys[0] - 1, occurrence)
    ranks = sorted({periods // years for years in return_periods if years <= periods})
    for kind, tail, of_period in ((OEP, OEP_TVAR, largest), (AEP, AEP_TVAR, aggregate)):
        descending = np.sort(of_period)[::-1]
        means = np.cumsum(descending) / np.arange(1, periods + 1)
        yield from ((kind, periods / rank, descending[rank - 1]) for rank in ranks)
        yield from ((tail, periods / rank, means[rank - 1]) for rank in ranks)


def _events(losses: LossRows) -> np.ndarray:
    """Return the number of each row's occurrence; those without one get numbers of their own."""
    alone = losses.event < 0
    own = losses.event.max(initial=0) + np.cumsum(alone)
    return np.where(alone, own, losses.event)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
