"""Units of money."""

YUAN = {"yuan": 1.0, "万元": 1e4, "million": 1e6, "亿元": 1e8}
"""Yuan in each unit that a scenario can use."""
