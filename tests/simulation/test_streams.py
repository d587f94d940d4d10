import pytest

from coinsure.errors import ModelRefusedError
from coinsure.simulation import streams
from coinsure.simulation.streams import Streams, stream_number


def test_a_stream_has_the_number_of_its_name_for_ever():
    # python -c "import hashlib; print(int.from_bytes(hashlib.blake2b(b'ic.fab.major:losses',
    #            digest_size=4).digest(), 'little'))"
    assert stream_number("ic.fab.major:losses") == 3721112964


def test_purposes_of_one_name_draw_apart():
    numbers = Streams()
    assert numbers.number("a.b.c", "losses") != numbers.number("a.b.c", "risk")


def test_asking_twice_gives_the_same_number():
    numbers = Streams()
    assert numbers.number("a.b.c", "losses") == numbers.number("a.b.c", "losses")


def test_two_names_with_one_number_are_refused_and_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streams, "stream_number", lambda title: 7)
    numbers = Streams()
    numbers.number("a.b.c", "losses")
    with pytest.raises(ModelRefusedError, match=r"a\.b\.c:losses and x\.y\.z:losses .* rename"):
        numbers.number("x.y.z", "losses")
