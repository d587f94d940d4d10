"""Who stands behind the treaties, and what of their recoveries is never paid."""

from coinsure.reinsurance.counterparty.reinsurer import DefaultStress, Reinsurer

__all__ = ["DefaultStress", "Reinsurer"]
