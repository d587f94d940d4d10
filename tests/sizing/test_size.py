"""Sizing of the shipped pool: limits by hand, other seeds, shares that are worth more."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.decision.sizing import Conflict, Optimum
from coinsure.errors import ModelRefusedError, UsageError
from coinsure.risk.measures import tail_value_at_risk
from coinsure.scenario import load_scenario
from coinsure.sizing import size_member, size_pool
from coinsure.sizing.solvency import before_pool

HENAN = Path(__file__).parents[2] / "scenarios" / "henan.toml"
FEW = {"simulation.paths": 8_192, "simulation.years": 2}


def quiet(_):
    return None


def henan(**settings):
    return load_scenario(HENAN, FEW | {key.replace("__", "."): v for key, v in settings.items()})


@pytest.fixture(scope="module")
def m7():
    return size_member(henan(), "M7", announce=quiet)


@pytest.fixture(scope="module")
def whole():
    return size_pool(henan(), announce=quiet)


def test_present_figures_are_the_members_part_of_the_run_s(m7):
    """Before the reserve: 4 % of the pool's deficit of year 1, and the fee, 2 % of its premium."""
    pool = m7.sized.study.summary()["pool"]
    first = pool["deficit"]["by_year"][0]
    fee = 0.02 * 0.04 * pool["premium"]
    assert m7.present.result.value == pytest.approx(-0.04 * first["mean"]["value"] - fee)
    assert m7.present.result.se == pytest.approx(0.04 * first["mean"]["se"])
    tvar = first["tvar"]["0.995"]
    assert m7.present.capital.value == pytest.approx(0.04 * tvar["value"] + fee)
    assert m7.present.capital.se == pytest.approx(0.04 * tvar["se"])


def test_limits_of_a_member_by_hand(m7):
    """10 % of 80,000 carries 8,000 of the 12,000 of a plant; its appetite in chips is 4 %."""
    by_sector = {one.sector: one for one in m7.sectors}
    plant, chips = by_sector["materials"].feasible, by_sector["ic"].feasible
    assert plant.high == pytest.approx(8_000 / 12_000)
    assert (plant.above.kind, plant.above.subject) == ("article_103", "plant")
    assert chips.high == pytest.approx(0.04)
    assert chips.above.kind == "appetite"
    assert by_sector["biomedicine"].feasible.high == 1.0
    assert all(one.feasible.low == 0.0 for one in m7.sectors)


def test_minimum_capital_is_that_of_the_own_book_with_the_pool_in_it(whole):
    sized = whole.sized
    needed = sized.heights(sized.present)[8:]
    for name, height in zip(sized.book.members, needed, strict=True):
        position = sized.study.summary()["members"][name]["solvency"]
        capital = position["minimum_capital"]
        added = capital["after"]["value"] - capital["before"]
        assert height == pytest.approx(added, rel=1e-6), name


def test_slopes_of_minimum_capital_are_its_differences(whole):
    sized = whole.sized
    shares = sized.present + 0.01
    for curve in sized.curves[8:]:
        value, slope = curve.at(shares)
        m = sized.book.members.index(curve.name)
        for s in range(4):
            moved = shares.copy()
            moved[m, s] += 1e-4
            ahead = curve.at(moved)[0]
            moved[m, s] -= 2e-4
            assert slope[m, s] == pytest.approx((ahead - curve.at(moved)[0]) / 2e-4, rel=1e-4)
            assert ahead >= value + 1e-4 * slope[m, s] - 1e-8 * value  # convex


def test_without_an_own_book_charges_are_added_plainly():
    plain = size_pool(henan(members__M8__own_book=None), announce=quiet).sized
    charge = plain.study.summary()["members"]["M8"]
    assert charge["solvency"]["basis"] == "pool_part_only"
    height = plain.heights(plain.present)[8 + 7]
    assert 130_000 / (104_000 + height) == pytest.approx(charge["solvency_ratio_after"], rel=1e-9)
    kinds = {limit.kind for limit in plain.limits if limit.member == "M8"}
    assert "comprehensive_solvency" in kinds
    assert "core_solvency" not in kinds


def test_the_solvency_floor_ends_a_share_where_the_ratio_reaches_it():
    scenario = henan(sizing__comprehensive_floor=1.2475)
    found = size_member(scenario, "M8", announce=quiet)
    ends = [one.feasible for one in found.sectors if one.feasible.above]
    assert {end.above.kind for end in ends} == {"comprehensive_solvency"}
    place = found.sized.book.sectors.index(ends[0].sector)
    shares = found.sized.present.copy()
    shares[7, place] = ends[0].high
    alone = before_pool(scenario, scenario.members["M8"])
    needed = alone + found.sized.heights(shares)[8 + 7]
    assert 130_000 / needed == pytest.approx(1.2475)


def test_the_core_floor_ends_a_share_and_holds_on_a_fresh_seed():
    book = henan().members["M8"].own_book
    settings = {"sizing__core_floor": 0.999 * book.core_capital / 104_000}
    ends = [
        one.feasible
        for one in size_member(henan(**settings), "M8", announce=quiet).sectors
        if one.feasible.above is not None
    ]
    assert "core_solvency" in {end.above.kind for end in ends}
    found = size_pool(henan(**settings), announce=quiet)
    assert [c.limit.member for c in found.checks if c.limit.kind == "core_solvency"]
    assert all(check.kept for check in found.checks)
    (mine,) = [c for c in found.checks if (c.limit.kind, c.limit.member) == ("core_solvency", "M8")]
    assert mine.excess.se > 0.0


def test_proportional_shares_cannot_be_beaten_without_own_books(whole):
    assert whole.saved.value == 0.0
    assert whole.answer.shares == pytest.approx(whole.sized.present, abs=1e-6)
    assert whole.broken == ()
    assert all(check.kept for check in whole.checks)


def test_other_shares_are_worth_more_where_a_sector_is_cut_up():
    """Each member has a sector of its own: together they need more capital than in proportion."""
    shares = {
        "kind": "fixed",
        "sectors": {
            "biomedicine": {"M1": 1.0},
            "low_altitude": {"M2": 1.0},
            "materials": {"M3": 1.0},
            "ic": {"M4": 1.0},
        },
    }
    scenario = load_scenario(HENAN, FEW | {"pool.shares": shares})
    found = size_pool(scenario, announce=quiet)
    assert found.saved.low > 0.0
    assert found.saved_again.low > 0.0
    gains = [one.gain.value for one in found.members.values()]
    assert sum(gains) == pytest.approx(found.saved.value)
    assert found.answer.shares.sum(axis=0) == pytest.approx(np.ones(4))
    for limit, slack in zip(found.sized.limits, found.answer.slack, strict=True):
        assert slack >= -1e-7 * limit.size, limit.kind


def test_a_risk_budget_holds_on_another_seed_within_its_error():
    found = size_pool(henan(members__M1__risk_budget=3_000), announce=quiet)
    assert "risk_budget" in [limit.kind for limit, _ in found.broken]  # as shared now
    (check,) = [c for c in found.checks if c.limit.kind == "risk_budget"]
    assert check.kept
    assert check.excess.se > 0.0
    assert found.answer.shares[0].max() < 0.3


def test_limits_that_cannot_be_kept_are_named():
    found = size_pool(henan(sizing__max_share=0.1), announce=quiet)
    assert isinstance(found.answer, Conflict)
    missed = sum(gap for _, gap in found.answer.missed)
    assert missed == pytest.approx(0.2 * 3 + 0.26)  # 8 x 10 %, and 7 x 10 % + 4 % of chips
    assert not found.saved.known


def test_fairness_needs_a_pool_that_earns():
    with pytest.raises(ModelRefusedError, match="leave fairness out"):
        size_pool(henan(sizing__fairness=0.1), announce=quiet)


def test_a_fair_pool_gives_every_member_its_return():
    scenario = load_scenario(
        HENAN.with_name("henan_proposed_rates.toml"), FEW | {"sizing.fairness": 0.1}
    )
    found = size_pool(scenario, announce=quiet)
    returns = [one.advised.return_on_capital.value for one in found.members.values()]
    known = [value for value in returns if value is not None]
    assert min(known) >= 0.9 * sum(known) / len(known) * 0.9


def test_what_cannot_be_sized_is_refused():
    with pytest.raises(UsageError, match="choose from M1, M2"):
        size_member(henan(), "M9", announce=quiet)
    shares = {"kind": "fixed", "shares": {"M1": 1.0}, "premium_shares": {"M1": 0.9, "M2": 0.1}}
    with pytest.raises(ModelRefusedError, match="other shares of premium"):
        size_pool(load_scenario(HENAN, FEW | {"pool.shares": shares}), announce=quiet)


def test_members_that_reinsure_a_pool_partly_placed_take_that_part_only():
    """As in the report of a run: of the 190,000 above 10,000 of a site, 60 % is the pool's."""
    found = size_pool(
        henan(
            pool__full_placement=False,
            pool__shares={"kind": "fixed", "shares": {"M1": 0.4, "M2": 0.2}},
            reinsurers={"M2": {"member": "M2", "default_probability": 0.0}},
            reinsurance__fab_per_risk__reinsurers={"M2": 1.0},
        ),
        announce=quiet,
    )
    law = {
        (limit.kind, limit.subject): limit.bound
        for limit in found.sized.limits
        if limit.member == "M2" and limit.kind in ("article_102", "article_103")
    }
    of_member = found.sized.study.summary()["members"]["M2"]
    fab = next(unit for unit in of_member["article_103"] if unit["risk_unit"] == "fab_large")
    assert fab["net"] == pytest.approx(0.2 * 10_000 + 0.6 * 190_000)
    assert law["article_103", "fab_large"] == pytest.approx(900_000 - 0.6 * 190_000)
    assert law["article_102", None] == pytest.approx(4 * 9_000_000 - 25_200_000 - 0.6 * 1_280)


def test_a_member_without_a_risk_budget_carries_what_adds_no_risk(whole):
    """None of the pool's sectors earns in its worst years, so the member carries nothing."""
    found = size_pool(henan(members__M6__risk_budget=0.0), announce=quiet)
    assert isinstance(found.answer, Optimum)
    m6 = found.sized.book.members.index("M6")
    assert found.answer.shares[m6] == pytest.approx(np.zeros(4), abs=1e-6)
    assert found.answer.shares.sum(axis=0) == pytest.approx(np.ones(4))
    assert [limit.kind for limit, _ in found.broken] == ["risk_budget"]


def test_a_risk_budget_is_of_the_pool_alone_however_own_business_varies():
    """As a run holds members to it: M8's own book hides most of what the pool may cost it."""
    settings = {
        "members__M8__own_book__combined_ratio": 1.0,
        "members__M8__own_book__combined_ratio_cv": 0.05,
        "members__M8__risk_budget": 600.0,
    }
    found = size_pool(henan(**settings), announce=quiet)
    assert isinstance(found.answer, Optimum)
    m8 = found.sized.book.members.index("M8")
    lost = found.sized.book.lost(m8, found.sized.present, own=False)
    now = tail_value_at_risk(lost, 0.995)
    assert [(limit.kind, gap) for limit, gap in found.broken] == [
        ("risk_budget", pytest.approx(now - 600.0))
    ]
    lost = found.sized.book.lost(m8, found.answer.shares, own=False)
    assert tail_value_at_risk(lost, 0.995) == pytest.approx(600.0, rel=1e-6)
    check = next(one for one in found.checks if one.limit.kind == "risk_budget")
    assert check.excess.se > 0.0
