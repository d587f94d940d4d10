"""The one renderer of field errors: what pydantic refused, with key, value and remedy."""

from collections.abc import Callable

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from coinsure.scenario.document import Document
from coinsure.scenario.finding import Finding
from coinsure.scenario.keypath import KeyPath, dotted
from coinsure.scenario.outline import keys_at, kinds_at, least_at, meaning_of, node_at
from coinsure.scenario.wording import bounds, choose, guess, per_cent, shown, unquoted
from coinsure.spec import IN_PER_CENT


def field_findings(error: ValidationError, document: Document) -> list[Finding]:
    """Return all that pydantic refused in the merged tables, in the order of the format."""
    found: dict[KeyPath, Finding] = {}
    for details in error.errors(include_url=False):
        if _counts_the_valid_only(details):
            continue
        path = _stripped(details, document)
        finding = _WORDS.get(details["type"], _as_it_is)(path, details, document)
        if path in found:
            remedy = f"{found[path].remedy}; or {finding.remedy}"
            found[path] = Finding(path, found[path].message, found[path].found, remedy)
        else:
            found[path] = finding
    return _without_echoes(list(found.values()), document)


def _counts_the_valid_only(details: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because entries that are refused do not count.

    They are reported themselves.
    """
    given = details["input"]
    least = details.get("ctx", {}).get("min_length", 0)
    return details["type"] == "too_short" and isinstance(given, list) and len(given) >= least


def _stripped(details: ErrorDetails, document: Document) -> KeyPath:
    """Return the key path of an error without the tags that pydantic adds for union branches."""
    path: list[str] = []
    here: object = document.table
    kind_seen = False
    for step in details["loc"]:
        if isinstance(here, dict) and step == here.get("kind") and not kind_seen:
            kind_seen = True
            continue
        inner = _inside(here, step)
        if inner is not _NOTHING:
            path.append(str(step))
            here, kind_seen = inner, False
    if details["type"] == "missing":
        path.append(str(details["loc"][-1]))
    if details["type"] == "union_tag_invalid":
        path.append("kind")
    return tuple(path)


_NOTHING = object()


def _inside(here: object, step: str | int) -> object:
    if isinstance(here, dict):
        return here.get(step, _NOTHING)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return _NOTHING


def _without_echoes(findings: list[Finding], document: Document) -> list[Finding]:
    """Drop what only repeats another finding: a key that is missing because it is misspelt."""
    unknown = [finding.path for finding in findings if finding.message == _UNKNOWN]
    meant = {(*path[:-1], guess(path[-1], keys_at(document.table, path[:-1]))) for path in unknown}
    return [
        finding for finding in findings if finding.message != _MISSING or finding.path not in meant
    ]


_UNKNOWN = "unknown key"
_MISSING = "is missing"


def _unknown(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    return Finding(
        path,
        _UNKNOWN,
        shown(details["input"]),
        choose(path[-1], keys_at(document.table, path[:-1])),
    )


def _missing(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    meaning = meaning_of(document.table, path)
    remedy = f"add {path[-1]}: {meaning}" if meaning else f"add {path[-1]}"
    if "kind" in document.names_at(path[:-1]) and document.is_inherited(path[:-1]):
        remedy += (
            " (a table with its own kind replaces the inherited one; "
            "leave kind out to change single keys)"
        )
    return Finding(path, _MISSING, "", remedy)


def _unknown_kind(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    kinds = kinds_at(document.table, path[:-1])
    tag = details.get("ctx", {}).get("tag")
    return Finding(path, "no such kind", shown(tag), choose(tag, kinds))


def _no_kind(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    kinds = kinds_at(document.table, path)
    return Finding((*path, "kind"), _MISSING, "", f"say which kind it is: {', '.join(kinds)}")


def _number(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    value = details["input"]
    whole = details["type"].startswith("int")
    message = "should be a whole number" if whole else "should be a number"
    fraction, number = per_cent(value) if isinstance(value, str) else None, unquoted(value)
    if fraction is not None:
        remedy = f"write {fraction:g}: rates and shares are fractions"
    elif number is not None:
        remedy = f"write it without quotes: {number:g}"
    elif whole and isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        remedy = f"write {int(value)}, without point and exponent"
    elif isinstance(value, str):
        unit = document.at(("unit",))
        remedy = f"write the number alone, amounts of money in the file's unit ({unit})"
    else:
        remedy = _wanted(document, path)
    return Finding(path, message, shown(value), remedy)


def _bound(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    context = details.get("ctx", {})
    value = details["input"]
    most = context.get("le", context.get("lt"))
    if most == IN_PER_CENT:
        remedy = f"did you mean {value / 100.0:g}? a ratio of 120 % is 1.2"
    elif (fraction := _meant_fraction(value, most)) and least_at(document.table, path) <= 0.0:
        remedy = f"did you mean {fraction:g}? rates and shares are fractions, not per cent"
    else:
        remedy = _wanted(document, path)
    return Finding(path, f"must be {bounds(context)}", shown(value), remedy)


def _meant_fraction(value: object, most: float | None) -> float | None:
    """Return the fraction, at most ``most`` and 1, that was written in per cent."""
    fraction = per_cent(value)
    within = most is not None and most <= 1.0 and fraction is not None and fraction <= most
    return fraction if within else None


def _choice_of_words(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    node = node_at(document.table, path)
    words = [str(word) for word in node.get("enum", [node.get("const", "")])]
    return Finding(path, "no such choice", shown(details["input"]), choose(details["input"], words))


def _table(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    return Finding(
        path,
        "should be a table",
        shown(details["input"]),
        f"write [{dotted(path)}] or {{ key = value }}",
    )


def _name(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    remedy = (
        "a name has letters, digits and _ only, and starts with a letter; "
        "what people read goes into its label"
    )
    return Finding(path, "not a name", shown(details["input"]), remedy)


def _empty(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    return Finding(path, "must not be empty", shown(details["input"]), _wanted(document, path))


def _too_short(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    least = details.get("ctx", {}).get("min_length", 1)
    message = "must not be empty" if least == 1 else f"must have at least {least} entries"
    return Finding(path, message, shown(details["input"]), _wanted(document, path))


def _too_long(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    most = details.get("ctx", {}).get("max_length")
    message = f"must have at most {most} entries"
    return Finding(path, message, shown(details["input"]), _wanted(document, path))


def _not_finite(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    return Finding(
        path,
        "must be a finite number",
        shown(details["input"]),
        "leave the key out if there is no bound",
    )


def _own_words(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    value = details["input"]
    message = str(details.get("ctx", {}).get("error", details["msg"]))
    if isinstance(value, dict):
        return Finding(path, message, "", "", together=(path,))
    return Finding(path, message, shown(value), "")


def _plain_type(message: str) -> Callable[[KeyPath, ErrorDetails, Document], Finding]:
    def finding(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
        return Finding(path, message, shown(details["input"]), _wanted(document, path))

    return finding


def _as_it_is(path: KeyPath, details: ErrorDetails, document: Document) -> Finding:
    return Finding(path, details["msg"], shown(details["input"]), _wanted(document, path))


def _wanted(document: Document, path: KeyPath) -> str:
    meaning = meaning_of(document.table, path)
    return (
        f"{path[-1]}: {meaning}" if meaning else "see the scenario reference, scenarios/README.md"
    )


_WORDS: dict[str, Callable[[KeyPath, ErrorDetails, Document], Finding]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
    "literal_error": _choice_of_words,
    "float_type": _number,
    "int_type": _number,
    "int_from_float": _number,
    "finite_number": _not_finite,
    "greater_than": _bound,
    "greater_than_equal": _bound,
    "less_than": _bound,
    "less_than_equal": _bound,
    "model_type": _table,
    "model_attributes_type": _table,
    "dict_type": _table,
    "string_pattern_mismatch": _name,
    "string_too_short": _empty,
    "too_short": _too_short,
    "too_long": _too_long,
    "value_error": _own_words,
    "string_type": _plain_type("should be text in quotes"),
    "bool_type": _plain_type("should be true or false"),
    "tuple_type": _plain_type("should be a list in brackets"),
}
