"""``recommend``: choose, then try the choice: by other numbers, on other seeds, at new premiums."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from coinsure.decision.objective import Objective
from coinsure.engine import Threads
from coinsure.errors import ModelRefusedError, UsageError
from coinsure.recommendation.assess import Assessed, assess
from coinsure.recommendation.candidates import Candidates, Choice
from coinsure.recommendation.search import Ranking, search
from coinsure.study import Announce, run

BASE = "base"
"""Name of the terms as they are."""

RUNNERS_UP = 3
"""Choices next to the best that are shown and tried with it."""


@dataclass(frozen=True, slots=True)
class Varied:
    """The best and its runners-up with some numbers raised or lowered."""

    name: str
    factor: float
    best: Assessed
    first: Assessed  # of the best and its runners-up, the best by these numbers

    @property
    def flips(self) -> bool:
        """Whether another choice is better, beyond the error, by these numbers."""
        return self.first.choice != self.best.choice


@dataclass(frozen=True, slots=True)
class Premiums:
    """The best choice at the premiums that its run recommends."""

    factors: Mapping[str, float]  # by key, of lines whose premium changes
    found: Assessed


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What is recommended, what else was tried, and how far the advice carries."""

    objective: Objective
    candidates: Candidates
    now: Assessed
    best: Assessed
    runners_up: tuple[Assessed, ...]
    tried: tuple[Assessed, ...]
    varied: tuple[Varied, ...]
    fresh_seed: int
    fresh: tuple[Assessed, ...]  # best and runners-up on losses that they were not chosen on
    premiums: Premiums

    @property
    def ranking(self) -> Ranking:
        """Return the order of choices."""
        return Ranking(self.objective.criteria)

    @property
    def confirmed(self) -> bool:
        """Whether the best keeps to the limits on other losses and nothing beats it there."""
        first, *others = self.fresh
        beaten = any(self.ranking.better(first, other) for other in others)
        return first.admissible == self.best.admissible and not beaten


def recommend(
    candidates: Candidates,
    *,
    engine: Threads | None = None,
    announce: Announce | None = None,
) -> Recommendation:
    """Choose the terms of the pool among candidates by the scenario's ``objective``.

    Every run draws the same losses, so what differs between two choices is their terms. The best
    and its runners-up are then run with the numbers of every sensitivity raised and lowered, and
    on another seed.

    Raises
    ------
    UsageError
        If the scenario declares no objective, or there is nothing to choose from.
    ModelRefusedError
        If a choice has no honest answer.
    """
    engine = engine or Threads()
    base = candidates.scenario(())
    objective = base.objective
    if objective is None:
        raise UsageError(
            f"{candidates.path}: nothing says what terms are chosen by; "
            'add [objective] and criteria = ["economic_profit", "lowest_return"]'
        )
    if not candidates.named:
        raise UsageError("no candidates to choose from; name some files after the scenario")
    ranking = Ranking(objective.criteria)
    tried: dict[Choice, Assessed] = {}

    def ran(
        choice: Choice,
        scale: Mapping[str, float] | None = None,
        overrides: Mapping[str, object] | None = None,
    ) -> Assessed:
        scenario = candidates.scenario(choice, scale=scale, overrides=overrides)
        progress = announce("+".join(choice) or BASE) if announce else None
        return assess(run(scenario, engine=engine, progress=progress), choice, objective.limits)

    def once(choice: Choice) -> Assessed:
        if choice not in tried:
            tried[choice] = ran(choice)
        return tried[choice]

    _require_figures(once(()), objective)
    best = search(candidates, ranking, once)
    others = [one for one in tried.values() if one is not best]
    runners_up = tuple(ranking.ordered(others)[:RUNNERS_UP])
    short = [best.choice, *(one.choice for one in runners_up)]
    varied = [
        Varied(name, factor, found[0], ranking.ordered(found)[0])
        for name, one in objective.sensitivities.items()
        for factor in (1.0 - objective.step, 1.0 + objective.step)
        for found in [[ran(choice, dict.fromkeys(one.keys, factor)) for choice in short]]
    ]
    seed = base.simulation.next_seed
    return Recommendation(
        objective=objective,
        candidates=candidates,
        now=tried[()],
        best=best,
        runners_up=runners_up,
        tried=tuple(tried.values()),
        varied=tuple(varied),
        fresh_seed=seed,
        fresh=tuple(ran(choice, overrides={"simulation.seed": seed}) for choice in short),
        premiums=_at_recommended(best, partial(ran, best.choice)),
    )


def _require_figures(now: Assessed, objective: Objective) -> None:
    """Refuse to choose by what cannot be estimated."""
    for criterion in objective.criteria:
        figure = now.figures[criterion]
        if not figure.known:
            raise ModelRefusedError(
                f"nothing can be chosen by objective.criteria = {criterion}: {figure.reason}; "
                "simulate more paths (--paths)"
            )


def _at_recommended(best: Assessed, ran: Callable[[Mapping[str, float]], Assessed]) -> Premiums:
    """Run the best choice at the premiums that its own run recommends."""
    factors = {
        f"sectors.{sector}.lines.{line}.premium": priced["recommended"] / priced["current"]
        for sector, lines in best.summary["premium"]["lines"].items()
        for line, priced in lines.items()
        if priced["recommended"] != priced["current"] > 0.0
    }
    return Premiums(factors, ran(factors) if factors else best)
