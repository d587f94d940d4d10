import math

import numpy as np
import pytest

from coinsure.risk.closed_forms import (
    gamma_contributions,
    lognormal_loading,
    myers_read,
    normal_contributions,
)
from coinsure.risk.measures import co_tail_value_at_risk

MEANS = [10.0, 20.0, 15.0]
DEVIATIONS = np.array([5.0, 8.0, 12.0])
CORRELATION = np.array([[1.0, 0.3, 0.1], [0.3, 1.0, 0.5], [0.1, 0.5, 1.0]])
COVARIANCE = CORRELATION * np.outer(DEVIATIONS, DEVIATIONS)


def test_euler_contributions_of_normal_losses():
    # reference/mvn_euler.json
    done = normal_contributions(MEANS, COVARIANCE, 0.99)
    assert done.deviation == pytest.approx(
        [2.250722867137919, 6.4904566401186505, 10.363793667286233], abs=1e-6
    )
    assert done.value_at_risk == pytest.approx(
        [15.235964357021404, 35.09906000629428, 39.10978936488925], abs=1e-6
    )
    assert done.tail_value_at_risk == pytest.approx(
        [15.998658591553465, 37.29845733378209, 42.62173025878108], abs=1e-6
    )
    assert done.tail_value_at_risk.sum() == pytest.approx(95.91884618411662, abs=1e-6)


def test_a_normal_sample_has_those_contributions():
    draw = np.random.default_rng(3).multivariate_normal(MEANS, COVARIANCE, 200_000)
    found = co_tail_value_at_risk(draw, draw.sum(axis=1), 0.99)
    assert found == pytest.approx(
        [15.998658591553465, 37.29845733378209, 42.62173025878108], rel=0.02
    )


def test_co_tvar_of_gamma_losses_of_one_scale():
    # reference/gamma_cotvar_same_scale.json: Furman & Landsman (2005)
    found = gamma_contributions([2.0, 3.0, 5.0], 10.0, 0.99)
    assert found == pytest.approx(
        [40.96715251190298, 61.45072876785447, 102.41788127975744], abs=1e-5
    )
    draw = np.random.default_rng(5).gamma([2.0, 3.0, 5.0], 10.0, (200_000, 3))
    assert co_tail_value_at_risk(draw, draw.sum(axis=1), 0.99) == pytest.approx(found, rel=0.02)


def test_myers_read_keeps_the_default_ratio_when_a_line_grows():
    # reference/myers_read_normal.json
    assets = myers_read(MEANS, COVARIANCE, 72.0)
    assert assets == pytest.approx(
        [12.27921942711208, 28.268371670339814, 31.452408902548115], abs=1e-6
    )
    assert assets.sum() == pytest.approx(72.0)


def test_lognormal_loading_of_solvency_two():
    # reference/solvency2_lognormal_995.json
    expected = [0.2245188272266112, 0.2865539307745324, 0.4522322107122463, 0.6331530726006771]
    assert [lognormal_loading(sigma) for sigma in (0.08, 0.1, 0.15, 0.2)] == pytest.approx(
        expected, abs=1e-9
    )
    assert lognormal_loading(0.0) == 0.0
    with pytest.raises(ValueError, match="negative"):
        lognormal_loading(-0.1)
    assert math.isclose(lognormal_loading(0.2, 0.5), 1.0 / math.sqrt(1.04) - 1.0)
