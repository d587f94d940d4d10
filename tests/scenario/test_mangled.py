"""Whatever a file holds, loading it answers with a scenario or with a message for its writer."""

import tempfile
import tomllib
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coinsure.errors import CoinsureError
from coinsure.scenario import load_scenario

TEXT = (Path(__file__).parent / "complete.toml").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
VALUES = [
    "-1",
    "0",
    "1",
    "2",
    "30",
    "0.5",
    "1e308",
    "1e400",
    "nan",
    "true",
    '""',
    '"x"',
    "[]",
    "{}",
]
VALUES += ["[1, 2]", '{ kind = "beta" }', "1979-05-27", "9" * 400, '"30%"', "-0.0", '["air"]']

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def answer(path: Path, overrides: dict[str, object] | None = None) -> str | None:
    """Return what the writer of a file is told, None if there is nothing to tell."""
    try:
        load_scenario(path, overrides)
    except CoinsureError as error:
        return str(error)
    return None


def loads_or_explains(text: str | bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mangled.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        message = answer(path)
        assert message is None or message.startswith(str(path))


def key_lines() -> list[int]:
    return [number for number, line in enumerate(LINES) if " = " in line]


@FEW
@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes):
    loads_or_explains(raw)


@FEW
@given(st.sampled_from(key_lines()), st.sampled_from(VALUES))
def test_any_value_of_a_key(number: int, value: str):
    key = LINES[number].split(" = ")[0]
    loads_or_explains("\n".join([*LINES[:number], f"{key} = {value}", *LINES[number + 1 :]]))


@FEW
@given(st.integers(0, len(LINES)), st.integers(1, 12))
def test_any_lines_left_out(start: int, count: int):
    loads_or_explains("\n".join([*LINES[:start], *LINES[start + count :]]))


@FEW
@given(st.integers(0, len(TEXT)), st.text(max_size=8))
def test_any_text_put_in(place: int, text: str):
    loads_or_explains(TEXT[:place] + text + TEXT[place:])


@FEW
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1))
def test_any_line_said_again_elsewhere(first: int, second: int):
    loads_or_explains("\n".join([*LINES[:second], LINES[first], *LINES[second:]]))


def test_every_value_of_every_kind_at_every_key():
    tables = tomllib.loads(TEXT)
    keys = [
        (table, key)
        for table in ("simulation", "pool", "capital", "limits")
        for key in tables[table]
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "complete.toml"
        path.write_text(TEXT, encoding="utf-8")
        for table, key in keys:
            for value in (None, -1, 10**400, 10**5000, float("nan"), "x", [], {}, [{}], object()):
                message = answer(path, {f"{table}.{key}": value})
                assert message is None or "--set" in message
