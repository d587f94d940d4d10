"""What public money pays of the premium of treaties, by hand."""

import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.reinsurance.public import PublicLayer, ReinsuranceSupport, Slice
from coinsure.reinsurance.public.pay import pay_public
from coinsure.reinsurance.public.pay_support import pay_support
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, NetTable


def table():
    """Make a treaty for 30 and 10 of two lines, and one for 20 of the second; in year 2 half."""
    empty = np.zeros(0, np.int32)
    premium = np.array([[[30.0, 15.0], [10.0, 5.0]], [[0.0, 0.0], [20.0, 10.0]]])
    return NetTable(
        block=Block(0, 1),
        lines=("x.a", "y.b"),
        treaties=("one", "two"),
        premium=np.full((2, 2), 100.0),
        ceded_premium=premium.sum(axis=0),
        gross=np.full((2, 2, 1), 80.0),
        net=np.full((2, 2, 1), 70.0),
        cost=premium.sum(axis=0)[:, :, None] + 1.0,
        treaty_premium=premium,
        flows=np.zeros((2, len(FLOWS), 2, 1)),
        large=LargeLosses(np.zeros(3, np.int64), *[empty] * 4, np.zeros(0), np.zeros(0)),
        weight=np.ones(1),
    )


def support(**terms):
    return ReinsuranceSupport(**({"rate": 0.5, "annual_cap": 1e9} | terms))


def test_a_rate_of_the_premium_of_all_treaties():
    found = pay_support(table(), {"s": support()})
    np.testing.assert_allclose(found.public.support, [[15.0, 7.5], [15.0, 7.5]])
    np.testing.assert_allclose(found.cost[:, :, 0], [[16.0, 8.5], [16.0, 8.5]])
    assert (found.net == 70.0).all()


def test_of_the_treaties_that_are_named():
    found = pay_support(table(), {"s": support(treaties=("two",))})
    np.testing.assert_allclose(found.public.support, [[0.0, 0.0], [10.0, 5.0]])


def test_a_cap_cuts_all_lines_alike():
    # 20 in year 1, of which 12 are paid: 9 and 3; 10 in year 2
    found = pay_support(table(), {"s": support(treaties=("one",), annual_cap=12.0)})
    np.testing.assert_allclose(found.public.support, [[9.0, 7.5], [3.0, 2.5]])
    np.testing.assert_allclose(found.public.supported, [[12.0, 10.0]])


def test_support_ends_after_its_years():
    found = pay_support(table(), {"s": support(years=1)})
    np.testing.assert_allclose(found.public.supported, [[30.0, 0.0]])


def test_parts_of_several_instruments_add_up_to_no_more_than_the_premium():
    found = pay_support(table(), {"s": support(), "t": support(rate=0.25)})
    np.testing.assert_allclose(found.public.support, [[22.5, 11.25], [22.5, 11.25]])
    with pytest.raises(ModelRefusedError, match="s and t together pay more than the premium of"):
        pay_support(table(), {"s": support(), "t": support(rate=0.6, treaties=("two",))})


def test_a_return_of_premium_is_not_supported():
    net = table()
    net.treaty_premium[0] = -5.0
    found = pay_support(net, {"s": support(treaties=("one",))})
    assert not found.public.support.any()


def test_layers_and_support_stand_beside_each_other():
    layer = PublicLayer(
        kind="money_layers", layers=(Slice(above=100.0, up_to=200.0, share=0.5),), annual_cap=1e9
    )
    found = pay_public(table(), {"l": layer}, {"s": support()})
    np.testing.assert_allclose(found.public.paid[0, :, 0], [20.0, 20.0])  # half of 140 - 100
    np.testing.assert_allclose(found.public.supported, [[30.0, 15.0]])


def test_without_support_the_table_is_the_same():
    net = table()
    assert pay_support(net, {}) is net
