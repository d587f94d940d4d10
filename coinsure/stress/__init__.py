"""Runs beside each other: stresses of a scenario, and what differs between two runs."""

from coinsure.stress.compare import Comparison, compare
from coinsure.stress.run import StressTable, run_stresses

__all__ = ["Comparison", "StressTable", "compare", "run_stresses"]
