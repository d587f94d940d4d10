"""What a person sees: pages, figures, tables, text for the terminal. The only place that draws."""

from coinsure.report.agreement import agreement_dict
from coinsure.report.agreement_files import write_agreement
from coinsure.report.beside import comparison_dict, stress_dict
from coinsure.report.beside_files import write_comparison, write_stresses
from coinsure.report.designs import design_dict, write_designs
from coinsure.report.folder import check_folder
from coinsure.report.incentives import incentives_dict
from coinsure.report.incentives_files import incentives_text, write_incentives
from coinsure.report.recommendation import recommendation_dict
from coinsure.report.recommendation_files import write_recommendation
from coinsure.report.reinsured import reinsured_dict, write_reinsured
from coinsure.report.rules import rules_dict
from coinsure.report.rules_files import write_rules
from coinsure.report.run import write_run
from coinsure.report.sizing_files import member_sizing, pool_sizing, sizing_text, write_sizing

__all__ = [
    "agreement_dict",
    "check_folder",
    "comparison_dict",
    "design_dict",
    "incentives_dict",
    "incentives_text",
    "member_sizing",
    "pool_sizing",
    "recommendation_dict",
    "reinsured_dict",
    "rules_dict",
    "sizing_text",
    "stress_dict",
    "write_agreement",
    "write_comparison",
    "write_designs",
    "write_incentives",
    "write_recommendation",
    "write_reinsured",
    "write_rules",
    "write_run",
    "write_sizing",
    "write_stresses",
]
