"""A recommendation of terms: its tables, and the content of ``recommendation.json``."""

from typing import Any

from coinsure.decision.objective import CRITERIA, Criterion
from coinsure.models.labels import Label
from coinsure.recommendation import Assessed, Held, Recommendation
from coinsure.report.beside import read
from coinsure.report.quantity import Figure, Kind, Quantity, count, percent
from coinsure.report.sections.premium import reason
from coinsure.report.table import Cell, Column, Mark, Named, Table, build, label
from coinsure.report.wording import Phrase, Value, say
from coinsure.results.estimates import figure

SCHEMA = 1
"""Version of the layout of ``recommendation.json``."""

KINDS: dict[Criterion, Kind] = {
    "economic_profit": "money",
    "capital": "money",
    "lowest_return": "percent",
    "unpaid": "money",
    "uninsured": "money",
}
FIGURES = (
    Column("economic_profit", "money", "error"),
    Column("economic_capital", "money", "error"),
    Column("lowest_return_on_capital", "percent", "error"),
    Column("unpaid", "money", "error"),
    Column("uninsured", "money", "error"),
)
"""One for each criterion, in their order."""


def recommendation_dict(found: Recommendation) -> dict[str, Any]:
    """Return what is recommended and all it rests on, as ``recommendation.json`` holds it."""
    scenario = found.now.scenario
    return {
        "schema": SCHEMA,
        "title": {"zh": scenario.title_zh, "en": scenario.title},
        "unit": scenario.unit,
        "paths": scenario.simulation.paths,
        "years": scenario.simulation.years,
        "seed": scenario.simulation.seed,
        "objective": found.objective.model_dump(mode="json", exclude_none=True),
        "candidates": {
            name: {"label": one.label.model_dump(), "description": one.description.model_dump()}
            for name, one in found.candidates.named.items()
        },
        "groups": [list(group) for group in found.candidates.groups],
        "now": _assessed_dict(found.now),
        "recommended": _assessed_dict(found.best),
        "confirmed": found.confirmed,
        "runners_up": [
            {**_assessed_dict(one), "worse": _decisive(found, one)} for one in found.runners_up
        ],
        "tried": [_assessed_dict(one) for one in found.tried],
        "sensitivities": [
            {
                "name": one.name,
                "factor": one.factor,
                "flips": one.flips,
                "best": list(one.first.choice),
                "recommended": _assessed_dict(one.best),
            }
            for one in found.varied
        ],
        "fresh": {
            "seed": found.fresh_seed,
            "choices": [_assessed_dict(one) for one in found.fresh],
        },
        "premium": {
            **found.best.summary["premium"],
            "factors": dict(found.premiums.factors),
            "at_recommended": _assessed_dict(found.premiums.found),
        },
        "capital": {
            key: found.best.summary["capital"][key] for key in ("pool", "sectors", "members")
        },
    }


def terms_table(found: Recommendation) -> Table:
    """Return what each group of terms is now and should be."""
    rows: list[list[Cell]] = []
    for group in found.candidates.groups:
        chosen = [name for name in group if name in found.best.choice]
        others = [found.candidates.named[name].label for name in group if name not in chosen]
        if chosen:
            one = found.candidates.named[chosen[0]]
            rows.append([one.label, one.description, others or None])
        else:
            rows.append([say("recommendation.now"), say("recommendation.kept"), others])
    columns = (Column("recommended_term"), Column("description"), Column("instead_of"))
    return build("recommended_terms", columns, rows)


def choices_table(found: Recommendation) -> Table:
    """Return every choice that was tried, the recommended one first."""
    order = [found.best, *(one for one in found.tried if one is not found.best)]
    rows = [[terms_of(found, one), *_figures(one), mark(one)] for one in order]
    notes = [say("note.economic_profit", hurdle=percent(found.now.scenario.capital.hurdle))]
    columns = (Column("terms"), *FIGURES, Column("keeps_to_limits"))
    return build("recommended_choices", columns, rows, notes)


def runners_up_table(found: Recommendation) -> Table:
    """Return by what the runners-up fall behind, with paired errors."""
    rows: list[list[Cell]] = []
    for one in found.runners_up:
        decisive = found.ranking.decisive(found.best, one)
        if one.admissible != found.best.admissible:
            rows.append([terms_of(found, one), say("recommendation.limits"), None])
        elif decisive is None:
            rows.append([terms_of(found, one), say("recommendation.equal"), None])
        else:
            criterion, gap = decisive
            rows.append(
                [
                    terms_of(found, one),
                    say(f"criterion.{criterion}"),
                    Quantity(KINDS[criterion], read(gap.times(CRITERIA[criterion]))),
                ]
            )
    columns = (Column("terms"), Column("decided_by"), Column("difference", "mixed", signed=True))
    return build("recommended_runners_up", columns, rows)


def limits_table(found: Recommendation) -> Table:
    """Return every hard limit, with what the recommended terms make of it."""
    rows: list[list[Cell]] = [
        [
            _limit(one),
            percent(read(one.value)),
            percent(one.limit),
            held(one),
        ]
        for one in found.best.limits
    ]
    rows.append(
        [
            say("recommendation.checks"),
            count(len(found.best.summary["checks"]) - len(found.best.failed)),
            count(len(found.best.summary["checks"])),
            Mark("bad", say("passed.no")) if found.best.failed else Mark("good", say("passed.yes")),
        ]
    )
    columns = (
        Column("figure"),
        Column("found", "mixed"),
        Column("bound", "mixed"),
        Column("keeps_to_limits"),
    )
    return build("recommended_limits", columns, rows)


def sensitivity_table(found: Recommendation) -> Table:
    """Return what becomes of the advice when numbers are raised and lowered."""
    rows: list[list[Cell]] = []
    for one in found.varied:
        name = found.objective.sensitivities[one.name].label
        rows.append(
            [
                name,
                Figure.of(one.factor - 1.0),
                *_figures(one.best)[:3],
                mark(one.best),
                terms_of(found, one.first) if one.flips else None,
                Mark("warn", say("recommendation.flips"))
                if one.flips
                else Mark("good", say("recommendation.stands")),
            ]
        )
    columns = (
        Column("varied"),
        Column("by", "percent", signed=True),
        *FIGURES[:3],
        Column("keeps_to_limits"),
        Column("better"),
        Column("advice"),
    )
    return build("recommended_sensitivities", columns, rows)


def fresh_table(found: Recommendation) -> Table:
    """Return the best choices on losses that they were not chosen on."""
    rows = [[terms_of(found, one), *_figures(one), mark(one)] for one in found.fresh]
    columns = (Column("terms"), *FIGURES, Column("keeps_to_limits"))
    notes = [say("note.fresh_seed", seed=str(found.fresh_seed))]
    return build("recommended_fresh", columns, rows, notes)


def premium_table(found: Recommendation) -> Table:
    """Return current and recommended premium of every line, and why."""
    rows: list[list[Cell]] = []
    summary = found.best.summary
    for number, (sector, lines) in enumerate(summary["premium"]["lines"].items()):
        for key, line in lines.items():
            name = Named(label(summary["lines"][sector][key]["label"]), number)
            amounts = [Figure.of(line[one]) for one in ("current", "recommended", "change")]
            rows.append([name, line["data_grade"], *amounts, reason(line)])
    pool = summary["premium"]["pool"]
    total: list[Cell] = [
        say("member.pool"),
        "",
        *(Figure.of(pool[one]) for one in ("current", "recommended", "change")),
        "",
    ]
    columns = (
        Column("line"),
        Column("data_grade"),
        Column("premium_current", "money"),
        Column("premium_recommended", "money"),
        Column("premium_change", "percent", signed=True),
        Column("reason"),
    )
    return build("recommended_premium", columns, rows, total=total)


def at_premium_table(found: Recommendation) -> Table:
    """Return the recommended terms at the present premiums and at the recommended ones."""
    rows = [
        [say("recommendation.present"), *_figures(found.best), mark(found.best)],
        [
            say("recommendation.at_recommended"),
            *_figures(found.premiums.found),
            mark(found.premiums.found),
        ],
    ]
    columns = (Column("premiums"), *FIGURES, Column("keeps_to_limits"))
    return build("recommended_at_premium", columns, rows)


def capital_table(found: Recommendation) -> Table:
    """Return the economic capital that the recommended terms need, and whose it is."""
    summary = found.best.summary
    rows: list[list[Cell]] = [
        [
            label(summary["members"][name]["label"]),
            Figure.of(member["standalone"]),
            Figure.of(member["allocated"]),
        ]
        for name, member in summary["capital"]["members"].items()
    ]
    total: list[Cell] = [say("member.pool"), None, Figure.of(summary["capital"]["pool"])]
    columns = (
        Column("member"),
        Column("capital_alone", "money", "error"),
        Column("capital_part", "money", "error"),
    )
    return build("recommended_capital", columns, rows, total=total)


def terms_of(found: Recommendation, one: Assessed) -> Value:
    """Return what a choice of terms is called."""
    names = [found.candidates.named[name].label for name in one.choice]
    return names or say("recommendation.now")


def mark(one: Assessed) -> Mark:
    """Say whether a choice keeps to all checks and limits, and whether that is sure."""
    if not one.admissible:
        names: list[Value] = [_limit(held) for held in one.broken]
        names += [say(f"check.{name}.name") for name in dict.fromkeys(one.failed)]
        return Mark("bad", say("recommendation.breaks", names=names))
    if not all(held.sure for held in one.limits):
        return Mark("warn", say("rules.unknown"))
    return Mark("good", say("recommendation.keeps"))


def held(one: Held) -> Mark:
    """Say whether a limit is kept, and whether that is sure."""
    if one.excess > 0.0:
        return Mark("bad", say("passed.no"))
    return Mark("good", say("passed.yes")) if one.sure else Mark("warn", say("rules.unknown"))


def _limit(one: Held) -> Phrase:
    return say(f"limit.{one.name}", member=one.subject)


def _figures(one: Assessed) -> list[Cell]:
    return [read(one.figures[criterion]) for criterion in CRITERIA]


def _decisive(found: Recommendation, one: Assessed) -> dict[str, Any] | None:
    decisive = found.ranking.decisive(found.best, one)
    return decisive and {"criterion": decisive[0], "by": figure(decisive[1])}


def _assessed_dict(one: Assessed) -> dict[str, Any]:
    return {
        "choice": list(one.choice),
        "admissible": one.admissible,
        "figures": {criterion: figure(value) for criterion, value in one.figures.items()},
        "limits": [
            {
                "name": held.name,
                "member": held.subject,
                "value": figure(held.value),
                "limit": held.limit,
                "kept": held.excess <= 0.0,
                "sure": held.sure,
            }
            for held in one.limits
        ],
        "failed_checks": list(one.failed),
    }


def title_of(found: Recommendation) -> Label:
    """Return the scenario's title in both languages."""
    return Label(zh=found.now.scenario.title_zh, en=found.now.scenario.title)
