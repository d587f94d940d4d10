"""What a programme of treaties keeps of one loss, where a loss is all that they look at.

Exact are quota shares and layers per occurrence whose annual limit is infinite. Everything that
looks at the losses of a year together, or at the risk behind a loss, is named as a reason against.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from coinsure.lattice.kept import Kept, everything
from coinsure.lattice.known import not_known
from coinsure.reinsurance.programme import by_priority
from coinsure.reinsurance.treaties import ExcessOfLoss, QuotaShare, TreatySpec, covered_lines

Treaties = Mapping[str, TreatySpec]

_ROUNDING = 1e-12
_OF_NO_LOSS = ("premium", "adjustment", "brokerage", "source")
_OF_EVERY_TREATY = ("lines", "placed", "priority", *_OF_NO_LOSS)


def against(treaties: Treaties, line: str) -> list[str]:
    """Return the reasons why what ``treaties`` leave of ``line`` has no exact answer."""
    reasons = [
        f"reinsurance.{name}: {reason}"
        for names in _covering(treaties, line)
        for name in names
        for reason in _against(treaties[name])
    ]
    if reasons:
        return reasons
    return [
        f"reinsurance.{names[-1]}: {' and '.join(names)} see the same losses and together cede "
        "more than all of some part of a loss"
        for names in _covering(treaties, line)
        if (_left_by([treaties[name] for name in names], 1).slopes < 0.0).any()
    ]


def over_lines(treaties: Treaties, lines: Sequence[str]) -> list[str]:
    """Return the names of the treaties that add up what an occurrence costs several ``lines``."""
    return [
        name
        for name, treaty in treaties.items()
        if _per_event(treaty) and len(covered_lines(treaty, lines)) > 1
    ]


def kept_of(treaties: Treaties, line: str, risks: int = 1) -> Kept:
    """Return what ``treaties`` keep of a loss of ``line`` that so many equal ``risks`` share.

    Treaties of equal priority see the same loss and what they cede adds up; layers per event see
    the whole of it, all others the loss of one risk. There must be nothing ``against`` them.
    """
    kept = everything()
    for names in _covering(treaties, line):
        kept = kept.then(_left_by([treaties[name] for name in names], risks))
    return kept


def _covering(treaties: Treaties, line: str) -> list[list[str]]:
    """Return the names of the treaties that cover ``line``, in groups of equal priority."""
    groups = (
        [name for name in names if covered_lines(treaties[name], (line,))]
        for names in by_priority(treaties)
    )
    return [names for names in groups if names]


def _per_event(treaty: TreatySpec) -> bool:
    return isinstance(treaty, ExcessOfLoss) and treaty.basis == "event"


def _left_by(treaties: Sequence[TreatySpec], risks: int) -> Kept:
    """Return what treaties that see the same loss leave of it."""
    cessions = [_ceded(treaty, risks) for treaty in treaties]
    edges = np.unique(np.concatenate([np.zeros(1), *(ceded.edges for ceded in cessions)]))
    ceded = np.zeros_like(edges)
    for cession in cessions:
        ceded += cession.slope(edges)
    left = 1.0 - ceded
    return Kept(edges, np.where(np.abs(left) <= _ROUNDING, 0.0, left))


def _ceded(treaty: TreatySpec, risks: int) -> Kept:
    ceded = CEDED[treaty.kind](treaty)
    return ceded if _per_event(treaty) else ceded.of_equal_risks(risks)


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


def _against(treaty: TreatySpec) -> list[str]:
    """Return what makes a treaty look at more than one loss at a time."""
    event_limit = "its event_limit looks at all losses of an occurrence"
    if isinstance(treaty, QuotaShare):
        against = {
            event_limit: treaty.event_limit,
            "its corridor looks at the losses of a year": treaty.corridor,
            "its loss_ratio_limit is one of the year": treaty.loss_ratio_limit,
            "its annual_limit is one of the year": treaty.annual_limit,
        }
        known = (
            "share",
            "commission",
            "sliding_commission",
            "profit_commission",
            "risk_limit",
            "event_limit",
            "corridor",
            "loss_ratio_limit",
            "annual_limit",
        )
    elif isinstance(treaty, ExcessOfLoss):
        against = {
            "its annual limit makes a loss depend on earlier ones": np.isfinite(
                treaty.annual_limit
            ),
            "its aggregate_deductible is one of the year": treaty.aggregate_deductible,
            "its event_retention looks at all losses of an occurrence": treaty.event_retention,
            event_limit: treaty.event_limit,
        }
        known = (
            "basis",
            "retention",
            "limit",
            "event_retention",
            "event_limit",
            "aggregate_deductible",
            "aggregate_limit",
            "reinstatements",
            "pro_rata_time",
            "unlimited_reinstatements",
        )
    else:
        return [f"a treaty of kind {treaty.kind} looks at more than the loss itself"]
    reasons = [reason for reason, term in against.items() if term]
    return reasons + not_known(treaty, (*_OF_EVERY_TREATY, *known))
