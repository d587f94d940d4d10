import numpy as np
import pytest

from coinsure.risk.calibrated import calibrated_margins
from coinsure.risk.distortion import natural_allocation, premium


def parts_of(draw, paths=500, years=4):
    """Rows (paths x years, 3): a clustered line, a heavy one and a quiet one."""
    level = draw.gamma(4.0, 0.25, (paths, 1))
    lines = [
        draw.exponential(1.0, (paths, years)) * level,
        draw.gamma(0.3, 3.0, (paths, years)),
        draw.gamma(4.0, 0.2, (paths, years)),
    ]
    return np.stack(lines).reshape(3, -1).T


def test_margins_add_up_and_are_the_natural_allocation_less_the_mean():
    parts = parts_of(np.random.default_rng(1))
    done = calibrated_margins(parts, 0.6, 0.0, "wang")
    values = [estimate.value for estimate in done.parts]
    assert sum(values) == pytest.approx(0.6, rel=1e-9)
    assert values == pytest.approx(natural_allocation(parts, done.distortion) - parts.mean(axis=0))
    charged = premium(parts.sum(axis=1), done.distortion)
    assert charged == pytest.approx(parts.sum(axis=1).mean() + 0.6, rel=1e-9)


@pytest.mark.parametrize("family", ["wang", "proportional_hazard", "dual_power"])
def test_errors_agree_with_the_scatter_of_repeated_runs(family):
    draw = np.random.default_rng(2)
    path = np.repeat(np.arange(500), 4)
    values, errors = [], []
    for _ in range(150):
        done = calibrated_margins(parts_of(draw), 0.6, 0.0, family, path)
        values.append([estimate.value for estimate in done.parts])
        errors.append([estimate.se for estimate in done.parts])
    assert np.mean(errors, axis=0) == pytest.approx(np.std(values, axis=0), rel=0.2)


def test_the_error_of_the_margin_is_passed_on_to_the_parts():
    parts = parts_of(np.random.default_rng(1))
    known = calibrated_margins(parts, 0.6, 0.0, "wang").parts
    unsure = calibrated_margins(parts, 0.6, 0.1, "wang").parts
    passed_on = [np.sqrt(b.se**2 - a.se**2) for a, b in zip(known, unsure, strict=True)]
    moved = calibrated_margins(parts, 0.61, 0.0, "wang").parts
    slope = [(b.value - a.value) / 0.01 for a, b in zip(known, moved, strict=True)]
    assert passed_on == pytest.approx([0.1 * x for x in slope], rel=0.02)


def test_a_sample_of_few_values_is_divided_too():
    parts = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [3.0, 2.0]] * 50)
    done = calibrated_margins(parts, 0.75, 0.0, "proportional_hazard")
    assert sum(estimate.value for estimate in done.parts) == pytest.approx(0.75)
    assert all(estimate.se > 0.0 for estimate in done.parts)


def test_no_margin_is_divided_into_nothing():
    parts = parts_of(np.random.default_rng(1))
    done = calibrated_margins(parts, 0.0, 0.0, "wang")
    assert done.loading == pytest.approx(0.0, abs=1e-12)
    assert [estimate.value for estimate in done.parts] == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


def test_a_margin_that_no_distortion_charges_is_refused():
    parts = parts_of(np.random.default_rng(1))
    with pytest.raises(ValueError, match="maximum"):
        calibrated_margins(parts, 1e6, 0.0, "wang")
    with pytest.raises(ValueError, match="negative"):
        calibrated_margins(parts, -0.1, 0.0, "wang")
