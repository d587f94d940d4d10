"""Sizes of losses, one file per kind."""

from typing import Annotated

from pydantic import Field

from coinsure.models.severity.beta import Beta
from coinsure.models.severity.constant import Constant
from coinsure.models.severity.deductible import net_of_deductible
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.lognormal import Lognormal
from coinsure.models.severity.pareto import Pareto
from coinsure.models.severity.severity import Severity
from coinsure.models.severity.uniform import Uniform

SEVERITIES: dict[str, type[Severity]] = {
    "beta": Beta,
    "constant": Constant,
    "lognormal": Lognormal,
    "pareto": Pareto,
    "uniform": Uniform,
}

SeveritySpec = Annotated[
    Beta | Constant | Lognormal | Pareto | Uniform, Field(discriminator="kind")
]
"""Any severity, told apart by its ``kind``."""

for _severity in SEVERITIES.values():
    _severity.model_rebuild(_types_namespace={"SeveritySpec": SeveritySpec})

__all__ = [
    "SEVERITIES",
    "Beta",
    "Constant",
    "Distribution",
    "Lognormal",
    "Pareto",
    "Severity",
    "SeveritySpec",
    "Uniform",
    "net_of_deductible",
]
