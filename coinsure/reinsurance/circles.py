"""Cover among members in circles: what each cedes again of what it takes from the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeGuard

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.reinsurance.programme import by_priority, lines_of
from coinsure.reinsurance.treaties import QuotaShare, TreatySpec
from coinsure.tables.net import Ceded

NOTHING_KEPT = 1.0 - 1e-9
"""Spectral radius from which on amounts that go round never come to an end."""

LIMITS = (
    "risk_limit",
    "event_limit",
    "corridor",
    "loss_ratio_limit",
    "annual_limit",
    "sliding_commission",
    "profit_commission",
)
"""Terms of a quota share that its cessions are no longer proportional to its subject with."""


class Contract(Protocol):
    """Cover of a member."""

    @property
    def member(self) -> str:
        """Who is covered."""
        ...

    @property
    def taken_by(self) -> str | None:
        """Which other member gives the cover."""
        ...

    @property
    def treaty(self) -> TreatySpec:
        """Its terms."""
        ...


def resolved(
    own: Mapping[str, Contract], lines: Sequence[str], direct: Sequence[Ceded]
) -> tuple[Ceded, ...]:
    """Return what the contracts cede once everything that members take has gone round.

    A contract k cedes, line by line, x_k = d_k + sum over c of m_kc x_c: what it cedes of the
    member's share of the pool, and the part m_kc of what the member takes by contract c. That is
    the linear system (I - M) x = d. Premium, reinstatements and recoveries go the same way, and the
    commission of k is paid on the premium.

    Parameters
    ----------
    own
        The contracts by name.
    lines
        Lines of the book.
    direct
        What each contract cedes of its member's share of the pool, d.

    Raises
    ------
    ModelRefusedError
        If the members in a circle cede all that they take, so that nobody keeps it.
    """
    passed = passed_on(own, lines)
    if not passed.any():
        return tuple(direct)
    for line, matrix in zip(lines, passed, strict=True):
        if np.abs(np.linalg.eigvals(matrix)).max() >= NOTHING_KEPT:
            names = ", ".join(name for name, row in zip(own, matrix, strict=True) if row.any())
            raise ModelRefusedError(
                f"own_reinsurance: {names} pass losses of {line} round among members that keep "
                "none of them; lower a share, or name a reinsurer outside the pool"
            )
    factor = np.asarray(np.linalg.inv(np.eye(len(own)) - passed), np.float64)
    premium = _gone_round(factor, direct, lambda one: one.premium)
    recovered = _gone_round(factor, direct, lambda one: one.recovered)
    reinstatement = _gone_round(factor, direct, lambda one: one.reinstatement)
    found: list[Ceded] = []
    for k, (contract, one) in enumerate(zip(own.values(), direct, strict=True)):
        taken = (premium[k] - one.premium)[:, :, None] + (reinstatement[k] - one.reinstatement)
        rate = contract.treaty.commission if isinstance(contract.treaty, QuotaShare) else 0.0
        found.append(
            replace(
                one,
                premium=premium[k],
                commission=one.commission + rate * taken,
                recovered=recovered[k],
                reinstatement=reinstatement[k],
            )
        )
    return tuple(found)


def passed_on(own: Mapping[str, Contract], lines: Sequence[str]) -> FloatArray:
    """Return which part of what contract c cedes is ceded again by contract k, (L, K, K).

    Only a quota share without limits and with a fixed commission covers what its member takes from
    other members: all other treaties look at the member's share of the pool.
    """
    names = tuple(own)
    part = np.zeros((len(lines), len(own)))
    for member in dict.fromkeys(contract.member for contract in own.values()):
        treaties = {name: one.treaty for name, one in own.items() if one.member == member}
        left = np.ones(len(lines))
        for group in by_priority(treaties):
            ceded = np.zeros(len(lines))
            for name in group:
                treaty = treaties[name]
                if is_plain(treaty):
                    places = list(lines_of(name, treaty, lines))
                    share = treaty.share * treaty.placed
                    part[places, names.index(name)] = share * left[places]
                    ceded[places] += share * left[places]
            left = left - ceded
    takes = np.array([[c.taken_by == k.member for c in own.values()] for k in own.values()])
    return part[:, :, None] * takes


def is_plain(treaty: TreatySpec) -> TypeGuard[QuotaShare]:
    """Tell whether a treaty is a quota share whose cessions are proportional to its subject."""
    return isinstance(treaty, QuotaShare) and all(getattr(treaty, term) is None for term in LIMITS)


def _gone_round(
    factor: FloatArray, direct: Sequence[Ceded], amount: Callable[[Ceded], FloatArray]
) -> list[FloatArray]:
    """Multiply the amounts of all contracts, line by line, with the inverse (L, K, K)."""
    by_line = [dict(zip(one.lines, amount(one), strict=True)) for one in direct]
    found: list[FloatArray] = []
    for k, one in enumerate(direct):
        rows: list[FloatArray] = []
        for line in one.lines:
            row = np.zeros(1)
            for part, of in zip(factor[line, k], by_line, strict=True):
                if part and line in of:
                    row = row + part * of[line]
            rows.append(row)
        found.append(np.stack(np.broadcast_arrays(*rows)))
    return found
