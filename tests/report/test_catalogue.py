"""Every phrase exists in both languages with the same places, is used, and none is missing."""

import ast
import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from coinsure.capital.cross2 import TREATMENTS
from coinsure.decision.premium import REASONS
from coinsure.models.dependence.copulas import COPULAS
from coinsure.pool.profit import PROFIT_RULES
from coinsure.pool.shares import SHARE_RULES
from coinsure.reinsurance import TREATIES
from coinsure.report.catalogue import messages
from coinsure.report.figures.style import characters
from coinsure.report.sections.checks import KINDS
from coinsure.report.sections.verdict import SENTENCES

PACKAGE = Path(__file__).parents[2] / "coinsure"
SOURCES = [*sorted((PACKAGE / "report").rglob("*.py")), PACKAGE / "cli.py"]
KEYED = {"Column": "column", "Headline": "column", "build": "table", "Drawing": "figure"}
KEYED["Section"] = "contents"
NAMED_BY_KEY = tuple(f"{family}." for family in dict.fromkeys(KEYED.values()))


def trees():
    return [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]


def texts():
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def patterns():
    """Keys that are put together, as patterns: f"verdict.{code}" matches any one name there."""
    found = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+"
                    for part in node.values
                ]
                if re.match(r"[a-z_]+\.", node.values[0].value):
                    found.add("".join(parts))
    return found


def calls():
    """Yield function name and first argument of every call whose first argument is a text."""
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield node.func.id, first.value, node


def has_heading(node):
    return any(keyword.arg == "heading" for keyword in node.keywords)


def places(text):
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_both_languages_have_the_same_places():
    different = {
        key: (label.zh, label.en)
        for key, label in messages().items()
        if set(places(label.zh)) != set(places(label.en))
    }
    assert different == {}


def test_no_phrase_is_unused():
    written, made = texts(), [re.compile(pattern) for pattern in patterns()]
    families = [pattern for pattern in made if not pattern.pattern.startswith(("column", "table"))]
    unused = [
        key
        for key in messages()
        if key not in written
        and not (key.startswith(NAMED_BY_KEY) and key.partition(".")[2] in written)
        and not any(
            pattern.fullmatch(key)
            for pattern in families
            if not pattern.pattern.startswith(("figure", "contents"))
        )
    ]
    assert [key for key in unused if not key.startswith("table.shares_")] == []


def test_no_phrase_is_missing():
    missing = set()
    for function, argument, node in calls():
        if function in ("say", "Phrase") and argument not in messages():
            missing.add(argument)
        family = KEYED.get(function)
        if family and not has_heading(node) and f"{family}.{argument}" not in messages():
            missing.add(f"{family}.{argument}")
    assert missing == set()


FAMILIES = {
    "reason": REASONS,
    "treaty": TREATIES,
    "rule.treaty": TREATIES,
    "rule.shares": SHARE_RULES,
    "rule.profit": PROFIT_RULES,
    "rule.dependence": COPULAS,
    "text": [f"dependence_{kind}" for kind in COPULAS],
    "basis": TREATMENTS,
    "rule.distortion": ("wang", "proportional_hazard", "dual_power"),
    "measure": ("tvar", "var"),
    "status": ("good", "warn", "bad"),
    "scope": ("sector", "pool"),
    "grade": "ABC",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_kind_that_a_scenario_can_name_has_words(family):
    assert [kind for kind in FAMILIES[family] if f"{family}.{kind}" not in messages()] == []


def codes(path, call):
    text = (PACKAGE / path).read_text(encoding="utf-8")
    return set(re.findall(rf'{call}\(\s*"(\w+)"', text))


def test_every_finding_has_its_sentence():
    assert codes("decision/verdict.py", "Finding") == set(SENTENCES)


def test_every_check_has_its_name_and_meaning():
    made = codes("results/checks.py", "(?:Check|_adds_up|_at_most)")
    assert made == set(KINDS)
    for name in made:
        assert {f"check.{name}.name", f"check.{name}.meaning"} <= set(messages())


def test_every_character_of_the_phrases_is_in_the_packaged_font():
    text = (PACKAGE / "data" / "messages.toml").read_text(encoding="utf-8")
    shown = "".join(label.zh + label.en for label in messages().values())
    assert tomllib.loads(text)
    assert {letter for letter in shown if ord(letter) not in characters()} == set()
