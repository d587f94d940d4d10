"""Rules on the same losses: each choice is what a run under it gives, and nothing else changes."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.engine import Threads
from coinsure.errors import ModelRefusedError, ScenarioError, UsageError
from coinsure.pool.guarantee import GuaranteeFund
from coinsure.risk.games import coalition_tvar
from coinsure.rules import Choice, compare_rules, load_choices
from coinsure.rules.stability import PAGES, stability
from coinsure.scenario import load_scenario
from coinsure.study import run
from coinsure.tables.accounts import MemberAccounts
from coinsure.tables.losses import Block

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HENAN = SCENARIOS / "henan.toml"
RULES = sorted((SCENARIOS / "rules").glob("*.toml"))
FEW = {"simulation.paths": 4_864, "simulation.years": 3}
HEADER = 'label = { zh = "甲", en = "A" }\ndescription = { zh = "甲", en = "A" }\n'


@pytest.fixture(scope="module")
def choices():
    return load_choices(HENAN, RULES, FEW)


@pytest.fixture(scope="module")
def table(choices):
    return compare_rules(choices)


def of(table, name):
    return next(settled for settled in table.settled if settled.choice.name == name)


def rule_file(folder, text, name="rule.toml"):
    file = folder / name
    file.write_text(HEADER + text, encoding="utf-8")
    return file


def test_every_share_rule_meets_every_profit_rule(table):
    names = [settled.choice.name for settled in table.settled]
    assert len(names) == len(set(names)) == (1 + 3) * (1 + 3)
    assert names[0] == "base"
    assert "equal+lead_commission" in names


@pytest.mark.parametrize("name", ["base", "equal", "leader_40+lead_commission", "three_years"])
def test_a_choice_is_the_run_under_it(table, name):
    settled = of(table, name)
    alone = run(settled.choice.scenario).summary()["members"]
    for member, found in settled.members.items():
        expected = alone[member]
        assert found.result.value == pytest.approx(expected["result"]["mean"]["value"], rel=1e-9)
        assert found.result.se == pytest.approx(expected["result"]["mean"]["se"], rel=1e-9)
        assert found.tvar.value == pytest.approx(expected["deficit"]["tvar"]["0.995"]["value"])
        assert found.share == pytest.approx(expected["share"])
        loses = expected["probability_of_loss"]["value"]
        assert found.probability_of_loss.value == pytest.approx(loses)


def test_choices_with_other_funds_in_a_row_are_what_each_is_alone():
    """One fund for each sector, one for all, none, and deposits: accounts of other shapes."""
    scenario = load_scenario(SCENARIOS / "minimal.toml", FEW)
    reserve = scenario.pool.reserve
    fund = GuaranteeFund(contribution_rate=0.01, target_of_premium=0.05)
    changes = [
        {},
        {"management_rate": 0.02},
        {"reserve": reserve.model_copy(update={"scope": "pool"})},
        {"reserve": None},
        {"guarantee_fund": fund},
        {"reserve": reserve.model_copy(update={"scope": "pool"}), "guarantee_fund": fund},
        {"lead_fee": scenario.pool.lead_fee.model_copy(update={"rate": 0.05})},
    ]
    choices = [
        Choice(
            str(number),
            scenario.model_copy(update={"pool": scenario.pool.model_copy(update=change)}),
        )
        for number, change in enumerate(changes)
    ]
    together = compare_rules(choices).settled
    reserves = set()
    for choice, found in zip(choices, together, strict=True):
        alone = compare_rules([choice]).base
        assert found.pool.reserve == alone.pool.reserve
        assert {n: m.result for n, m in found.members.items()} == {
            n: m.result for n, m in alone.members.items()
        }
        reserves.add(found.pool.reserve.value)
    assert len(reserves) >= 4


def test_gains_are_paired_and_add_up_to_nothing(table):
    settled = of(table, "lead_commission")
    base = table.base.members
    found = settled.members
    for name, member in found.items():
        assert member.gain.value == pytest.approx(
            member.result.value - base[name].result.value, abs=1e-6
        )
        assert member.gain.se < 0.2 * member.result.se  # paired: most of the noise is common
    assert sum(member.gain.value for member in found.values()) == pytest.approx(0.0, abs=1e-6)
    assert found["M1"].gain.value > 0.0


def test_rules_coincide_where_every_member_has_one_share(table):
    """With one fixed share in all sectors a division by sector is one by premium."""
    for member in of(table, "by_sector_result").members.values():
        assert (member.gain.value, member.gain.se) == (0.0, 0.0)


def test_money_is_conserved_under_every_choice(table):
    assert max(settled.pool.conserved for settled in table.settled) < 1e-9


def test_followers_complain_of_the_lead_fee(table):
    """One share each makes every coalition worth what it gets, but for the fee of the lead."""
    stable = table.base.stability
    premium = sum(line.premium for line in load_scenario(HENAN).lines.values())
    assert stable.coalition == ("M2", "M3", "M4", "M5", "M6", "M7", "M8")
    assert stable.complaint.value == pytest.approx(0.02 * 0.70 * premium, rel=1e-9)
    assert stable.gain["M1"] == pytest.approx(0.02 * 0.70 * premium, rel=1e-9)
    assert stable.gain["M8"] == pytest.approx(-0.02 * 0.04 * premium, rel=1e-9)


def test_no_fee_leaves_nobody_to_complain():
    (base,) = compare_rules(load_choices(HENAN, [], {**FEW, "pool.lead_fee.rate": 0.0})).settled
    assert base.stability.complaint.value == pytest.approx(0.0, abs=1e-6)
    assert set(base.stability.gain) == set(base.plan.members)
    assert max(map(abs, base.stability.gain.values())) < 1e-6


def test_reinsurance_that_a_member_buys_or_gives_is_in_what_it_is_worth():
    paths = 64
    flows = [
        {"premium": 10.0, "claims": -4.0, "own_reinsurance": -1.0, "assumed": 2.0},
        {"premium": 8.0, "claims": -5.0, "own_reinsurance": 0.5},
    ]
    pages = [[sum(of.get(flow, 0.0) for flow in page) for page in PAGES.values()] for of in flows]
    flow = np.array(pages)[:, :, None, None] * np.ones((1, paths))
    none = np.zeros((2, 1, paths))
    accounts = MemberAccounts(
        block=Block(0, paths),
        members=("A", "B"),
        funds=(),
        pages=tuple(PAGES),
        flow=flow,
        result=flow.sum(axis=1),
        capital=none,
        reserve=none[:0],
        paid_in=none[:1],
        drawn=none[:1],
        held=none[0],
        unpaid=none,
        deposits=none[:0],
        by_fund=none[0],
        shortfall=none[0],
        uninsured=none[0],
        residual=0.0,
    )
    found = stability(accounts, 0.9, 0.1, first_year=True)
    # results of 7 and 3.5 in every year: nothing to lose, so that the hurdle is on less than 0
    assert found.economic_profit == pytest.approx({"A": 1.1 * 7.0, "B": 1.1 * 3.5})
    assert found.complaint.value == pytest.approx(0.0, abs=1e-12)


def test_figures_of_the_pool_by_hand(table):
    found = table.base.pool
    shares = [0.30, 0.18, 0.14, 0.12, 0.08, 0.10, 0.04, 0.04]
    assert found.concentration == pytest.approx(sum(s * s for s in shares))
    # M7 takes less than an eighth where article 103 does not let it: a little above 1 / 8
    assert 1 / 8 < of(table, "equal").pool.concentration < 0.126
    returns = [m.return_on_risk.value for m in table.base.members.values()]
    assert found.lowest_return.value == min(returns)
    assert found.dispersion == pytest.approx(np.std(returns))
    assert found.probability_unpaid.value == 0.0
    assert found.probability_unpaid.high == pytest.approx(
        3 / FEW["simulation.paths"]
    )  # a bound, not a 0


def test_bits_do_not_depend_on_threads(choices, table):
    other = compare_rules(choices[:2], engine=Threads(1))
    for one, two in zip(other.settled, table.settled, strict=False):
        assert np.array_equal(one.rows.sheet.first, two.rows.sheet.first)
        assert np.array_equal(one.rows.sheet.path, two.rows.sheet.path)
        assert one.stability == two.stability


def test_a_member_that_fails_is_called_and_leaves_claims_unpaid(tmp_path):
    """Half the pool on a member with hardly any capital: it defaults, the insured lose."""
    file = rule_file(
        tmp_path,
        '[pool.shares]\nkind = "fixed"\nshares = { M1 = 0.1, M2 = 0.1, M3 = 0.1, M4 = 0.1,'
        " M5 = 0.1, M6 = 0.0, M7 = 0.0, M8 = 0.5 }\n",
        "half.toml",
    )
    weak = {
        **FEW,
        "members.M8.actual_capital": 100.0,
        "members.M8.own_book.core_capital": 100.0,
        "limits.article_103": False,
    }
    table = compare_rules(load_choices(HENAN, [file], weak))
    before, after = (settled.members["M8"] for settled in table.settled)
    assert after.probability_of_default.value > before.probability_of_default.value > 0.0
    assert after.probability_of_call.value >= after.probability_of_default.value
    assert table.settled[1].pool.unpaid.value > table.settled[0].pool.unpaid.value


def test_the_shipped_unstable_pool_defaults_and_the_comparison_shows_it():
    thin = SCENARIOS / "henan_thin_commitment.toml"
    files = [SCENARIOS / "rules" / "lead_commission.toml"]
    table = compare_rules(load_choices(thin, files, FEW))
    for settled in table.settled:
        pool, weak = settled.pool, settled.members["M8"]
        assert weak.probability_of_call.low > weak.probability_of_default.low > 0.0
        assert pool.unpaid.low > 0.0
        assert pool.probability_unpaid.value == weak.probability_of_default.value
    base, commission = (settled.stability.complaint for settled in table.settled)
    assert commission.low > base.high > 0.0  # a commission of the lead drives followers out


def test_the_co_tvar_of_members_adds_up_to_that_of_the_pool(table):
    """Else coalition and members would be measured by different capital."""
    for settled in table.settled:
        assert settled.stability.complaint.se >= 0.0
    losses = np.random.default_rng(2).lognormal(size=(1003, 4))
    from coinsure.rules.stability import _co_tvar

    assert _co_tvar(losses, 0.99).sum() == pytest.approx(coalition_tvar(losses, 0.99)[-1])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[limits]\narticle_103 = false\n", "nothing else"),
        ("pool = 3\n", "nothing else"),
        ('[pool.shares]\nkind = "fixed"\nshares = { M1 = 0.5, M99 = 0.5 }\n', "M99"),
        ('[pool.shares]\nkind = "fixed"\nshares = { M1 = 0.9, M2 = 0.3 }\n', "shares"),
        ('[pool.profit]\nkind = "equl"\n', "equl"),
        ('[pool.profit]\nkind = "after_lead_commission"\nrate = -0.1\n', "rate"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(tmp_path, text, says):
    with pytest.raises(ScenarioError, match=says):
        load_choices(HENAN, [rule_file(tmp_path, text)])


def test_two_files_of_one_name_are_refused(tmp_path):
    text = '[pool.profit]\nkind = "pro_rata"\n'
    (tmp_path / "b").mkdir()
    files = [rule_file(tmp_path, text), rule_file(tmp_path / "b", text)]
    with pytest.raises(ScenarioError, match="rename"):
        load_choices(HENAN, files)


def test_other_losses_or_one_path_are_refused(choices):
    (other,) = load_choices(SCENARIOS / "henan_no_large_fabs.toml", [], FEW)
    with pytest.raises(UsageError, match="same scenario"):
        compare_rules([choices[0], other])
    with pytest.raises(ModelRefusedError):
        compare_rules(load_choices(HENAN, [], {"simulation.paths": 1}))
    with pytest.raises(UsageError, match="no rules"):
        compare_rules([])
