"""Shares before they are agreed: what a member can carry, and the table that costs least."""

from coinsure.sizing.member import MemberSizing, Point, SectorRange, size_member
from coinsure.sizing.pool import Check, MemberChange, PoolSizing, size_pool

__all__ = [
    "Check",
    "MemberChange",
    "MemberSizing",
    "Point",
    "PoolSizing",
    "SectorRange",
    "size_member",
    "size_pool",
]
