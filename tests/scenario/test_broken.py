"""Every file in broken/ has one mistake; its message names the file, the key and the remedy."""

from pathlib import Path

import pytest

from coinsure.errors import CoinsureError
from coinsure.scenario import load_scenario

BROKEN = Path(__file__).parent / "broken"

SMALL = "sectors.chips.lines.fab.components.small"
CRASH = "sectors.air.lines.hull.components.crash"
HULL = "sectors.air.lines.hull"
FAB = "sectors.chips.lines.fab"

WORDS: dict[str, tuple[int, set[str]]] = {
    "full_width_comma": (2, {"not valid TOML", "line 4", "，", "half width"}),
    "gbk": (2, {"GBK", "save it as UTF-8"}),
    "deep": (2, {"nested too deeply", "at most 32"}),
    "long_number": (2, {"too long", "fewer digits"}),
    "duplicate_key": (2, {"line 5", "keep one of them"}),
    "circle": (2, {"extends", "circle.toml -> ", "stand alone"}),
    "base_is_missing": (2, {"extends", "compleat.toml", "No such file", "relative to this one"}),
    "newer_version": (2, {"version", "found 2", "choose from 1"}),
    "no_unit": (2, {"unit: is missing", "add unit"}),
    "misspelt_key": (2, {f"{HULL}.premum", "unknown key", "found 510", "did you mean 'premium'?"}),
    "misspelt_kind": (2, {f"{SMALL}.severity.kind", "'lognormal'?", "beta, burr, constant"}),
    "misspelt_choice": (2, {f"{HULL}.solvency_class", "'hull_cargo_special'?", "liability"}),
    "name_with_a_space": (2, {'risk_units."north site"', "letters, digits", "label"}),
    "number_in_quotes": (2, {f"{HULL}.premium", 'found "500"', "without quotes: 500"}),
    "money_with_a_unit": (2, {"members.A.actual_capital", "number alone", "万元"}),
    "not_a_number": (2, {f"{FAB}.premium", "finite", "found nan"}),
    "per_cent": (2, {"pool.lead_fee.rate", "at most 1", "found 2", "did you mean 0.02?"}),
    "per_cent_sign": (2, {f"{HULL}.expense_ratio", '"30%"', "write 0.3"}),
    "no_premium": (2, {f"{HULL}.premium", "above 0", "found 0"}),
    "one_path": (3, {"simulation.paths", "no standard error", "found 1", "2 paths or more"}),
    "paths_with_exponent": (2, {"simulation.paths", "whole number", "write 40000"}),
    "mean_and_per_risk": (2, {f"{CRASH}.frequency", "exactly one of mean", "per_risk = 0.05"}),
    "lognormal_without_spread": (2, {f"{SMALL}.severity", "(mean, cv)", "given: mean"}),
    "replaced_by_kind": (2, {"reinsurance.fab.lines", "is missing", "leave kind out"}),
    "wrong_unit": (2, {f"{HULL}.premium", "found 5000000", "500 of the sum", "check unit"}),
    "two_leads": (2, {"members", "exactly one", "found A, B", "lead = true"}),
    "shares_above_one": (2, {"pool.shares.shares", "1.05", "0.05 too much", "never rescaled"}),
    "shares_with_a_gap": (2, {"pool.shares.shares", "0.95", "0.05 has no taker", "full_placement"}),
    "unknown_member": (2, {"pool.shares.shares.C", "no such member", "choose from A, B"}),
    "weight_of_nobody": (2, {"pool.shares.weights.C", "no such member", "choose from A, B"}),
    "weight_in_no_sector": (2, {"pool.shares.sectors.chip", "no such sector", "'chips'?"}),
    "tolerance_of_nobody": (2, {"pool.shares.tolerance.C", "no such member", "choose from A, B"}),
    "experience_and_leaving": (2, {"members.B.leaves_in_year", "experience", "another rule"}),
    "incentives_of_nobody": (2, {"incentives.member", "no such member", "choose from B"}),
    "incentives_of_the_lead": (2, {"incentives.member", "the lead, no follower", "choose from B"}),
    "above_appetite": (2, {"pool.shares.shares.B", "0.5", "found 0.6", "members.B.appetite.chips"}),
    "appetite_for_nothing": (2, {"members.B.appetite.chip", "no such sector", "'chips'?"}),
    "event_on_unknown_line": (2, {'events.storm.losses."air.hulls"', "'air.hull'?"}),
    "event_on_unknown_site": (2, {'losses."chips.fab".site', "'north'?", "south"}),
    "event_without_intensity": (2, {"events.storm", "air.hull", "give intensity"}),
    "treaty_on_unknown_line": (2, {"reinsurance.fab.lines", "'chips.fab'?", "air.hull"}),
    "treaty_of_unknown_reinsurer": (2, {"reinsurance.air.reinsurers.hoem", "'home'?", "abroad"}),
    "reinsurers_with_a_gap": (2, {"reinsurance.air.reinsurers", "add up to 0.9", "1 of what is"}),
    "mixture_in_per_cent": (2, {f"{SMALL}.severity.parts.0.weight", "did you mean 0.6?"}),
    "mixture_of_one": (2, {f"{SMALL}.severity.parts", "at least 2 entries", "weight and severity"}),
    "reinstatement_in_per_cent": (2, {"reinsurance.fab.reinstatements.0", "did you mean 1?"}),
    "retention_above_all": (2, {"reinsurance.fab.retention", "sum insured of all", "the unit"}),
    "premium_above_cover": (2, {"reinsurance.new.premium", "than the 0.8", 'basis = "loss_ratio"'}),
    "stop_loss_in_per_cent": (2, {"reinsurance.new", "12,000%", "write 1.2", 'basis = "money"'}),
    "layer_in_per_cent": (2, {"public_layers.new", "layers.0.above = 120", "money_layers"}),
    "solvency_in_per_cent": (2, {"reinsurers.home.solvency_ratio", "below 50", "mean 1.8?"}),
    "level_as_an_amount": (2, {f"{SMALL}.severity_level.low", "as a multiple"}),
    "reinsurer_is_unknown_member": (2, {"reinsurers.home.member", "no such member", "A, B"}),
    "default_in_unknown_sector": (2, {"reinsurers.abroad.stress.sector", "'air'?"}),
    "collateral_at_home": (2, {"reinsurers.home", "reinsurers abroad"}),
    "own_book_does_not_add_up": (2, {"members.B.minimum_capital", "60,030", "found 90,000"}),
    "elsewhere_of_unknown_unit": (2, {"members.B.elsewhere.sight", "no such risk unit", "'site'?"}),
    "subsidy_of_unknown_line": (2, {"premium_subsidies.start.lines", "'air'?", "chips.fab"}),
    "support_of_unknown_treaty": (2, {"reinsurance_support.tower.treaties", "'fab'?"}),
    "subsidies_above_one": (2, {"premium_subsidies.more.rate", "1.1 of", "air.hull", "1 or less"}),
    "support_above_one": (2, {"reinsurance_support.more.rate", "treaty air", "1 or less"}),
    "same_name_of_public_money": (2, {"reinsurance_support.start", "premium_subsidies has"}),
    "subsidy_beyond_horizon": (2, {"premium_subsidies.start.years", "found 4", "at most 3"}),
    "firms_of_known_counts": (3, {f"{CRASH}.frequency", "number of firms", "leave take_up out"}),
    "arrears_of_insured": (2, {"premium_subsidies.start", "what insurers wait for"}),
    "own_reinsurance_forbidden": (2, {"pool.own_reinsurance", "may not", "own_reinsurance.year"}),
    "own_reinsurance_of_nobody": (2, {"own_reinsurance.year.member", "no such member", "A, B"}),
    "own_reinsurance_of_unknown_line": (2, {"own_reinsurance.year.treaty.lines", "'air'?"}),
    "own_reinsurance_of_unknown_reinsurer": (2, {"own_reinsurance.half.reinsurer", "'abroad'?"}),
    "own_reinsurance_of_a_members_reinsurer": (2, {"own_reinsurance.half", 'taken_by = "B"'}),
    "own_reinsurance_by_itself": (2, {"own_reinsurance.year", "cannot reinsure itself"}),
    "surplus_without_sites": (2, {"reinsurance.hulls.lines", "air.hull has no", "quota_share"}),
    "surplus_of_unknown_site": (2, {"reinsurance.some.shares.suth", "no such site", "'south'?"}),
    "facultative_on_unknown_site": (2, {"reinsurance.one.site", "in chips.fab", "'north'?"}),
    "scale_of_commission_rises": (2, {"reinsurance.air.sliding_commission", "not rise"}),
    "misspelt_key_in_a_list": (2, {"sliding_commission.1.comission", "did you mean 'commission'?"}),
    "risk_unit_on_unknown_line": (2, {'risk_units.site.covers."chip.fab"', "'chips.fab'?"}),
    "sites_and_risks": (2, {f"{FAB}.sites", "2 sites for 3 risks", "give every risk its site"}),
    "average_of_sites": (2, {f"{FAB}.sum_insured", "found 16000", "sum_insured = 15000"}),
    "per_site_without_sites": (2, {f"{CRASH}.per_site", "no sites", "per_site = false"}),
    "scale_per_site": (2, {f"{FAB}.components.fire.severity.scale", "leave scale out"}),
    "mean_per_site": (2, {f"{FAB}.components.fire.frequency.mean", "0.02", "per_risk"}),
    "systemic_without_factor": (2, {f"{SMALL}.frequency.systemic", "[sectors.chips]", "gamma"}),
    "linked_to_unknown_sector": (2, {"dependence.correlation.0", "no such factor", "'chips'?"}),
    "linked_without_factor": (2, {"dependence.correlation.0", "chips has no systemic", "gamma"}),
    "linked_to_missing_severity_factor": (
        2,
        {"dependence.correlation.0", "chips has no systemic_severity", "[sectors.chips]"},
    ),
    "severity_factor_is_missing": (
        2,
        {f"{CRASH}.systemic_severity", "neither the line nor sector air", "lognormal"},
    ),
    "severity_factor_without_followers": (
        2,
        {"sectors.air.systemic_severity", "no component follows it", "systemic_severity = true"},
    ),
    "linked_twice": (2, {"dependence", "chips and air twice", "keep one"}),
    "linked_with_itself": (2, {"dependence", "air with itself", "two different"}),
    "correlation_above_one": (2, {"dependence.correlation.0.2", "at most 1", "found 1.3"}),
    "links_nothing": (2, {"dependence", "ignored", "persistence"}),
    "factors_to_link_are_missing": (2, {"dependence", "no yearly factor", "leave [dependence]"}),
    "rate_of_unknown_value": (2, {f"{SMALL}.severity", "deductible_rate = 0.1", "a scale"}),
    "risk_limit_below_limit": (2, {f"{FAB}.risk_limit", "found 9000", "12000", "raise"}),
    "unknown_risk_limit": (2, {HULL, "article 103", "add risk_limit"}),
    "fails_too_late": (2, {"members.B.fails_in_year", "found 4", "1 to 3"}),
    "expenses_eat_all": (2, {f"{HULL}.expense_ratio", "0.99", "management_rate = 0.01", "below 1"}),
    "levies_eat_all": (2, {f"{HULL}.expense_ratio", "levy_rate = 0.71", "below 1"}),
    "remove_nothing": (2, {"remove", '"reinsurance.fabs"', "did you mean 'fab'?"}),
    "scale_nothing": (2, {'scale."sectors.*.lines.*.premiun"', "'premium'?"}),
    "correlations_do_not_fit": (
        3,
        {
            "dependence.correlation",
            "air, chips, labs do not fit",
            "air - chips 0.9 and chips - labs 0.8",
            "air - labs between 0.4585 and 0.9815",
            "repair = true",
        },
    ),
    "factor_beside_rate_of_random_value": (
        3,
        {f"{SMALL}.systemic_severity", "deductible_rate = 0.1", "a number as scale"},
    ),
    "infinite_mean": (3, {f"{SMALL}.severity", "infinite", "pareto", "limit"}),
    "infinite_variance": (3, {f"{SMALL}.severity", "tail index is 1.8", "no limit", "alpha"}),
    "development_too_short": (
        2,
        {"development.claims_inflation", "1 changes for 3 years", "give 2"},
    ),
    "trend_of_observed_counts": (
        3,
        {f"{FAB}.components.outage.frequency", "does not say how", "kind poisson"},
    ),
    "weights_above_one": (2, {f"{FAB}.components.leak.alternatives", "1.1", "less than 1"}),
    "bernoulli_and_risks": (2, {"explosion.frequency.probabilities", "1 probabilities for 2"}),
    "observed_counts_per_site": (2, {f"{FAB}.components.fire.frequency", "of_each_risk = true"}),
    "level_in_two_ways": (2, {"leak.frequency.level", "exactly one of", "cv and low and high"}),
    "level_of_a_random_value": (3, {f"{CRASH}.severity_level", "deductible_rate = 0.1", "random"}),
    "alternative_per_site": (2, {"fire.alternatives.0.severity", "at most 1", "kind beta"}),
    "aggregate_not_poisson": (3, {f"{HULL}.terms.aggregate", "negative_binomial", "poisson"}),
}


@pytest.mark.parametrize("name", WORDS)
def test_broken_file_is_answered_with_file_key_and_remedy(name: str):
    path = BROKEN / f"{name}.toml"
    exit_code, words = WORDS[name]
    with pytest.raises(CoinsureError) as refusal:
        load_scenario(path)
    message = str(refusal.value)
    assert refusal.value.exit_code == exit_code
    assert message.startswith(f"{path}: ")
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize("name", WORDS)
def test_one_mistake_gives_one_line(name: str):
    with pytest.raises(CoinsureError) as refusal:
        load_scenario(BROKEN / f"{name}.toml")
    assert len(str(refusal.value).splitlines()) == 1


def test_every_broken_file_has_its_words():
    assert {path.stem for path in BROKEN.glob("*.toml")} == set(WORDS)


def test_the_file_that_they_change_is_itself_right(complete: Path):
    load_scenario(complete)
