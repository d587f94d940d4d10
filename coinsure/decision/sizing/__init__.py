"""Shares of members: what each can carry, and the table that costs least capital."""

from coinsure.decision.sizing.curves import Book, Curve, tail_mean
from coinsure.decision.sizing.interval import Interval, interval
from coinsure.decision.sizing.limits import KINDS, Limit
from coinsure.decision.sizing.programme import Conflict, Optimum, cheapest
from coinsure.decision.sizing.terms import SizingTerms

__all__ = [
    "KINDS",
    "Book",
    "Conflict",
    "Curve",
    "Interval",
    "Limit",
    "Optimum",
    "SizingTerms",
    "cheapest",
    "interval",
    "tail_mean",
]
