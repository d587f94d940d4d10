"""From a copula to the plan of its scores: who is linked, with which loadings and tables."""

import math
from collections.abc import Mapping

import numpy as np

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import FactorSpec
from coinsure.models.dependence.copulas import Copula, T, linked
from coinsure.models.dependence.copulas.t import Shock
from coinsure.simulation.plan import LinkPlan
from coinsure.simulation.quantile_table import tabulate
from coinsure.simulation.score_table import (
    factor_table,
    normal_scores,
    normal_sides,
    shaken_sides,
)
from coinsure.simulation.streams import Streams


def link_plan(
    copula: Copula, factors: Mapping[str, FactorSpec | None], streams: Streams
) -> LinkPlan:
    """Return how the ``factors`` hang together, in whose order the plan numbers them.

    Those that the copula links come first, in the order in which its pairs name them, so that
    another factor at the end of the pairs moves none before it. With a persistence the others
    have scores too.

    Raises
    ------
    ModelRefusedError
        A pair names no factor, no joint distribution has these correlations, or a factor varies
        too much for a table.
    """
    pairs = linked(copula)
    numbers = {name: number for number, name in enumerate(factors)}
    for name in pairs.names:
        if factors.get(name) is None:
            there = ", ".join(known for known, factor in factors.items() if factor is not None)
            message = (
                f"dependence: there is no factor {name} to link; choose from {there or 'none'}"
            )
            raise ModelRefusedError(message)
    names = list(pairs.names)
    if copula.persistence > 0.0:
        names += [
            name for name, factor in factors.items() if factor is not None and name not in names
        ]
    loadings = np.eye(len(names))
    loadings[: len(pairs.names), : len(pairs.names)] = pairs.loadings
    df = copula.df if isinstance(copula, T) else None
    sides = normal_sides if df is None else shaken_sides(df)
    shaken = np.array([df is not None and name in pairs.names for name in names], np.bool_)
    return LinkPlan(
        members=tuple(numbers[name] for name in names),
        score=normal_scores(),
        loadings=loadings,
        persistence=copula.persistence,
        fresh=math.sqrt(1.0 - copula.persistence**2),
        df=df or math.inf,
        shock=None if df is None else tabulate(Shock(df), "dependence: shock of the t copula"),
        shock_stream=streams.number("dependence", "shock"),
        shaken=shaken,
        tables=tuple(
            factor_table(factor, sides if shakes else normal_sides, f"{name}: systemic factor")
            for name, shakes in zip(names, shaken, strict=True)
            if (factor := factors[name]) is not None
        ),
    )
