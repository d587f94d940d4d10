"""Members' own reinsurance (自行分保): what a member buys for its share after the division."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import BoolArray, FloatArray
from coinsure.models.labels import Source
from coinsure.reinsurance.circles import resolved
from coinsure.reinsurance.counterparty.default import DefaultPlan, unpaid
from coinsure.reinsurance.programme import reinsure
from coinsure.reinsurance.treaties import ExcessOfLoss, QuotaShare, StopLoss
from coinsure.reinsurance.treaties.cession import over_lines
from coinsure.spec import Spec
from coinsure.tables.losses import LossTable
from coinsure.tables.net import Ceded, NetTable
from coinsure.tables.own import OwnCover
from coinsure.tables.shares import ShareTable

OwnTreatySpec = Annotated[ExcessOfLoss | QuotaShare | StopLoss, Field(discriminator="kind")]


class OwnReinsurance(Spec):
    """A treaty of one member on its own share of the pool (own account, 各自分保).

    Retention, limit and premium are those of the member's share. It sees what the treaties of the
    pool, bought for common account, have left of the member's share, before public money and before
    any reinsurer fails. It is the member's alone: the pool and its profit rule do not see it. What
    it recovers is assumed to arrive within the year and helps the member to pay its claims. In a
    year in which the member has no share of its lines it costs nothing.

    What a member takes from another with ``taken_by`` is ceded again by its quota shares with a
    fixed commission and no limits, as often as it goes round; its other treaties look at its share
    of the pool alone, and none covers what it takes as a reinsurer of the pool.
    """

    member: str
    """Member that is covered."""
    treaty: OwnTreatySpec
    """Terms; several treaties of a member apply in order, or by their priority."""
    taken_by: str | None = None
    """Another member that gives the cover; somebody outside the pool if left out."""
    reinsurer: str | None = None
    """Reinsurer outside the pool that gives it; somebody who always pays if left out."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _names_its_taker_once(self) -> Self:
        if self.treaty.reinsurers is not None:
            raise ValueError("treaty.reinsurers would be ignored; name one with reinsurer")
        if self.taken_by is not None and self.reinsurer is not None:
            raise ValueError("give taken_by or reinsurer; one cover has one taker")
        if self.taken_by == self.member:
            raise ValueError("a member cannot reinsure itself: taken_by is the member")
        return self


def own_cover(
    net: NetTable,
    own: Mapping[str, OwnReinsurance],
    shares: Sequence[ShareTable],
    sector_of_line: Sequence[int],
    defaults: DefaultPlan | None = None,
) -> OwnCover | None:
    """Apply the members' own treaties to their shares of a block, None where there are none.

    Parameters
    ----------
    net
        The block after the treaties of the pool.
    own
        Treaties of members by name.
    shares
        The share table of every year, or one for all.
    sector_of_line
        Sector of each line, (L,).
    defaults
        Reinsurers that may fail; all pay if left out.

    Raises
    ------
    ModelRefusedError
        If members in a circle cede all that they take from each other.
    """
    if not own:
        return None
    members, years = shares[0].members, net.net.shape[1]
    tables = [shares[min(year, len(shares) - 1)] for year in range(years)]
    places = list(sector_of_line)
    direct: dict[str, Ceded] = {}
    for member in dict.fromkeys(contract.member for contract in own.values()):
        m = members.index(member)
        liability = np.stack([table.liability[m, places] for table in tables], axis=1)
        premium = np.stack([table.premium[m, places] for table in tables], axis=1)
        mine = {name: one.treaty for name, one in own.items() if one.member == member}
        after = reinsure(_of_member(net, premium, liability), mine)
        has_share = (premium > 0.0) | (liability > 0.0)
        for name, one in zip(after.treaties, after.ceded, strict=True):
            years = np.any(has_share[list(one.lines)], axis=0)
            direct[name] = _while_it_has_a_share(one, years)
    ceded = resolved(own, net.lines, [direct[name] for name in own])
    recovered = np.stack([over_lines(one.recovered) for one in ceded])
    return OwnCover(
        names=tuple(own),
        member=tuple(members.index(one.member) for one in own.values()),
        taker=tuple(
            -1 if one.taken_by is None else members.index(one.taken_by) for one in own.values()
        ),
        cost=np.stack([np.broadcast_to(_cost(one), recovered.shape[1:]) for one in ceded]),
        recovered=recovered,
        lost=recovered * _unpaid(own, net, defaults),
        ceded=ceded,
    )


def _while_it_has_a_share(ceded: Ceded, years: BoolArray) -> Ceded:
    """Return a contract without price in the ``years`` (T,) in which there is nothing to cover."""
    if years.all():
        return ceded
    return replace(
        ceded,
        premium=ceded.premium * years,
        commission=ceded.commission * years[:, None],
        reinstatement=ceded.reinstatement * years[:, None],
    )


def _cost(ceded: Ceded) -> FloatArray:
    """Return premium and reinstatements less commission of a contract, (T, P) or (T, 1)."""
    return over_lines(ceded.premium[:, :, None] + ceded.reinstatement - ceded.commission)


def _unpaid(
    own: Mapping[str, OwnReinsurance], net: NetTable, defaults: DefaultPlan | None
) -> FloatArray:
    """Return the part of its recoveries that each contract does not pay, (K, T, P)."""
    found = np.zeros((len(own), *net.net.shape[1:]))
    if defaults is None or not any(one.reinsurer for one in own.values()):
        return found
    of_default = unpaid(net, defaults)
    for k, contract in enumerate(own.values()):
        if contract.reinsurer in of_default:
            found[k] = of_default[contract.reinsurer]
    return found


def _of_member(net: NetTable, premium: FloatArray, liability: FloatArray) -> LossTable:
    """Return a member's part of a block by its shares (L, T) of premium and liability."""
    left = net.gross.copy()
    for ceded in net.ceded:
        left[list(ceded.lines)] -= ceded.recovered
    paths = left.shape[2]
    large = net.large
    amount = large.amount * liability[large.line, large.row // paths]
    return LossTable(
        block=net.block,
        lines=net.lines,
        premium=(net.premium - net.ceded_premium) * premium,
        total=np.maximum(left, 0.0) * liability[:, :, None],
        account_line=np.arange(len(net.lines), dtype=np.int32),
        large=replace(large, amount=amount),
        weight=net.weight,
    )
