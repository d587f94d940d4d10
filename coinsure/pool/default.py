"""Default of members (成员违约) by rating: in which years of which paths a member fails."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import BoolArray
from coinsure.tables.losses import Block


@dataclass(frozen=True, slots=True, eq=False)
class MemberDefaults:
    """Members that may default, and the streams that their defaults are drawn from."""

    seed: int
    probability: tuple[float, ...]  # (M,) of default in a year
    streams: tuple[int, ...]  # (M,)


def drawn_defaults(plan: MemberDefaults | None, years: int, block: Block) -> BoolArray | None:
    """Return who defaults in which year, (M, T, P), by chance alone; None where nobody may."""
    if plan is None:
        return None
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.draws import yearly_uniforms

    found = np.zeros((len(plan.probability), years, block.paths), bool)
    drawn = np.empty((years, block.paths))
    for m, (probability, stream) in enumerate(zip(plan.probability, plan.streams, strict=True)):
        if probability > 0.0:
            yearly_uniforms(plan.seed, stream, block.first, drawn)
            found[m] = drawn < probability
    return found
