"""What every programme keeps to, whatever its treaties, their terms and the losses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from coinsure.reinsurance import TREATIES, TreatySpec, reinsure
from coinsure.tables.net import FLOWS

READ = TypeAdapter(TreatySpec)
LINES = ("a.x", "a.y", "b.z")
SITES = {line: {"old": 40.0, "new": 160.0} for line in LINES}
PREMIUM = np.array([[60.0, 90.0], [40.0, 0.0], [25.0, 30.0]])

some = st.floats(0.0, 300.0)
limit = st.floats(1.0, 300.0)
part = st.floats(0.0, 1.0)


def maybe(values):
    return st.none() | values


ADJUSTMENT = st.fixed_dictionaries({"rate": st.floats(0.01, 0.3), "minimum": some})
PRICED = {"premium": some, "adjustment": maybe(ADJUSTMENT)}
BY_RESULT = {
    "profit_commission": maybe(
        st.fixed_dictionaries(
            {
                "rate": part,
                "expenses": st.floats(0.0, 0.3),
                "carry_forward": st.just("block"),
                "years": st.integers(1, 3),
            }
        )
        | st.fixed_dictionaries(
            {"rate": part, "carry_forward": st.sampled_from(("none", "extinction"))}
        )
    ),
    "risk_limit": maybe(limit),
    "event_limit": maybe(limit),
    "corridor": maybe(
        st.tuples(st.floats(0.0, 1.0), st.floats(0.1, 1.0), part).map(
            lambda c: {"low": c[0], "high": c[0] + c[1], "share": c[2]}
        )
    ),
    "loss_ratio_limit": maybe(st.floats(0.1, 5.0)),
    "annual_limit": maybe(limit),
}
COMMISSION = st.fixed_dictionaries({"commission": part}) | st.just(
    {
        "sliding_commission": [
            {"loss_ratio": 0.3, "commission": 0.4},
            {"loss_ratio": 0.9, "commission": 0.1},
        ]
    }
)
LAYER = {"retention": some, "limit": limit}
REINSTATED = st.fixed_dictionaries(
    {"reinstatements": st.lists(part, max_size=3)}
) | st.fixed_dictionaries(
    {"reinstatements": st.lists(st.floats(0.1, 1.5), min_size=1, max_size=2)}
    | {"pro_rata_time": st.just(True)}
)
YEARLY = {"aggregate_deductible": some, "aggregate_limit": maybe(limit)}


def joined(*parts):
    """Draw dicts and put them together."""
    return st.tuples(*parts).map(lambda drawn: {key: v for d in drawn for key, v in d.items()})


def kind(name, fields=None, *others):
    return joined(st.fixed_dictionaries({"kind": st.just(name)} | (fields or {})), *others)


TERMS = {
    "excess_of_loss per risk": kind(
        "excess_of_loss",
        LAYER | YEARLY | PRICED | {"event_retention": some, "event_limit": maybe(limit)},
        REINSTATED,
    ),
    "excess_of_loss per event": kind(
        "excess_of_loss", LAYER | YEARLY | PRICED | {"basis": st.just("event")}, REINSTATED
    ),
    "facultative": kind(
        "facultative",
        PRICED
        | {"site": st.just("new"), "retention": some, "limit": maybe(limit), "commission": part},
    ),
    "quota_share": kind("quota_share", {"share": part} | BY_RESULT, COMMISSION),
    "stop_loss": kind("stop_loss", LAYER | PRICED),
    "stop_loss as a loss ratio": kind(
        "stop_loss",
        PRICED
        | {
            "basis": st.just("loss_ratio"),
            "retention": st.floats(0.0, 3.0),
            "limit": st.floats(0.1, 3.0),
        },
    ),
    "surplus": kind(
        "surplus",
        {"retention": st.floats(5.0, 200.0), "number_of_lines": st.floats(0.1, 9.0)} | BY_RESULT,
        COMMISSION,
    ),
}
"""Terms that fit together, drawn at random."""

SHARED = st.fixed_dictionaries({"placed": part, "brokerage": st.floats(0.0, 0.3)})
SCOPES = st.lists(st.sampled_from(("a", *LINES)), min_size=1, max_size=3, unique=True)


def treaty(*kinds, **fixed):
    """Draw a treaty of any of ``kinds``, default all."""
    scope = st.fixed_dictionaries({"lines": SCOPES})
    return joined(
        st.one_of([TERMS[name] for name in kinds or TERMS]), SHARED, scope, st.just(fixed)
    ).map(READ.validate_python)


programmes = st.lists(treaty(), min_size=1, max_size=5).map(
    lambda treaties: {f"t{number}": one for number, one in enumerate(treaties)}
)
loss = st.tuples(
    st.integers(0, 1),  # year
    st.sampled_from(LINES),
    st.floats(0.01, 1e3),
    st.integers(-1, 1),  # site
    st.integers(0, 3),  # occurrence of the year, 0 for one of its own
)
losses_in = st.lists(loss, max_size=8)
bounded = settings(max_examples=60, deadline=None)


def made(table, losses, lines=LINES):
    """Make two years of losses and 3 of small losses a year on every line."""
    rows = [
        (
            year,
            line,
            amount,
            {
                "risk": site,
                "occurrence": 4 * year + occurrence if occurrence else -1,
                "time": (1 + occurrence) / 5,
            },
        )
        for year, line, amount, site, occurrence in sorted(losses, key=lambda loss: loss[4])
    ]
    losses = table(lines, rows, years=2, small=3.0, sites=SITES)
    return replace(losses, premium=PREMIUM[[LINES.index(line) for line in lines]])


def flow(net, name):
    return net.flows[:, FLOWS.index(name)]


def test_every_treaty_is_drawn():
    assert {name.split(" ")[0] for name in TERMS} == TREATIES.keys()


@bounded
@given(losses=losses_in, programme=programmes)
def test_no_loss_recovers_less_than_nothing_or_more_than_itself(table, losses, programme):
    before = made(table, losses)
    net = reinsure(before, programme)
    assert (net.large.amount >= 0.0).all()
    assert (net.large.amount <= before.large.amount * (1.0 + 1e-12)).all()
    assert (net.net >= 0.0).all()
    assert (net.net <= net.gross * (1.0 + 1e-12)).all()
    assert (flow(net, "recovered") >= 0.0).all()


@bounded
@given(losses=losses_in, programme=programmes)
def test_net_and_ceded_are_gross(table, losses, programme):
    net = reinsure(made(table, losses), programme)
    ceded = flow(net, "recovered").sum(axis=0)
    gross = net.gross.sum(axis=0)
    np.testing.assert_allclose(net.net.sum(axis=0) + ceded, gross, rtol=1e-9)


@bounded
@given(losses=losses_in, programme=programmes)
def test_what_one_party_pays_another_gets(table, losses, programme):
    """The pool's side is of the lines, the others' of the treaties; together they are nothing."""
    net = reinsure(made(table, losses), programme)
    premium = net.premium.sum(axis=0)[:, None]
    insured = net.gross.sum(axis=0) - premium
    pool = premium - net.cost.sum(axis=0) - net.net.sum(axis=0)
    received = flow(net, "premium") + flow(net, "adjustment") + flow(net, "reinstatement")
    broker = flow(net, "brokerage")
    reinsurers = received - flow(net, "commission") - flow(net, "recovered") - broker
    volume = np.abs(net.flows).sum(axis=(0, 1)) + net.gross.sum(axis=0) + premium
    together = insured + pool + reinsurers.sum(axis=0) + broker.sum(axis=0)
    assert (np.abs(together) <= 1e-9 * volume).all()
    np.testing.assert_allclose(
        net.ceded_premium.sum(axis=0)[:, None],
        (flow(net, "premium") + flow(net, "adjustment")).sum(axis=0),
        atol=1e-9,
    )


@pytest.mark.parametrize("name", TERMS)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), losses=losses_in)
def test_more_loss_never_means_less_recovery(table, name, data, losses):
    """Of treaties that see the same losses; one that sees what others leave may see less."""
    extra = data.draw(st.lists(some, min_size=len(losses), max_size=len(losses)))
    one = data.draw(treaty(name))
    greater = [
        (year, line, amount + more, *rest)
        for (year, line, amount, *rest), more in zip(losses, extra, strict=True)
    ]
    little, much = (
        flow(reinsure(made(table, of), {"one": one}), "recovered") for of in (losses, greater)
    )
    assert (much >= little - 1e-9 * (1.0 + little)).all()


@pytest.mark.parametrize("name", TERMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), losses=losses_in, cut=part)
def test_a_treaty_placed_in_two_parts_is_the_same_treaty(table, name, data, losses, cut):
    one = data.draw(treaty(name, priority=1))
    parts = {
        "left": one.model_copy(update={"placed": one.placed * cut}),
        "right": one.model_copy(update={"placed": one.placed * (1.0 - cut)}),
    }
    before = made(table, losses)
    whole, split = reinsure(before, {"whole": one}), reinsure(before, parts)
    np.testing.assert_allclose(split.net, whole.net, atol=1e-9)
    np.testing.assert_allclose(split.cost, whole.cost, atol=1e-9)
    np.testing.assert_allclose(split.flows.sum(axis=0), whole.flows[0], atol=1e-9)


@bounded
@given(
    losses=losses_in,
    first=programmes,
    bottom=some,
    height=limit,
    cut=st.floats(0.01, 0.99),
    data=st.data(),
)
def test_a_layer_split_anywhere_in_a_programme_changes_nothing(
    table, losses, first, bottom, height, cut, data
):
    kinds = [
        {"kind": "excess_of_loss", "basis": basis, "unlimited_reinstatements": True}
        for basis in ("risk", "event")
    ]
    common = data.draw(st.sampled_from([*kinds, {"kind": "stop_loss"}])) | {
        "lines": data.draw(SCOPES),
        "premium": 0.0,
        "priority": 50,
    }
    after = {"after": data.draw(treaty(priority=99))}

    def layer(low, high):
        return READ.validate_python(common | {"retention": low, "limit": high - low})

    middle, top = bottom + cut * height, bottom + height
    before = made(table, losses)
    whole = reinsure(before, first | {"whole": layer(bottom, top)} | after)
    split = reinsure(
        before, first | {"lower": layer(bottom, middle), "upper": layer(middle, top)} | after
    )
    np.testing.assert_allclose(split.net, whole.net, atol=1e-8)
    np.testing.assert_allclose(split.cost, whole.cost, atol=1e-8)


@bounded
@given(losses=losses_in, data=st.data(), order=st.permutations(range(len(LINES))))
def test_the_order_of_lines_that_share_nothing_changes_nothing(table, losses, data, order):
    """Every treaty covers one line: neither lines nor treaties of others may stand in its way."""
    by_line = {
        line: {
            f"{line}{number}": one.model_copy(update={"lines": (line,)})
            for number, one in enumerate(data.draw(st.lists(treaty(), max_size=2)))
        }
        for line in LINES
    }
    lines = tuple(LINES[number] for number in order)
    apart = [(*loss[:4], 0) for loss in losses]
    one, other = (
        reinsure(
            made(table, apart, names),
            {name: one for line in names for name, one in by_line[line].items()},
        )
        for names in (LINES, lines)
    )
    np.testing.assert_allclose(other.net, one.net[list(order)], atol=1e-9)
    np.testing.assert_allclose(other.cost, one.cost[list(order)], atol=1e-9)
    for name, flows in zip(one.treaties, one.flows, strict=True):
        np.testing.assert_allclose(other.flows[other.treaties.index(name)], flows, atol=1e-9)
