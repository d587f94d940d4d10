"""Terms of a treaty or of an instrument of public money, in the words of those who sign them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from coinsure.report.quantity import count, money, percent
from coinsure.report.wording import Value, joined, say

Names = Callable[[str], Value]
"""Gives what the report calls a reinsurer, a line or sector, or a treaty."""

AMOUNTS = (
    "retention",
    "limit",
    "event_retention",
    "event_limit",
    "risk_limit",
    "aggregate_deductible",
    "aggregate_limit",
    "annual_limit",
    "annual_cap",
    "total_cap",
)
PARTS = ("commission", "loss_ratio_limit", "brokerage", "placed", "rate", "paid_next_year")
NUMBERS = ("number_of_lines", "site", "last_year", "years", "arrears_months")
FLAGS = ("pro_rata_time",)
CHOICES = ("basis", "beyond_cap", "paid_to")

TOLD: Mapping[str, tuple[str, ...]] = {
    "quota_share": ("share",),
    "surplus": (),
    "excess_of_loss": ("basis", "retention", "limit", "premium"),
    "stop_loss": ("basis", "retention", "limit", "premium"),
    "facultative": ("premium",),
}
"""Terms that the sentence of a treaty's kind tells; the others follow it one by one."""

ELSEWHERE = ("kind", "label", "lines", "source", "priority")
"""Told by the name and the order of treaties, or in the table of sources."""


def treaty_terms(treaty: Mapping[str, Any], name: Value, reinsurer: Names) -> Value:
    """Return all terms of a treaty of this ``name``."""
    kind = treaty["kind"]
    by_ratio = treaty.get("basis") == "loss_ratio"
    amount = percent if by_ratio else money
    main = say(
        f"rule.treaty.{kind}_by_ratio" if by_ratio else f"rule.treaty.{kind}",
        treaty=name,
        share=percent(treaty.get("share")),
        retention=amount(treaty.get("retention")),
        limit=amount(treaty.get("limit")),
        premium=money(treaty.get("premium")),
    )
    terms = {k: v for k, v in treaty.items() if k not in (*ELSEWHERE, *TOLD[kind])}
    clauses = [*_reinstatements(terms, kind), *_clauses(terms, money, reinsurer)]
    return joined([main, *clauses])


def public_terms(
    instrument: Mapping[str, Any], name: Value, cover: Names, treaty: Names = str
) -> Value:
    """Return all terms of an instrument of public money of this ``name``."""
    amount = money if instrument.get("kind") == "money_layers" else percent
    terms = {k: v for k, v in instrument.items() if k not in ELSEWHERE}
    if instrument.get("paid_to") == "insured":
        terms.pop("arrears_months", None)
    clauses = list(_clauses(terms, amount, cover))
    for key, named in (("lines", cover), ("treaties", treaty)):
        if instrument.get(key):
            clauses.insert(0, say("term.covers", value=[named(one) for one in instrument[key]]))
    return say("rule.public.terms", instrument=name, terms=joined(clauses))


def _reinstatements(terms: dict[str, Any], kind: str) -> Iterator[Value]:
    """Yield how often a layer is reinstated, and for how much."""
    rates = terms.pop("reinstatements", ())
    if terms.pop("unlimited_reinstatements", False):
        yield say("term.unlimited_reinstatements")
    elif rates:
        named = [percent(rate) for rate in rates]
        yield say("term.reinstatements", number=count(len(rates)), rates=named)
    elif kind == "excess_of_loss":
        yield say("term.no_reinstatement")


def _clauses(terms: Mapping[str, Any], amount: Any, name: Names) -> Iterator[Value]:
    """Yield each term that says something; ``amount`` says where slices of losses end."""
    for key, value in terms.items():
        if not value or (key, value) == ("placed", 1.0):
            continue
        if key in AMOUNTS:
            yield say(f"term.{key}", value=money(value))
        elif key in PARTS:
            yield say(f"term.{key}", value=percent(value))
        elif key in NUMBERS:
            yield say(f"term.{key}", value=value if isinstance(value, str) else f"{value:g}")
        elif key in FLAGS:
            yield say(f"term.{key}")
        elif key in CHOICES:
            yield say(f"term.{key}.{value}")
        else:
            yield COMPOSED[key](value, amount, name)


def _steps(steps: Any, amount: Any, name: Names) -> Value:
    parts: list[Value] = [
        say("term.step", ratio=percent(of["loss_ratio"]), commission=percent(of["commission"]))
        for of in steps
    ]
    return say("term.sliding_commission", value=parts)


def _profit(terms: Any, amount: Any, name: Names) -> Value:
    carried = terms.get("carry_forward", "none")
    return say(
        "term.profit_commission",
        rate=percent(terms["rate"]),
        expenses=percent(terms.get("expenses", 0.0)),
        carried=say(f"term.carried.{carried}", years=str(terms.get("years"))),
    )


def _corridor(terms: Any, amount: Any, name: Names) -> Value:
    parts = {key: percent(terms.get(key, 1.0)) for key in ("low", "high", "share")}
    return say("term.corridor", **parts)


def _adjustment(terms: Any, amount: Any, name: Names) -> Value:
    least = money(terms.get("minimum", 0.0))
    return say("term.adjustment", rate=percent(terms["rate"]), minimum=least)


def _bands(bands: Any, amount: Any, name: Names) -> Value:
    parts: list[Value] = [
        say(
            "term.band",
            insured=money(of["sum_insured_from"]),
            retention=money(of["retention"]),
        )
        for of in bands
    ]
    return say("term.bands", value=parts)


def _slices(slices: Any, amount: Any, name: Names) -> Value:
    parts: list[Value] = [
        say(
            "term.slice" if amount is money else "term.slice_by_ratio",
            above=amount(of["above"]),
            up_to=amount(of["up_to"]),
            share=percent(of["share"]),
        )
        for of in slices
    ]
    return say("term.layers", value=parts)


def _fund(terms: Any, amount: Any, name: Names) -> Value:
    return say(
        "term.fund",
        opening=money(terms.get("opening", 0.0)),
        contribution=money(terms.get("contribution", 0.0)),
        interest=percent(terms.get("interest", 0.0)),
    )


def _shares(key: str, shares: Any, amount: Any, name: Names) -> Value:
    called = name if key == "reinsurers" else str
    parts: list[Value] = [
        say("term.part", name=called(one), share=percent(share)) for one, share in shares.items()
    ]
    return say(f"term.{key}", value=parts)


COMPOSED: Mapping[str, Callable[[Any, Any, Names], Value]] = {
    "sliding_commission": _steps,
    "profit_commission": _profit,
    "corridor": _corridor,
    "adjustment": _adjustment,
    "bands": _bands,
    "shares": partial(_shares, "shares"),
    "reinsurers": partial(_shares, "reinsurers"),
    "layers": _slices,
    "fund": _fund,
}
"""Terms that are tables or lists themselves."""
