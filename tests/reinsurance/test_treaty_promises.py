"""What every treaty keeps to, whatever its kind."""

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinsure.reinsurance import TREATIES, ExcessOfLoss, QuotaShare, reinsure

CASES = {
    "excess_of_loss": ExcessOfLoss(
        lines=("a",), retention=50.0, limit=80.0, premium=5.0, reinstatements=(1.0,)
    ),
    "quota_share": QuotaShare(lines=("a.x",), share=0.4, commission=0.1),
}

amounts = st.lists(st.floats(0.01, 1e6), max_size=6)
sizes = st.floats(1.0, 1e5)
bounded = settings(max_examples=40, deadline=None)


def losses_of(amounts):
    return [(0, "a.x", amount) for amount in amounts]


def test_every_registered_treaty_is_tested():
    assert CASES.keys() == TREATIES.keys()


@pytest.mark.parametrize("kind", TREATIES)
def test_the_kind_is_the_name_of_the_file(kind):
    assert TREATIES[kind].model_fields["kind"].default == kind
    assert find_spec(f"coinsure.reinsurance.treaties.{kind}")


@pytest.mark.parametrize("kind", CASES)
@bounded
@given(amounts=amounts, small=st.floats(0.0, 1e3))
def test_recoveries_are_between_nothing_and_the_loss(table, kind, amounts, small):
    losses = table(("a.x", "a.y"), losses_of(amounts), small=small)
    net = reinsure(losses, {"treaty": CASES[kind]})
    assert (net.large.amount >= 0.0).all()
    assert (net.large.amount <= losses.large.amount).all()
    assert (net.net >= 0.0).all()
    assert (net.net <= net.gross).all()
    if not amounts and small == 0.0:
        assert net.flows[0, 2, 0, 0] == 0.0


@pytest.mark.parametrize("kind", CASES)
@bounded
@given(amounts=amounts, more=st.lists(st.floats(0.0, 1e4), min_size=6, max_size=6))
def test_more_loss_never_means_less_recovery(table, kind, amounts, more):
    greater = [amount + extra for amount, extra in zip(amounts, more, strict=False)]
    little, much = (
        reinsure(table(("a.x",), losses_of(of)), {"treaty": CASES[kind]}).flows[0, 2, 0, 0]
        for of in (amounts, greater)
    )
    assert much >= little * (1.0 - 1e-12)


@bounded
@given(amounts=amounts, retention=sizes, below=sizes, above=sizes)
def test_a_layer_split_at_any_point_pays_the_same(table, amounts, retention, below, above):
    def layer(bottom, height):
        return ExcessOfLoss(
            lines=("a",),
            retention=bottom,
            limit=height,
            premium=0.0,
            priority=1,
            unlimited_reinstatements=True,
        )

    losses = table(("a.x",), losses_of(amounts))
    whole = reinsure(losses, {"whole": layer(retention, below + above)})
    parts = reinsure(
        losses, {"lower": layer(retention, below), "upper": layer(retention + below, above)}
    )
    scale = 1.0 + sum(amounts)
    np.testing.assert_allclose(parts.net, whole.net, rtol=0.0, atol=1e-12 * scale)


def test_naming_treaties_loads_no_compiler_and_no_scipy():
    code = (
        "import sys\nimport coinsure.reinsurance, coinsure.pool\n"
        "print({'numba', 'scipy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
