import pytest

from coinsure.scenario.keypath import dotted, matches, split


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("pool", ("pool",)),
        ("pool.shares", ("pool", "shares")),
        ('losses."ic.fab".scale', ("losses", "ic.fab", "scale")),
        ("sectors.*.lines.uav_*", ("sectors", "*", "lines", "uav_*")),
        ("成员.资本", ("成员", "资本")),
    ],
)
def test_a_path_is_split_at_its_dots(text: str, keys: tuple[str, ...]):
    assert split(text) == keys


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", "a b", '"a', 'a"b"', "a[0]", "a=1"])
def test_what_is_no_path_is_refused(text: str):
    with pytest.raises(ValueError, match="not a dotted path"):
        split(text)


@pytest.mark.parametrize("path", [("a",), ("a", "b.c", "d"), ("a b",), ("fab_01", "-")])
def test_a_written_path_can_be_read_again(path: tuple[str, ...]):
    assert split(dotted(path)) == path


def test_patterns_match_keys_one_by_one():
    table = {"a": {"x1": {"n": 1}, "x2": {"n": 2}, "y": {"n": 3}}, "b": {"x1": {"n": 4}}, "n": 5}
    assert matches(table, ("a", "x*", "n")) == [("a", "x1", "n"), ("a", "x2", "n")]
    assert matches(table, ("*", "x1", "n")) == [("a", "x1", "n"), ("b", "x1", "n")]
    assert matches(table, ("*", "n")) == []
    assert matches(table, ("*",)) == [("a",), ("b",), ("n",)]
