"""Members' own reinsurance (自行分保): what a member buys for its share after the division."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.labels import Source
from coinsure.reinsurance.programme import by_priority, reinsure
from coinsure.reinsurance.treaties import ExcessOfLoss, QuotaShare, StopLoss, TreatySpec
from coinsure.spec import Spec
from coinsure.tables.losses import LossTable
from coinsure.tables.net import FLOWS, NetTable
from coinsure.tables.own import OwnCover
from coinsure.tables.shares import ShareTable

RECOVERED = FLOWS.index("recovered")

OwnTreatySpec = Annotated[ExcessOfLoss | QuotaShare | StopLoss, Field(discriminator="kind")]


class OwnReinsurance(Spec):
    """A treaty of one member on its own share of the pool (own account, 各自分保).

    Retention, limit and premium are those of the member's share. It sees what the treaties of the
    pool, bought for common account, have left of the member's share, before public money and before
    any reinsurer fails. It is the member's alone: the pool and its profit rule do not see it. What
    it recovers is assumed to arrive within the year and helps the member to pay its claims.

    What a member takes from another with ``taken_by`` is not reinsured again by its own treaties,
    so that cover in a circle ends after one step.
    """

    member: str
    """Member that is covered."""
    treaty: OwnTreatySpec
    """Terms; several treaties of a member apply in order, or by their priority."""
    taken_by: str | None = None
    """Another member that gives the cover; somebody outside the pool if left out."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _names_its_taker_once(self) -> Self:
        if self.treaty.reinsurers is not None:
            raise ValueError("treaty.reinsurers would be ignored; name a member with taken_by")
        if self.taken_by == self.member:
            raise ValueError("a member cannot reinsure itself: taken_by is the member")
        return self


def own_cover(
    net: NetTable,
    own: Mapping[str, OwnReinsurance],
    shares: Sequence[ShareTable],
    sector_of_line: Sequence[int],
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
    """
    if not own:
        return None
    members, years = shares[0].members, net.net.shape[1]
    tables = [shares[min(year, len(shares) - 1)] for year in range(years)]
    places = list(sector_of_line)
    found: dict[str, tuple[FloatArray, FloatArray, FloatArray]] = {}
    for member in dict.fromkeys(contract.member for contract in own.values()):
        m = members.index(member)
        liability = np.stack([table.liability[m, places] for table in tables], axis=1)
        premium = np.stack([table.premium[m, places] for table in tables], axis=1)
        mine = {name: one.treaty for name, one in own.items() if one.member == member}
        found |= _flows(_of_member(net, premium, liability), mine)
    return OwnCover(
        names=tuple(own),
        member=tuple(members.index(one.member) for one in own.values()),
        taker=tuple(
            -1 if one.taken_by is None else members.index(one.taken_by) for one in own.values()
        ),
        premium=np.stack([found[name][0] for name in own]),
        cost=np.stack([found[name][1] for name in own]),
        recovered=np.stack([found[name][2] for name in own]),
    )


def _flows(
    losses: LossTable, treaties: Mapping[str, TreatySpec]
) -> dict[str, tuple[FloatArray, FloatArray, FloatArray]]:
    """Return premium (T,), cost (T, P) and recoveries (T, P) of each treaty of a member."""
    after = reinsure(losses, treaties)
    names = [name for names in by_priority(treaties) for name in names]
    found: dict[str, tuple[FloatArray, FloatArray, FloatArray]] = {}
    for name in names:
        r = after.treaties.index(name)
        flow = dict(zip(FLOWS, after.flows[r], strict=True))
        paid = flow["premium"] + flow["adjustment"] + flow["reinstatement"]
        premium = after.treaty_premium[r].sum(axis=0)
        found[name] = premium, paid - flow["commission"], flow["recovered"]
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
