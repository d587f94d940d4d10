"""No term of members' own reinsurance, or of who gives cover, is ignored."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.errors import ModelRefusedError
from coinsure.planning.make import make_plan
from coinsure.reinsurance.counterparty import DefaultStress, Reinsurer
from coinsure.reinsurance.own import OwnReinsurance
from coinsure.scenario import Scenario, load_scenario
from coinsure.scenario.checks import check, parts_of
from coinsure.study import answer_block, run
from coinsure.tables.losses import Block

COMPLETE = Path(__file__).parents[1] / "scenario" / "complete.toml"
NOT_TERMS = {"label", "source"}

OWN: dict[str, dict[str, Any]] = {
    "from another member": {
        "member": "A",
        "taken_by": "B",
        "treaty": {
            "kind": "excess_of_loss",
            "lines": ["air"],
            "retention": 4.0,
            "limit": 10.0,
            "reinstatements": [1.0],
            "premium": 15.0,
        },
    },
    "from a reinsurer": {
        "member": "A",
        "reinsurer": "abroad",
        "treaty": {"kind": "quota_share", "lines": ["air"], "share": 0.5, "commission": 0.2},
    },
}
OTHER_COVER: dict[str, list[Any]] = {
    "member": ["B"],
    "taken_by": [None],
    "reinsurer": [None, "second", "home"],
    "treaty": [
        {"kind": "quota_share", "lines": ["air"], "share": 0.4, "commission": 0.2},
        {"kind": "quota_share", "lines": ["air"], "share": 0.5, "commission": 0.3},
        {"kind": "quota_share", "lines": ["chips"], "share": 0.5, "commission": 0.2},
        {"kind": "stop_loss", "lines": ["air"], "retention": 100, "limit": 200, "premium": 15},
    ],
}
ABROAD: dict[str, Any] = {
    "domicile": "overseas",
    "meets_local_rules": True,
    "collateralised": True,
    "default_probability": 0.2,
    "paid_in_default": 0.3,
    "stress": {"sector": "air", "loss_ratio": 0.5, "default_probability": 0.6},
}
OTHER_ABROAD: list[dict[str, Any]] = [
    {"domicile": "hong_kong"},
    {"collateralised": False},
    {"meets_local_rules": False, "collateralised": False},
    {"default_probability": 0.3},
    {"paid_in_default": 0.2},
    {"stress": None},
    *(
        {"stress": ABROAD["stress"] | other}
        for other in ({"sector": "chips"}, {"loss_ratio": 1.0}, {"default_probability": 0.5})
    ),
    {"solvency_ratio": 1.0},
    {"member": "B"},
    {"direct_insurer": True},
    {"independent": False},
    {"on_platform": True},
]
HOME: dict[str, Any] = {"solvency_ratio": 1.6, "member": "B", "direct_insurer": True}
OTHER_HOME: list[dict[str, Any]] = [
    {"solvency_ratio": 1.4},
    {"solvency_ratio": None},
    {"member": None},
    {"member": "A"},
    {"direct_insurer": False},
    {"meets_local_rules": True},
    {"collateralised": True},
]


@pytest.fixture(scope="module")
def tables():
    """Return the complete scenario as tables, on few paths and without own reinsurance.

    Nor has it what takes long and is no matter here: books that members bring, and a market.
    """
    found = load_scenario(COMPLETE, {"simulation.paths": 512}).resolved()
    second = {"domicile": "overseas", "default_probability": 0.05}
    members = {name: member | {"brings": {}} for name, member in found["members"].items()}
    return found | {
        "members": members,
        "market": None,
        "own_reinsurance": {},
        "reinsurers": {"home": HOME, "abroad": ABROAD, "second": second},
    }


def rows(tables):
    """Return what the settlement of a block answers."""
    scenario = scenario_of(tables)
    answers = answer_block(make_plan(scenario), Block(0, 512))
    return dict(zip(answers.names, answers.annual, strict=True))


def scenario_of(tables):
    scenario = Scenario.model_validate(tables)
    wrong = check(parts_of(scenario))
    if wrong:
        raise ModelRefusedError(str(wrong))
    return scenario


def capital(tables):
    """Return what the solvency rules ask for the cover that is bought and given."""
    found = run(scenario_of(tables)).summary()
    ratios = [one["solvency_ratio_after"] for one in found["members"].values()]
    debts = [*found["reinsurers"].values(), *found["own_reinsurance"].values()]
    return [*ratios, *((one["exposure"], one["factor"], one["charge"]) for one in debts)]


def differs(before, after):
    if before.keys() != after.keys():
        return True
    return any(not np.allclose(before[name], after[name], rtol=1e-12, atol=0.0) for name in before)


@pytest.mark.parametrize("name", OWN)
def test_changing_a_term_of_own_cover_changes_a_figure_or_is_refused(tables, name):
    before = rows(tables | {"own_reinsurance": {"one": OWN[name]}})
    for key in OWN[name]:
        for other in OTHER_COVER[key]:
            changed = OWN[name] | {key: other}
            try:
                after = rows(tables | {"own_reinsurance": {"one": changed}})
            except (ValidationError, ModelRefusedError):
                continue
            assert differs(before, after), str(changed)


@pytest.mark.parametrize(
    ("name", "others"), [("abroad", OTHER_ABROAD), ("home", OTHER_HOME)], ids=["abroad", "home"]
)
def test_changing_a_term_of_a_reinsurer_changes_a_figure_or_is_refused(tables, name, others):
    tables = tables | {"own_reinsurance": {"one": OWN["from a reinsurer"]}}
    before, charged = rows(tables), capital(tables)
    for other in others:
        reinsurers = tables["reinsurers"] | {name: tables["reinsurers"][name] | other}
        changed = tables | {"reinsurers": reinsurers}
        try:
            same = not differs(before, rows(changed)) and charged == capital(changed)
        except (ValidationError, ModelRefusedError):
            continue
        assert not same, str(other)


@pytest.mark.parametrize("key", ["reserve_ratio", "unearned_ratio"])
def test_what_is_owed_to_members_depends_on_reserve_and_unearned_premium(tables, key):
    tables = tables | {"own_reinsurance": {"one": OWN["from a reinsurer"]}}
    other = tables | {"capital": tables["capital"] | {key: 0.25}}
    assert capital(tables) != capital(other)


def test_every_field_is_changed():
    cover = {key for terms in OWN.values() for key in terms}
    assert OwnReinsurance.model_fields.keys() - NOT_TERMS == cover
    reinsurer = {key for one in (*OTHER_ABROAD, *OTHER_HOME) for key in one}
    assert Reinsurer.model_fields.keys() - NOT_TERMS == reinsurer
    assert DefaultStress.model_fields.keys() == ABROAD["stress"].keys()


def test_money_is_conserved_with_cover_given_and_bought_beside_public_money(tables):
    own = {f"number_{n}": terms for n, terms in enumerate(OWN.values())}
    answers = answer_block(make_plan(scenario_of(tables | {"own_reinsurance": own})), Block(0, 512))
    assert tables["reinsurance_support"]
    assert answers.residual < 1e-12
    assert np.any(answers.annual[answers.names.index("members.B.assumed")] != 0.0)
