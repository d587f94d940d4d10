"""``Phrase``, a sentence that waits for its language, and ``Writer``, who puts it into one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from coinsure.models.labels import Label
from coinsure.report.catalogue import messages
from coinsure.report.numerals import Language, in_prose
from coinsure.report.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Phrase:
    """A key of the message catalogue and what stands in its places."""

    key: str
    values: Mapping[str, "Value"] = field(default_factory=dict)


Value = str | int | Label | Quantity | Phrase | Sequence["Value"]
"""What can stand in a sentence: text, a name in both languages, a number, phrases, lists."""


def say(key: str, **values: Any) -> Phrase:
    """Return the phrase of a key."""
    return Phrase(key, values)


def joined(clauses: Sequence[Value]) -> Value:
    """Return clauses, one or more, with semicolons between them."""

    def with_clause(before: Value, clause: Value) -> Value:
        return say("clauses", before=before, clause=clause)

    return reduce(with_clause, clauses)


ONE = re.compile(r"(?<![\d.,])1 (year|path|sector|line|member|check)s\b")
"""One of a thing that the catalogue counts in the plural."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes phrases, names and numbers in one language; amounts come in the scenario's unit."""

    language: Language
    unit: str

    def write(self, value: Value) -> str:
        """Return the text of a value."""
        if isinstance(value, Phrase):
            values = {name: self.write(part) for name, part in value.values.items()}
            text = self._pick(messages()[value.key]).format_map(values)
            return text if self.language == "zh" else ONE.sub(r"1 \1", text)
        if isinstance(value, Label):
            return self._pick(value)
        if isinstance(value, Quantity):
            return in_prose(value, self.unit, self.language)
        if isinstance(value, str):
            return value
        if isinstance(value, int):
            return f"{value:,}"
        return ("、" if self.language == "zh" else ", ").join(self.write(part) for part in value)

    def _pick(self, label: Label) -> str:
        return label.zh if self.language == "zh" else label.en
