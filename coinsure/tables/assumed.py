"""What members take as reinsurers of the pool (分入业务), for 100 % of the book."""

from dataclasses import dataclass

from coinsure.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Assumed:
    """Reinsurance of the pool by members of it, of a block."""

    member: tuple[int, ...]  # (N,) number of each member that is a reinsurer
    premium: FloatArray  # (N, S, T, P) with reinstatements, less commission and brokerage
    recovered: FloatArray  # (N, S, T, P) paid to the pool
