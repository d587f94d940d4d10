"""The verdict of a recommendation: what it advises, and a traffic light for every criterion."""

from coinsure.recommendation import Recommendation
from coinsure.report.beside import read
from coinsure.report.quantity import Quantity, count, money, percent
from coinsure.report.recommendation import KINDS, terms_of
from coinsure.report.section import Conclusion
from coinsure.report.sections.verdict import change
from coinsure.report.table import Status
from coinsure.report.wording import Phrase, say
from coinsure.risk.estimate import Estimate


def heading(found: Recommendation) -> Phrase:
    """Say in a sentence what is recommended."""
    if not found.best.admissible:
        return say("recommendation.none", terms=terms_of(found, found.best))
    if found.best is found.now:
        return say("recommendation.keep")
    decisive = found.ranking.decisive(found.now, found.best)
    if decisive is None:
        return say("recommendation.change_for_limits", terms=terms_of(found, found.best))
    criterion, gap = decisive
    amount = Quantity(KINDS[criterion], read(gap))
    return say(
        "recommendation.change",
        terms=terms_of(found, found.best),
        criterion=say(f"criterion.{criterion}"),
        gain=amount,
    )


def conclusions(found: Recommendation) -> list[Conclusion]:
    """Judge the advice by each criterion: what it earns, what it keeps to, how far it carries."""
    hurdle = found.best.scenario.capital.hurdle
    profit, lowest = (found.best.figures[key] for key in ("economic_profit", "lowest_return"))
    flips = sum(one.flips for one in found.varied)
    priced = found.best.summary["premium"]["pool"]
    grades = next(one for one in found.best.summary["verdict"] if one["code"] == "data_grade")
    unsure = not all(held.sure for held in found.best.limits)
    limits: Status = "bad" if not found.best.admissible else "warn" if unsure else "good"
    unmoved = found.best is found.now
    return [
        Conclusion(
            "advice",
            limits if limits == "bad" else "good" if unmoved and found.confirmed else "warn",
            heading(found),
        ),
        Conclusion(
            "profit",
            above(profit, 0.0),
            say(f"recommendation.profit_{above(profit, 0.0)}", profit=money(read(profit))),
        ),
        Conclusion(
            "lowest_return",
            above(lowest, hurdle),
            say(
                f"recommendation.return_{above(lowest, hurdle)}",
                lowest=percent(read(lowest)),
                hurdle=percent(hurdle),
            ),
        ),
        Conclusion("limits", limits, say(f"recommendation.limits_{limits}")),
        Conclusion(
            "premium",
            above(found.premiums.found.figures["economic_profit"], 0.0),
            say(
                "recommendation.premiums",
                change=change(priced["change"]),
                profit=money(read(found.premiums.found.figures["economic_profit"])),
            ),
        ),
        Conclusion(
            "sensitivities",
            "warn" if flips else "good",
            say(
                "recommendation.flips_in" if flips else "recommendation.never_flips",
                flips=count(flips),
                varied=count(len(found.varied)),
                step=percent(found.objective.step),
            ),
        ),
        Conclusion(
            "fresh",
            "good" if found.confirmed else "warn",
            say(
                "recommendation.confirmed" if found.confirmed else "recommendation.not_confirmed",
                seed=str(found.fresh_seed),
            ),
        ),
        Conclusion(
            "data_grade",
            grades["status"],
            say(
                f"verdict.data_grade.{grades['status']}",
                **{grade: percent(grades["figures"][f"grade_{grade}"]) for grade in "abc"},
            ),
        ),
    ]


def above(figure: Estimate, bound: float) -> Status:
    """Return good for a figure above a bound, bad below it, and a warning within the error."""
    if figure.low is None or figure.high is None:
        return "warn"
    return "good" if figure.low >= bound else "bad" if figure.high < bound else "warn"
