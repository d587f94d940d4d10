import pytest

from coinsure.models.events import Event, IntensityLeg, SeverityLeg
from coinsure.models.frequency import Binomial, Poisson
from coinsure.models.severity import Beta, Uniform

FLOOD = {
    "label": {"zh": "洪水", "en": "Flood"},
    "frequency": {"kind": "poisson", "mean": 0.02},
    "intensity": {"kind": "beta", "alpha": 1.2, "beta": 4.0},
    "losses": {
        "materials.plant_property": {"kind": "intensity", "scale": 13_500, "risks": 15},
        "ic.fab_property": {
            "kind": "severity",
            "severity": {"kind": "uniform", "low": 1_000, "high": 8_000},
            "site": "site_01",
            "terms": {"deductible": 40.0},
        },
    },
    "source": "assumption",
}


def test_a_table_of_a_scenario_becomes_an_event():
    event = Event.model_validate(FLOOD)
    assert event.frequency == Poisson(mean=0.02)
    assert event.intensity == Beta(alpha=1.2, beta=4.0)
    assert event.losses["materials.plant_property"] == IntensityLeg(scale=13_500.0, risks=15)
    leg = event.losses["ic.fab_property"]
    assert isinstance(leg, SeverityLeg)
    assert leg.severity == Uniform(low=1_000.0, high=8_000.0)
    assert leg.site == "site_01"
    assert leg.risks == 1


def test_an_event_that_happens_at_most_once_a_year_is_binomial():
    table = FLOOD | {"frequency": {"kind": "binomial", "probability": 0.02}}
    assert Event.model_validate(table).frequency == Binomial(probability=0.02)


def test_losses_in_proportion_to_an_intensity_that_is_not_given_are_refused():
    table = {key: value for key, value in FLOOD.items() if key != "intensity"}
    with pytest.raises(ValueError, match=r"materials\.plant_property.* need it; give intensity"):
        Event.model_validate(table)


def test_an_intensity_that_no_loss_uses_is_refused():
    own = {"ic.fab_property": FLOOD["losses"]["ic.fab_property"]}
    with pytest.raises(ValueError, match="intensity would be ignored"):
        Event.model_validate(FLOOD | {"losses": own})


def test_an_event_without_losses_is_refused():
    with pytest.raises(ValueError, match="at least 1 item"):
        Event.model_validate(FLOOD | {"losses": {}})


@pytest.mark.parametrize(
    ("frequency", "message"),
    [
        ({"kind": "poisson", "per_risk": 0.1}, r"per_risk = 0\.1 has no meaning.*give mean"),
        ({"kind": "poisson", "mean": 0.1, "systemic": True}, "systemic = true has no meaning"),
    ],
)
def test_a_frequency_that_needs_a_sector_or_risks_is_refused(frequency, message):
    with pytest.raises(ValueError, match=message):
        Event.model_validate(FLOOD | {"frequency": frequency})


def test_the_json_schema_describes_the_keys():
    schema = Event.model_json_schema()
    assert schema["properties"]["frequency"]["description"] == "Occurrences in a year."
