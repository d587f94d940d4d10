"""What members' own reinsurance pays and costs, contract by contract."""

from dataclasses import dataclass

from coinsure.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class OwnCover:
    """Reinsurance of members for their own shares, while they are in the pool."""

    names: tuple[str, ...]  # (K,)
    member: tuple[int, ...]  # (K,) who is covered
    taker: tuple[int, ...]  # (K,) member that gives the cover, -1 for somebody outside the pool
    premium: FloatArray  # (K, T) after adjustment, without reinstatements
    cost: FloatArray  # (K, T, P) premium and reinstatements less commission
    recovered: FloatArray  # (K, T, P)
