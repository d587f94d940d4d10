"""``write_incentives``: what a study of incentives leaves on disk."""

from pathlib import Path

from coinsure.incentives import IncentiveTable
from coinsure.models.labels import Label
from coinsure.report.beside_files import no_drawing, write
from coinsure.report.incentives import (
    gain_table,
    heading,
    incentives_dict,
    remedy_table,
    term_table,
)
from coinsure.report.layout import show
from coinsure.report.monospace import grids
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.run import as_json, tables
from coinsure.report.section import Section
from coinsure.report.wording import Writer, say
from coinsure.report.workbook import table_files


def write_incentives(table: IncentiveTable, folder: Path, first: Language) -> None:
    """Write page, data and tables of a study of incentives into ``folder``, all at once.

    Parameters
    ----------
    first
        Language in which the page opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    files = {
        "incentives.html": incentives_page(table, first).encode(),
        "incentives.json": as_json(incentives_dict(table)),
    }
    write(folder, files | table_files(tables(sections(table)), table.scenario.unit))


def sections(table: IncentiveTable) -> list[Section]:
    """Return the parts of the page."""
    found = [Section("incentives", heading(table), (gain_table(table), term_table(table)))]
    if table.remedies:
        remedies = Section(
            "incentives_remedies", say("incentives.heading_remedies"), (remedy_table(table),)
        )
        found.append(remedies)
    return found


def incentives_page(table: IncentiveTable, first: Language) -> str:
    """Return the page in both languages."""
    scenario = table.scenario
    content = Content(
        title=say("incentives.title", title=Label(zh=scenario.title_zh, en=scenario.title)),
        opening=say(
            "incentives.opening",
            paths=table.paths,
            years=table.plan.years,
            seed=str(scenario.simulation.seed),
        ),
        first=(),
        further=(),
        sections=sections(table),
        footer=(say("page.errors"),),
    )
    return page(content, scenario.unit, first, no_drawing)


def incentives_text(table: IncentiveTable, language: Language) -> str:
    """Return the heading, gains and remedies for a terminal."""
    writer = Writer(language, table.scenario.unit)
    shown = [show(gain_table(table), writer)]
    if table.remedies:
        shown.append(show(remedy_table(table), writer))
    return f"{writer.write(heading(table))}\n\n{grids(shown)}"
