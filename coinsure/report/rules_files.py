"""``write_rules``: what a comparison of rules leaves on disk."""

from pathlib import Path

from coinsure.models.labels import Label
from coinsure.report.beside import read
from coinsure.report.beside_files import write
from coinsure.report.drawn import figure_files, inlined
from coinsure.report.figures import style
from coinsure.report.figures.rule_frontier import Point, draw
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.quantity import percent
from coinsure.report.rules import (
    MEMBER_TABLES,
    choices_table,
    heading,
    member_table,
    rule_names,
    rules_dict,
)
from coinsure.report.run import as_json
from coinsure.report.section import Block, Drawing, Section
from coinsure.report.table import Table
from coinsure.report.wording import say
from coinsure.report.workbook import table_files
from coinsure.rules import RuleTable


def write_rules(table: RuleTable, folder: Path, first: Language) -> None:
    """Write page, data, tables and figure of a comparison of rules into ``folder``, all at once.

    Parameters
    ----------
    first
        Language in which the page opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    unit = table.scenario.unit
    drawn = figure_files([_drawing(table)] if points(table) else [], unit, first)
    files = {
        "rules.html": rules_page(table, first, drawn).encode(),
        "rules.json": as_json(rules_dict(table)),
    }
    files |= table_files(rule_tables(table), unit)
    files |= {f"figures/{name}": content for name, content in drawn.items()}
    write(folder, files)


def rule_tables(table: RuleTable) -> list[Table]:
    """Return the table of the pool and those of members."""
    of_members = [member_table(table, key, kind, signed=s) for key, kind, s in MEMBER_TABLES]
    return [choices_table(table), *of_members]


def rules_page(table: RuleTable, first: Language, drawn: dict[str, bytes]) -> str:
    """Return the page on some rules; ``drawn`` holds the figures by file name."""
    scenario = table.scenario
    of_pool, *of_members = rule_tables(table)
    blocks: tuple[Block, ...] = (of_pool,)
    if points(table):
        blocks += (_drawing(table),)
    content = Content(
        title=say(
            "rules.title",
            title=Label(zh=scenario.title_zh, en=scenario.title),
            rules=len(table.settled),
        ),
        opening=say(
            "rules.opening",
            paths=table.base.rows.paths,
            years=table.base.rows.years,
            seed=str(scenario.simulation.seed),
            level=percent(scenario.capital.level),
        ),
        first=(),
        further=(),
        sections=(
            Section("rules", heading(table), blocks),
            Section("rules_members", say("rules.heading_members"), tuple(of_members)),
        ),
        footer=(say("page.errors"),),
    )
    return page(content, scenario.unit, first, inlined(drawn))


def points(table: RuleTable) -> list[Point]:
    """Return the choices whose stability is known."""
    return [
        Point(
            say("rules.pair", shares=rule_names(settled)[0], profit=rule_names(settled)[1]),
            settled.pool.concentration,
            read(settled.stability.complaint),
        )
        for settled in table.settled
        if settled.stability is not None
    ]


def _drawing(table: RuleTable) -> Drawing:
    scenario, rows, found = table.scenario, table.base.rows, points(table)
    title = Label(zh=scenario.title_zh, en=scenario.title)
    source = style.source(title, rows.paths, rows.years, scenario.simulation.seed)
    return Drawing(
        "rule_frontier",
        say("alt.rule_frontier"),
        lambda writer: draw(found, source, scenario.unit, writer),
    )
