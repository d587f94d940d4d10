"""Lines of business of the solvency rules."""

from typing import Literal

SolvencyClass = Literal[
    "motor",
    "property",
    "hull_cargo_special",
    "liability",
    "agriculture",
    "credit_guarantee",
    "accident",
    "health",
    "short_life",
    "other",
]
"""Lines of business of C-ROSS II, Rule 4."""
