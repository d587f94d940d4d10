"""How values, choices and guesses read in a message about a scenario."""

import difflib
import json
from collections.abc import Iterable, Mapping

LONGEST = 60
"""Characters of a value that a message repeats."""


def shown(value: object) -> str:
    """Return ``value`` as it would stand in a file, cut short."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 4 * LONGEST:
        return "a very large whole number"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, str | list | tuple):
        text = json.dumps(value, ensure_ascii=False, default=str)
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
    return str(value)


def guess(word: object, words: Iterable[str]) -> str | None:
    """Return the one of ``words`` that ``word`` is probably meant to be."""
    lower = {known.lower(): known for known in words}
    close = difflib.get_close_matches(str(word).lower()[:LONGEST], lower, n=1)
    return lower[close[0]] if close else None


def choose(word: object, words: Iterable[str], what: str = "choose from") -> str:
    """Return a remedy: the word probably meant, and all there are."""
    words = tuple(words)
    meant = guess(word, words)
    every = f"{what} {', '.join(words)}" if words else "there are none"
    return f"did you mean {meant!r}? {every}" if meant else every


def per_cent(value: object) -> float | None:
    """Return the fraction that ``value`` is if it was written in per cent, None if it cannot be."""
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        try:
            return float(value.strip()[:-1]) / 100.0
        except ValueError:
            return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 1.0 < value <= 100.0:
        return value / 100.0
    return None


def unquoted(value: object) -> float | None:
    """Return the number that stands in the text ``value``, None if it is no number."""
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def bounds(context: Mapping[str, object]) -> str:
    """Return the bound that a number broke, in words."""
    words = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
    return next(
        (f"{word} {context[key]:g}" for key, word in words.items() if key in context), "in range"
    )
