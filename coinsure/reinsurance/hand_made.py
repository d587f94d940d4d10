"""A programme on losses that somebody brings: rows of a table with whatever risks they name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.errors import UsageError
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.counterparty.default import DefaultPlan, collect, flows_of_reinsurers
from coinsure.reinsurance.fitting import check_contracts, check_losses
from coinsure.reinsurance.loss_rows import Contract, LossRows
from coinsure.reinsurance.programme import reinsure
from coinsure.reinsurance.risks import Risks
from coinsure.reinsurance.treaties import TreatySpec
from coinsure.tables.losses import Block, LargeLosses, LossTable
from coinsure.tables.net import NetTable


@dataclass(frozen=True, slots=True, eq=False)
class ReinsuredRows:
    """What a programme leaves of losses given row by row."""

    table: NetTable  # one path for each period, one year
    net: FloatArray  # (E,) what is left of each row, in the order in which they were given
    by_reinsurer: Mapping[
        str, Mapping[str, FloatArray]
    ]  # treaty -> reinsurer -> (7, T, P) of FLOWS


def reinsure_rows(
    losses: LossRows,
    programme: Mapping[str, Contract],
    *,
    periods: int | None = None,
    premium: Mapping[str, float] | None = None,
    reinsurers: Mapping[str, Reinsurer] | None = None,
    seed: int = 0,
) -> ReinsuredRows:
    """Apply a programme of treaties to losses that are given row by row.

    Parameters
    ----------
    losses
        The losses.
    programme
        Treaties by name, in their order.
    periods
        Number of periods, those without losses included; default what the losses say, or the last
        one that has a loss.
    premium
        Gross premium of a period by line, where a treaty needs it; default none. A surplus cedes
        of it the mean share of the risks that the rows of the line name, by sums insured: name
        those without losses by rows of 0.
    reinsurers
        Reinsurers that treaties name and that may fail; all others pay. What is not paid stays on
        the rows of a line in proportion to what they recover in the period.
    seed
        Seed of their defaults, which are drawn for each period.

    Raises
    ------
    UsageError
        If the rows, the lines or the columns that the treaties name do not fit together, or a
        treaty needs a premium that is not given.
    ModelRefusedError
        If treaties of equal priority together cede more than a loss.
    """
    given: Mapping[str, float] = premium or {}
    number_of_periods = check_losses(losses, periods)
    check_contracts(losses, programme, given, reinsurers or {})
    lines = tuple(dict.fromkeys([*losses.line, *given]))
    order = _order(losses)
    table = _loss_table(losses, order, lines, number_of_periods, given)
    risks = {
        name: _risks(losses, order, table, name, contract) for name, contract in programme.items()
    }
    treaties = {name: contract.treaty for name, contract in programme.items()}
    owed = reinsure(table, treaties, risks)
    plan = _defaults(treaties, reinsurers or {}, seed)
    paid = collect(owed, treaties, plan)
    left = np.empty_like(losses.amount)
    left[order] = owed.large.amount + _lost(table, owed, paid)
    return ReinsuredRows(paid, left, flows_of_reinsurers(paid, treaties, plan))


def _defaults(
    treaties: Mapping[str, TreatySpec], known: Mapping[str, Reinsurer], seed: int
) -> DefaultPlan:
    """Return the reinsurers that treaties name or somebody describes, a stream for each."""
    named = [name for treaty in treaties.values() for name in treaty.reinsurers or {}]
    names = dict.fromkeys([*known, *named])
    reinsurers = {name: known.get(name, Reinsurer()) for name in names}
    return DefaultPlan(seed, reinsurers, {name: number for number, name in enumerate(names)})


def _lost(losses: LossTable, owed: NetTable, paid: NetTable) -> FloatArray:
    """Return what each row of the table does not get for its recoveries by default, (E,)."""
    large = losses.large
    recovered = large.amount - owed.large.amount
    place = large.line, large.row // losses.block.paths, large.row % losses.block.paths
    whole = np.zeros_like(owed.net)
    np.add.at(whole, place, recovered)
    lost = np.divide(paid.net - owed.net, whole, out=np.zeros_like(whole), where=whole > 0.0)
    return recovered * lost[place]


def _order(losses: LossRows) -> IntArray:
    """Return the rows in order of period, time and occurrence, which begins with its first row."""
    size = losses.amount.size
    time = np.zeros(size) if losses.time is None else losses.time
    begin, place = time.copy(), np.arange(size)
    first: dict[tuple[int, int], int] = {}
    keys = list(zip(losses.period.tolist(), losses.event.tolist(), strict=True))
    for row in np.argsort(time, kind="stable").tolist():
        if keys[row][1] >= 0:
            head = first.setdefault(keys[row], row)
            begin[row], place[row] = begin[head], head
    return np.lexsort((place, begin, losses.period))


def _loss_table(
    losses: LossRows,
    order: IntArray,
    lines: tuple[str, ...],
    periods: int,
    premium: Mapping[str, float],
) -> LossTable:
    number = {line: n for n, line in enumerate(lines)}
    line = np.array([number[name] for name in losses.line], np.int32)[order]
    event = losses.event[order]
    occurrence = np.where(event >= 0, np.unique(event, return_inverse=True)[1], -1)
    count = np.bincount(losses.period - 1, minlength=periods)
    amount = losses.amount[order]
    total = np.zeros((len(lines), periods))
    np.add.at(total, (line, losses.period[order] - 1), amount)
    large = LargeLosses(
        start=np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        line=line,
        risk=np.full(order.size, -1, np.int32),
        occurrence=occurrence.astype(np.int32),
        count=np.ones(order.size, np.int32),
        time=np.full(order.size, 0.5) if losses.time is None else losses.time[order],
        amount=amount,
    )
    return LossTable(
        block=Block(0, periods),
        lines=lines,
        premium=np.array([[premium.get(name, 0.0)] for name in lines]),
        total=total[:, None, :],
        account_line=np.arange(len(lines), dtype=np.int32),
        large=large,
        weight=np.ones(periods),
    )


def _risks(
    losses: LossRows, order: IntArray, table: LossTable, treaty: str, contract: Contract
) -> Risks:
    """Return what one risk is to a contract, for the rows of the ``table`` in their order."""
    large = table.large
    unknown = ("",) * order.size
    of_row = losses.columns.get(contract.risk, unknown)
    names = tuple(name for name in dict.fromkeys(of_row) if name)
    number_of = {name: number for number, name in enumerate(names)} | {"": -1}
    number = np.array([number_of[name] for name in of_row], np.int64)
    row = large.row
    first = np.arange(order.size)
    seen: dict[tuple[int, int, int], int] = {}
    for e, (event, risk) in enumerate(
        zip(large.occurrence.tolist(), number[order].tolist(), strict=True)
    ):
        if event >= 0 and risk >= 0:
            first[e] = seen.setdefault((int(row[e]), event, risk), e)
    return Risks(
        scope=_scope(losses, contract.scope)[order],
        year=row.astype(np.int32),
        first=first,
        count=large.count,
        number=number[order],
        name=names,
        line=np.full(len(names), -1),
        belongs=_belongs(large.line, number[order], (len(names), len(table.lines))),
        sum_insured=_sums_insured(losses, number, names, treaty),
    )


def _belongs(line: Int32Array, number: IntArray, shape: tuple[int, int]) -> BoolArray:
    """Tell which lines have rows that name a risk, (G, L)."""
    found, known = np.zeros(shape, bool), number >= 0
    found[number[known], line[known]] = True
    return found


def _scope(losses: LossRows, scope: Sequence[Mapping[str, str]]) -> BoolArray:
    """Tell which rows fit one of the filters of a contract."""
    size = losses.amount.size
    if not scope:
        return np.ones(size, bool)
    columns: dict[str, NDArray[np.str_]] = {
        name: np.array(losses.columns[name]) for row in scope for name in row
    }
    inside = np.zeros(size, bool)
    for wanted in scope:
        fits = np.ones(size, bool)
        for name, value in wanted.items():
            fits &= columns[name] == value
        inside |= fits
    return inside


def _sums_insured(
    losses: LossRows, number: IntArray, names: tuple[str, ...], treaty: str
) -> FloatArray:
    """Return the sum insured of each named risk, NaN where no row says it."""
    found = np.full(len(names), np.nan)
    given = np.full(number.size, np.nan) if losses.sum_insured is None else losses.sum_insured
    for risk, value in zip(number.tolist(), given.tolist(), strict=True):
        if risk < 0 or np.isnan(value):
            continue
        if not np.isnan(found[risk]) and found[risk] != value:
            raise UsageError(
                f"reinsurance.{treaty}: the losses give two sums insured for {names[risk]} "
                f"(found {found[risk]:g} and {value:g})"
            )
        found[risk] = value
    return found
