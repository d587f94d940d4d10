import pytest

from coinsure.models.labels import Label


def test_a_label_needs_both_languages():
    with pytest.raises(ValueError, match="en"):
        Label(zh="集成电路")
    with pytest.raises(ValueError, match="at least 1 character"):
        Label(zh="集成电路", en="")
