import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import Gamma
from coinsure.models.events import Event, IntensityLeg, SeverityLeg
from coinsure.models.frequency import Binomial, Poisson
from coinsure.models.labels import Label
from coinsure.models.severity import Beta, Lognormal, Uniform
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput

SITES = (("a", 100.0), ("b", 50.0))


def component(name="s.line_0.c", **changes) -> ComponentInput:
    parts = {
        "line": 0,
        "frequency": Poisson(per_risk=0.5),
        "risks": 10,
        "severity": Lognormal(mean=2.0, cv=1.0),
        "terms": Terms(),
    }
    return ComponentInput(name=name, **(parts | changes))


def event(**losses) -> Event:
    return Event(
        label=Label(zh="洪水", en="flood"),
        frequency=Poisson(mean=0.1),
        intensity=Uniform(low=0.0, high=1.0)
        if any(_follows(leg) for leg in losses.values())
        else None,
        losses={name.replace("__", "."): leg for name, leg in losses.items()},
        source="assumption",
    )


def payment_of(part):
    ((payment,),) = part.sizes.payments
    return payment


def _follows(leg) -> bool:
    return isinstance(leg, IntensityLeg)


def test_a_component_per_site_has_a_copy_for_each_of_them(plan_of):
    plan = plan_of(
        component(frequency=Poisson(per_risk=0.1), severity=Beta(alpha=1.0, beta=3.0), sites=SITES),
        sites={"s.line_0": dict(SITES)},
    )
    assert [part.name for part in plan.components] == ["s.line_0.c.a", "s.line_0.c.b"]
    assert [part.site for part in plan.components] == [0, 1]
    assert [payment_of(part).scale for part in plan.components] == [100.0, 50.0]
    assert payment_of(plan.components[0]).table is payment_of(plan.components[1]).table
    assert plan.components[0].stream != plan.components[1].stream


def test_a_frequency_of_the_line_is_not_that_of_a_site(plan_of):
    with pytest.raises(ModelRefusedError, match="give per_risk instead of mean"):
        plan_of(
            component(frequency=Poisson(mean=1.0), severity=Beta(alpha=1.0, beta=3.0), sites=SITES)
        )


def test_room_is_made_for_the_large_losses_that_are_expected(plan_of):
    severity = Lognormal(mean=2.0, cv=1.0)
    plan = plan_of(component(threshold=6.0))
    expected = 5.0 * float(severity.survival(6.0))
    assert plan.components[0].kept_rate == pytest.approx(expected, rel=0.1)
    assert plan_of(component()).components[0].kept_rate == 0.0


def test_a_systemic_frequency_needs_a_factor_of_its_sector(plan_of):
    part = component(frequency=Poisson(mean=1.0, systemic=True), systemic=0)
    with pytest.raises(ModelRefusedError, match=r"s\.line_0\.c: .*s has no systemic factor"):
        plan_of(part)
    assert plan_of(part, factors={"s": Gamma(shape=4.0)}).factors[0].table is not None


def test_components_that_share_policies_share_the_aggregate(plan_of):
    one = component("s.line_0.a", terms=Terms(limit=10.0, aggregate=20.0))
    two = component("s.line_0.b", terms=Terms(limit=10.0, aggregate=30.0))
    with pytest.raises(ModelRefusedError, match=r"s\.line_0\.a and s\.line_0\.b .*same aggregate"):
        plan_of(one, two)


def test_a_binomial_frequency_and_an_aggregate_are_refused(plan_of):
    with pytest.raises(ModelRefusedError, match=r"hits no risk twice.*limit"):
        plan_of(component(frequency=Binomial(probability=0.1), terms=Terms(aggregate=20.0)))


@pytest.mark.parametrize(
    ("losses", "message"),
    [
        ({"s__line_7": IntensityLeg(scale=5.0)}, r"no line s\.line_7; choose one of s\.line_0"),
        (
            {"s__line_0": SeverityLeg(severity=Uniform(low=0.0, high=1.0), site="c")},
            r"no site c of s\.line_0; choose one of: a, b",
        ),
        (
            {
                "s__line_0": SeverityLeg(
                    severity=Uniform(low=0.0, high=1.0), terms=Terms(aggregate=5.0)
                )
            },
            "aggregate .* one event",
        ),
    ],
)
def test_a_leg_that_cannot_be_drawn_is_refused(plan_of, losses, message):
    with pytest.raises(ModelRefusedError, match=f"event flood.*{message}"):
        plan_of(events={"flood": event(**losses)}, sites={"s.line_0": dict(SITES)})


def test_legs_of_one_intensity_share_its_stream_and_others_do_not(plan_of):
    flood = event(
        s__line_0=IntensityLeg(scale=5.0, risks=3),
        s__line_1=IntensityLeg(scale=7.0),
        s__line_2=SeverityLeg(severity=Uniform(low=0.0, high=1.0)),
    )
    plan = plan_of(lines=3, events={"flood": flood}).events[0]
    assert [leg.stream == plan.stream for leg in plan.legs] == [True, True, False]
    assert [payment.scale for leg in plan.legs for payment in leg.payments] == [5.0, 7.0, 1.0]
    assert np.array_equal(
        plan.legs[0].payments[0].table.cubics, plan.legs[1].payments[0].table.cubics
    )
