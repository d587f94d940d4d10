"""Compiled loops over plain arrays; they know numbers and shapes, no pool and no member."""
