"""``write_agreement``: the agreement sheet as a page, data and tables."""

from pathlib import Path

from coinsure.agreement import AgreementSheet
from coinsure.models.labels import Label
from coinsure.report.agreement import (
    agreement_dict,
    carried_table,
    clause_table,
    line_table,
    outcome_table,
    schedule_table,
    step_table,
    worked_table,
)
from coinsure.report.beside_files import no_drawing, write
from coinsure.report.layout import show
from coinsure.report.monospace import grids
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.run import as_json, tables
from coinsure.report.section import Section
from coinsure.report.wording import Writer, say
from coinsure.report.workbook import table_files


def write_agreement(sheet: AgreementSheet, folder: Path, first: Language) -> None:
    """Write page, data and tables of an agreement sheet into ``folder``, all at once.

    Parameters
    ----------
    first
        Language in which the page opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    unit = sheet.scenario.unit
    files = {
        "agreement.html": agreement_page(sheet, first).encode(),
        "agreement.json": as_json(agreement_dict(sheet)),
    }
    write(folder, files | table_files(tables(sections(sheet)), unit))


def sections(sheet: AgreementSheet) -> list[Section]:
    """Return the parts of the sheet, in the order of an agreement."""
    shares = sheet.plan.shares
    schedule = [schedule_table(sheet, "liability")]
    if (shares.premium != shares.liability).any():
        schedule.append(schedule_table(sheet, "premium"))
    found = [Section("shares", say("agreement.heading_shares"), tuple(schedule))]
    if sheet.lines:
        found.append(
            Section(
                "risk_units",
                say("agreement.heading_lines"),
                (line_table(sheet), carried_table(sheet)),
            )
        )
    return [
        *found,
        Section("agreement_clauses", say("agreement.heading_clauses"), (clause_table(sheet),)),
        Section("agreement_steps", say("agreement.heading_steps"), (step_table(sheet),)),
        Section(
            "agreement_worked",
            say("agreement.heading_worked"),
            (worked_table(sheet), outcome_table(sheet)),
        ),
    ]


def agreement_page(sheet: AgreementSheet, first: Language) -> str:
    """Return the sheet as a page in both languages."""
    scenario = sheet.scenario
    content = Content(
        title=say("agreement.title", title=Label(zh=scenario.title_zh, en=scenario.title)),
        opening=say("agreement.opening", members=len(scenario.members)),
        first=(),
        further=(),
        sections=sections(sheet),
        footer=(say("agreement.footer"),),
    )
    return page(content, scenario.unit, first, no_drawing)


def agreement_text(sheet: AgreementSheet, language: Language) -> str:
    """Return clauses and worked settlement for a terminal."""
    writer = Writer(language, sheet.scenario.unit)
    return grids([show(table, writer) for table in (clause_table(sheet), worked_table(sheet))])
