"""The co-insurance pool: members, shares, terms and the yearly settlement."""

from coinsure.pool.member import Member
from coinsure.pool.profit import PROFIT_RULES, ProfitRuleSpec, ProRata
from coinsure.pool.reserve import Reserve
from coinsure.pool.shares import SHARE_RULES, ByCapacity, ByCapital, Equal, Fixed, ShareRuleSpec
from coinsure.pool.terms import LeadFee, PoolTerms

__all__ = [
    "PROFIT_RULES",
    "SHARE_RULES",
    "ByCapacity",
    "ByCapital",
    "Equal",
    "Fixed",
    "LeadFee",
    "Member",
    "PoolTerms",
    "ProRata",
    "ProfitRuleSpec",
    "Reserve",
    "ShareRuleSpec",
]
