"""What a programme of treaties keeps of one loss, where a loss is all that they look at.

Exact are quota shares and layers per occurrence whose annual limit is infinite. Everything that
looks at the losses of a year together, or at the risk behind a loss, is named as a reason against.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import numpy as np

from coinsure.lattice.kept import Kept, everything
from coinsure.reinsurance.treaties import ExcessOfLoss, QuotaShare, TreatySpec, covered_lines

_ROUNDING = 1e-12


def kept_of(treaties: Mapping[str, TreatySpec], line: str) -> tuple[Kept, list[str]]:
    """Return what the ``treaties`` keep of a loss of ``line``, and the reasons why they do not.

    Treaties of equal priority see the same loss and what they cede adds up; one without a priority
    takes its place in the file, counted from 1.
    """
    place = {
        name: number if treaty.priority is None else treaty.priority
        for number, (name, treaty) in enumerate(treaties.items(), 1)
    }
    ordered = [name for name in treaties if covered_lines(treaties[name], (line,))]
    ordered.sort(key=place.__getitem__)
    kept, reasons = (
        everything(),
        [
            f"reinsurance.{name}: {reason}"
            for name in ordered
            for reason in _reasons(treaties[name])
        ],
    )
    if reasons:
        return kept, reasons
    for _, names in groupby(ordered, key=place.__getitem__):
        together = list(names)
        left = _left_by([CEDED[treaties[name].kind](treaties[name]) for name in together])
        if (left.slopes < 0.0).any():
            reasons.append(
                f"reinsurance.{together[-1]}: {' and '.join(together)} see the same losses and "
                "together cede more than all of some part of a loss"
            )
        kept = kept.then(left)
    return kept, reasons


def _left_by(cessions: Sequence[Kept]) -> Kept:
    """Return what treaties that see the same loss leave of it."""
    edges = np.unique(np.concatenate([ceded.edges for ceded in cessions]))
    ceded = np.zeros_like(edges)
    for cession in cessions:
        ceded += cession.slope(edges)
    left = 1.0 - ceded
    return Kept(edges, np.where(np.abs(left) <= _ROUNDING, 0.0, left))


def _of_quota_share(treaty: QuotaShare) -> Kept:
    share = treaty.placed * treaty.share
    if treaty.risk_limit is None or treaty.share == 0.0:
        return Kept(np.zeros(1), np.array([share]))
    return Kept(np.array([0.0, treaty.risk_limit / treaty.share]), np.array([share, 0.0]))


def _of_excess_of_loss(treaty: ExcessOfLoss) -> Kept:
    edges = np.array([0.0, treaty.retention, treaty.retention + treaty.limit])
    slopes = np.array([0.0, treaty.placed, 0.0])
    first = 1 if treaty.retention == 0.0 else 0
    return Kept(edges[first:], slopes[first:])


CEDED: dict[str, Callable[..., Kept]] = {
    "excess_of_loss": _of_excess_of_loss,
    "quota_share": _of_quota_share,
}
"""Kind of treaty -> what it takes of one loss."""


def _reasons(treaty: TreatySpec) -> list[str]:
    """Return what makes a treaty look at more than one loss at a time."""
    if isinstance(treaty, QuotaShare):
        against = {
            "its event_limit looks at all losses of an occurrence": treaty.event_limit,
            "its corridor looks at the losses of a year": treaty.corridor,
            "its loss_ratio_limit is one of the year": treaty.loss_ratio_limit,
            "its annual_limit is one of the year": treaty.annual_limit,
        }
    elif isinstance(treaty, ExcessOfLoss):
        against = {
            "its annual limit makes a loss depend on earlier ones": np.isfinite(
                treaty.annual_limit
            ),
            "its aggregate_deductible is one of the year": treaty.aggregate_deductible,
            "its event_retention looks at all losses of an occurrence": treaty.event_retention,
            "its event_limit looks at all losses of an occurrence": treaty.event_limit,
        }
    else:
        return [f"a treaty of kind {treaty.kind} looks at more than one loss"]
    return [reason for reason, term in against.items() if term]
