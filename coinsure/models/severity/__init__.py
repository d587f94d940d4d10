"""Sizes of losses, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.severity.beta import Beta
from coinsure.models.severity.burr import Burr
from coinsure.models.severity.constant import Constant
from coinsure.models.severity.deductible import net_of_deductible
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.empirical import Empirical
from coinsure.models.severity.exponential import Exponential
from coinsure.models.severity.gamma import GammaLoss
from coinsure.models.severity.generalised_pareto import GeneralisedPareto
from coinsure.models.severity.log_logistic import LogLogistic
from coinsure.models.severity.lognormal import Lognormal
from coinsure.models.severity.mbbefd import Mbbefd
from coinsure.models.severity.mixture import Mixture, MixturePart
from coinsure.models.severity.pareto import Pareto
from coinsure.models.severity.pareto_ii import ParetoII
from coinsure.models.severity.severity import Severity
from coinsure.models.severity.shifted import Shifted
from coinsure.models.severity.spliced import Spliced
from coinsure.models.severity.truncated import Truncated
from coinsure.models.severity.uniform import Uniform
from coinsure.models.severity.weibull import Weibull

SEVERITIES: dict[str, type[Severity]] = {
    "beta": Beta,
    "burr": Burr,
    "constant": Constant,
    "empirical": Empirical,
    "exponential": Exponential,
    "gamma": GammaLoss,
    "generalised_pareto": GeneralisedPareto,
    "log_logistic": LogLogistic,
    "lognormal": Lognormal,
    "mbbefd": Mbbefd,
    "mixture": Mixture,
    "pareto": Pareto,
    "pareto_ii": ParetoII,
    "shifted": Shifted,
    "spliced": Spliced,
    "truncated": Truncated,
    "uniform": Uniform,
    "weibull": Weibull,
}

SeveritySpec = Annotated[
    Beta
    | Burr
    | Constant
    | Empirical
    | Exponential
    | GammaLoss
    | GeneralisedPareto
    | LogLogistic
    | Lognormal
    | Mbbefd
    | Mixture
    | Pareto
    | ParetoII
    | Shifted
    | Spliced
    | Truncated
    | Uniform
    | Weibull,
    Field(discriminator="kind"),
]
"""Any severity, told apart by its ``kind``."""

for _severity in (MixturePart, *SEVERITIES.values()):
    _severity.model_rebuild(_types_namespace={"SeveritySpec": SeveritySpec})

__all__ = [
    "SEVERITIES",
    "Beta",
    "Burr",
    "Constant",
    "Distribution",
    "Empirical",
    "Exponential",
    "GammaLoss",
    "GeneralisedPareto",
    "LogLogistic",
    "Lognormal",
    "Mbbefd",
    "Mixture",
    "MixturePart",
    "Pareto",
    "ParetoII",
    "Severity",
    "SeveritySpec",
    "Shifted",
    "Spliced",
    "Truncated",
    "Uniform",
    "Weibull",
    "net_of_deductible",
]
