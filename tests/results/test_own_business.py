"""Own business of members in the years of the pool: what was declared comes back."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from coinsure.errors import ModelRefusedError
from coinsure.results.own_business import first_years, own_deficits
from coinsure.scenario import load_scenario
from coinsure.sizing import size_pool
from coinsure.study import run

HENAN = Path(__file__).parents[2] / "scenarios" / "henan.toml"
FEW = {"simulation.paths": 16_384, "simulation.years": 2}
VARIES = {
    "members.M8.own_book.combined_ratio": 0.98,
    "members.M8.own_book.combined_ratio_cv": 0.05,
    "members.M8.own_book.correlation": {"ic": 0.4, "materials": 0.2},
}


@pytest.fixture(scope="module")
def study():
    return run(load_scenario(HENAN, FEW | VARIES))


@pytest.fixture(scope="module")
def book(study):
    return first_years(study.scenario, study.plan, study.results)


def test_mean_cv_and_correlation_are_those_declared(study, book):
    premium = study.scenario.members["M8"].retained_premium
    ratio = 1.0 + book.own[7] / premium
    rows = ratio.size
    assert ratio.mean() == pytest.approx(0.98, abs=4 * 0.049 / rows**0.5)
    assert ratio.std() / ratio.mean() == pytest.approx(0.05, rel=0.03)
    for sector, declared in (("ic", 0.4), ("materials", 0.2), ("biomedicine", 0.0)):
        rank = spearmanr(ratio, book.deficit[book.sectors.index(sector)]).statistic
        of_normal = 6.0 / np.pi * np.arcsin(declared / 2.0)  # Spearman of a normal copula
        assert rank == pytest.approx(of_normal, abs=4 / rows**0.5)
    assert not book.own[:7].any()


def test_the_same_seed_draws_the_same_years_and_another_does_not(study, book):
    again = own_deficits(study.scenario, book.deficit)
    assert np.array_equal(again, book.own)
    simulation = study.scenario.simulation.model_copy(update={"seed": 1})
    other = own_deficits(study.scenario.model_copy(update={"simulation": simulation}), book.deficit)
    assert not np.array_equal(other, book.own)


def test_together_they_need_less_than_apart(study):
    members = study.summary()["members"]
    found = members["M8"]["own_business"]
    own, pool, together = (found[key]["tvar"]["value"] for key in ("own", "pool", "together"))
    assert together < own + pool
    assert found["added"]["value"] == pytest.approx(together - own)
    assert found["added"]["se"] < found["together"]["tvar"]["se"]
    results = (found[key]["result"]["value"] for key in ("own", "pool"))
    assert found["together"]["result"]["value"] == pytest.approx(sum(results))
    assert members["M1"]["own_business"] is None


def test_sizing_counts_diversification_with_own_business():
    plain = size_pool(load_scenario(HENAN, FEW), announce=lambda _: None)
    joined = size_pool(load_scenario(HENAN, FEW | VARIES), announce=lambda _: None)
    before = plain.members["M8"].present.capital.value
    assert joined.members["M8"].present.capital.value < before
    assert joined.answer.shares[7].sum() >= plain.answer.shares[7].sum()


def test_correlations_that_explain_more_than_all_are_refused(study, book):
    settings = FEW | VARIES | {"members.M8.own_book.correlation": {"ic": 0.9, "materials": 0.9}}
    scenario = load_scenario(HENAN, settings)
    with pytest.raises(ModelRefusedError, match="together these explain"):
        own_deficits(scenario, book.deficit)


def test_k_factors_of_the_pool_s_own_figures(study):
    found = study.summary()["capital"]["cross2"]["by_combined_ratio"]["classes"]["property"]
    # XL premium of 1,284 and more over 14,404 less it: above 5 %, so k2 = -0.035 (property)
    assert found["non_proportional"] > 0.05
    assert found["k2"] == -0.035
    assert found["reserve_k1"] == 0.0
    short = run(
        load_scenario(
            HENAN,
            {"simulation.paths": 512, "simulation.years": 1} | {"capital.reserve_deviation": 0.07},
        )
    )
    of_short = short.summary()["capital"]["cross2"]["by_combined_ratio"]["classes"]["property"]
    assert of_short["reserve_k1"] == 0.05
