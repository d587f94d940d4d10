"""Compiled loops over plain arrays; they know numbers and shapes, no pool and no member."""

from coinsure.kernels._memory import keep_freed_memory

keep_freed_memory()
