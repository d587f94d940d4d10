"""The rules by which sectors are shared out (共保份额), one file each."""

from typing import Annotated

from pydantic import Field

from coinsure.pool.shares.by_capacity import ByCapacity
from coinsure.pool.shares.by_capital import ByCapital
from coinsure.pool.shares.by_experience import ByExperience
from coinsure.pool.shares.by_premium_brought import ByPremiumBrought
from coinsure.pool.shares.by_risk_contribution import ByRiskContribution
from coinsure.pool.shares.by_solvency_surplus import BySolvencySurplus
from coinsure.pool.shares.by_weight import ByWeight
from coinsure.pool.shares.equal import Equal
from coinsure.pool.shares.equal_return import EqualReturn
from coinsure.pool.shares.fixed import Fixed
from coinsure.pool.shares.leader_follower import LeaderFollower
from coinsure.pool.shares.optimal_quotas import OptimalQuotas

SHARE_RULES = {
    "by_capacity": ByCapacity,
    "by_capital": ByCapital,
    "by_experience": ByExperience,
    "by_premium_brought": ByPremiumBrought,
    "by_risk_contribution": ByRiskContribution,
    "by_solvency_surplus": BySolvencySurplus,
    "by_weight": ByWeight,
    "equal": Equal,
    "equal_return": EqualReturn,
    "fixed": Fixed,
    "leader_follower": LeaderFollower,
    "optimal_quotas": OptimalQuotas,
}
"""Kind in the scenario file -> class; the key is also the name of the file."""

ShareRuleSpec = Annotated[
    ByCapacity
    | ByCapital
    | ByExperience
    | ByPremiumBrought
    | ByRiskContribution
    | BySolvencySurplus
    | ByWeight
    | Equal
    | EqualReturn
    | Fixed
    | LeaderFollower
    | OptimalQuotas,
    Field(discriminator="kind"),
]

__all__ = [
    "SHARE_RULES",
    "ByCapacity",
    "ByCapital",
    "ByExperience",
    "ByPremiumBrought",
    "ByRiskContribution",
    "BySolvencySurplus",
    "ByWeight",
    "Equal",
    "EqualReturn",
    "Fixed",
    "LeaderFollower",
    "OptimalQuotas",
    "ShareRuleSpec",
]
