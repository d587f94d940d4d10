"""``coinsure.exact``: W1 against its reference, nets by hand, and every refusal with its reason."""

import json

import numpy as np
import pytest

import coinsure
from coinsure.errors import ModelRefusedError, NoExactAnswerError, UsageError
from coinsure.results.exact import Known, NotKnown
from coinsure.scenario import load_scenario

# W1: FFT on a lattice of 2^-12 with 2^22 points, checked by mynl/aggregate 1.11.0
MEAN, VAR, TVAR = 60.59744015258911, 163.45742419723052, 182.10464727012084
CO_TVAR = (21.02212601333623, 11.609501594001163, 15.9375262416741, 133.53549342326977)
L1 = "sectors.w1.lines.L1.components.losses"


@pytest.fixture(scope="module")
def w1(project):
    return project / "scenarios" / "w1.toml"


@pytest.fixture(scope="module")
def found(w1):
    return coinsure.exact(w1)


@pytest.fixture(scope="module")
def henan(project):
    return coinsure.exact(load_scenario(project / "scenarios" / "henan.toml"), year=2)


def test_the_total_of_w1_and_its_parts_are_those_of_the_reference(found):
    book = found.pool["gross"].book
    assert book.total.mean == pytest.approx(MEAN, rel=1e-9)
    assert book.total.value_at_risk(0.995) == pytest.approx(VAR, rel=1e-5)
    assert book.total.tail_value_at_risk(0.995) == pytest.approx(TVAR, rel=1e-5)
    assert book.co_tail_value_at_risk(0.995) == pytest.approx(CO_TVAR, rel=1e-5)


def test_the_summary_holds_the_figures_without_error_and_is_json(found):
    summary = json.loads(json.dumps(found.summary(), allow_nan=False))
    assert summary["method"] == "exact"
    tvar = summary["pool"]["gross"]["tvar"]["0.995"]
    assert tvar["value"] == pytest.approx(TVAR, rel=1e-5)
    assert (tvar["se"], tvar["low"]) == (0.0, tvar["value"])
    parts = summary["pool"]["gross"]["co_tvar"]
    assert sum(of["0.995"]["value"] for of in parts.values()) == pytest.approx(tvar["value"])
    assert summary["lines"]["w1"]["L1"]["gross"]["mean"] == pytest.approx(13.491362418215177)
    assert "co_tvar" not in summary["lines"]["w1"]["L1"]["gross"]


def test_net_is_after_quota_share_and_layers_per_occurrence(w1):
    share = {"kind": "quota_share", "lines": ["w1.L2"], "share": 0.4, "commission": 0.3}
    layer = {
        "kind": "excess_of_loss",
        "basis": "risk",
        "lines": ["w1.L1"],
        "retention": 5.0,
        "limit": 100.0,
        "premium": 1.0,
        "unlimited_reinstatements": True,
    }
    sources = {"source": "constructed"}
    changes = {"reinsurance": {"half": share | sources, "top": layer | sources}}
    found = coinsure.exact(load_scenario(w1, changes))
    gross, net = (found.lines["w1.L2"][kind].book.total for kind in ("gross", "net"))
    assert net.value_at_risk(0.99) == pytest.approx(0.6 * gross.value_at_risk(0.99), rel=1e-4)
    # a loss of L1 is at most 20 after its policy, of which 5 stay: as if the policy had that limit
    limited = {"sectors.w1.lines.L1.terms": {"deductible": 0.1, "limit": 5.0}}
    expected = coinsure.exact(load_scenario(w1, limited)).lines["w1.L1"]["gross"].book.total
    kept = found.lines["w1.L1"]["net"].book.total
    assert kept.mean == pytest.approx(expected.mean, rel=1e-9)
    assert kept.tail_value_at_risk(0.99) == pytest.approx(
        expected.tail_value_at_risk(0.99), rel=1e-5
    )


def test_an_annual_limit_leaves_the_gross_answer_and_refuses_the_net_one(henan):
    fab = henan.lines["ic.fab_property"]
    assert isinstance(fab["gross"], Known)
    assert isinstance(fab["net"], NotKnown)
    assert any("annual limit" in reason for reason in fab["net"].reasons)


def test_a_pool_with_one_line_that_has_no_answer_has_none_but_its_other_lines_have(henan):
    assert isinstance(henan.pool["gross"], NotKnown)
    assert any("policy-year aggregate" in reason for reason in henan.pool["gross"].reasons)
    assert isinstance(henan.sectors["biomedicine"]["gross"], NotKnown)
    assert isinstance(henan.lines["biomedicine.rnd_expense"]["gross"], Known)
    json.dumps(henan.summary(), allow_nan=False)


def test_linked_sectors_have_answers_apart_but_none_together(project):
    link = {
        "kind": "t",
        "df": 4,
        "correlation": [["ic", "materials", 0.3]],
        "source": "constructed",
    }
    linked = coinsure.exact(load_scenario(project / "scenarios/henan.toml", {"dependence": link}))
    assert isinstance(linked.sectors["ic"]["gross"], Known)
    assert any(reason.startswith("dependence: ") for reason in linked.pool["gross"].reasons)


def test_a_lattice_too_short_is_refused_with_one_that_would_do(w1):
    with pytest.raises(ModelRefusedError, match="would do"):
        coinsure.exact(w1, step=0.05, size=256)


def test_a_year_outside_the_horizon_is_refused(w1):
    with pytest.raises(UsageError, match="1 to 1"):
        coinsure.exact(w1, year=2)


def test_a_scenario_of_which_nothing_is_exact_is_refused_with_every_reason(w1):
    level = {
        f"sectors.w1.lines.L{n}.components.losses.severity_level": {"cv": 0.2} for n in (1, 2, 3, 4)
    }
    with pytest.raises(NoExactAnswerError) as refusal:
        coinsure.exact(load_scenario(w1, level))
    assert len(refusal.value.reasons) == 4
    assert refusal.value.exit_code == 3


def test_the_exceedance_curve_falls_from_the_probability_of_any_loss(found):
    amounts, beyond = found.lines["w1.L4"]["gross"].book.total.exceedance()
    assert amounts[0] == 0.0
    # count 5, deductible 0.5: no loss above it with exp(-5 P(X > 0.5))
    assert (np.diff(beyond) <= 1e-12).all()
    assert beyond[-1] < 1e-5
