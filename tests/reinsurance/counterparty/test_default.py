"""What reinsurers that fail do not pay, on losses made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.reinsurance import ExcessOfLoss, QuotaShare, reinsure
from coinsure.reinsurance.counterparty import DefaultStress, Reinsurer
from coinsure.reinsurance.counterparty.default import DefaultPlan, collect
from coinsure.tables.losses import Block
from coinsure.tables.net import FLOWS

LOST, RECOVERED = FLOWS.index("lost_by_default"), FLOWS.index("recovered")
TREATIES = {
    "share": QuotaShare(lines=("a",), share=0.5, reinsurers={"sound": 0.75, "weak": 0.25}),
    "layer": ExcessOfLoss(
        lines=("a.x", "b.z"),
        retention=20.0,
        limit=100.0,
        premium=5.0,
        placed=0.8,
        reinsurers={"weak": 1.0},
    ),
}
CERTAIN = Reinsurer(default_probability=1.0, paid_in_default=0.2)


def plan(weak):
    reinsurers = {"sound": Reinsurer(solvency_ratio=2.5), "weak": weak}
    return DefaultPlan(7, reinsurers, {"sound": 11, "weak": 12})


def after(table, weak, losses, **more):
    net = reinsure(table(("a.x", "a.y", "b.z"), losses, **more), TREATIES)
    return collect(net, TREATIES, plan(weak))


def test_a_default_costs_every_line_in_proportion_to_what_it_recovers(table):
    found = after(table, CERTAIN, [(0, "a.x", 100.0), (0, "a.y", 60.0), (0, "b.z", 90.0)])
    # the share recovers 50 and 30, the layer 0.8 x 30 of a.x and 0.8 x 70 of b.z; the weak one has
    # a quarter of the share and all of the layer, and pays a fifth of it
    np.testing.assert_allclose(found.flows[:, RECOVERED, 0, 0], [80.0, 80.0])
    np.testing.assert_allclose(found.flows[:, LOST, 0, 0], [80.0 * 0.25 * 0.8, 80.0 * 0.8])
    a_x = 100.0 - 50.0 - 24.0 + 50.0 * 0.25 * 0.8 + 24.0 * 0.8
    b_z = 90.0 - 56.0 + 56.0 * 0.8
    np.testing.assert_allclose(found.net[:, 0, 0], [a_x, 30.0 + 30.0 * 0.2, b_z])


def test_each_reinsurer_owes_its_part_of_all_treaties(table):
    found = after(table, CERTAIN, [(0, "a.x", 100.0), (0, "a.y", 60.0), (0, "b.z", 90.0)])
    assert found.counterparties.names == ("sound", "weak")
    np.testing.assert_allclose(found.counterparties.owed[:, 0, 0], [60.0, 20.0 + 80.0])
    np.testing.assert_allclose(found.counterparties.lost[:, 0, 0], [0.0, 0.8 * 100.0])


def test_net_and_paid_recoveries_are_gross(table):
    rng = np.random.default_rng(5)
    losses = [(row, "a.x", 80.0 * rng.random()) for row in range(600)]
    found = after(table, Reinsurer(default_probability=0.3), losses, paths=600, small=4.0)
    paid = found.flows[:, RECOVERED].sum(axis=0) - found.flows[:, LOST].sum(axis=0)
    np.testing.assert_allclose(found.net.sum(axis=0) + paid, found.gross.sum(axis=0), rtol=1e-12)
    lost = sum(ceded.lost.sum(axis=0) for ceded in found.ceded)
    np.testing.assert_allclose(lost, found.counterparties.lost.sum(axis=0), atol=1e-12)


def test_defaults_are_as_frequent_as_they_are_said_to_be(table):
    losses = [(row, "a.x", 50.0) for row in range(20_000)]
    found = after(table, Reinsurer(default_probability=0.05), losses, paths=20_000)
    failed = found.flows[1, LOST, 0] > 0.0
    assert abs(failed.mean() - 0.05) <= 4.0 * np.sqrt(0.05 * 0.95 / 20_000)
    np.testing.assert_array_equal(failed, found.flows[0, LOST, 0] > 0.0)


def test_in_a_bad_year_of_its_sector_a_reinsurer_fails_more_often(table):
    losses = [(row, "b.z", 150.0 if row % 2 else 99.0) for row in range(20_000)]
    stress = DefaultStress(sector="b", loss_ratio=1.0, default_probability=0.4)
    weak = Reinsurer(default_probability=0.01, stress=stress)
    failed = after(table, weak, losses, paths=20_000).flows[1, LOST, 0] > 0.0
    for years, chance in ((failed[0::2], 0.01), (failed[1::2], 0.4)):
        assert abs(years.mean() - chance) <= 4.0 * np.sqrt(chance * (1.0 - chance) / 10_000)
    mild = after(table, replace_stress(weak, None), losses, paths=20_000).flows[1, LOST, 0] > 0.0
    assert (failed >= mild).all()  # the same draws


def replace_stress(reinsurer, stress):
    return reinsurer.model_copy(update={"stress": stress})


def test_a_default_is_a_function_of_seed_name_path_and_year_alone(table):
    losses = [(row, "a.x", 50.0) for row in range(2 * 1024)]
    whole = reinsure(table(("a.x", "a.y", "b.z"), losses, paths=1024, years=2), TREATIES)
    half = [loss for loss in losses if loss[0] % 1024 >= 512]
    numbered = [(row // 1024 * 512 + row % 512, *rest) for row, *rest in half]
    later = table(("a.x", "a.y", "b.z"), numbered, paths=512, years=2)
    later = reinsure(replace(later, block=Block(512, 512)), TREATIES)
    weak = plan(Reinsurer(default_probability=0.2))
    one, other = (collect(net, TREATIES, weak).flows[:, LOST] for net in (whole, later))
    np.testing.assert_array_equal(one[..., 512:], other)
    assert (one[0, 0] != one[0, 1]).any()


def test_nobody_named_and_nobody_weak_loses_nothing(table):
    losses = table(("a.x", "a.y", "b.z"), [(0, "a.x", 100.0)])
    net = reinsure(losses, TREATIES)
    assert collect(net, TREATIES, DefaultPlan(7, {}, {})) is net
    sound = collect(net, TREATIES, plan(Reinsurer()))
    np.testing.assert_array_equal(sound.net, net.net)
    assert not sound.flows[:, LOST].any()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"collateralised": True}, "abroad"),
        ({"domicile": "overseas", "solvency_ratio": 2.0}, "domestic"),
        ({"domicile": "overseas", "collateralised": True}, "meets_local_rules"),
        ({"paid_in_default": 0.5}, "never defaults"),
        (
            {
                "default_probability": 0.1,
                "stress": {"sector": "a", "loss_ratio": 1.0, "default_probability": 0.05},
            },
            "not be below",
        ),
    ],
)
def test_terms_of_a_reinsurer_that_would_be_ignored_are_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        Reinsurer(**fields)


def test_the_parts_of_reinsurers_are_all_of_what_is_placed():
    with pytest.raises(ValidationError, match=r"add up to 0\.9"):
        QuotaShare(lines=("a",), share=0.5, reinsurers={"one": 0.6, "two": 0.3})
