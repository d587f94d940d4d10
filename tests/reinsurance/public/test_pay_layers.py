"""What public layers pay, against years worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.errors import ModelRefusedError
from coinsure.reinsurance.public import CompensationFund, PublicLayer, Slice
from coinsure.reinsurance.public.pay import pay_layers
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, NetTable

LINES = ("x.a", "x.b", "y.c")
PREMIUM = (60.0, 40.0, 100.0)


def table(losses, *, recovered=0.0, ceded=0.0):
    """Make one path of ``losses`` by line and year, net of reinsurance."""
    net = np.array(losses, float)[:, :, None]
    empty = np.zeros(0, np.int32)
    years = net.shape[1]
    return NetTable(
        block=Block(0, 1),
        lines=LINES,
        treaties=(),
        premium=np.repeat(np.array(PREMIUM)[:, None], years, axis=1),
        ceded_premium=np.full((3, years), ceded),
        gross=net + recovered,
        net=net,
        cost=np.zeros_like(net),
        treaty_premium=np.zeros((0, 3, years)),
        flows=np.zeros((0, len(FLOWS), years, 1)),
        large=LargeLosses(np.zeros(years + 1, np.int64), *[empty] * 4, np.zeros(0), np.zeros(0)),
        weight=np.ones(1),
    )


def layer(*slices, **terms):
    """Make a layer of slices (above, up_to, share) with a high cap unless it is given."""
    parts = tuple(Slice(above=a, up_to=b, share=s) for a, b, s in slices)
    return PublicLayer(layers=parts, **({"annual_cap": 1e9} | terms))


def paid(net, **layers):
    answer = pay_layers(net, layers)
    taken = answer.public.by_line + answer.public.cut
    np.testing.assert_allclose(answer.net + taken, net.net, atol=1e-12)
    np.testing.assert_allclose(answer.public.paid.sum(0), answer.public.by_line.sum(0), atol=1e-12)
    return answer.public.paid[..., 0], answer


def test_a_loss_ratio_of_no_premium_is_refused():
    net = table([[30.0], [0.0], [0.0]], ceded=60.0)
    cover = layer((0.5, 1.0, 0.5), lines=("x.a",), beyond_cap="insured")
    with pytest.raises(ModelRefusedError, match=r"public_layers\.bad: in year 1 reinsurance takes"):
        pay_layers(net, {"bad": cover})
    # no losses, no ratio; nor is there one of gross losses to gross premium
    none = table([[0.0], [30.0], [0.0]], ceded=60.0)
    assert pay_layers(none, {"quiet": cover}).public.paid.sum() == 0.0
    of_gross = cover.model_copy(update={"basis": "gross"})
    assert pay_layers(net, {"gross": of_gross}).public.paid.sum() == 0.0


ZHEJIANG = ((2.0, 3.0, 0.5), (3.0, 5.0, 2.0 / 3.0))
"""Zhejiang 2006: 2 to 3 times the premium 1 : 1, 3 to 5 times 2 : 1, nothing above 5 times."""


@pytest.mark.parametrize(
    ("multiple", "state", "pool", "cut"),
    [
        (1.5, 0.0, 1.5, 0.0),
        (2.6, 0.3, 2.3, 0.0),
        (5.0, 0.5 + 4.0 / 3.0, 2.0 + 0.5 + 2.0 / 3.0, 0.0),  # 1.833 P and 3.167 P at most
        (7.0, 0.5 + 4.0 / 3.0, 2.0 + 0.5 + 2.0 / 3.0, 2.0),
    ],
)
def test_the_layers_of_zhejiang(multiple, state, pool, cut):
    losses = [[multiple * premium] for premium in PREMIUM]
    found, answer = paid(table(losses), pact=layer(*ZHEJIANG, beyond_cap="insured"))
    assert found[0, 0] == pytest.approx(200.0 * state)
    assert answer.net.sum() == pytest.approx(200.0 * pool)
    assert answer.public.cut.sum() == pytest.approx(200.0 * cut, abs=1e-9)


def test_beyond_the_last_slice_members_bear_it_unless_claims_are_cut():
    _, answer = paid(table([[600.0], [400.0], [1000.0]]), pact=layer(*ZHEJIANG))
    assert not answer.public.cut.any()


def test_what_is_paid_comes_off_the_lines_pro_rata_to_their_losses():
    # 300 of losses on a premium of 200: half of the 60 above 120 %
    _, answer = paid(table([[150.0], [0.0], [150.0]]), p=layer((1.2, 2.0, 0.5)))
    np.testing.assert_allclose(answer.public.by_line[:, 0, 0], [15.0, 0.0, 15.0])


def test_a_layer_sees_its_own_lines_only():
    # x: 200 on 100
    found, answer = paid(table([[150.0], [50.0], [999.0]]), p=layer((1.2, 2.0, 0.5), lines=("x",)))
    assert found[0, 0] == pytest.approx(40.0)
    assert answer.public.by_line[2, 0, 0] == 0.0


def test_both_sides_of_a_loss_ratio_are_net_or_gross():
    # net 240 on 170; gross 300 on 200
    net = table([[120.0], [0.0], [120.0]], recovered=20.0, ceded=10.0)
    found, _ = paid(net, p=layer((1.2, 2.0, 0.5)))
    assert found[0, 0] == pytest.approx(0.5 * (240.0 - 1.2 * 170.0))
    found, _ = paid(net, p=layer((1.2, 2.0, 0.5), basis="gross"))
    assert found[0, 0] == pytest.approx(0.5 * (300.0 - 1.2 * 200.0))


def test_money_slices():
    found, _ = paid(
        table([[150.0], [0.0], [150.0]]), p=layer((100.0, 250.0, 0.4), kind="money_layers")
    )
    assert found[0, 0] == pytest.approx(60.0)


def test_no_more_is_paid_than_reinsurance_has_left():
    net = table([[5.0], [0.0], [5.0]], recovered=100.0)
    found, answer = paid(net, p=layer((1.0, 2.0, 1.0), basis="gross"))
    assert found[0, 0] == pytest.approx(10.0)  # of 110
    assert not answer.net.any()


def test_caps_of_a_year_and_of_the_horizon():
    # 100 due each year
    losses = [[150.0] * 4, [0.0] * 4, [150.0] * 4]
    found, _ = paid(table(losses), p=layer((1.0, 2.0, 1.0), annual_cap=70.0, total_cap=150.0))
    np.testing.assert_allclose(found[0], [70.0, 70.0, 10.0, 0.0])


def test_a_layer_ends_after_its_last_year():
    losses = [[150.0] * 3, [0.0] * 3, [150.0] * 3]
    found, _ = paid(table(losses), p=layer((1.0, 2.0, 1.0), last_year=2))
    np.testing.assert_allclose(found[0], [100.0, 100.0, 0.0])


def test_a_fund_pays_as_far_as_it_goes():
    # 100 due each year; 80 at 10 % and 20 make 108; 8.8 and 20 make 28.8; then the layer ends
    losses = [[150.0] * 3, [0.0] * 3, [150.0] * 3]
    fund = CompensationFund(opening=80.0, contribution=20.0, interest=0.1)
    found, answer = paid(table(losses), p=layer((1.0, 2.0, 1.0), fund=fund, last_year=2))
    np.testing.assert_allclose(found[0], [100.0, 28.8, 0.0])
    np.testing.assert_allclose(answer.public.balance[0, :, 0], [8.0, 0.0, 0.0], atol=1e-12)


def test_a_second_layer_sees_what_the_first_has_left():
    # 300, 60 of it paid; 240 is 40 above 200
    found, _ = paid(
        table([[150.0], [0.0], [150.0]]),
        first=layer((1.2, 1.5, 1.0)),
        second=layer((1.0, 2.0, 0.5)),
    )
    np.testing.assert_allclose(found[:, 0], [60.0, 20.0])


def test_without_layers_the_table_is_the_same():
    net = table([[1.0], [2.0], [3.0]])
    assert pay_layers(net, {}) is net


def test_more_loss_never_means_less_compensation():
    rng = np.random.default_rng(5)
    base = layer(*ZHEJIANG, beyond_cap="insured", annual_cap=150.0)
    for _ in range(200):
        losses = rng.exponential(250.0, (3, 1))
        more = losses.copy()
        more[rng.integers(3)] += rng.exponential(100.0)
        assert paid(table(more), p=base)[0][0, 0] >= paid(table(losses), p=base)[0][0, 0] - 1e-9


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"layers": [{"above": 2.0, "up_to": 1.0, "share": 0.5}]}, "must be more than above"),
        (
            {
                "layers": [
                    {"above": 1.0, "up_to": 2.0, "share": 0.5},
                    {"above": 1.5, "up_to": 3.0, "share": 0.5},
                ]
            },
            "begins before the one below ends",
        ),
        ({"layers": []}, "at least 1 item"),
        ({"annual_cap": -1.0}, "greater than or equal to 0"),
        ({"fund": {"interest": 0.02}}, "never has money"),
    ],
)
def test_terms_that_make_no_sense_are_refused(terms, said):
    good = {"layers": [{"above": 1.0, "up_to": 2.0, "share": 0.5}], "annual_cap": 10.0}
    with pytest.raises(ValidationError, match=said):
        PublicLayer.model_validate(good | terms)


def test_a_cap_of_the_year_is_mandatory():
    with pytest.raises(ValidationError, match="annual_cap"):
        PublicLayer.model_validate({"layers": [{"above": 1.0, "up_to": 2.0, "share": 0.5}]})


def test_paths_do_not_touch_each_other():
    rng = np.random.default_rng(2)
    one = table(rng.exponential(300.0, (3, 4)))
    two = table(rng.exponential(300.0, (3, 4)))
    both = replace(
        one,
        block=Block(0, 2),
        gross=np.concatenate([one.gross, two.gross], axis=2),
        net=np.concatenate([one.net, two.net], axis=2),
        cost=np.zeros((3, 4, 2)),
    )
    base = layer((1.0, 2.0, 0.5), total_cap=100.0, fund=CompensationFund(opening=90.0))
    together = pay_layers(both, {"p": base}).net
    for path, alone in enumerate((one, two)):
        np.testing.assert_array_equal(
            together[..., path], pay_layers(alone, {"p": base}).net[..., 0]
        )
