"""Scaling an instrument of public money by one of its terms."""

from collections.abc import Callable
from typing import Any

from coinsure.errors import UsageError
from coinsure.reinsurance.public import Instrument, PublicLayer
from coinsure.scenario import Scenario

TERMS = {
    "public_layers": ("annual_cap", "fund", "share"),
    "premium_subsidies": ("annual_cap", "rate"),
    "reinsurance_support": ("annual_cap", "rate"),
}
"""Table -> what an instrument can be scaled by: the shares of all its slices, or its fund."""

PARTS = ("rate", "share")
"""Terms that are parts of a whole, 1 at most."""


def scaled(scenario: Scenario, term: str, factor: float) -> Scenario:
    """Return the scenario with a ``term``, "table.instrument.key", multiplied.

    Raises
    ------
    UsageError
        If there is no such instrument, or it cannot be scaled by that.
    """
    table, name, key = _split(scenario, term)
    named = getattr(scenario, table)
    return scenario.model_copy(update={table: named | {name: _times(named[name], key, factor)}})


def largest_factor(scenario: Scenario, term: str) -> float | None:
    """Return the factor beyond which a term means nothing; None if there is no such factor."""
    _, _, key = _split(scenario, term)
    most = max(stated(scenario, term))
    return 1.0 / most if key in PARTS and most > 0.0 else None


def stated(scenario: Scenario, term: str) -> tuple[float, ...]:
    """Return the numbers that scaling by a term multiplies."""
    table, name, key = _split(scenario, term)
    instrument = getattr(scenario, table)[name]
    return _NUMBERS[key](instrument)


def _fund(instrument: PublicLayer) -> tuple[float, ...]:
    fund = instrument.fund
    return () if fund is None else (fund.opening, fund.contribution)


_NUMBERS: dict[str, Callable[[Any], tuple[float, ...]]] = {
    "annual_cap": lambda instrument: (instrument.annual_cap,),
    "rate": lambda instrument: (instrument.rate,),
    "share": lambda instrument: tuple(part.share for part in instrument.layers),
    "fund": _fund,
}


def _times(instrument: Instrument, key: str, factor: float) -> Instrument:
    if isinstance(instrument, PublicLayer) and key == "share":
        parts = [
            part.model_copy(update={"share": min(factor * part.share, 1.0)})
            for part in instrument.layers
        ]
        return instrument.model_copy(update={"layers": tuple(parts)})
    if isinstance(instrument, PublicLayer) and key == "fund" and instrument.fund is not None:
        fund = instrument.fund
        money = {"opening": factor * fund.opening, "contribution": factor * fund.contribution}
        return instrument.model_copy(update={"fund": fund.model_copy(update=money)})
    value = factor * getattr(instrument, key)
    return instrument.model_copy(update={key: min(value, 1.0) if key in PARTS else value})


def _split(scenario: Scenario, term: str) -> tuple[str, str, str]:
    """Return table, instrument and key of a term that can be scaled."""
    table, _, rest = term.partition(".")
    name, _, key = rest.partition(".")
    choices = [
        f"{each}.{instrument}.{of}"
        for each, keys in TERMS.items()
        for instrument, terms in getattr(scenario, each).items()
        for of in keys
        if of != "fund" or terms.fund is not None
    ]
    if term not in choices:
        raise UsageError(f"nothing can be scaled by {term}; choose from {', '.join(choices)}")
    return table, name, key
