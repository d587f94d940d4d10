"""The book without the pool in a whole run: money, cover and law, beside the pool's."""

import numpy as np
import pytest

from coinsure.scenario import load_scenario
from coinsure.study import run

PATHS = {"simulation.paths": 512}


@pytest.fixture(scope="module")
def study(project):
    return run(load_scenario(project / "scenarios" / "henan.toml", PATHS))


@pytest.fixture(scope="module")
def found(study):
    return study.summary()["purpose"]


def test_limits_of_cover_are_kept_ceded_or_uninsured(found):
    for sector in found["sectors"].values():
        assert sum(sector["alone"].values()) == pytest.approx(sector["limit_of_cover"])
        assert sum(sector["pool"].values()) == pytest.approx(sector["limit_of_cover"])
    assert found["pool"]["insured"] == pytest.approx(found["limit_of_cover"])
    assert found["alone"]["insured"] < found["limit_of_cover"]


def test_nobody_keeps_more_of_an_accident_than_article_103_allows(study, found):
    for name, member in study.scenario.members.items():
        assert found["members"][name]["largest_alone"] <= member.legal_capacity * (1 + 1e-9)


def test_the_pool_needs_less_capital_beyond_chance(found):
    assert found["capital_saved"]["low"] > 0.0
    assert found["alone"]["capital"]["value"] - found["pool"]["capital"]["value"] == pytest.approx(
        found["capital_saved"]["value"]
    )


def test_concentration_is_that_of_the_shares_in_the_pool_and_higher_alone(study, found):
    """Members of fixed single shares need capital in proportion to them, without any error."""
    shares = study.plan.shares.liability[:, 0]
    pool, alone = found["pool"]["concentration"], found["alone"]["concentration"]
    assert pool["value"] == pytest.approx((shares**2).sum())
    assert pool["se"] == pytest.approx(0.0, abs=1e-9)
    assert alone["low"] > pool["value"]


def test_fixed_single_shares_make_members_capital_that_of_the_pool(study, found):
    shares = study.plan.shares.liability[:, 0]
    parts = [member["need_pool"]["value"] for member in found["members"].values()]
    assert parts == pytest.approx((shares * found["pool"]["capital"]["value"]).tolist())


def test_a_site_is_written_whole_and_insured_once(study):
    alone = study.alone
    fab = next(one for one in alone.written if one.site)
    assert fab.part.sum(axis=0).tolist() == pytest.approx([1.0] * fab.sums.size)
    assert set(np.unique(fab.part)) == {0.0, 1.0}
    for one in alone.written:
        assert (one.carried.insured <= 1.0 + 1e-12).all()


def test_a_newcomer_gets_no_more_than_law_and_capacity_allow(study, found):
    for newcomer, size in zip(found["newcomers"], study.scenario.market.newcomers, strict=True):
        assert newcomer["cap"] == pytest.approx(0.1 * size)
        for sector in newcomer["sectors"].values():
            assert sector["offered"] == min(sector["by_capacity"], sector["most"])
            assert sector["line"] * sector["offered"] <= newcomer["cap"] * (1 + 1e-9)


def test_without_a_market_there_is_nothing_to_compare(project):
    study = run(load_scenario(project / "scenarios" / "minimal.toml", PATHS))
    assert study.alone is None
    assert study.summary()["purpose"] == {}


def test_without_caps_in_reach_and_facultative_cover_the_book_alone_is_the_pools(project):
    """No sites, no reinsurance and caps far away: alone or together, each member has its share."""
    study = run(
        load_scenario(
            project / "scenarios" / "minimal.toml",
            {**PATHS, "market.facultative_capacity": 0.0, "pool.management_rate": 0.0},
        )
    )
    assert study.alone.alone == pytest.approx(study.alone.pooled_gross, rel=1e-9)
