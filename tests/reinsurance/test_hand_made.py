"""A programme on losses given row by row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinsure.errors import ModelRefusedError, UsageError
from coinsure.reinsurance import (
    Contract,
    ExcessOfLoss,
    Facultative,
    LossRows,
    QuotaShare,
    StopLoss,
    Surplus,
    reinsure_rows,
)
from coinsure.reinsurance.counterparty import Reinsurer

SITE = ("A", "A", "B", "C")
ACCOUNT = ("north", "north", "north", "south")


def event(amounts=(40.0, 60.0, 90.0, 200.0), **more):
    """Make one occurrence that hits three sites of two accounts."""
    size = len(amounts)
    return LossRows(
        line=("all",) * size,
        amount=np.array(amounts, float),
        period=np.ones(size, int),
        event=np.zeros(size, int),
        columns={"site": SITE, "account": ACCOUNT},
        **more,
    )


def layer(retention, limit, **more):
    terms = {"lines": ("all",), "premium": 0.0, "unlimited_reinstatements": True}
    return ExcessOfLoss(retention=retention, limit=limit, **terms | more)


def left(losses, **contracts):
    return reinsure_rows(losses, contracts).net


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        # sites lose 100, 90, 200: 50, 40 and 80 are paid, shared 40 : 60 in A
        ("site", [20.0, 30.0, 50.0, 120.0]),
        # accounts lose 190 and 200: 80 each, shared 40 : 60 : 90
        ("account", [40 - 80 * 40 / 190, 60 - 80 * 60 / 190, 90 - 80 * 90 / 190, 120.0]),
    ],
)
def test_a_column_says_what_one_risk_is(column, expected):
    found = left(event(), treaty=Contract(layer(50.0, 80.0), column))
    np.testing.assert_allclose(found, expected)


def test_rows_are_risks_of_their_own_without_a_column():
    found = left(event(), treaty=Contract(layer(50.0, 80.0)))
    np.testing.assert_allclose(found, [40.0, 50.0, 50.0, 120.0])


def test_per_event_rows_of_one_occurrence_add_up():
    found = left(event(), treaty=Contract(layer(300.0, 45.0, basis="event")))
    np.testing.assert_allclose(found, np.array([40.0, 60.0, 90.0, 200.0]) * (345.0 / 390.0))


def test_a_treaty_looks_only_at_the_rows_in_its_scope():
    half = QuotaShare(lines=("all",), share=0.5)
    scope = ({"account": "south"}, {"account": "north", "site": "B"})
    found = left(event(), treaty=Contract(half, scope=scope))
    np.testing.assert_allclose(found, [40.0, 60.0, 45.0, 100.0])
    event_of_a = Contract(layer(70.0, 1e9, basis="event"), scope=({"site": "A"},))
    np.testing.assert_allclose(left(event(), treaty=event_of_a), [28.0, 42.0, 90.0, 200.0])


def test_treaties_of_one_priority_see_the_same_losses_and_the_next_what_they_left():
    found = left(
        event(),
        first=Contract(QuotaShare(lines=("all",), share=0.3, priority=1)),
        second=Contract(layer(100.0, 1e9, priority=1), "site"),
        third=Contract(QuotaShare(lines=("all",), share=0.5, priority=2)),
    )
    np.testing.assert_allclose(found, [14.0, 21.0, 31.5, (200.0 - 60.0 - 100.0) / 2.0])


def test_surplus_by_the_sums_insured_of_the_rows():
    losses = event(sum_insured=np.array([400.0, 400.0, 50.0, 1000.0]))
    surplus = Surplus(lines=("all",), retention=100.0, number_of_lines=4.0)
    # 300 of 400, nothing of 50, 400 of 1000
    found = left(losses, treaty=Contract(surplus, "site"))
    np.testing.assert_allclose(found, [10.0, 15.0, 90.0, 120.0])


def test_surplus_by_given_shares_needs_no_sum_insured():
    surplus = Surplus(lines=("all",), shares={"A": 0.25, "C": 0.5}, risk_limit=20.0)
    found = left(event(), treaty=Contract(surplus, "site"))
    np.testing.assert_allclose(found, [40 - 8.0, 60 - 12.0, 90.0, 180.0])


def test_facultative_cover_of_one_account():
    cover = Facultative(lines=("all",), site="north", retention=100.0, limit=57.0, premium=3.0)
    result = reinsure_rows(event(), {"cover": Contract(cover, "account")})
    np.testing.assert_allclose(result.net, [28.0, 42.0, 63.0, 200.0])
    assert result.table.flows[0, :3, 0, 0].tolist() == pytest.approx([3.0, 0.0, 57.0])


def test_rows_come_back_in_the_order_in_which_they_were_given():
    losses = LossRows(
        line=("a.x", "b.y", "a.x", "a.x"),
        amount=np.array([150.0, 30.0, 130.0, 170.0]),
        period=np.array([3, 1, 1, 3]),
        event=np.array([-1, 7, 7, -1]),
        time=np.array([0.8, 0.5, 0.5, 0.2]),
    )
    layers = {"layer": Contract(layer(100.0, 70.0, lines=("a",), unlimited_reinstatements=False))}
    result = reinsure_rows(losses, layers, periods=4, premium={"a.x": 10.0})
    np.testing.assert_allclose(result.net, [150.0, 30.0, 100.0, 100.0])  # 170 came before 150
    np.testing.assert_allclose(result.table.net[:, 0], [[100.0, 0, 250.0, 0], [30.0, 0, 0, 0]])


def test_an_occurrence_without_a_time_begins_with_its_first_row():
    losses = LossRows(
        line=("all",) * 4,
        amount=np.array([80.0, 90.0, 60.0, 20.0]),
        period=np.ones(4, int),
        event=np.array([2, -1, 2, 5]),
    )
    terms = layer(0.0, 1000.0, basis="event", aggregate_limit=200.0)
    # 80 + 60 first, then 60 of 90, then nothing
    found = left(losses, treaty=Contract(terms))
    np.testing.assert_allclose(found, [0.0, 30.0, 0.0, 20.0])


def test_periods_are_years_apart():
    losses = LossRows(
        line=("all",) * 2,
        amount=np.array([80.0, 90.0]),
        period=np.array([1, 2]),
        event=np.array([4, 4]),
    )
    terms = layer(50.0, 40.0, basis="event", unlimited_reinstatements=False)
    np.testing.assert_allclose(left(losses, treaty=Contract(terms)), [50.0, 50.0])


@pytest.mark.parametrize(
    ("changes", "contract", "message"),
    [
        ({"amount": np.array([1.0, -2.0, 1, 1])}, Contract(layer(1.0, 1.0)), "0 or more"),
        ({"amount": np.array([1.0, np.nan, 1, 1])}, Contract(layer(1.0, 1.0)), "must be a number"),
        ({"amount": np.full(4, 1e200)}, Contract(layer(1.0, 1.0)), "above 1e\\+100"),
        ({"amount": np.ones(3)}, Contract(layer(1.0, 1.0)), "amount has 3 rows, and there are 4"),
        ({"columns": {"site": SITE[:2]}}, Contract(layer(1.0, 1.0)), "site has 2 rows"),
        ({"sum_insured": np.array([0.0, 1, 1, 1])}, Contract(layer(1.0, 1.0)), "must be above 0"),
        ({"sum_insured": np.full(4, np.inf)}, Contract(layer(1.0, 1.0)), "must be above 0"),
        ({"periods": 3}, Contract(layer(1.0, 1.0)), "periods = 2: the losses are of 3 periods"),
        ({"period": np.array([0, 1, 1, 1])}, Contract(layer(1.0, 1.0)), "count from 1"),
        ({"period": np.array([3, 1, 1, 1])}, Contract(layer(1.0, 1.0)), "from 1 to 2"),
        ({"time": np.array([0.5, 0.5, 2.0, 0])}, Contract(layer(1.0, 1.0)), "from 0 to 1"),
        ({}, Contract(layer(1.0, 1.0), "policy"), "no column policy; choose from site, account"),
        ({}, Contract(layer(1.0, 1.0), scope=({"plot": "A"},)), "no column plot"),
        ({}, Contract(layer(1.0, 1.0, lines=("some",))), r"reinsurance\.treaty\.lines"),
        (
            {"sum_insured": np.array([4.0, 5.0, 1.0, 1.0])},
            Contract(Surplus(lines=("all",), retention=1.0, number_of_lines=1.0), "site"),
            "two sums insured for A",
        ),
        (
            {},
            Contract(
                layer(
                    1.0, 1.0, reinstatements=(1.0,), pro_rata_time=True,
                    unlimited_reinstatements=False,
                )
            ),
            "have no times",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(changes, contract, message):
    fields = {name: getattr(event(), name) for name in LossRows.__slots__}
    with pytest.raises(UsageError, match=message):
        reinsure_rows(LossRows(**fields | changes), {"treaty": contract}, periods=2)


@pytest.mark.parametrize("periods", [0, -1, 10_000_001])
def test_no_periods_and_too_many_are_refused(periods):
    with pytest.raises(UsageError, match=f"from 1 to|found {periods}"):
        reinsure_rows(event(), {"treaty": Contract(layer(1.0, 1.0))}, periods=periods)


def test_the_losses_may_say_how_many_periods_there_are():
    found = reinsure_rows(event(periods=5), {"treaty": Contract(layer(1.0, 1.0))})
    assert found.table.net.shape == (1, 1, 5)


@pytest.mark.parametrize("premium", [-1.0, np.nan, np.inf])
def test_a_premium_that_is_none_is_refused(premium):
    with pytest.raises(UsageError, match=r"premium\.all: must be a number, 0 or more"):
        reinsure_rows(event(), {"treaty": Contract(layer(1.0, 1.0))}, premium={"all": premium})


SCALE = ({"loss_ratio": 0.3, "commission": 0.4}, {"loss_ratio": 0.9, "commission": 0.1})


@pytest.mark.parametrize(
    ("treaty", "key"),
    [
        (StopLoss(lines=("all",), basis="loss_ratio", retention=1, limit=1, premium=1), "basis"),
        (layer(1.0, 1.0, adjustment={"rate": 0.1}), "adjustment"),
        *(
            (QuotaShare(lines=("all",), share=0.5, **{key: terms}), key)
            for key, terms in {
                "corridor": {"low": 0.5, "high": 0.9},
                "loss_ratio_limit": 1.5,
                "sliding_commission": SCALE,
                "profit_commission": {"rate": 0.2},
            }.items()
        ),
    ],
)
def test_a_term_that_needs_the_premium_of_its_lines_does_not_go_without(treaty, key):
    for premium in (None, {"all": 0.0}, {"other": 10.0}):
        with pytest.raises(UsageError, match=rf"reinsurance\.t\.{key}: needs the premium of all"):
            reinsure_rows(event(), {"t": Contract(treaty)}, premium=premium)
    reinsure_rows(event(), {"t": Contract(treaty)}, premium={"all": 10.0})


def test_the_stress_of_a_reinsurer_needs_the_premium_of_its_sector():
    stress = {"sector": "all", "loss_ratio": 1.0, "default_probability": 0.5}
    with pytest.raises(
        UsageError, match=r"reinsurers\.weak\.stress\.loss_ratio: needs the premium"
    ):
        reinsure_rows(
            event(),
            {"treaty": Contract(layer(1.0, 1.0, reinsurers={"weak": 1.0}))},
            reinsurers={"weak": Reinsurer(stress=stress)},
        )


def test_a_share_of_some_rows_does_not_take_the_premium_of_the_whole_line():
    scope = ({"account": "south"},)
    half = {"half": Contract(QuotaShare(lines=("all",), share=0.5), scope=scope)}
    with pytest.raises(UsageError, match=r"reinsurance\.half\.scope: which part of the premium"):
        reinsure_rows(event(), half, premium={"all": 10.0})


def test_a_surplus_divides_the_premium_of_a_line_by_the_risks_of_that_line():
    losses = LossRows(
        line=("a", "a", "b", "b"),
        amount=np.array([10.0, 20.0, 30.0, 0.0]),
        period=np.ones(4, int),
        event=np.full(4, -1),
        sum_insured=np.array([400.0, 100.0, 200.0, 50.0]),
        columns={"site": ("A", "B", "C", "D")},
    )
    surplus = Surplus(lines=("a", "b"), retention=100.0, number_of_lines=9.0)
    found = reinsure_rows(losses, {"s": Contract(surplus, "site")}, premium={"a": 50.0, "b": 50.0})
    # 300 of 500 insured in a, 100 of 250 in b
    np.testing.assert_allclose(found.table.ceded_premium[:, 0], [30.0, 20.0])


def test_a_surplus_needs_the_sum_insured_of_every_risk():
    losses = event(sum_insured=np.array([4.0, np.nan, 5.0, np.nan]))
    surplus = Surplus(lines=("all",), retention=1.0, number_of_lines=1.0)
    with pytest.raises(ModelRefusedError, match="no sum insured of C"):
        left(losses, treaty=Contract(surplus, "site"))


def test_a_surplus_needs_sums_insured_to_divide_a_premium():
    surplus = {"s": Contract(Surplus(lines=("all",), shares={"A": 0.2}), "site")}
    with pytest.raises(ModelRefusedError, match="no sums insured to divide the premium of all"):
        reinsure_rows(event(), surplus, premium={"all": 100.0})


amounts = st.lists(st.floats(0.0, 1e6), min_size=4, max_size=4)


@settings(max_examples=60, deadline=None)
@given(amounts=amounts, order=st.permutations(range(4)))
def test_the_order_of_the_rows_of_an_occurrence_changes_nothing(amounts, order):
    programme = {
        "half": Contract(QuotaShare(lines=("all",), share=0.4, event_limit=1e4)),
        "risk": Contract(layer(50.0, 800.0, event_limit=1000.0), "site"),
        "event": Contract(layer(5e3, 1e5, basis="event", aggregate_deductible=10.0)),
    }
    losses = event(amounts)
    moved = LossRows(
        line=losses.line,
        amount=losses.amount[list(order)],
        period=losses.period,
        event=losses.event,
        columns={name: tuple(of[n] for n in order) for name, of in losses.columns.items()},
    )
    one, other = (reinsure_rows(of, programme).net for of in (losses, moved))
    np.testing.assert_allclose(other, one[list(order)], rtol=1e-9, atol=1e-9)
    assert (one >= 0.0).all()
    assert (one <= losses.amount * (1.0 + 1e-12)).all()


def test_no_losses_at_all():
    nothing = LossRows((), np.zeros(0), np.zeros(0, int), np.zeros(0, int))
    treaty = {"t": Contract(layer(1.0, 1.0, lines=("a",)))}
    result = reinsure_rows(nothing, treaty, periods=3, premium={"a.x": 1.0})
    assert result.net.size == 0
    assert result.table.net.shape == (1, 1, 3)
