"""One premium divided by every family of distortions: natural allocations side by side."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.risk.calibrated import (
    allocation_influence,
    conditional_means,
    slope_of_parts,
    smoothed_means,
)
from coinsure.risk.distortion import FAMILIES, Distortion, Ladder, loading_for
from coinsure.risk.divisions import Division

BLENDED = ("tvar", "ccoc")
"""Families of which the blend is made in equal parts: the one that looks at the tail least, and the
one that looks at it most."""

STEP = 0.05
"""Part of the assets by which they are moved, up and down, to see what they do to the parts: wide
enough for several rows to lie between."""


@dataclass(frozen=True, slots=True, eq=False)
class _Paid:
    """What is paid of a sample with some assets: X_i min(1, assets / S), equal priority."""

    parts: FloatArray  # (Y, K)
    ladder: Ladder  # of min(S, assets): rows beyond the assets are one value
    means: FloatArray  # (G, K)

    @classmethod
    def of(cls, parts: FloatArray, assets: float) -> "_Paid":
        total = parts.sum(axis=1)
        beyond = total > assets
        paid = parts * np.where(beyond, assets / np.where(beyond, total, 1.0), 1.0)[:, None]
        ladder = Ladder.of(np.minimum(total, assets))
        return cls(paid, ladder, conditional_means(paid, ladder))

    def allocated(self, g: Distortion) -> FloatArray:
        return self.ladder.mass(g) @ self.means


def natural_allocations(
    parts: FloatArray, assets: float, of_assets: FloatArray, rate: float
) -> dict[str, Division]:
    """Divide the premium of what ``assets`` pay among ``parts`` (Y, K), by family.

    Every family is calibrated to the same premium (L + rate x assets) / (1 + rate), with L the mean
    of min(S, assets): what the insured pay when those who put up the rest of the assets earn
    ``rate``. Rows beyond the assets count as one value, at which parts are paid alike (equal
    priority; the linear natural allocation). ``of_assets`` (Y,) is what each row adds to the
    assets, which moves premium and parts too. ``blend`` is half TVaR and half CCoC, each
    calibrated. Mildenhall & Major (2022), Pricing Insurance Risk, chapters 11 and 14.

    Raises
    ------
    ValueError
        If the assets are not above 0, or the total does not vary below them.
    """
    if not assets > 0.0:
        raise ValueError("the worst years lose nothing")
    paid = _Paid.of(parts, assets)
    less, more = (_Paid.of(parts, assets * (1.0 + step)) for step in (-STEP, STEP))
    total = paid.parts.sum(axis=1)
    mean = float(total.mean())
    if not mean < assets:
        raise ValueError("it does not vary")
    target = (mean + rate * assets) / (1.0 + rate)
    of_target = (total - mean) / (1.0 + rate)
    by_assets = (float((parts.sum(axis=1) > assets).mean()) + rate) / (1.0 + rate)
    local = smoothed_means(paid.means, paid.ladder)
    found: dict[str, Division] = {}
    for family, make in FAMILIES.items():
        loading = loading_for(paid.ladder, target, family)
        g = make(loading)
        charge = paid.allocated(g)
        slope = slope_of_parts(paid.ladder, local, family, loading)
        moved = allocation_influence(paid.parts, paid.ladder, g, local)
        moved = moved - moved.mean(axis=0)
        moved += np.outer(of_target - moved.sum(axis=1), slope)
        steeper = (more.allocated(g) - less.allocated(g)) / (2.0 * STEP * assets)
        moved += np.outer(of_assets, steeper + slope * (by_assets - steeper.sum()))
        found[family] = Division(charge, moved)
    first, second = (found[family] for family in BLENDED)
    blend = Division(0.5 * (first.parts + second.parts), 0.5 * (first.influence + second.influence))
    return found | {"blend": blend}
