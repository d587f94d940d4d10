"""``write_recommendation``: what a recommendation leaves on disk."""

from pathlib import Path

from coinsure.recommendation import Recommendation
from coinsure.report.beside_files import no_drawing, write
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.recommendation import (
    at_premium_table,
    capital_table,
    choices_table,
    fresh_table,
    limits_table,
    premium_table,
    recommendation_dict,
    runners_up_table,
    sensitivity_table,
    terms_table,
    title_of,
)
from coinsure.report.recommendation_verdict import conclusions, heading
from coinsure.report.run import as_json, tables
from coinsure.report.section import Section
from coinsure.report.wording import say
from coinsure.report.workbook import table_files


def write_recommendation(found: Recommendation, folder: Path, first: Language) -> None:
    """Write page, data and tables of a recommendation into ``folder``, all at once.

    Parameters
    ----------
    first
        Language in which the page opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    unit = found.now.scenario.unit
    files = {
        "recommendation.html": recommendation_page(found, first).encode(),
        "recommendation.json": as_json(recommendation_dict(found)),
    }
    write(folder, files | table_files(tables(_sections(found)), unit))


def recommendation_page(found: Recommendation, first: Language) -> str:
    """Return the page on a recommendation."""
    scenario = found.now.scenario
    content = Content(
        title=say("recommendation.title", title=title_of(found)),
        opening=say(
            "recommendation.opening",
            tried=len(found.tried),
            paths=scenario.simulation.paths,
            years=scenario.simulation.years,
            seed=str(scenario.simulation.seed),
        ),
        first=conclusions(found),
        further=(),
        sections=_sections(found),
        footer=(say("page.errors"),),
    )
    return page(content, scenario.unit, first, no_drawing)


def _sections(found: Recommendation) -> tuple[Section, ...]:
    return (
        Section(
            "recommendation",
            heading(found),
            (terms_table(found), limits_table(found)),
            "bad" if not found.best.admissible else "good" if found.confirmed else "warn",
        ),
        Section(
            "recommended_choices",
            say("recommendation.heading_choices", tried=len(found.tried)),
            (choices_table(found), runners_up_table(found)),
        ),
        Section(
            "recommended_standing",
            say("recommendation.heading_standing"),
            (sensitivity_table(found), fresh_table(found)),
        ),
        Section(
            "recommended_premium",
            say("recommendation.heading_premium"),
            (premium_table(found), at_premium_table(found), capital_table(found)),
        ),
    )
