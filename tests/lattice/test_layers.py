"""What treaties leave of one loss, against the programme that a run applies."""

import numpy as np
import pytest

from coinsure.lattice.layers import against, kept_of, over_lines
from coinsure.reinsurance.programme import reinsure
from coinsure.reinsurance.treaties import (
    ExcessOfLoss,
    Facultative,
    QuotaShare,
    StopLoss,
    Surplus,
)

LINE = "ic.fab_property"


def layer(**terms):
    given = {"lines": ("ic",), "premium": 1.0, "unlimited_reinstatements": True, **terms}
    return ExcessOfLoss(**given)


PROGRAMMES = {
    "none": {},
    "a layer": {"x": layer(retention=10.0, limit=40.0)},
    "a layer from the first yuan": {"x": layer(retention=0.0, limit=5.0)},
    "a layer placed in part": {"x": layer(retention=10.0, limit=40.0, placed=0.75)},
    "a quota share": {"q": QuotaShare(lines=(LINE,), share=0.4, commission=0.3)},
    "a quota share up to a limit": {"q": QuotaShare(lines=(LINE,), share=0.4, risk_limit=8.0)},
    "a quota share of nothing": {"q": QuotaShare(lines=(LINE,), share=0.0, risk_limit=8.0)},
    "one after the other": {
        "q": QuotaShare(lines=("ic",), share=0.5),
        "x": layer(retention=10.0, limit=40.0),
    },
    "by priority, not by place": {
        "x": layer(retention=10.0, limit=40.0, priority=2),
        "q": QuotaShare(lines=("ic",), share=0.5, priority=1),
    },
    "side by side": {
        "q": QuotaShare(lines=("ic",), share=0.3, priority=1),
        "x": layer(retention=20.0, limit=40.0, placed=0.5, priority=1),
    },
    "two layers and one of another line": {
        "low": layer(retention=5.0, limit=5.0),
        "other": layer(lines=("materials",), retention=1.0, limit=50.0),
        "high": layer(retention=8.0, limit=100.0, basis="event"),
    },
}


@pytest.fixture(scope="module")
def loss_table():
    """Return a function that puts losses of ``risks`` equal risks into years of their own."""
    from coinsure.tables.losses import Block, LargeLosses, LossTable

    def make(amounts, risks):
        size = amounts.size
        large = LargeLosses(
            start=np.arange(size + 1),
            line=np.zeros(size, np.int32),
            risk=np.full(size, -1, np.int32),
            occurrence=np.arange(size, dtype=np.int32),
            count=np.full(size, risks, np.int32),
            time=np.full(size, 0.5),
            amount=amounts,
        )
        return LossTable(
            block=Block(0, size),
            lines=(LINE, "materials.plant"),
            premium=np.full((2, 1), 100.0),
            total=np.stack([amounts, np.zeros(size)]).reshape(2, 1, size),
            account_line=np.arange(2, dtype=np.int32),
            large=large,
            weight=np.ones(size),
        )

    return make


@pytest.mark.parametrize("risks", [1, 3])
@pytest.mark.parametrize("treaties", PROGRAMMES.values(), ids=PROGRAMMES.keys())
def test_what_is_kept_of_a_loss_is_what_the_programme_leaves(treaties, risks, loss_table):
    losses = np.array([0.5, 4.0, 5.0, 9.0, 10.0, 19.0, 25.0, 49.0, 50.0, 75.0, 149.0, 400.0])
    left = reinsure(loss_table(losses, risks), treaties).net[0, 0]
    assert against(treaties, LINE) == []
    assert kept_of(treaties, LINE, risks).of(losses) == pytest.approx(left, rel=1e-12)


REFUSED = {
    "its annual limit makes a loss depend on earlier ones": [
        layer(retention=1.0, limit=2.0, unlimited_reinstatements=False),
        layer(retention=1.0, limit=2.0, aggregate_limit=9.0),
        layer(retention=1.0, limit=2.0, unlimited_reinstatements=False, reinstatements=(1.0, 1.0)),
    ],
    "its aggregate_deductible is one of the year": [
        layer(retention=1.0, limit=2.0, aggregate_deductible=3.0)
    ],
    "its event_retention looks at all losses of an occurrence": [
        layer(retention=1.0, limit=2.0, event_retention=3.0)
    ],
    "its event_limit looks at all losses of an occurrence": [
        layer(retention=1.0, limit=2.0, event_limit=3.0),
        QuotaShare(lines=("ic",), share=0.5, event_limit=3.0),
    ],
    "its corridor looks at the losses of a year": [
        QuotaShare(lines=("ic",), share=0.5, corridor={"low": 0.7, "high": 0.9, "share": 0.5})
    ],
    "its loss_ratio_limit is one of the year": [
        QuotaShare(lines=("ic",), share=0.5, loss_ratio_limit=2.0)
    ],
    "its annual_limit is one of the year": [
        QuotaShare(lines=("ic",), share=0.5, annual_limit=20.0)
    ],
    "a treaty of kind stop_loss looks at more than the loss itself": [
        StopLoss(lines=("ic",), retention=10.0, limit=20.0, premium=1.0)
    ],
    "a treaty of kind surplus looks at more than the loss itself": [
        Surplus(lines=("ic",), retention=10.0, number_of_lines=4.0)
    ],
    "a treaty of kind facultative looks at more than the loss itself": [
        Facultative(lines=(LINE,), site="fab_01", retention=10.0, premium=1.0)
    ],
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_looks_at_more_than_a_loss_is_a_reason(reason):
    for treaty in REFUSED[reason]:
        assert against({"t": treaty}, LINE) == [f"reinsurance.t: {reason}"]
        assert against({"t": treaty}, "materials.plant") == []


def test_treaties_that_cede_more_than_a_loss_are_refused():
    treaties = {
        "q": QuotaShare(lines=("ic",), share=0.7, priority=1),
        "x": layer(retention=10.0, limit=40.0, priority=1),
    }
    (reason,) = against(treaties, LINE)
    assert reason.startswith("reinsurance.x: q and x see the same losses and together cede more")


def test_a_term_that_nobody_has_heard_of_is_a_reason():
    class Novel(QuotaShare):
        cooling_off: float = 0.0

    told = {"q": Novel(lines=("ic",), share=0.1, cooling_off=2.0)}
    assert against(told, LINE) == [
        "reinsurance.q: its cooling_off is nothing that the exact route takes into account"
    ]
    assert against({"q": Novel(lines=("ic",), share=0.1, cooling_off=0.0)}, LINE) == []


def test_layers_per_event_add_up_lines():
    treaties = {
        "risk": layer(retention=1.0, limit=2.0),
        "event": layer(retention=1.0, limit=2.0, basis="event"),
        "one": layer(lines=(LINE,), retention=1.0, limit=2.0, basis="event"),
    }
    assert over_lines(treaties, (LINE, "ic.tape_out")) == ["event"]
    assert over_lines(treaties, (LINE, "materials.plant")) == []
