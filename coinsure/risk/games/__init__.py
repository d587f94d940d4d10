"""Cooperative games of members: what a coalition is worth, and how that may be divided.

A game is an array of the values of all coalitions, (2^M,): the bits of an index are the members of
the coalition, the first member being the lowest bit; the empty coalition is worth 0. Values are
gains. A game of costs is one of gains with the opposite sign.
"""

from coinsure.risk.games.books import coalition_tvar, savings
from coinsure.risk.games.coinsurance import CoinsuranceGame
from coinsure.risk.games.nucleolus import nucleolus
from coinsure.risk.games.stability import Complaint, in_core, least_core, worst_complaint
from coinsure.risk.games.values import gately, marginal, shapley, tau

__all__ = [
    "CoinsuranceGame",
    "Complaint",
    "coalition_tvar",
    "gately",
    "in_core",
    "least_core",
    "marginal",
    "nucleolus",
    "savings",
    "shapley",
    "tau",
    "worst_complaint",
]
