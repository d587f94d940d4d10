import numpy as np
import pytest

from coinsure.models.events import Event, IntensityLeg, SeverityLeg
from coinsure.models.frequency import Fixed, Poisson
from coinsure.models.labels import Label
from coinsure.models.severity import Beta, Uniform
from coinsure.models.terms import Terms
from coinsure.simulation import simulate
from coinsure.tables.losses import Block

LABEL = Label(zh="事件", en="event")
FLOOD = Event(
    label=LABEL,
    frequency=Poisson(mean=0.4),
    intensity=Beta(alpha=1.2, beta=4.0),
    losses={
        "s.line_0": IntensityLeg(scale=30.0, risks=3),
        "s.line_1": IntensityLeg(scale=5.0),
        "s.line_2": SeverityLeg(
            severity=Uniform(low=0.0, high=8.0),
            risks=2,
            site="b",
            terms=Terms(deductible=1.0, limit=2.5),
        ),
    },
    source="assumption",
)
FIRE = Event(
    label=LABEL,
    frequency=Fixed(count=2, years=(2,)),
    losses={"s.line_0": SeverityLeg(severity=Uniform(low=10.0, high=20.0))},
    source="assumption",
)
SITES = {"s.line_2": {"a": 50.0, "b": 60.0}}


@pytest.fixture
def losses(plan_of):
    plan = plan_of(lines=3, years=2, events={"flood": FLOOD, "fire": FIRE}, sites=SITES)
    return simulate(plan, Block(0, 1024))


def of(losses, line: int, flood: bool) -> dict[int, tuple]:
    """Return {occurrence: (row, time, amount, count, risk)} of one event on one line."""
    large = losses.large
    events = {
        int(o): len({int(line) for line in large.line[large.occurrence == o]})
        for o in np.unique(large.occurrence)
    }
    return {
        int(large.occurrence[i]): (
            int(large.row[i]), large.time[i], large.amount[i], int(large.count[i]),
            int(large.risk[i]),
        )
        for i in np.flatnonzero(large.line == line)
        if (events[int(large.occurrence[i])] == 3) == flood
    }  # fmt: skip


def test_all_legs_of_an_occurrence_happen_at_once(losses):
    legs = [of(losses, line, flood=True) for line in range(3)]
    assert legs[0].keys() == legs[1].keys() == legs[2].keys()
    for occurrence, (row, time, *_) in legs[0].items():
        assert legs[1][occurrence][:2] == legs[2][occurrence][:2] == (row, time)


def test_legs_of_one_intensity_are_proportional_and_the_other_is_its_own(losses):
    first, second, third = (of(losses, line, flood=True) for line in range(3))
    one = np.array([first[o][2] for o in first])
    two = np.array([second[o][2] for o in first])
    three = np.array([third[o][2] for o in first])
    assert np.allclose(two, one * 5.0 / 30.0, rtol=1e-12)
    assert abs(np.corrcoef(one, three)[0, 1]) < 4.0 / np.sqrt(one.size)


def test_a_row_stands_for_equal_risks_and_names_the_site_that_was_hit(losses):
    assert {value[3:] for value in of(losses, 0, flood=True).values()} == {(3, -1)}
    assert {value[3:] for value in of(losses, 1, flood=True).values()} == {(1, -1)}
    assert {value[3:] for value in of(losses, 2, flood=True).values()} == {(2, 1)}


def test_terms_of_a_leg_are_those_of_each_of_its_risks(losses):
    amounts = np.array([value[2] for value in of(losses, 2, flood=True).values()])
    assert amounts.max() == pytest.approx(2 * 2.5)
    # 2 risks share U(0, 8): (x / 2 - 1)+ up to 2.5 each, so min((x - 2)+, 5)
    assert np.mean(amounts == 0.0) == pytest.approx(0.25, abs=0.06)
    assert amounts.mean() == pytest.approx((0.5 * 5.0**2 + 1.0 * 5.0) / 8.0, abs=0.3)


def test_occurrences_are_as_many_as_the_frequency_says(losses):
    floods = len(of(losses, 0, flood=True))
    assert abs(floods - 0.4 * 2048) < 4.0 * np.sqrt(0.4 * 2048)
    rows = np.array([value[0] for value in of(losses, 0, flood=False).values()])
    assert np.array_equal(np.bincount(rows, minlength=2048), np.repeat([0, 2], 1024))


def test_events_are_part_of_the_annual_totals(losses):
    large = losses.large
    want = np.zeros((3, 2048))
    np.add.at(want, (large.line, large.row), large.amount)
    assert np.allclose(losses.total.reshape(3, -1), want, rtol=1e-12)


def test_occurrences_of_different_events_have_different_numbers(losses):
    assert not of(losses, 0, flood=True).keys() & of(losses, 0, flood=False).keys()
    assert sorted(np.unique(losses.large.occurrence)) == list(
        range(len(of(losses, 0, flood=True)) + 2048)
    )
