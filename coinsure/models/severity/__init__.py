"""Sizes of losses, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.severity.beta import Beta
from coinsure.models.severity.burr import Burr
from coinsure.models.severity.constant import Constant
from coinsure.models.severity.deductible import net_of_deductible
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.exponential import Exponential
from coinsure.models.severity.gamma import GammaLoss
from coinsure.models.severity.generalised_pareto import GeneralisedPareto
from coinsure.models.severity.log_logistic import LogLogistic
from coinsure.models.severity.lognormal import Lognormal
from coinsure.models.severity.pareto import Pareto
from coinsure.models.severity.pareto_ii import ParetoII
from coinsure.models.severity.severity import Severity
from coinsure.models.severity.uniform import Uniform
from coinsure.models.severity.weibull import Weibull

SEVERITIES: dict[str, type[Severity]] = {
    "beta": Beta,
    "burr": Burr,
    "constant": Constant,
    "exponential": Exponential,
    "gamma": GammaLoss,
    "generalised_pareto": GeneralisedPareto,
    "log_logistic": LogLogistic,
    "lognormal": Lognormal,
    "pareto": Pareto,
    "pareto_ii": ParetoII,
    "uniform": Uniform,
    "weibull": Weibull,
}

SeveritySpec = Annotated[
    Beta
    | Burr
    | Constant
    | Exponential
    | GammaLoss
    | GeneralisedPareto
    | LogLogistic
    | Lognormal
    | Pareto
    | ParetoII
    | Uniform
    | Weibull,
    Field(discriminator="kind"),
]
"""Any severity, told apart by its ``kind``."""

for _severity in SEVERITIES.values():
    _severity.model_rebuild(_types_namespace={"SeveritySpec": SeveritySpec})

__all__ = [
    "SEVERITIES",
    "Beta",
    "Burr",
    "Constant",
    "Distribution",
    "Exponential",
    "GammaLoss",
    "GeneralisedPareto",
    "LogLogistic",
    "Lognormal",
    "Pareto",
    "ParetoII",
    "Severity",
    "SeveritySpec",
    "Uniform",
    "Weibull",
    "net_of_deductible",
]
