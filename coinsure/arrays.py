"""Array types, axis letters and the two sizes that every stage agrees on.

Axes, in every docstring of the package:

====  =======================================================================
P     paths: simulated histories of T years
T     years of a path
Y     path-years, P x T
E     large losses, one row each
L     lines; S sectors; M members; R treaties; A accounts (lines or their bands)
====  =======================================================================

Inside a block arrays are (..., T, P) with P contiguous: row ``r = t * P + p``. Money is float64 in
the scenario's unit; shares, rates and probabilities are fractions.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Int32Array = NDArray[np.int32]
BoolArray = NDArray[np.bool_]

CELL = 512
"""Paths in a cell, the unit in which floats are summed over paths. Fixed: it decides the bits."""

BATCHES = 64
"""Cells are dealt to this many batches by number; their sums give errors of paired differences."""

LEVELS = (0.9, 0.95, 0.99, 0.995, 0.999)
"""Confidence levels at which every tail figure is given."""

PILOT_FIRST_PATH = 1 << 40
"""Pilot paths are numbered from here, so that no pilot draw is ever a draw of the run."""
