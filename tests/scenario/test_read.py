"""Files as other programs leave them."""

from pathlib import Path

import pytest

from coinsure.errors import ScenarioError
from coinsure.scenario import load_scenario
from coinsure.scenario.read import LARGEST_FILE


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(complete: Path, tmp_path: Path):
    path = tmp_path / "windows.toml"
    text = complete.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_scenario(path).digest() == load_scenario(complete).digest()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("title = '共保体'".encode("utf-16"), "UTF-16"),
        ("title = '共保体'".encode("gbk"), "GBK"),
        (b"title = '\xff\xff\xff'", "not UTF-8"),
        (b"#" * (LARGEST_FILE + 1), "too large"),
        (b".".join([b"a"] * 5_000) + b" = 1", "more than 200 dots"),
        (b"a = " + b"[" * 40 + b"]" * 40, "nested too deeply"),
        (b".".join([b"a"] * 100) + b" = 1", "nested too deeply"),
        (b"a = 1\na.b = 2", "not valid TOML"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(tmp_path: Path, raw: bytes, words: str):
    path = tmp_path / "bad.toml"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError, match=words) as refusal:
        load_scenario(path)
    (problem,) = refusal.value.problems
    assert problem.remedy


def test_endless_devices_are_read_no_further_than_a_file_may_be_long():
    with pytest.raises(ScenarioError, match="too large"):
        load_scenario("/dev/zero")
