"""What the exact route is asked about a scenario: against simulation, and every reason against."""

import numpy as np
import pytest

from coinsure.errors import NoExactAnswerError
from coinsure.lattice import exact_distribution, exact_moments
from coinsure.planning.exact_lines import exact_input
from coinsure.results.theory import expected_by_year
from coinsure.scenario import load_scenario
from coinsure.study import simulate

BOOK = """
version = 1
title = "Three lines"
title_zh = "三个险种"
unit = "million"
source = "constructed"

[simulation]
paths = 40_000
years = 2
seed = 5

[development]
exposure_growth = 0.10
claims_inflation = 0.05
frequency_trend = 0.02

[sectors.a]
label = { zh = "甲", en = "A" }
systemic = { kind = "gamma", shape = 4.0 }
source = "constructed"

[sectors.a.lines.one]
label = { zh = "一", en = "One" }
risks = 100
sum_insured = 10.0
premium = 30.0
expense_ratio = 0.3
solvency_class = "property"
data_grade = "A"
terms = { deductible = 0.5, limit = 8.0, participation = 0.9 }
source = "constructed"

[sectors.a.lines.one.components.small]
frequency = { kind = "poisson", per_risk = 0.05, systemic = true, level = { cv = 0.5 } }
severity = { kind = "lognormal", mean = 2.0, cv = 1.5 }
source = "constructed"

[sectors.a.lines.one.components.large]
frequency = { kind = "negative_binomial", mean = 0.5, dispersion = 1.5 }
severity = { kind = "pareto", minimum = 2.0, alpha = 2.5 }
source = "constructed"

[sectors.a.lines.sited]
label = { zh = "厂", en = "Sites" }
risks = 3
sum_insured = 20.0
premium = 10.0
expense_ratio = 0.3
solvency_class = "property"
data_grade = "A"
terms = { deductible_rate = 0.05 }
sites = { x = 10.0, y = 20.0, z = 30.0 }
source = "constructed"

[sectors.a.lines.sited.components.fire]
frequency = { kind = "poisson", per_risk = 0.1, systemic = true, level = { cv = 0.5 } }
severity = { kind = "beta", alpha = 0.8, beta = 3.0 }
per_site = true
source = "constructed"

[sectors.b]
label = { zh = "乙", en = "B" }
source = "constructed"

[sectors.b.lines.two]
label = { zh = "二", en = "Two" }
risks = 50
sum_insured = 5.0
premium = 20.0
expense_ratio = 0.3
solvency_class = "property"
data_grade = "A"
source = "constructed"

[sectors.b.lines.two.components.losses]
frequency = { kind = "zero_inflated_poisson", mean = 3.0, zero_inflation = 0.3 }
severity = { kind = "gamma", mean = 1.0, cv = 0.8 }
source = "constructed"

[events.flood]
label = { zh = "洪水", en = "Flood" }
frequency = { kind = "poisson", mean = 0.2 }
frequency_trend = 0.1
intensity = { kind = "beta", alpha = 1.2, beta = 4.0 }
losses = { "b.two" = { kind = "intensity", scale = 20.0, risks = 4 } }
source = "constructed"

[members.M1]
label = { zh = "甲公司", en = "M1" }
lead = true
paid_in_capital_and_reserves = 1e6
actual_capital = 1e6
minimum_capital = 1e5
appetite = { a = 1.0, b = 1.0 }
source = "constructed"

[pool]
shares = { kind = "equal" }
source = "constructed"

[limits]
article_103 = false

[capital]
source = "constructed"
"""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "book.toml"
    path.write_text(BOOK, encoding="utf-8")
    return lambda **changes: load_scenario(
        path, {key.replace("__", "."): value for key, value in changes.items()}
    )


@pytest.fixture(scope="module")
def losses(scenario):
    """Simulated losses of each line in each year, (P, T) by name."""
    book = scenario()
    table = simulate(book)
    annual = table.annual.reshape(40_000, 2, 3)
    return {name: annual[:, :, number] for number, name in enumerate(book.lines)}


def exact(found, *names):
    return exact_distribution([found.lines[n] for n in names], found.factors, events=found.events)


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize("name", ["a.one", "a.sited", "b.two"])
def test_a_line_has_the_mean_of_the_theory_in_every_year(scenario, name, year):
    found = exact_input(scenario(), year)
    assert exact(found, name).total.mean == pytest.approx(
        expected_by_year(scenario())[name][year - 1], rel=1e-9
    )


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize("name", ["a.one", "a.sited", "b.two"])
def test_a_line_is_distributed_as_its_simulation(scenario, losses, name, year):
    found = exact_input(scenario(), year)
    total, sample = exact(found, name).total, losses[name][:, year - 1]
    moments = exact_moments([found.lines[name]], found.factors, events=found.events)
    score = (sample.mean() - total.mean) / (moments.standard_deviation / np.sqrt(sample.size))
    assert abs(score) < 4.5
    for p in (0.5, 0.9, 0.99, 0.999):
        at = total.value_at_risk(p) + 1e-6
        beyond = float(total.survival(at))
        expected = sample.size * beyond
        score = ((sample > at).sum() - expected) / np.sqrt(expected * (1.0 - beyond))
        assert abs(score) < 4.5, (p, at)


def test_lines_that_share_the_factor_of_their_sector_have_a_common_answer(scenario, losses):
    found = exact_input(scenario())
    total = exact(found, "a.one", "a.sited", "b.two").total
    sample = sum(of[:, 0] for of in losses.values())
    for p in (0.9, 0.99, 0.999):
        at = total.value_at_risk(p)
        score = ((sample > at).sum() - sample.size * (1.0 - p)) / np.sqrt(
            sample.size * p * (1.0 - p)
        )
        assert abs(score) < 4.5
    assert found.together == ()


def test_without_uncertain_parameters_a_year_varies_less(scenario):
    name, known = "a.one", {"simulation__parameter_uncertainty": False}
    unsure, sure = (exact_input(scenario(**change)) for change in ({}, known))
    spread = [
        exact_moments([found.lines[name]], found.factors).standard_deviation
        for found in (unsure, sure)
    ]
    assert spread[1] < 0.95 * spread[0]


@pytest.mark.parametrize(
    ("key", "value", "line", "words"),
    [
        ("a.lines.one.components.small.severity_level", {"cv": 0.2}, "a.one", "severity_level"),
        (
            "a.lines.one.components.small.alternatives",
            [{"weight": 0.3, "severity": {"kind": "lognormal", "mean": 3.0, "cv": 2.0}}],
            "a.one",
            "alternatives",
        ),
    ],
)
def test_what_ties_sizes_of_losses_together_is_a_reason_against_its_line(
    scenario, key, value, line, words
):
    found = exact_input(scenario(**{f"sectors.{key}": value}))
    assert list(found.against) == [line]
    assert words in found.against[line][0]
    assert found.against[line][0].startswith(f"{line}.small: ")


def test_a_factor_on_sizes_is_a_reason_against_the_lines_that_follow_it(scenario):
    changed = {
        "sectors.a.systemic_severity": {"kind": "lognormal", "cv": 0.2},
        "sectors.a.lines.one.components.large.systemic_severity": True,
    }
    found = exact_input(scenario(**changed))
    assert list(found.against) == ["a.one"]
    assert "all losses of a year" in found.against["a.one"][0]


def test_an_aggregate_of_the_policy_year_has_no_answer(scenario):
    changed = {
        "sectors.b.lines.two.terms": {"aggregate": 3.0},
        "sectors.b.lines.two.components.losses.frequency": {"kind": "poisson", "mean": 3.0},
    }
    found = exact_input(scenario(**changed))
    with pytest.raises(NoExactAnswerError, match=r"b.two.losses: its policy-year aggregate"):
        exact(found, "b.two")
    assert exact(found, "a.one").total.mean > 0.0


def test_an_event_on_two_lines_leaves_each_line_its_answer_but_no_common_one(scenario):
    leg = {"kind": "intensity", "scale": 5.0, "risks": 2}
    found = exact_input(scenario(**{"events.flood.losses": {"b.two": leg, "a.one": leg}}))
    assert exact(found, "a.one").total.mean > 0.0
    with pytest.raises(NoExactAnswerError, match=r"flood hits a.one and b.two"):
        exact(found, "a.one", "b.two")


def test_linked_factors_are_a_reason_against_a_common_answer_only(scenario):
    changed = {
        "sectors.b.systemic": {"kind": "gamma", "shape": 2.0},
        "dependence": {"kind": "gaussian", "correlation": [["a", "b", 0.4]], "source": "x"},
    }
    found = exact_input(scenario(**changed))
    assert found.against == {}
    assert "not independent" in found.together[0]
