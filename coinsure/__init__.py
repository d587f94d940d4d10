"""coinsure: simulates a science-and-technology co-insurance pool (科技保险共保体).

The names below are what others script against. They are loaded when they are first used, so that
``import coinsure`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coinsure import capital, risk
    from coinsure.models import frequency, severity
    from coinsure.pool import profit, shares
    from coinsure.recommendation import load_candidates, recommend
    from coinsure.reinsurance import treaties
    from coinsure.reinsurance.programme import reinsure
    from coinsure.report import write_run
    from coinsure.report.frames import frames
    from coinsure.results.exact import exact
    from coinsure.scenario import Scenario, load_scenario
    from coinsure.stress import compare, compare_designs, run_stresses
    from coinsure.study import Study, run, settle, simulate

__all__ = [
    "Scenario",
    "Study",
    "capital",
    "compare",
    "compare_designs",
    "exact",
    "frames",
    "frequency",
    "load_candidates",
    "load_scenario",
    "profit",
    "recommend",
    "reinsure",
    "risk",
    "run",
    "run_stresses",
    "settle",
    "severity",
    "shares",
    "simulate",
    "treaties",
    "write_run",
]

_HOME = {
    "Scenario": "coinsure.scenario",
    "Study": "coinsure.study",
    "compare": "coinsure.stress",
    "compare_designs": "coinsure.stress",
    "exact": "coinsure.results.exact",
    "frames": "coinsure.report.frames",
    "load_candidates": "coinsure.recommendation",
    "load_scenario": "coinsure.scenario",
    "recommend": "coinsure.recommendation",
    "reinsure": "coinsure.reinsurance.programme",
    "run": "coinsure.study",
    "run_stresses": "coinsure.stress",
    "settle": "coinsure.study",
    "simulate": "coinsure.study",
    "write_run": "coinsure.report",
}
_PACKAGES = {
    "capital": "coinsure.capital",
    "frequency": "coinsure.models.frequency",
    "profit": "coinsure.pool.profit",
    "risk": "coinsure.risk",
    "severity": "coinsure.models.severity",
    "shares": "coinsure.pool.shares",
    "treaties": "coinsure.reinsurance.treaties",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module, and ``__version__`` from the installed package."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in _PACKAGES:
        return import_module(_PACKAGES[name])
    if name == "__version__":
        return import_module("importlib.metadata").version("coinsure")
    raise AttributeError(f"module 'coinsure' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
