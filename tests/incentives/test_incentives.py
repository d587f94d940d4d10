"""Acting against the pool: gains by hand, money kept, and what the command leaves."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from coinsure.cli import main
from coinsure.errors import UsageError
from coinsure.incentives import DEVIATIONS, incentives
from coinsure.incentives.deviations import Case, ReportedLate, best_line, deviating
from coinsure.incentives.gains import gain
from coinsure.planning.layout import Layout
from coinsure.pool import Equal, PoolTerms
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import AfterLeadCommission, ProfitYear, ProRata, Sliding
from coinsure.scenario import load_scenario
from coinsure.scenario.incentives import IncentiveTerms
from coinsure.tables.accounts import MEMBER_FLOWS
from coinsure.tables.losses import Block, LargeLosses
from coinsure.tables.net import FLOWS, NetTable
from coinsure.tables.shares import ShareTable

TERMS = IncentiveTerms(kept_back=0.5, quality=0.5, looser=0.1, effort_saved=0.05, understated=0.5)


def case(claims, rule=None, premium=100.0):
    """Make a pool of a lead with 60 % and a follower with 40 % of one line without expenses."""
    net = np.array(claims, float)[None, :, None]  # one line, one path
    years = net.shape[1]
    empty = np.zeros(0, np.int32)
    table = NetTable(
        block=Block(0, 1),
        lines=("x.a",),
        treaties=(),
        premium=np.full((1, years), premium),
        ceded_premium=np.zeros((1, years)),
        gross=net,
        net=net,
        cost=np.zeros_like(net),
        treaty_premium=np.zeros((0, 1, years)),
        flows=np.zeros((0, len(FLOWS), years, 1)),
        large=LargeLosses(np.zeros(years + 1, np.int64), *[empty] * 4, np.zeros(0), np.zeros(0)),
        weight=np.ones(1),
    )
    shares = ShareTable(("M1", "M2"), ("x",), *[np.array([[0.6], [0.4]])] * 2)
    pool = PoolPlan(
        members=("M1", "M2"),
        lead=0,
        capital=np.full(2, 1e6),
        fails_in_year=np.zeros(2, int),
        lines=("x.a",),
        sectors=("x",),
        sector_of_line=np.zeros(1, int),
        premium=table.premium,
        expense_ratio=np.zeros(1),
        terms=PoolTerms(shares=Equal()),
    )
    layout = Layout(("x.a",), ("x",), (0,), table.premium, shares)
    plan = SimpleNamespace(shares=shares, layout=layout)
    return Case(table, plan, pool, rule or ProRata(), np.zeros((years, 1)), shares.premium)


def figures(found):
    return found.own.value, found.others.value


@pytest.fixture
def one_path(monkeypatch):
    """Look at values only: a single path has no error."""
    from coinsure.incentives import gains
    from coinsure.risk.estimate import Estimate

    monkeypatch.setattr(gains, "mean_estimate", lambda row: Estimate.exact(float(row.mean())))


@pytest.mark.usefixtures("one_path")
class TestByHand:
    def test_keeping_back_half_of_a_share_with_half_the_claims(self):
        """A fifth of the premium leaves, and a tenth of the claims.

        Pool: 80 - 54 = 26 instead of 40; the follower has 40 % of it, 10.4 instead of 16, and
        outside 20 - 6 = 14: it gains 8.4. The lead has 15.6 instead of 24.
        """
        assert figures(gain(case([60.0]), "keeps_back", 1, TERMS)) == pytest.approx((8.4, -8.4))

    def test_settling_loosely_costs_the_lead_its_share_of_the_claims(self):
        """Claims rise by 6, of which 3.6 are the lead's, which saves 5."""
        assert figures(gain(case([60.0]), "settles_loosely", 0, TERMS)) == pytest.approx(
            (1.4, -2.4)
        )

    def test_a_commission_on_profit_takes_some_of_that_gain(self):
        """Of 6 it bears 0.2 x 6 and 60 % of the other 4.8, together 4.08, and saves 5."""
        loose = gain(case([60.0], AfterLeadCommission(rate=0.2)), "settles_loosely", 0, TERMS)
        assert figures(loose) == pytest.approx((0.92, -1.92))

    def test_reporting_late_brings_nothing_where_every_yuan_of_profit_is_pooled(self):
        assert figures(gain(case([60.0, 50.0]), "under_reserves", 1, TERMS)) == (0.0, 0.0)

    def test_reporting_late_pays_by_a_sliding_scale(self):
        """Year 1: the follower reports 12 of its 24, year 2: 36. Weights 1 + (0.6 - ratio).

        Year 1 ratios 0.6 and 0.3: weights 1 and 1.3, the follower has 52 / 112 of 52, less the 12
        that it hid; year 2 ratios 0.6 and 0.9: weights 1 and 0.7, 28 / 88 of 28, and 12 back.
        """
        rule = Sliding(pivot=0.6, slope=1.0)
        own, others = figures(gain(case([60.0, 60.0], rule), "under_reserves", 1, TERMS))
        expected = (52.0 * 52.0 / 112.0 + 28.0 * 28.0 / 88.0) / 2.0 - 16.0
        assert (own, others) == pytest.approx((expected, -expected))


def test_the_best_line_is_one_that_the_member_writes():
    assert best_line(case([60.0]), 1) == 0


def test_late_reports_move_no_money_between_years_and_members():
    """What the rule divides is the reported profit; what members have is the real one."""
    year = ProfitYear(
        number=1,
        last=False,
        lead=0,
        standing=np.ones((2, 1)),
        own=np.array([[10.0], [-4.0]]),
        premium=np.array([[60.0], [40.0]]),
        claims=np.array([[30.0], [44.0]]),
    )
    found = ReportedLate(ProRata(), 1, 0.5).divide(year, np.zeros((1, 1)), np.zeros(1))
    assert found.parts.sum() == pytest.approx(6.0)
    assert found.memory[-1] == pytest.approx([22.0])


def test_a_deviation_keeps_the_books_of_the_pool(project):
    from coinsure.incentives.deviations import honest
    from coinsure.planning.make import make_plan
    from coinsure.pool.account import settle
    from coinsure.study import reinsure_block
    from coinsure.tables.losses import Block

    plan = make_plan(load_scenario(project / "scenarios" / "minimal.toml"))
    net = reinsure_block(plan, Block(0, 512))
    for kind in DEVIATIONS:
        changed = deviating(honest(plan, net), kind, 1, TERMS)
        accounts = settle(changed.net, plan.shares, changed.rule, changed.pool)
        assert accounts.residual < 1e-9
        assert accounts.flow.shape[1] == len(MEMBER_FLOWS)


@pytest.fixture(scope="module")
def table(project):
    return incentives(load_scenario(project / "scenarios" / "minimal.toml"))


class TestTable:
    def test_every_profit_rule_is_there_once_and_the_own_one_first(self, table):
        kinds = [one.rule.kind for one in table.rules]
        assert len(set(kinds)) == len(kinds) == 11
        assert [one.own for one in table.rules] == [True] + [False] * 10

    def test_loose_settlement_hurts_the_others_under_every_rule(self, table):
        for one in table.rules:
            assert one.gains["settles_loosely"].others.high < 0.0

    def test_a_remedy_that_removes_leaves_no_gain(self, table):
        assert table.remedies
        for found in table.remedies.values():
            for remedy in found:
                assert remedy.removes == (remedy.gain.own.value <= 0.0)

    def test_only_a_follower_can_be_named(self, project):
        read = load_scenario(project / "scenarios" / "minimal.toml")
        lead = read.incentives.model_copy(update={"member": "M1"})
        with pytest.raises(UsageError, match="no follower; choose from M2"):
            incentives(read.model_copy(update={"incentives": lead}))


def test_the_command_leaves_page_data_and_tables(monkeypatch, project, tmp_path, capsys):
    folder = tmp_path / "out"
    scenario = str(project / "scenarios" / "minimal.toml")
    arguments = ["coinsure", "incentives", scenario, "--out", str(folder), "--lang", "zh"]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "理赔从宽" in capsys.readouterr().out
    found = json.loads((folder / "incentives.json").read_text(encoding="utf-8"))
    assert len(found["deviations"]) == 11
    page = (folder / "incentives.html").read_text(encoding="utf-8")
    assert "留下好业务" in page
    assert "keeping back the best risks" in page
