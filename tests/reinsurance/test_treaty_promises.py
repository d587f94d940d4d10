"""What every treaty keeps to, whatever its kind."""

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinsure.reinsurance import (
    TREATIES,
    ExcessOfLoss,
    Facultative,
    QuotaShare,
    StopLoss,
    Surplus,
    reinsure,
)
from coinsure.tables.net import FLOWS

SITES = {"a.x": {"old": 40.0, "new": 160.0}, "a.y": {"old": 10.0, "new": 90.0, "third": 20.0}}
SCALE = ({"loss_ratio": 0.3, "commission": 0.4}, {"loss_ratio": 0.9, "commission": 0.1})
PROFIT = {"rate": 0.2, "expenses": 0.1, "carry_forward": "years", "years": 2}

CASES = {
    "excess_of_loss": ExcessOfLoss(
        lines=("a",), retention=50.0, limit=80.0, premium=5.0, reinstatements=(1.0,)
    ),
    "excess_of_loss per event": ExcessOfLoss(
        basis="event",
        lines=("a",),
        retention=50.0,
        limit=80.0,
        aggregate_deductible=30.0,
        premium=5.0,
        reinstatements=(1.0, 0.5),
        pro_rata_time=True,
        placed=0.7,
        brokerage=0.1,
    ),
    "excess_of_loss with limits of an occurrence": ExcessOfLoss(
        lines=("a",),
        retention=10.0,
        limit=80.0,
        event_retention=20.0,
        event_limit=90.0,
        unlimited_reinstatements=True,
        premium=5.0,
        adjustment={"rate": 0.1},
    ),
    "facultative": Facultative(
        lines=("a.x", "a.y"), site="new", retention=20.0, limit=90.0, premium=3.0, commission=0.1
    ),
    "quota_share": QuotaShare(lines=("a.x",), share=0.4, commission=0.1),
    "quota_share with every limit": QuotaShare(
        lines=("a",),
        share=0.4,
        sliding_commission=SCALE,
        profit_commission=PROFIT,
        risk_limit=30.0,
        event_limit=50.0,
        corridor={"low": 0.5, "high": 0.8, "share": 0.6},
        loss_ratio_limit=1.6,
        annual_limit=115.0,
    ),
    "stop_loss": StopLoss(lines=("a",), retention=70.0, limit=200.0, premium=4.0),
    "stop_loss as a loss ratio": StopLoss(
        lines=("a",), basis="loss_ratio", retention=0.7, limit=0.8, premium=4.0, placed=0.9
    ),
    "surplus": Surplus(
        lines=("a",), retention=50.0, number_of_lines=2.0, commission=0.3, event_limit=60.0
    ),
    "surplus by bands": Surplus(
        lines=("a",),
        bands=(
            {"sum_insured_from": 0.0, "retention": 20.0},
            {"sum_insured_from": 90.0, "retention": 60.0},
        ),
        number_of_lines=1.5,
        profit_commission=PROFIT,
    ),
}

loss = st.tuples(
    st.sampled_from(("a.x", "a.y")),
    st.floats(0.01, 1e6),
    st.integers(-1, 1),  # site
    st.integers(0, 3),  # occurrence
)
losses_in = st.lists(loss, max_size=6)
sizes = st.floats(1.0, 1e5)
bounded = settings(max_examples=40, deadline=None)


def made(table, losses, **more):
    """Make a table of (line, amount, site, occurrence); occurrence 0 stands for none."""
    rows = [
        (0, line, amount, {"risk": site, "occurrence": occurrence - 1, "time": occurrence / 4})
        for line, amount, site, occurrence in sorted(losses, key=lambda loss: loss[3])
    ]
    return table(("a.x", "a.y"), rows, sites=SITES, **more)


def recovered(table, losses, treaty):
    return reinsure(made(table, losses), {"treaty": treaty}).flows[0, FLOWS.index("recovered")]


def test_every_registered_treaty_is_tested():
    assert {name.split(" ")[0] for name in CASES} == TREATIES.keys()


@pytest.mark.parametrize("kind", TREATIES)
def test_the_kind_is_the_name_of_the_file(kind):
    assert TREATIES[kind].model_fields["kind"].default == kind
    assert find_spec(f"coinsure.reinsurance.treaties.{kind}")


@pytest.mark.parametrize("case", CASES)
@bounded
@given(losses=losses_in, small=st.floats(0.0, 1e3))
def test_recoveries_are_between_nothing_and_the_loss(table, case, losses, small):
    before = made(table, losses, small=small)
    net = reinsure(before, {"treaty": CASES[case]})
    assert (net.large.amount >= 0.0).all()
    assert (net.large.amount <= before.large.amount * (1.0 + 1e-12)).all()
    assert (net.net >= 0.0).all()
    assert (net.net <= net.gross * (1.0 + 1e-12)).all()
    if not losses and small == 0.0:
        assert net.flows[0, 2, 0, 0] == 0.0


@pytest.mark.parametrize("case", CASES)
@bounded
@given(losses=losses_in, more=st.lists(st.floats(0.0, 1e4), min_size=6, max_size=6))
def test_more_loss_never_means_less_recovery(table, case, losses, more):
    greater = [
        (line, amount + extra, *rest)
        for (line, amount, *rest), extra in zip(losses, more, strict=False)
    ]
    little, much = (recovered(table, of, CASES[case])[0, 0] for of in (losses, greater))
    scale = 1.0 + sum(amount for _, amount, *_ in greater)
    assert much >= little - 1e-12 * scale


@pytest.mark.parametrize("case", CASES)
@bounded
@given(losses=losses_in)
def test_net_and_ceded_are_gross_and_the_books_of_both_sides_agree(table, case, losses):
    net = reinsure(made(table, losses, small=3.0), {"treaty": CASES[case]})
    flow = dict(zip(FLOWS, net.flows[0], strict=True))
    scale = 1.0 + net.gross.sum()
    ceded = (net.gross - net.net).sum(axis=0)
    np.testing.assert_allclose(ceded, flow["recovered"], rtol=0.0, atol=1e-9 * scale)
    premium = flow["premium"] + flow["adjustment"]
    np.testing.assert_allclose(net.ceded_premium.sum(axis=0), premium[:, 0], rtol=1e-12)
    np.testing.assert_allclose(
        net.cost.sum(axis=0), premium + flow["reinstatement"] - flow["commission"], atol=1e-9
    )
    assert all((flow[name] >= 0.0).all() for name in FLOWS if name != "adjustment")


@pytest.mark.parametrize("basis", ["risk", "event"])
@bounded
@given(losses=losses_in, retention=sizes, below=sizes, above=sizes)
def test_a_layer_split_at_any_point_pays_the_same(table, basis, losses, retention, below, above):
    def layer(bottom, height):
        return ExcessOfLoss(
            basis=basis,
            lines=("a",),
            retention=bottom,
            limit=height,
            premium=0.0,
            priority=1,
            unlimited_reinstatements=True,
        )

    before = made(table, losses)
    whole = reinsure(before, {"whole": layer(retention, below + above)})
    parts = reinsure(
        before, {"lower": layer(retention, below), "upper": layer(retention + below, above)}
    )
    scale = 1.0 + before.large.amount.sum()
    np.testing.assert_allclose(parts.net, whole.net, rtol=0.0, atol=1e-12 * scale)


@bounded
@given(losses=losses_in, retention=sizes, below=sizes, above=sizes)
def test_a_stop_loss_split_at_any_point_pays_the_same(table, losses, retention, below, above):
    def layer(bottom, height):
        return StopLoss(lines=("a",), retention=bottom, limit=height, premium=0.0, priority=1)

    before = made(table, losses)
    whole = reinsure(before, {"whole": layer(retention, below + above)})
    parts = reinsure(
        before, {"lower": layer(retention, below), "upper": layer(retention + below, above)}
    )
    scale = 1.0 + before.large.amount.sum()
    np.testing.assert_allclose(parts.net, whole.net, rtol=0.0, atol=1e-12 * scale)


@pytest.mark.parametrize("case", CASES)
@bounded
@given(losses=losses_in)
def test_the_order_of_the_lines_changes_nothing(table, case, losses):
    lines = ("a.x", "a.y", "b.z")
    rows = [
        (0, line, amount, {"risk": site, "occurrence": occurrence - 1, "time": occurrence / 4})
        for line, amount, site, occurrence in sorted(losses, key=lambda loss: loss[3])
    ]
    rows.append((0, "b.z", 70.0, {"time": 0.9}))
    share = QuotaShare(lines=("b",), share=0.3)
    one = reinsure(table(lines, rows, sites=SITES), {"treaty": CASES[case], "share": share})
    other = reinsure(table(lines[::-1], rows, sites=SITES), {"share": share, "treaty": CASES[case]})
    scale = 1.0 + one.gross.sum()
    np.testing.assert_allclose(other.net[::-1], one.net, rtol=0.0, atol=1e-12 * scale)
    np.testing.assert_allclose(other.cost[::-1], one.cost, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(other.flows[::-1], one.flows, rtol=1e-12, atol=1e-12 * scale)


def test_naming_treaties_loads_no_compiler_and_no_scipy():
    code = (
        "import sys\nimport coinsure.reinsurance, coinsure.pool\n"
        "print({'numba', 'scipy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
