import math

import numpy as np
import pytest

from coinsure.capital.cross2 import (
    Exposure,
    History,
    arrears_charge,
    premium_and_reserve_risk,
    premium_k,
    reserve_k,
    rules,
    size_relief,
    solvency_status,
)

# The illustrative book at table rates in 万元: premium and expected loss of a year
BOOK = {
    "a1": ("liability", 1800, 652),
    "a2": ("liability", 1800, 827),
    "a3": ("property", 1080, 504),
    "b1": ("hull_cargo_special", 2925, 2071),
    "b2": ("liability", 360, 173),
    "b3": ("hull_cargo_special", 780, 308),
    "c1": ("liability", 4500, 1936),
    "c2": ("property", 2160, 1105),
    "d1": ("property", 1920, 1480),
    "d2": ("property", 1280, 808),
    "d3": ("liability", 600, 254),
}
EXPOSURES = [
    Exposure(name, kind, premium, 0.6 * loss) for name, (kind, premium, loss) in BOOK.items()
]


def test_the_book_with_property_factors_and_the_relief_of_science_and_technology():
    charge = premium_and_reserve_risk(EXPOSURES, "tech_0.9_property")
    # Mp = 19,205 x 0.391, Mr = 6,070.8 x 0.561, sqrt(Mp^2 + Mp Mr + Mr^2) = 9,673; x 0.9 = 8,706
    by_hand = 0.9 * math.sqrt(7509.155**2 + 7509.155 * 3405.7188 + 3405.7188**2)
    assert charge.total == pytest.approx(by_hand, rel=1e-12)
    assert charge.total == pytest.approx(8706, abs=1)
    assert charge.total / 0.9 == pytest.approx(9673, abs=1)
    assert charge.total / 19_205 == pytest.approx(0.45, abs=0.005)


def test_the_book_by_natural_line():
    charge = premium_and_reserve_risk(EXPOSURES, "natural_line")
    # liability 9,060 / 2,305.2; special 3,705 / 1,427.4; property 6,440 / 2,338.2
    v = [
        math.sqrt(p * p + p * r + r * r)
        for p, r in (
            (6440 * 0.391, 2338.2 * 0.561),
            (3705 * 0.232, 1427.4 * 0.604),
            (9060 * 0.203, 2305.2 * 0.433),
        )
    ]
    cross = 2 * (0.4 * v[0] * v[1] + 0.35 * v[0] * v[2] + 0.25 * v[1] * v[2])
    assert charge.total == pytest.approx(math.sqrt(sum(x * x for x in v) + cross), rel=1e-12)
    assert charge.total == pytest.approx(5620, abs=5)
    assert charge.by_class == pytest.approx(
        {"property": v[0], "hull_cargo_special": v[1], "liability": v[2]}
    )
    assert charge.diversification == pytest.approx(1 - charge.total / sum(v))


@pytest.mark.parametrize("treatment", ["tech_0.9_property", "natural_line"])
def test_marginal_charges_add_up_and_are_what_a_little_growth_costs(treatment):
    charge = premium_and_reserve_risk(EXPOSURES, treatment)
    assert charge.marginal.sum() == pytest.approx(charge.total, rel=1e-12)
    for i, old in enumerate(EXPOSURES):
        grown = list(EXPOSURES)
        factor = 1.0 + 1e-6
        grown[i] = Exposure(
            old.name, old.solvency_class, old.retained_premium * factor, old.reserve * factor
        )
        cost = (premium_and_reserve_risk(grown, treatment).total - charge.total) / 1e-6
        assert charge.marginal[i] == pytest.approx(cost, rel=1e-4)


def test_the_relief_is_added_to_the_other_k_factors_before_the_clamp():
    one = [Exposure("x", "liability", 100.0, 0.0)]
    poor = premium_and_reserve_risk(
        one, "tech_0.9_property", {"property": History(combined_ratio=1.2)}
    )
    assert poor.total == pytest.approx(39.1)
    rich = premium_and_reserve_risk(
        one, "tech_0.9_property", {"property": History(combined_ratio=0.9, non_proportional=0.2)}
    )
    assert rich.total == pytest.approx(39.1 * (1 - 0.10 - 0.05 - 0.035))


@pytest.mark.parametrize(
    ("ratio", "k"),
    [
        (None, 0.0),
        (-0.01, 0.0),  # article 20
        (0.80, -0.05),
        (0.95, -0.05),
        (0.951, 0.0),
        (1.0, 0.0),
        (1.05, 0.05),
        (1.06, 0.10),
    ],
)
def test_k_by_combined_ratio_holds_up_to_and_including_its_bound(ratio, k):
    assert premium_k("liability", History(combined_ratio=ratio)) == pytest.approx(k)
    assert premium_k("motor", History(combined_ratio=ratio)) == pytest.approx(k)  # article 10
    assert premium_k("other", History(combined_ratio=ratio)) == 0.0  # article 19 gives none


@pytest.mark.parametrize(
    ("ceded", "of_property", "of_liability", "of_special"),
    [
        (-0.011, 0.127, 0.136, 0.148),
        (-0.01, 0.012, 0.012, 0.012),
        (0.0, 0.0, 0.0, 0.0),
        (0.025, -0.012, -0.018, -0.023),
        (0.049, -0.012, -0.018, -0.023),
        (0.05, -0.035, -0.047, -0.062),
    ],
)
def test_k_by_non_proportional_reinsurance_starts_at_its_bound(
    ceded, of_property, of_liability, of_special
):
    history = History(non_proportional=ceded)
    assert premium_k("property", history) == pytest.approx(of_property)
    assert premium_k("liability", history) == pytest.approx(of_liability)
    assert premium_k("agriculture", history) == pytest.approx(of_special)
    assert premium_k("other", history) == 0.0


@pytest.mark.parametrize(
    ("deviation", "k"), [(None, 0.0), (-0.2, 0.0), (0.05, 0.0), (0.1, 0.05), (0.11, 0.1)]
)
def test_k_of_reserve_risk_by_run_off(deviation, k):
    assert reserve_k("liability", History(reserve_deviation=deviation)) == pytest.approx(k)
    assert reserve_k("other", History(reserve_deviation=deviation)) == 0.0  # article 32 gives none
    assert reserve_k("motor", History(reserve_deviation=deviation)) == 0.0  # article 23: its own


def test_k_is_clamped_at_a_quarter():
    worst = History(combined_ratio=1.5, non_proportional=-0.5)
    assert premium_k("hull_cargo_special", worst) == pytest.approx(0.248)
    assert premium_k("hull_cargo_special", worst, extra=0.1) == 0.25
    assert premium_k("hull_cargo_special", History(), extra=-0.4) == -0.25


def test_the_correlation_of_classes_is_symmetric_and_positive_semidefinite():
    matrix = rules().correlation
    assert matrix.shape == (10, 10)
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 1.0).all()
    assert np.linalg.eigvalsh(matrix).min() > 0.0
    assert matrix[rules().classes.index("liability"), rules().classes.index("accident")] == 0.55


@pytest.mark.parametrize(
    ("assets", "factor"), [(50, 0.9), (99.9, 0.9), (100, 0.95), (1999, 0.95), (2000, 1.0)]
)
def test_small_insurers_hold_a_little_less(assets, factor):
    assert size_relief(assets) == factor


def test_solvency_thresholds():
    assert solvency_status(1.25, 1.0) == "good"
    assert solvency_status(1.2) == "good"
    assert solvency_status(1.19) == "watch"
    assert solvency_status(1.5, 0.55) == "watch"
    assert solvency_status(0.99) == "breach"
    assert solvency_status(1.5, 0.49) == "breach"


def test_a_book_without_exposure_needs_nothing():
    charge = premium_and_reserve_risk([Exposure("x", "liability", 0.0, 0.0)], "natural_line")
    assert (charge.total, charge.marginal.tolist(), charge.diversification) == (0.0, [0.0], 0.0)


@pytest.mark.parametrize(
    ("exposure", "treatment", "message"),
    [
        (Exposure("x", "liabilty", 1.0, 0.0), "natural_line", "x: no class 'liabilty'"),
        (Exposure("x", "liability", -1.0, 0.0), "natural_line", "negative"),
        (Exposure("x", "liability", 1.0, 0.0), "natural", "no treatment 'natural'"),
    ],
)
def test_an_unknown_class_or_a_negative_exposure_is_refused(exposure, treatment, message):
    with pytest.raises(ValueError, match=message):
        premium_and_reserve_risk([exposure], treatment)
    with pytest.raises(ValueError, match="total assets"):
        size_relief(-1.0)


@pytest.mark.parametrize(
    ("months", "charge"),
    [
        (0.0, 0.0),
        (9.0, 0.0),
        (12.0, 0.2 * 3.0),
        (18.0, 0.2 * 3.0 + 0.7 * 6.0),
        (24.0, 0.2 * 3.0 + 0.7 * 6.0 + 6.0),
    ],
)
def test_subsidies_that_are_owed_need_capital_by_their_age(months, charge):
    # 12 a year is 1 of every month of age; factors by age: 0, 0.2, 0.7, 1 from 9, 12, 18 months
    assert arrears_charge(12.0, months) == pytest.approx(charge)
