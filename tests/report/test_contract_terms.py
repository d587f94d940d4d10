"""Every term of a treaty or of public money is told in words, in both languages."""

from typing import get_args

import pytest

from coinsure.reinsurance import TREATIES
from coinsure.reinsurance.public import PremiumSubsidy, PublicLayer, ReinsuranceSupport
from coinsure.report import contract_terms
from coinsure.report.catalogue import messages
from coinsure.report.contract_terms import public_terms, treaty_terms
from coinsure.report.wording import Writer

PUBLIC = (PublicLayer, PremiumSubsidy, ReinsuranceSupport)
BY_HAND = {"lines", "treaties", "reinstatements", "unlimited_reinstatements"}


def written(value, language):
    return Writer(language, "万元").write(value)


def told(key, kind):
    plain = contract_terms.AMOUNTS + contract_terms.PARTS + contract_terms.NUMBERS
    if key in (*contract_terms.ELSEWHERE, *contract_terms.TOLD.get(kind, ())):
        return True
    return key in (*plain, *contract_terms.FLAGS, *contract_terms.CHOICES, *contract_terms.COMPOSED)


@pytest.mark.parametrize("spec", [*TREATIES.values(), *PUBLIC], ids=lambda spec: spec.__name__)
def test_every_term_has_words(spec):
    kind = spec.model_fields["kind"].default if "kind" in spec.model_fields else ""
    keys = set(spec.model_fields) - BY_HAND
    assert {key for key in keys if not told(key, kind)} == set()
    own = keys - set(contract_terms.ELSEWHERE) - set(contract_terms.TOLD.get(kind, ()))
    words = {
        f"term.{key}.{choice}"
        for key in own & set(contract_terms.CHOICES)
        for choice in get_args(spec.model_fields[key].annotation)
    } | {f"term.{key}" for key in own - set(contract_terms.CHOICES)}
    assert words - set(messages()) == set()


def test_a_quota_share_with_every_term():
    treaty = {
        "kind": "quota_share",
        "lines": ["air"],
        "share": 0.3,
        "commission": 0.0,
        "sliding_commission": [
            {"loss_ratio": 0.5, "commission": 0.35},
            {"loss_ratio": 0.7, "commission": 0.25},
        ],
        "profit_commission": {
            "rate": 0.2,
            "expenses": 0.05,
            "carry_forward": "years",
            "years": 3,
        },
        "corridor": {"low": 0.9, "high": 1.2, "share": 0.5},
        "loss_ratio_limit": 2.0,
        "placed": 0.9,
        "reinsurers": {"home": 0.6, "abroad": 0.4},
        "source": "test",
    }
    terms = treaty_terms(treaty, "QS", str.upper)
    assert written(terms, "en") == (
        "QS: 30% ceded; sliding commission: 35% at a loss ratio of 50%, 25% at a loss ratio of "
        "70%; profit commission 20% after 5% for expenses, losses carried forward for 3 years; "
        "loss corridor: the pool keeps 50% of losses between 90% and 120% of premium; at most 200% "
        "of the ceded premium a year; 90% placed; taken by HOME 60%, ABROAD 40%"
    )
    assert written(terms, "zh") == (
        "QS：分出比例30%；浮动手续费：赔付率50%时35%、赔付率70%时25%；"
        "纯益手续费为再保险人利润的20%（先扣除费用5%），亏损结转3年；"
        "损失走廊：赔付率90%至120%之间的赔款由共保体自担50%；年度摊回以分出保费的200%为限；"
        "已安排90%；再保险人：HOME 60%、ABROAD 40%"
    )


def layer(**terms):
    common = {"kind": "excess_of_loss", "basis": "risk", "retention": 100.0, "limit": 400.0}
    return written(treaty_terms(common | {"premium": 20.0} | terms, "XL", str), "en")


def test_reinstatements_are_told_with_their_price():
    assert layer(reinstatements=[]).endswith("; no reinstatement")
    assert layer(reinstatements=[1.0, 0.5]).endswith(
        "; reinstatements: 2, at 100%, 50% of the premium"
    )
    assert layer(unlimited_reinstatements=True).endswith("; unlimited free reinstatements")


def test_a_public_layer_tells_slices_caps_and_fund():
    instrument = {
        "kind": "loss_ratio_layers",
        "label": None,
        "lines": ["ic"],
        "layers": [{"above": 1.2, "up_to": 2.0, "share": 0.5}],
        "basis": "net_of_reinsurance",
        "annual_cap": 3000.0,
        "beyond_cap": "members",
        "paid_next_year": 0.5,
        "fund": {"opening": 1500.0, "contribution": 150.0, "interest": 0.02},
    }
    assert written(public_terms(instrument, "省级", str), "zh") == (
        "省级：适用于ic；承担赔付率120%至200%之间赔款的50%；按再保险后口径；年度限额3,000万元；"
        "超出部分由成员公司承担；其中50%于次年拨付；"
        "由资金池支付：期初1,500万元，每年注资150万元，年收益率2%"
    )


def test_a_stop_loss_says_what_its_amounts_are():
    terms = {"kind": "stop_loss", "retention": 1.1, "limit": 0.6, "premium": 400.0}
    by_ratio = written(treaty_terms(terms | {"basis": "loss_ratio"}, "SL", str), "en")
    assert by_ratio.startswith("SL: 60% of premium in excess of a loss ratio of 110%, ")
    in_money = written(
        treaty_terms(terms | {"basis": "money", "retention": 100.0}, "SL", str), "en"
    )
    assert in_money.endswith(
        "in excess of CNY 1 million of a year's losses, premium CNY 4 million a year"
    )


def test_a_layer_in_money_has_slices_in_money():
    instrument = {
        "kind": "money_layers",
        "layers": [{"above": 100.0, "up_to": 300.0, "share": 1.0}],
        "annual_cap": 200.0,
    }
    text = written(public_terms(instrument, "A", str), "en")
    assert (
        text
        == "A: 100% of losses between CNY 1 million and CNY 3 million; annual cap CNY 2 million"
    )
