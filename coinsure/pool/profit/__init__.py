"""The rules by which profit is divided (利润分配), one file each."""

from coinsure.pool.profit.pro_rata import ProRata
from coinsure.pool.profit.rule import ProfitRule

PROFIT_RULES = {"pro_rata": ProRata}
"""Kind in the scenario file -> class; the key is also the name of the file."""

ProfitRuleSpec = ProRata

__all__ = ["PROFIT_RULES", "ProRata", "ProfitRule", "ProfitRuleSpec"]
