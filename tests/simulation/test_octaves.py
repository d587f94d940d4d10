import numpy as np

from coinsure.simulation.octaves import NODES, probabilities, sample_octaves

PLACES = np.linspace(0.0, 1.0, 9)


class Counted:
    """A function that knows how many values it was asked for."""

    def __init__(self, function):
        self.function, self.asked = function, 0

    def __call__(self, m):
        self.asked += np.asarray(m).size
        return self.function(m)


def test_octaves_reach_from_the_least_probability_to_a_half():
    m = probabilities(np.array([0.0, 1.0]))
    assert m[0, 0] == 2.0**-52
    assert m[-1, 1] == 0.5
    assert np.array_equal(m[1:, 0], m[:-1, 1])


def test_a_smooth_function_is_asked_for_little_and_known_everywhere():
    function = Counted(lambda m: np.asarray(m) ** -0.7)
    octaves = sample_octaves(function, "power")
    at = octaves.at(PLACES)
    assert octaves.good.all()
    assert function.asked <= 51 * (NODES + 7)
    assert np.allclose(at, probabilities(PLACES) ** -0.7, rtol=1e-9)


def test_only_the_octave_that_jumps_is_evaluated_in_full():
    octaves = sample_octaves(lambda m: np.where(np.asarray(m) < 0.3, 1.0, 2.0), "step")
    assert np.flatnonzero(~octaves.good).tolist() == [50]
    want = np.where(probabilities(PLACES) < 0.3, 1.0, 2.0)
    assert np.allclose(octaves.at(PLACES), want, rtol=1e-12)


def test_an_octave_below_zero_may_jump_as_it_likes():
    octaves = sample_octaves(lambda m: np.where(np.asarray(m) < 0.1, -5.0, -1.0), "negative")
    assert octaves.good.all()
