"""Programmes for losses that somebody brings."""

import numpy as np
import pytest

from coinsure.errors import ScenarioError, StorageError
from coinsure.reinsurance import reinsure_rows
from coinsure.reinsurance.loss_file import read_losses
from coinsure.reinsurance.programme_file import read_programme
from coinsure.tables.net import FLOWS

PROGRAMME = """
periods = 4

[reinsurance.site]
kind = "excess_of_loss"
risk = "site"
retention = 10.0
limit = 20.0
premium = 3.0
reinstatements = [1.0]

[reinsurance.south]
kind = "quota_share"
lines = ["ic"]
scope = [{ account = "south" }, { account = "north", site = "C" }]
share = 0.5
"""

LOSSES = """period,event,line,amount,site,account
1,7,ic.fab,8,A,north
1,7,ic.cargo,16,A,north
3,,ic.fab,40,B,south
3,,ic.fab,6,C,north
"""


@pytest.fixture
def file(tmp_path):
    def write(text, name="programme.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_programme_is_read_and_applied(file):
    losses = read_losses(file(LOSSES, "losses.csv"))
    programme = read_programme(file(PROGRAMME), losses.line)
    assert programme.contracts["site"].treaty.lines == ("ic.fab", "ic.cargo")
    result = reinsure_rows(
        losses, programme.contracts, periods=programme.periods, premium=programme.premium
    )
    # A loses 24, 14 are paid 8 : 16; B loses 40, 20 are paid, half of the rest and of 6 is shared
    np.testing.assert_allclose(result.net, [8 * 10 / 24, 16 * 10 / 24, 10.0, 3.0])
    assert result.table.net.shape == (2, 1, 4)


def test_a_treaty_without_lines_covers_lines_that_have_a_premium_and_no_loss(file):
    losses = read_losses(file("line,amount\na.x,90\n", "losses.csv"))
    text = (
        "premium = { 'a.x' = 40.0, 'a.y' = 60.0 }\n"
        "[reinsurance.year]\nkind = 'stop_loss'\nbasis = 'loss_ratio'\n"
        "retention = 0.7\nlimit = 1.0\npremium = 5.0\n"
    )
    programme = read_programme(file(text), losses.line)
    result = reinsure_rows(losses, programme.contracts, premium=programme.premium)
    np.testing.assert_allclose(result.net, [70.0])  # 0.7 of 100, not of 40
    np.testing.assert_allclose(result.table.ceded_premium[:, 0], [2.0, 3.0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = [", "not a TOML file"),
        ("periods = 3", "reinsurance: is missing; scenarios/README.md"),
        ("[reinsurance]", "reinsurance: must not be empty"),
        (
            "[reinsurance.r]\nkind = 'layer'",
            r"reinsurance\.r\.kind: no such kind .*'layer'.*'surplus'",
        ),
        ("[reinsurance.r]\nretention = 3", r"reinsurance\.r\.kind: is missing"),
        (
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 1.5",
            r"reinsurance\.r\.share: .*\(found 1.5\)",
        ),
        (
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5\nrisk = 3",
            r"reinsurance\.r\.risk: .*\(found 3\)",
        ),
        (
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5\nscope = ['x']",
            r"reinsurance\.r\.scope\.0",
        ),
        (
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5\nreinsurers = { x = 1.0 }",
            r"reinsurance\.r\.reinsurers\.x: no such reinsurer.*\[reinsurers\.x\]",
        ),
        (
            "[reinsurers.x]\nmember = 'M1'\n[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5",
            r"reinsurers\.x\.member: no such member",
        ),
        (
            "[reinsurers.x]\nstress = { sector = 'b', loss_ratio = 1, default_probability = 0.1 }\n"
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5",
            r"reinsurers\.x\.stress\.sector: no such sector.*all",
        ),
        (
            "[reinsurance.r]\nkind = 'excess_of_loss'\nretension = 1\nlimit = 2\npremium = 1",
            r"^[^\n]*r\.retension: unknown key \(found 1\); did you mean 'retention'\?[^\n]*$",
        ),
        (
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5\nlines = ['al']",
            r"\.toml: reinsurance\.r\.lines: no such line or sector \(found al\); choose from all",
        ),
        (
            "[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5\nloss_ratio_limit = 150",
            r"loss_ratio_limit: .*\(found 150\); a ratio of 120 % is 1.2",
        ),
        ("period = 3\n[reinsurance.r]\nkind = 'quota_share'\nshare = 0.5", "period: unknown key"),
    ],
)
def test_mistakes_are_told_with_their_key(file, text, message):
    with pytest.raises(ScenarioError, match=message):
        read_programme(file(text), ("all",))


def test_all_mistakes_are_told_at_once(file):
    text = (
        "[reinsurance.r]\nkind = 'quota_share'\nshare = 2.0\nplaced = -1.0\n"
        "[reinsurance.q]\nkind = 'stop_loss'\nretention = 1.0\nlimit = 2.0\n"
    )
    with pytest.raises(ScenarioError) as caught:
        read_programme(file(text), ("all",))
    keys = ["reinsurance.r.share", "reinsurance.r.placed", "reinsurance.q.premium"]
    assert [problem.key for problem in caught.value.problems] == keys


def test_a_programme_that_is_not_there(tmp_path):
    with pytest.raises(StorageError, match="No such file"):
        read_programme(tmp_path / "none.toml", ("all",))


REINSURERS = """
periods = 4
seed = 3

[reinsurers.sound]
solvency_ratio = 2.0

[reinsurers.weak]
default_probability = 1.0
paid_in_default = 0.2

[reinsurance.layer]
kind = "excess_of_loss"
retention = 10.0
limit = 20.0
premium = 3.0
brokerage = 0.1
placed = 0.5
reinstatements = [1.0]
reinsurers = { sound = 0.75, weak = 0.25 }

[reinsurance.rest]
kind = "quota_share"
share = 0.5
reinsurers = { weak = 1.0 }
"""


def test_reinsurers_have_their_parts_of_every_flow_and_may_fail(file):
    losses = read_losses(file(LOSSES, "losses.csv"))
    terms = read_programme(file(REINSURERS), losses.line)
    assert tuple(terms.reinsurers) == ("sound", "weak")
    result = reinsure_rows(
        losses,
        terms.contracts,
        periods=terms.periods,
        reinsurers=terms.reinsurers,
        seed=terms.seed,
    )
    layer, rest = result.by_reinsurer["layer"], result.by_reinsurer["rest"]
    whole = layer["sound"] + layer["weak"]
    np.testing.assert_allclose(whole, result.table.flows[0])
    np.testing.assert_allclose(rest["weak"], result.table.flows[1])
    flow = {name: layer["weak"][f].sum() for f, name in enumerate(FLOWS)}
    # 16 loses 6 and 40 loses 20 to the layer, of which half is placed and a quarter is weak
    assert flow["recovered"] == pytest.approx(0.125 * 26.0)
    assert flow["lost_by_default"] == pytest.approx(0.8 * 0.125 * 26.0)
    assert flow["premium"] == pytest.approx(0.125 * 4 * 3.0)
    assert not layer["sound"][FLOWS.index("lost_by_default")].any()
    # rows of 8, 16, 40, 6: the layer leaves 8, 13, 30, 6 and the share half of that; of the last
    # two, of one line and period, 2 + 14.4 are lost, in proportion to the 25 and 3 they recover
    lost = [0.8 * 4.0, 0.2 * 3.0 + 0.8 * 6.5, 16.4 * 25.0 / 28.0, 16.4 * 3.0 / 28.0]
    np.testing.assert_allclose(result.net, np.array([4.0, 6.5, 15.0, 3.0]) + lost)
    assert result.net.sum() == pytest.approx(result.table.net.sum())


def test_defaults_are_drawn_anew_with_another_seed(file):
    losses = read_losses(file(LOSSES, "losses.csv"))
    text = REINSURERS.replace("default_probability = 1.0", "default_probability = 0.5")
    lost = set[bytes]()
    for seed in range(8):
        terms = read_programme(file(text.replace("seed = 3", f"seed = {seed}")), losses.line)
        result, again = (
            reinsure_rows(
                losses,
                terms.contracts,
                periods=40,
                reinsurers=terms.reinsurers,
                seed=terms.seed,
            )
            for _ in range(2)
        )
        np.testing.assert_array_equal(result.net, again.net)
        lost.add(result.net.tobytes())
    assert len(lost) > 1
