"""C-ROSS II factors of what reinsurers owe, by hand from the table of the rule."""

import math

import pytest

from coinsure.capital.counterparty import recoverable_factor, with_credit_risk
from coinsure.reinsurance.counterparty import Reinsurer


@pytest.mark.parametrize(
    ("ratio", "factor"),
    [
        (2.46, 0.008),
        (2.0, 0.008),
        (1.99, 0.013),
        (1.5, 0.013),
        (1.2, 0.047),
        (0.5, 0.261),
        (0.49, 0.745),
        (None, 0.745),
    ],
)
def test_a_domestic_reinsurer_by_its_solvency_ratio(ratio, factor):
    assert recoverable_factor(Reinsurer(solvency_ratio=ratio)) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("fields", "factor"),
    [
        ({"domicile": "overseas"}, 0.867),
        ({"domicile": "overseas", "meets_local_rules": True}, 0.499),
        ({"domicile": "overseas", "meets_local_rules": True, "collateralised": True}, 0.077),
        ({"domicile": "hong_kong", "meets_local_rules": True}, 0.077),
        # k5 = -0.1
        (
            {"domicile": "hong_kong", "meets_local_rules": True, "collateralised": True},
            0.077 * 0.9,
        ),
        ({"domicile": "hong_kong"}, 0.867),
    ],
)
def test_a_reinsurer_abroad_by_its_own_supervisor_and_its_collateral(fields, factor):
    assert recoverable_factor(Reinsurer(**fields)) == pytest.approx(factor)


def test_what_kind_of_company_it_is_moves_the_factor():
    base = {"solvency_ratio": 1.2}
    # k2 = 0.1, k3 = 0.05, k4 = -0.15
    assert recoverable_factor(Reinsurer(**base, direct_insurer=True)) == pytest.approx(0.0517)
    both = Reinsurer(**base, direct_insurer=True, independent=False)
    assert recoverable_factor(both) == pytest.approx(0.047 * 1.15)
    assert recoverable_factor(Reinsurer(**base, on_platform=True)) == pytest.approx(0.047 * 0.85)


def test_insurance_and_credit_risk_together():
    # sqrt(100^2 + 2 x 0.15 x 100 x 40 + 40^2)
    assert with_credit_risk(100.0, 40.0) == pytest.approx(math.sqrt(12_800.0))
    assert with_credit_risk(100.0, 0.0) == pytest.approx(100.0)
