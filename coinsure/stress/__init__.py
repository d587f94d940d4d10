"""Runs beside each other: stresses of a scenario, designs of public money, any two runs."""

from coinsure.stress.compare import Comparison, compare
from coinsure.stress.designs import BASES, Basis, Design, DesignTable, compare_designs
from coinsure.stress.run import StressTable, run_stresses

__all__ = [
    "BASES",
    "Basis",
    "Comparison",
    "Design",
    "DesignTable",
    "StressTable",
    "compare",
    "compare_designs",
    "run_stresses",
]
