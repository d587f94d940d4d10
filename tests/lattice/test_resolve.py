"""Reasons why there is no exact answer: all of them, each with the name of what it concerns."""

import pytest

from coinsure.errors import ModelRefusedError
from coinsure.lattice import exact_distribution, exact_moments
from coinsure.models.dependence import Gamma, LognormalFactor
from coinsure.models.events import Event, IntensityLeg, SeverityLeg
from coinsure.models.frequency import Binomial, Fixed, Level, Poisson
from coinsure.models.labels import Label
from coinsure.models.severity import Beta, Constant, Lognormal, Pareto, Uniform
from coinsure.models.terms import Terms
from coinsure.reinsurance.treaties import ExcessOfLoss, QuotaShare, StopLoss

LABEL = Label(zh="事件", en="Event")


def event(losses, *, frequency=None, intensity=None):
    return Event(
        label=LABEL,
        frequency=frequency or Poisson(mean=0.5),
        intensity=intensity,
        losses=losses,
        source="test",
    )


def quake(*lines):
    legs = {name: SeverityLeg(severity=Uniform(low=0.0, high=10.0)) for name in lines}
    return event(legs)


def test_every_reason_is_named_at_once(line):
    lines = [
        line(Poisson(mean=1.0), Uniform(low=0.0, high=9.0), name="s.a", aggregate=20.0),
        line(Poisson(mean=1.0), Pareto(minimum=1.0, alpha=0.9), name="s.b"),
        line(Poisson(mean=1.0, systemic=True), Constant(value=1.0), name="s.c", factor="s"),
        line(Poisson(mean=1.0), Constant(value=1.0), name="s.d", deductible_rate=0.1),
    ]
    treaties = {"stop": StopLoss(lines=("s",), retention=9.0, limit=9.0, premium=1.0)}
    with pytest.raises(ModelRefusedError) as refusal:
        exact_distribution(lines, {"s": None}, treaties=treaties, events={"q": quake("s.a", "s.b")})
    reasons = str(refusal.value).removeprefix("there is no exact answer: ").split("; ")
    assert [reason.split(": ")[0] for reason in reasons if ": " in reason] == [
        "reinsurance.stop",
        "s.a.losses",
        "s.b.losses",
        "s.c.losses",
        "s.d.losses",
    ]
    assert reasons[0].startswith("event q hits s.a and s.b in one occurrence")
    for words in ("policy-year aggregate", "infinite", "no factor for it", "has no scale"):
        assert words in str(refusal.value)


def test_moments_are_refused_for_the_same_reasons(line):
    book = [line(Poisson(mean=1.0), Uniform(low=0.0, high=9.0), aggregate=20.0)]
    with pytest.raises(ModelRefusedError, match="its policy-year aggregate makes a loss depend"):
        exact_moments(book, {})


def test_a_factor_is_refused_where_a_count_takes_none(line, monkeypatch):
    monkeypatch.setattr(Binomial, "systemic", True)
    book = [line(Binomial(probability=0.1), Constant(value=1.0), risks=5, factor="s")]
    with pytest.raises(ModelRefusedError, match="a factor or a level on a binomial count has no"):
        exact_moments(book, {"s": Gamma(shape=2.0)})


def test_a_factor_of_another_kind_is_refused(line):
    class Other(Gamma):
        persistence: float = 0.0

    book = [line(Poisson(mean=1.0, systemic=True), Constant(value=1.0), factor="s")]
    with pytest.raises(ModelRefusedError, match="its persistence is nothing that the exact route"):
        exact_moments(book, {"s": Other(shape=2.0, persistence=0.5)})
    with pytest.raises(ModelRefusedError, match="a lognormal factor or level on its mean has no"):
        exact_moments(book, {"s": LognormalFactor(cv=0.5)})


def test_an_event_is_part_of_the_one_line_that_it_hits(line):
    quiet = line(Poisson(mean=1.0), Uniform(low=0.0, high=9.0), name="s.a")
    other = line(Poisson(mean=1.0), Uniform(low=0.0, high=9.0), name="s.b")
    events = {"q": quake("s.a", "s.z"), "z": quake("s.z")}
    found = exact_moments([quiet, other], {}, events=events)
    assert found.mean == pytest.approx(4.5 + 4.5 + 0.5 * 5.0)


def test_an_intensity_is_shared_by_equal_risks(line):
    # 4 risks share 80 x intensity; a layer per risk leaves the first 10 of each
    legs = {"s.a": IntensityLeg(scale=80.0, risks=4)}
    storm = event(legs, intensity=Uniform(low=0.0, high=1.0))
    quiet = line(Fixed(count=0), Constant(value=1.0), name="s.a")
    layer = {"lines": ("s.a",), "retention": 10.0, "limit": 1e6, "premium": 1.0}
    layer["unlimited_reinstatements"] = True
    by_risk = exact_moments(
        [quiet], {}, events={"storm": storm}, treaties={"x": ExcessOfLoss(**layer)}
    )
    # uniform on [0, 80], kept up to 40: 20 where it is below, 40 else
    assert by_risk.mean == pytest.approx(0.5 * (0.5 * 20.0 + 0.5 * 40.0))
    whole = exact_moments(
        [quiet], {}, events={"storm": storm}, treaties={"x": ExcessOfLoss(**layer, basis="event")}
    )
    # kept up to 10: 5 in one case of eight, 10 else
    assert whole.mean == pytest.approx(0.5 * (0.125 * 5.0 + 0.875 * 10.0))


def test_a_nested_intensity_is_stretched(line):
    legs = {"s.a": IntensityLeg(scale=10.0)}
    storm = event(legs, intensity=Beta(alpha=1.0, beta=1.0, scale=Lognormal(mean=0.2, cv=0.5)))
    quiet = line(Fixed(count=0), Constant(value=1.0), name="s.a")
    assert exact_moments([quiet], {}, events={"storm": storm}).mean == pytest.approx(0.5)


def test_terms_of_a_leg_hold_for_each_of_its_risks(line):
    leg = SeverityLeg(severity=Uniform(low=0.0, high=90.0), risks=3, terms=Terms(deductible=10.0))
    quiet = line(Fixed(count=0), Constant(value=1.0), name="s.a")
    found = exact_moments([quiet], {}, events={"q": event({"s.a": leg})})
    # 3 x (X / 3 - 10)+ is (X - 30)+, of a uniform on [0, 90]: 60 x 60 / 180
    assert found.mean == pytest.approx(0.5 * 20.0)


def test_a_layer_per_event_over_other_lines_of_the_event_is_refused(line):
    one = line(Poisson(mean=1.0), Uniform(low=0.0, high=9.0), name="s.a")
    layer = ExcessOfLoss(
        lines=("s",),
        basis="event",
        retention=1.0,
        limit=5.0,
        premium=1.0,
        unlimited_reinstatements=True,
    )
    events = {"q": quake("s.a", "s.z")}
    with pytest.raises(ModelRefusedError, match=r"event q on s\.a: reinsurance\.x looks at what"):
        exact_moments([one], {}, treaties={"x": layer}, events=events)
    share = QuotaShare(lines=("s",), share=0.5)
    found = exact_moments([one], {}, treaties={"q": share}, events=events)
    assert found.mean == pytest.approx(0.5 * (4.5 + 2.5))


def test_a_known_count_belongs_to_its_years(line):
    book = [line(Fixed(count=2, years=(2,)), Constant(value=3.0))]
    assert exact_moments(book, {}, year=1).mean == 0.0
    assert exact_moments(book, {}, year=2).mean == pytest.approx(6.0)


def test_a_level_on_an_event_counts(line):
    quiet = line(Fixed(count=0), Constant(value=1.0), name="s.a")
    storm = event(
        {"s.a": SeverityLeg(severity=Constant(value=2.0))},
        frequency=Poisson(mean=3.0, level=Level(cv=0.5)),
    )
    found = exact_moments([quiet], {}, events={"storm": storm})
    assert found.variance == pytest.approx(4.0 * (3.0 + 9.0 * 0.25))
