"""Rules of the pool side by side on the same losses: who gains, who would leave, who pays."""

from coinsure.rules.choices import Choice, load_choices
from coinsure.rules.compare import RuleTable, Settled, compare_rules
from coinsure.rules.figures import MemberFigures, PoolFigures
from coinsure.rules.stability import Stability

__all__ = [
    "Choice",
    "MemberFigures",
    "PoolFigures",
    "RuleTable",
    "Settled",
    "Stability",
    "compare_rules",
    "load_choices",
]
