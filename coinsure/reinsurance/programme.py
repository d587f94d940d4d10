"""``reinsure``: a programme of treaties applied to a block of losses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.errors import ModelRefusedError, UsageError
from coinsure.reinsurance.risks import Risks, risks_of
from coinsure.reinsurance.treaties import TreatySpec, covered_lines, unknown_lines
from coinsure.reinsurance.treaties.cession import Cession, Subject, over_lines, sums_by_line
from coinsure.tables.losses import LargeLosses, LossTable
from coinsure.tables.net import FLOWS, Ceded, NetTable

ROUNDING = 1e-9
"""Part of a loss by which the order of additions may take what is left below zero."""

PREMIUM, COMMISSION, RECOVERED, REINSTATEMENT, ADJUSTMENT, BROKERAGE = (
    FLOWS.index(flow)
    for flow in (
        "premium",
        "commission",
        "recovered",
        "reinstatement",
        "adjustment",
        "brokerage",
    )
)


def reinsure(
    losses: LossTable,
    treaties: Mapping[str, TreatySpec],
    risks: Mapping[str, Risks] | None = None,
) -> NetTable:
    """Apply ``treaties`` to a block of losses, in the order of their priorities.

    Treaties of equal priority see the same losses and the same premium, and what they cede adds
    up; the next priority sees what is left. A treaty without a priority takes its place in the
    file, counted from 1.

    Parameters
    ----------
    losses
        Losses of a block, before reinsurance.
    treaties
        Treaties by name.
    risks
        Which losses a treaty looks at and what it takes for one risk, for the treaties where that
        is not given by their lines and the sites of the lines.

    Raises
    ------
    UsageError
        If a treaty names a line or sector that the losses do not have.
    ModelRefusedError
        If treaties of equal priority together cede more than a loss.
    """
    gross = losses.by_line
    premium, net, large = losses.premium.copy(), gross.copy(), losses.large
    cost = np.zeros_like(gross)
    # kind by kind, so that the pages of kinds that no treaty has are never touched
    flows = np.zeros((len(FLOWS), len(treaties), *gross.shape[1:])).swapaxes(0, 1)
    treaty_premium = np.zeros((len(treaties), *premium.shape))
    ceded: dict[str, Ceded] = {}
    of_table, of_treaty = risks_of(losses), risks or {}
    for names in by_priority(treaties):
        covered = [lines_of(name, treaties[name], losses.lines) for name in names]
        left = replace(losses, premium=premium, large=large)
        cessions = [
            _cede(treaties[name], _subject(lines, left, net, of_treaty.get(name, of_table)))
            for name, lines in zip(names, covered, strict=True)
        ]
        amount, below = large.amount, False
        for name, lines, cession in zip(names, covered, cessions, strict=True):
            amount = amount - cession.amount
            premium[list(lines)] -= cession.premium
            treaty = tuple(treaties).index(name)
            treaty_premium[treaty, list(lines)] = cession.premium
            flow, ceded[name] = flows[treaty], _by_line(cession, lines)
            below |= _book(ceded[name], net, cost, flow)
            _enter_flows(cession, flow)
            if treaties[name].brokerage > 0.0:
                flow[BROKERAGE] = treaties[name].brokerage * (flow[PREMIUM] + flow[ADJUSTMENT])
        if below:
            for line in sorted({line for lines in covered for line in lines}):
                net[line] = _not_negative(net[line], gross[line], names)
        large = replace(large, amount=_not_negative(amount, large.amount, names))
        if len(names) > 1:
            _require_small_losses_left(net, gross, large, of_table.year, names)
    return NetTable(
        block=losses.block,
        lines=losses.lines,
        treaties=tuple(treaties),
        premium=losses.premium,
        ceded_premium=losses.premium - premium,
        gross=gross,
        net=net,
        cost=cost,
        treaty_premium=treaty_premium,
        flows=flows,
        large=large,
        weight=losses.weight,
        ceded=tuple(ceded[name] for name in treaties),
    )


def by_priority(treaties: Mapping[str, TreatySpec]) -> list[tuple[str, ...]]:
    """Return the names of the treaties in groups of equal priority, lowest first."""
    place = {
        name: number if treaty.priority is None else treaty.priority
        for number, (name, treaty) in enumerate(treaties.items(), 1)
    }
    ordered = sorted(treaties, key=place.__getitem__)
    return [tuple(names) for _, names in groupby(ordered, key=place.__getitem__)]


def lines_of(name: str, treaty: TreatySpec, lines: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of the lines that a treaty covers; refuse names that the book lacks."""
    unknown = unknown_lines(treaty, lines)
    if unknown:
        raise UsageError(
            f"reinsurance.{name}.lines: no such line or sector (found {', '.join(unknown)}); "
            f"choose from {', '.join(lines)}"
        )
    return covered_lines(treaty, lines)


def _cede(treaty: TreatySpec, subject: Subject) -> Cession:
    return treaty.cede(subject).placed(treaty.placed)


def _subject(lines: tuple[int, ...], left: LossTable, net: FloatArray, risks: Risks) -> Subject:
    """Return what a treaty on ``lines`` sees of what is ``left``, ``net`` (L, T, P) by line."""
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.layers import of_lines

    position = np.full(len(net), -1)
    position[list(lines)] = np.arange(len(lines))
    covered = of_lines(left.large.line, position)
    losses = net[_places(lines)]
    if risks.scope is not None:
        covered &= risks.scope
        amount = np.where(covered, left.large.amount, 0.0)
        losses = sums_by_line(risks.year, left.large.line, amount, position, losses.shape)
    return Subject(
        lines=tuple(left.lines[line] for line in lines),
        position=position,
        premium=np.maximum(left.premium[list(lines)], 0.0),
        losses=losses,
        large=left.large,
        covered=covered,
        risks=risks,
    )


def _places(lines: tuple[int, ...]) -> slice | list[int]:
    """Return how to index ``lines`` without a copy, where they follow each other."""
    if lines and lines == tuple(range(lines[0], lines[-1] + 1)):
        return slice(lines[0], lines[-1] + 1)
    return list(lines)


def _by_line(cession: Cession, lines: tuple[int, ...]) -> Ceded:
    return Ceded(
        lines=lines,
        premium=cession.premium,
        commission=cession.commission_by_line,
        recovered=cession.losses,
        reinstatement=cession.reinstatement_by_line,
    )


def _book(ceded: Ceded, net: FloatArray, cost: FloatArray, flow: FloatArray) -> bool:
    """Enter what is ceded in the lines' ``net`` and ``cost`` (L, T, P) and in ``flow`` (7, T, P).

    Returns whether less than nothing is left of a line in a year.
    """
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.booking import enter_cession

    return enter_cession(
        np.array(ceded.lines, np.int64),
        ceded.recovered,
        ceded.premium,
        ceded.reinstatement,
        ceded.commission,
        net,
        cost,
        flow[RECOVERED],
    )


def _enter_flows(cession: Cession, flow: FloatArray) -> None:
    """Enter in the ``flow`` (7, T, P) of a treaty what is paid for its cover.

    Flows that are nothing are not written: the pages of an array of zeros cost nothing then.
    """
    flow[PREMIUM] = (over_lines(cession.premium) - cession.adjustment)[:, None]
    for number, row in (
        (ADJUSTMENT, cession.adjustment[:, None]),
        (COMMISSION, cession.commission),
        (REINSTATEMENT, cession.reinstatement),
    ):
        if row.any():
            flow[number] = row


def _require_small_losses_left(
    net: FloatArray, gross: FloatArray, large: LargeLosses, year: Int32Array, names: tuple[str, ...]
) -> None:
    """Refuse treaties that together cede more than the losses that are not kept one by one.

    ``net`` and ``gross`` (L, T, P) are of all losses of a line, ``large`` what is left of the large
    ones, in each path-``year`` (E,).
    """
    small = net - sums_by_line(year, large.line, large.amount, np.arange(len(net)), net.shape)
    if (small < -ROUNDING * gross).any():
        raise ModelRefusedError(_too_much(names))


def _too_much(names: tuple[str, ...]) -> str:
    return (
        f"reinsurance.{names[-1]}: {' and '.join(names)} see the same losses and together cede "
        "more than a loss; give them different priorities or lower their shares"
    )


def _not_negative(left: FloatArray, before: FloatArray, names: tuple[str, ...]) -> FloatArray:
    """Return what is ``left`` with rounding below zero taken out; refuse more than rounding."""
    if left.size == 0 or left.min() >= 0.0:
        return left
    if (left < -ROUNDING * before).any():
        raise ModelRefusedError(_too_much(names))
    return np.maximum(left, 0.0)
