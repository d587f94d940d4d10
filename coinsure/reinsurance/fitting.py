"""Whether losses, treaties and premium that somebody brings fit together."""

from collections.abc import Iterator, Mapping

import numpy as np

from coinsure.errors import UsageError
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.loss_rows import Contract, LossRows
from coinsure.reinsurance.treaties import QuotaShare, StopLoss, Surplus, TreatySpec
from coinsure.reinsurance.treaties.subject import covers, is_named

MOST_PERIODS = 10_000_000
"""Periods that a table of losses may have: more of them would not fit into memory."""

MOST_AMOUNT = 1e100
"""Amount of a loss up to which sums and ratios stay numbers."""

OF_PREMIUM = (
    "adjustment",
    "corridor",
    "loss_ratio_limit",
    "sliding_commission",
    "profit_commission",
)
"""Terms that are nothing without the premium of the lines."""


def check_losses(losses: LossRows, periods: int | None) -> int:
    """Return how many periods the losses have; refuse rows that say what no loss can be.

    Raises
    ------
    UsageError
        If columns differ in length, or an amount, a time, a sum insured or a period is none.
    """
    _check_lengths(losses)
    if not np.isfinite(losses.amount).all() or (losses.amount < 0.0).any():
        raise UsageError("losses: every amount must be a number, 0 or more")
    if losses.amount.max(initial=0.0) > MOST_AMOUNT:
        raise UsageError(
            f"losses: no amount may be above {MOST_AMOUNT:g} (found {losses.amount.max():g}); "
            "choose a larger unit"
        )
    if losses.time is not None and not ((losses.time >= 0.0) & (losses.time <= 1.0)).all():
        raise UsageError("losses: every time must be a part of its period, from 0 to 1")
    if losses.sum_insured is not None:
        known = losses.sum_insured[~np.isnan(losses.sum_insured)]
        if not (np.isfinite(known) & (known > 0.0)).all():
            raise UsageError("losses: every sum insured must be above 0, or NaN where not known")
    return _periods(losses, periods)


def check_contracts(
    losses: LossRows,
    programme: Mapping[str, Contract],
    premium: Mapping[str, float],
    reinsurers: Mapping[str, Reinsurer],
) -> None:
    """Refuse treaties that look for what the losses do not say or the premium does not give.

    Raises
    ------
    UsageError
        If a column or times are missing, or the premium that a term needs is.
    """
    for line, amount in premium.items():
        if not (np.isfinite(amount) and amount >= 0.0):
            raise UsageError(f"premium.{line}: must be a number, 0 or more (found {amount:g})")
    for name, contract in programme.items():
        _check_columns(losses, name, contract)
        covered = {line: of for line, of in premium.items() if covers(contract.treaty, line)}
        _check_premium(name, contract, sum(covered.values()))
    for name, reinsurer in reinsurers.items():
        sector = None if reinsurer.stress is None else reinsurer.stress.sector
        if sector and not any(of for line, of in premium.items() if is_named(line, (sector,))):
            raise UsageError(
                f"reinsurers.{name}.stress.loss_ratio: needs the premium of {sector}; add it "
                "to premium"
            )


def _check_lengths(losses: LossRows) -> None:
    columns = {name: getattr(losses, name) for name in ("amount", "period", "event")}
    columns |= {name: getattr(losses, name) for name in ("time", "sum_insured")}
    lengths = {name: len(column) for name, column in columns.items() if column is not None}
    lengths |= {name: len(column) for name, column in losses.columns.items()}
    for name, length in lengths.items():
        if length != len(losses.line):
            raise UsageError(
                f"losses: {name} has {length} rows, and there are {len(losses.line)} lines"
            )


def _periods(losses: LossRows, periods: int | None) -> int:
    """Return the number of periods: what is asked, what the losses say, or the last with one."""
    said = losses.periods
    if periods is not None and said is not None and periods != said:
        raise UsageError(
            f"periods = {periods}: the losses are of {said} periods by their weight; leave it out"
        )
    first, last = int(losses.period.min(initial=1)), int(losses.period.max(initial=1))
    known = next((number for number in (periods, said) if number is not None), last)
    if not 1 <= known <= MOST_PERIODS:
        raise UsageError(f"periods: there may be 1 to {MOST_PERIODS:,} of them (found {known})")
    if first < 1 or last > known:
        raise UsageError(
            f"losses: periods count from 1 to {known} (found {first} to {last}); write periods = "
            f"{last}, or more, in the programme"
        )
    return known


def _check_columns(losses: LossRows, name: str, contract: Contract) -> None:
    if losses.time is None and getattr(contract.treaty, "pro_rata_time", False):
        raise UsageError(f"reinsurance.{name}.pro_rata_time: the losses have no times")
    named = {column for row in contract.scope for column in row}
    named |= {contract.risk} - {"risk"}
    unknown = sorted(named - losses.columns.keys())
    if unknown:
        raise UsageError(
            f"reinsurance.{name}: the losses have no column {', '.join(unknown)}; "
            f"choose from {', '.join(losses.columns) or 'none'}"
        )


def _check_premium(name: str, contract: Contract, premium: float) -> None:
    """Refuse terms that need a premium where there is none, or only one of more than the scope."""
    treaty = contract.treaty
    needs = next(_terms_of_premium(treaty), None)
    if needs is not None and premium == 0.0:
        raise UsageError(
            f"reinsurance.{name}.{needs}: needs the premium of {', '.join(treaty.lines)}; add it "
            "to premium"
        )
    in_part = needs is not None or isinstance(treaty, QuotaShare | Surplus)
    if contract.scope and in_part and premium > 0.0:
        raise UsageError(
            f"reinsurance.{name}.scope: which part of the premium belongs to these rows is not "
            "known; give them a line of their own with its premium, in place of the scope"
        )


def _terms_of_premium(treaty: TreatySpec) -> Iterator[str]:
    """Yield the keys of a treaty that need the premium of its lines."""
    yield from (key for key in OF_PREMIUM if getattr(treaty, key, None) is not None)
    if isinstance(treaty, StopLoss) and treaty.basis == "loss_ratio":
        yield "basis"
