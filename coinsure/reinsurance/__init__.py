"""Reinsurance of the pool: what a scenario can name, and ``reinsure`` which applies it.

``reinsure`` is in ``coinsure.reinsurance.programme``; it is not imported here, because reading a
scenario must not load the compiled kernels.
"""

from coinsure.reinsurance.subject import smallest_retention, unknown_lines
from coinsure.reinsurance.treaties import TREATIES, ExcessOfLoss, QuotaShare, TreatySpec

__all__ = ["TREATIES", "ExcessOfLoss", "QuotaShare", "TreatySpec", "smallest_retention", "unknown_lines"]
