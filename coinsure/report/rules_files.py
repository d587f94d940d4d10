"""``write_rules``: what a comparison of rules leaves on disk."""

from pathlib import Path

from coinsure.models.labels import Label
from coinsure.report.beside import read
from coinsure.report.figures import style
from coinsure.report.figures.rule_frontier import Point, draw
from coinsure.report.folder import new_folder
from coinsure.report.numerals import LANGUAGES, Language
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
from coinsure.report.spreadsheet import spreadsheet
from coinsure.report.table import Table
from coinsure.report.wording import Phrase, Writer, say
from coinsure.rules import RuleTable, pool_figures


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
    drawn = _draw(table)
    files = {
        "rules.html": rules_page(table, first, drawn).encode(),
        "rules.json": as_json(rules_dict(table)),
    }
    files |= {f"tables/{one.key}.csv": spreadsheet(one, unit) for one in rule_tables(table)}
    files |= {f"figures/{name}": content for name, content in drawn.items()}
    with new_folder(folder) as fresh:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)


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

    def inline(drawing: Drawing, writer: Writer) -> str:
        name = f"{drawing.key}.{writer.language}"
        return style.inline(drawn[f"{name}.svg"].decode(), name)

    return page(content, scenario.unit, first, inline)


def points(table: RuleTable) -> list[Point]:
    """Return the choices whose stability is known."""
    return [
        Point(
            say("rules.pair", shares=rule_names(settled)[0], profit=rule_names(settled)[1]),
            pool_figures(settled).concentration,
            read(settled.stability.complaint),
        )
        for settled in table.settled
        if settled.stability is not None
    ]


def _drawing(table: RuleTable) -> Drawing:
    found, source, unit = points(table), _source(table), table.scenario.unit
    return Drawing(
        "rule_frontier",
        say("alt.rule_frontier"),
        lambda writer: draw(found, source, unit, writer),
    )


def _source(table: RuleTable) -> Phrase:
    scenario = table.scenario
    return say(
        "figure.source",
        title=Label(zh=scenario.title_zh, en=scenario.title),
        paths=table.base.rows.paths,
        years=table.base.rows.years,
        seed=str(scenario.simulation.seed),
    )


def _draw(table: RuleTable) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if not points(table):
        return files
    for language in LANGUAGES:
        with style.drawing():
            canvas = _drawing(table).draw(Writer(language, table.scenario.unit))
            files[f"rule_frontier.{language}.svg"] = style.svg(canvas).encode()
            files[f"rule_frontier.{language}.png"] = style.png(canvas)
    return files
