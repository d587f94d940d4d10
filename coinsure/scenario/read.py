"""Reading one TOML file: size, encoding, syntax, depth; every failure comes with a remedy."""

import re
import tomllib
from pathlib import Path

from coinsure.errors import Problem, ScenarioError, StorageError
from coinsure.scenario.document import Table

LARGEST_FILE = 1_000_000
"""Bytes; a scenario of 400 members is 13 kB."""

DEEPEST_TABLE = 32
"""Tables inside tables."""

MOST_DOTS = 200
"""Dots in a line: the parser's time grows with the square of the parts of a dotted key."""

_FULL_WIDTH = re.compile("[，。＝“”‘’：；【】｛｝（）]")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_toml(path: Path, name: str) -> Table:
    """Return the tables of the TOML file ``path``, which messages call ``name``.

    Raises
    ------
    StorageError
        If the file cannot be opened.
    ScenarioError
        If it is too large, not UTF-8, not TOML or nested too deeply.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StorageError(f"{name}: cannot be read: {reason}") from error
    if len(raw) > LARGEST_FILE:
        raise _refusal(
            name, "the file is too large", "", f"at most {LARGEST_FILE:,} bytes are read"
        )
    return parse_toml(_decode(raw, name), name)


def parse_toml(text: str, name: str) -> Table:
    """Return the tables in ``text``.

    Raises
    ------
    ScenarioError
        If it is not TOML or nested too deeply.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MOST_DOTS:
            raise _refusal(name, f"line {number} has more than {MOST_DOTS} dots", "", "break it up")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(
            name, f"not valid TOML: {error}", "", _syntax_remedy(text, str(error))
        ) from error
    except RecursionError as error:
        raise _refusal(
            name, "tables or lists are nested too deeply", "", f"nest at most {DEEPEST_TABLE}"
        ) from error
    except ValueError as error:
        raise _refusal(
            name,
            "a number is too long to be read",
            "",
            "write it with fewer digits, 1.5e12 for instance",
        ) from error
    if _depth(table) > DEEPEST_TABLE:
        raise _refusal(
            name, "tables or lists are nested too deeply", "", f"nest at most {DEEPEST_TABLE}"
        )
    return table


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1}"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _refusal(
            name, "the file is in UTF-16, not UTF-8", where, "save it as UTF-8 (另存为 UTF-8)"
        )
    try:
        raw.decode("gbk")
    except UnicodeDecodeError:
        raise _refusal(
            name, "the file is not UTF-8 text", where, "save it as UTF-8 (另存为 UTF-8)"
        ) from None
    raise _refusal(
        name, "the file looks like GBK, not UTF-8", where, "save it as UTF-8 (另存为 UTF-8)"
    )


def _syntax_remedy(text: str, error: str) -> str:
    match = _AT_LINE.search(error)
    lines = text.splitlines()
    if match and int(match[1]) <= len(lines):
        mark = _FULL_WIDTH.search(lines[int(match[1]) - 1])
        if mark:
            return f"line {match[1]} has the full-width character {mark[0]}: write it in half width"
    if "Cannot overwrite" in error or "Cannot declare" in error or "twice" in error:
        return "the same key or table is there already: keep one of them"
    return "see the scenario reference, scenarios/README.md"


def _depth(table: Table) -> int:
    """Return how deeply tables and lists are nested, without recursion."""
    deepest, waiting = 0, [(1, list[object](table.values()))]
    while waiting:
        depth, values = waiting.pop()
        deepest = max(deepest, depth)
        for value in values:
            if isinstance(value, dict):
                waiting.append((depth + 1, list(value.values())))
            elif isinstance(value, list):
                waiting.append((depth + 1, value))
    return deepest


def _refusal(name: str, message: str, found: str, remedy: str) -> ScenarioError:
    return ScenarioError([Problem(name, "", message, found, remedy)])
