"""The rules by which profit is divided (利润分配), one file each."""

from typing import Annotated

from pydantic import Field

from coinsure.pool.profit.after_lead_commission import AfterLeadCommission
from coinsure.pool.profit.by_risk_contribution import ProfitByRiskContribution
from coinsure.pool.profit.by_sector_result import BySectorResult
from coinsure.pool.profit.clawback import Clawback
from coinsure.pool.profit.corridor import CorridorRule
from coinsure.pool.profit.experience_account import ExperienceAccount
from coinsure.pool.profit.hurdle import Hurdle
from coinsure.pool.profit.multi_year import MultiYear
from coinsure.pool.profit.pro_rata import ProRata
from coinsure.pool.profit.profit_commission import ProfitCommissionRule
from coinsure.pool.profit.rule import Division, ProfitRule, ProfitYear, ReadsPilot
from coinsure.pool.profit.sliding import Sliding

PROFIT_RULES = {
    "after_lead_commission": AfterLeadCommission,
    "by_risk_contribution": ProfitByRiskContribution,
    "by_sector_result": BySectorResult,
    "clawback": Clawback,
    "corridor": CorridorRule,
    "experience_account": ExperienceAccount,
    "hurdle": Hurdle,
    "multi_year": MultiYear,
    "pro_rata": ProRata,
    "profit_commission": ProfitCommissionRule,
    "sliding": Sliding,
}
"""Kind in the scenario file -> class; the key is also the name of the file."""

ProfitRuleSpec = Annotated[
    AfterLeadCommission
    | ProfitByRiskContribution
    | BySectorResult
    | Clawback
    | CorridorRule
    | ExperienceAccount
    | Hurdle
    | MultiYear
    | ProRata
    | ProfitCommissionRule
    | Sliding,
    Field(discriminator="kind"),
]

__all__ = [
    "PROFIT_RULES",
    "AfterLeadCommission",
    "BySectorResult",
    "Clawback",
    "CorridorRule",
    "Division",
    "ExperienceAccount",
    "Hurdle",
    "MultiYear",
    "ProRata",
    "ProfitByRiskContribution",
    "ProfitCommissionRule",
    "ProfitRule",
    "ProfitRuleSpec",
    "ProfitYear",
    "ReadsPilot",
    "Sliding",
]
