"""Reads a programme of treaties for losses that somebody brings: a TOML file of its own."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from coinsure.errors import Problem, ScenarioError, StorageError
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.loss_rows import Contract
from coinsure.reinsurance.treaties import TreatySpec
from coinsure.reinsurance.treaties.subject import is_named, unknown_lines
from coinsure.spec import IN_PER_CENT, Money, Spec

KEYS = "scenarios/README.md lists the keys of every kind under [reinsurance.TREATY]"

WORDS = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "too_short": "must not be empty",
    "union_tag_invalid": "no such kind",
    "union_tag_not_found": "is missing",
}
"""Mistakes by the name that pydantic gives them."""

Scope = Annotated[tuple[dict[str, str], ...], Field(strict=False)]


class ProgrammeFile(Spec):
    """A programme as it is written."""

    periods: Annotated[int, Field(ge=1)] | None = None
    """Periods of the losses, those without any included; default the last one that has a loss."""
    premium: dict[str, Money] = Field(default={})
    """Gross premium of a period by line, for treaties that need it."""
    seed: Annotated[int, Field(ge=0)] = 0
    """Seed of the reinsurers' defaults."""
    reinsurers: dict[str, Reinsurer] = Field(default={})
    """Reinsurers that treaties name, with the keys of a scenario's."""
    reinsurance: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
    """Treaties by name, with the keys of a scenario's and ``risk`` and ``scope`` besides."""


class Look(Spec):
    """How a treaty looks at the rows."""

    risk: str = "risk"
    """Column that names the risk."""
    scope: Scope = ()
    """Filters, column by column; rows that fit any of them are covered."""


@dataclass(frozen=True, slots=True)
class Programme:
    """Treaties for losses given row by row, with what they need to know besides."""

    contracts: Mapping[str, Contract]
    premium: Mapping[str, float]
    periods: int | None
    reinsurers: Mapping[str, Reinsurer]
    seed: int


def read_programme(path: Path, lines: Sequence[str]) -> Programme:
    """Read a programme; a treaty that names no lines covers those of losses and of premium.

    Raises
    ------
    StorageError
        If the file cannot be read.
    ScenarioError
        If anything in it is wrong; carries every problem found.
    """
    found, problems = _valid(ProgrammeFile, _read(path), str(path), ())
    contracts: dict[str, Contract] = {}
    known = list(dict.fromkeys([*lines, *(found.premium if found else ())]))
    if found is not None and not known:
        remedy = "give losses, or the premium of every line"
        raise ScenarioError([Problem(str(path), "", "there is no line to cover", "", remedy)])
    for name, table in (found.reinsurance if found else {}).items():
        place = ("reinsurance", name)
        own = {key: value for key, value in table.items() if key in Look.model_fields}
        terms = {"lines": known} | {key: value for key, value in table.items() if key not in own}
        look, wrong = _valid(Look, own, str(path), place)
        treaty, worse = _valid(TreatySpec, terms, str(path), place)
        problems += wrong + worse
        if treaty is not None:
            problems += _unknown_lines(path, name, treaty, known)
        if treaty is not None and found is not None:
            problems += _unknown_reinsurers(path, name, treaty, found.reinsurers)
        if look is not None and treaty is not None:
            contracts[name] = Contract(treaty, look.risk, look.scope)
    if found is not None:
        problems += _about_a_pool(path, found.reinsurers, known)
    if problems or found is None:
        raise ScenarioError(problems)
    return Programme(contracts, found.premium, found.periods, found.reinsurers, found.seed)


def _unknown_lines(
    path: Path, treaty: str, terms: TreatySpec, known: Sequence[str]
) -> list[Problem]:
    """Return the lines of a treaty that neither losses nor premium have."""
    unknown = ", ".join(unknown_lines(terms, known))
    remedy = f"choose from {', '.join(known)}"
    key = f"reinsurance.{treaty}.lines"
    return [Problem(str(path), key, "no such line or sector", unknown, remedy)] if unknown else []


def _unknown_reinsurers(
    path: Path, treaty: str, terms: TreatySpec, known: Mapping[str, Reinsurer]
) -> list[Problem]:
    """Return the names of reinsurers that the file does not say anything of."""
    return [
        Problem(
            str(path),
            f"reinsurance.{treaty}.reinsurers.{name}",
            "no such reinsurer",
            remedy=f"add a table [reinsurers.{name}], or choose from {', '.join(known) or 'none'}",
        )
        for name in terms.reinsurers or {}
        if name not in known
    ]


def _about_a_pool(
    path: Path, reinsurers: Mapping[str, Reinsurer], lines: Sequence[str]
) -> list[Problem]:
    """Return what reinsurers name that there is only in a scenario, or not in the losses."""
    problems: list[Problem] = []
    for name, one in reinsurers.items():
        if one.member is not None:
            remedy = "a loss table has no members; leave it out"
            key = f"reinsurers.{name}.member"
            problems.append(Problem(str(path), key, "no such member", repr(one.member), remedy))
        sector = None if one.stress is None else one.stress.sector
        if sector is not None and not any(is_named(line, (sector,)) for line in lines):
            remedy = f"choose a line of the losses: {', '.join(lines)}"
            key = f"reinsurers.{name}.stress.sector"
            problems.append(Problem(str(path), key, "no such sector", repr(sector), remedy))
    return problems


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError([Problem(str(path), "", f"not a TOML file: {error}")]) from error


def _valid(
    kind: Any, table: Mapping[str, Any], file: str, place: tuple[str, ...]
) -> tuple[Any, list[Problem]]:
    """Return ``table`` as a ``kind`` and no problems, or None and all that is wrong with it."""
    try:
        return TypeAdapter[Any](kind).validate_python(table), []
    except ValidationError as error:
        return None, _without_echoes(
            [
                _problem(
                    details,
                    file,
                    ".".join(
                        [*place, *(str(step) for step in details["loc"] if _is_key(step, table))]
                    ),
                )
                for details in error.errors(include_url=False)
            ]
        )


def _without_echoes(problems: Sequence[Problem]) -> list[Problem]:
    """Tell of a key that is missing because it is misspelt once, with the key that is meant."""
    missing = [problem.key for problem in problems if problem.message == WORDS["missing"]]
    found: list[Problem] = []
    for problem in problems:
        meant = get_close_matches(problem.key, missing, n=1)
        if problem.message == WORDS["extra_forbidden"] and meant:
            missing.remove(meant[0])
            remedy = f"did you mean {meant[0].rpartition('.')[2]!r}? {problem.remedy}"
            problem = replace(problem, remedy=remedy)
        found.append(problem)
    return [p for p in found if p.message != WORDS["missing"] or p.key in missing]


def _problem(details: ErrorDetails, file: str, key: str) -> Problem:
    """Return what pydantic refused in plain words, with the kinds or the keys that there are."""
    plain = details["msg"].removeprefix("Value error, ").replace("Input should", "should")
    message = WORDS.get(details["type"], plain)
    kinds = str(details.get("ctx", {}).get("expected_tags", ""))
    given = details.get("ctx", {}).get("tag", details["input"])
    found = "" if isinstance(given, dict) else repr(given)
    unnamed = details["type"] == "union_tag_not_found"
    remedy = f"choose from {kinds}" if kinds else KEYS if message in WORDS.values() else ""
    if details.get("ctx", {}).get("lt") == IN_PER_CENT:
        remedy = "a ratio of 120 % is 1.2"
    elif details.get("ctx", {}).get("le") == 1.0:
        remedy = "rates and shares are fractions: 15 % is 0.15"
    return Problem(file, f"{key}.kind" if kinds or unnamed else key, message, found, remedy)


def _is_key(step: str | int, table: Mapping[str, Any]) -> bool:
    """Tell a key from the tag that pydantic puts in front of the keys of a kind."""
    return step != table.get("kind")
