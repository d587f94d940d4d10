"""What the exact route answers, on a page, in a terminal and as data: ``run --method exact``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coinsure.models.labels import Label
from coinsure.report.beside_files import no_drawing, write
from coinsure.report.exact_reasons import exact_reasons
from coinsure.report.layout import show
from coinsure.report.monospace import grids
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.quantity import Figure, count, percent
from coinsure.report.run import as_json
from coinsure.report.section import Section
from coinsure.report.table import Cell, Column, Table, build, label
from coinsure.report.wording import Phrase, Value, Writer, say
from coinsure.results.exact import Exact

PERIODS = (10, 50, 100, 200, 1000)
"""Return periods of the table of exceedance, in years."""


def write_exact(found: Exact, answers: Mapping[str, Any], folder: Path, first: Language) -> None:
    """Write page and data of exact answers into ``folder``, all at once.

    Parameters
    ----------
    answers
        ``found.summary()``.
    first
        Language in which the page opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    scenario = found.scenario
    record = {
        "schema": answers["schema"],
        "method": "exact",
        "version": answers["version"],
        "scenario": scenario.resolved(),
        "scenario_sha256": scenario.digest(),
    }
    write(
        folder,
        {
            "report.html": exact_page(answers, first).encode(),
            "summary.json": as_json(answers),
            "manifest.json": as_json(record),
        },
    )


def exact_page(answers: Mapping[str, Any], first: Language) -> str:
    """Return the page."""
    section = Section("exact", say("exact.heading"), tuple(exact_tables(answers)))
    content = Content(
        title=_title(answers),
        opening=_opening(answers),
        first=(),
        further=(),
        sections=(section,),
        footer=(say("exact.footer"),),
    )
    return page(content, answers["scenario"]["unit"], first, no_drawing)


def exact_text(answers: Mapping[str, Any], lang: Language) -> str:
    """Return what a terminal shows."""
    writer = Writer(lang, answers["scenario"]["unit"])
    head = [writer.write(_title(answers)), writer.write(_opening(answers))]
    return "\n".join([*head, "", grids([show(table, writer) for table in exact_tables(answers)])])


def exact_tables(answers: Mapping[str, Any]) -> Iterator[Table]:
    """Yield the tables of gross and net losses, of exceedance, and of what has no answer."""
    yield build("exact_gross", _columns(answers, "gross"), list(_amounts(answers, "gross")))
    if any(of["net"] != of["gross"] for _, of in _parts(answers)):
        yield build("exact_net", _columns(answers, "net"), list(_amounts(answers, "net")))
    yield _exceedance(answers)
    names = {
        f"{sector}.{key}": label(line["label"])
        for sector, lines in answers["lines"].items()
        for key, line in lines.items()
    }
    refused: list[list[Cell]] = [
        [name, say(f"exact.{kind}"), exact_reasons(of[kind]["reasons"], names)]
        for name, of in _parts(answers)
        for kind in ("gross", "net")
        if not of[kind]["exact"] and not (kind == "net" and of["net"] == of["gross"])
    ]
    if refused:
        columns = [Column("exact_part"), Column("exact_side"), Column("exact_reason")]
        yield build("exact_refused", columns, refused)


def _title(answers: Mapping[str, Any]) -> Phrase:
    head = answers["scenario"]
    return say("exact.title", title=Label(zh=head["title_zh"], en=head["title"]))


def _opening(answers: Mapping[str, Any]) -> Phrase:
    return say("exact.opening", year=str(answers["scenario"]["year"]))


def _parts(answers: Mapping[str, Any]) -> Iterator[tuple[Value, Mapping[str, Any]]]:
    """Yield name and sides of the pool, of every sector and of every line."""
    yield say("exact.pool"), answers["pool"]
    for sector in answers["sectors"].values():
        yield say("exact.sector", sector=label(sector["label"])), sector
    for lines in answers["lines"].values():
        for line in lines.values():
            yield label(line["label"]), line


def _columns(answers: Mapping[str, Any], kind: str) -> list[Column]:
    """Return the columns of amounts; parts of the pool's TVaR only where it is known."""
    at = percent(answers["level"])
    parts = [Column("exact_co_tvar", "money")] if "co_tvar" in answers["pool"][kind] else []
    return [
        Column("exact_part"),
        Column("exact_mean", "money"),
        Column("score_of_sd", "money"),
        Column("exact_var", "money", heading=say("measure.var", level=at)),
        Column("exact_tvar", "money", heading=say("measure.tvar", level=at)),
        *parts,
    ]


def _amounts(answers: Mapping[str, Any], kind: str) -> Iterator[list[Cell]]:
    level = str(answers["level"])
    shares = answers["pool"][kind].get("co_tvar")
    names = iter([None] * (1 + len(answers["sectors"])) + _keys(answers))
    for title, of in _parts(answers):
        key, side = next(names), of[kind]
        if side["exact"]:
            part = [Figure.of(shares[key][level]) if key in shares else None] if shares else []
            yield [
                title,
                Figure.of(side["mean"]),
                Figure.of(side["sd"]),
                Figure.of(side["var"][level]),
                Figure.of(side["tvar"][level]),
                *part,
            ]


def _keys(answers: Mapping[str, Any]) -> list[str | None]:
    return [f"{sector}.{line}" for sector, lines in answers["lines"].items() for line in lines]


def _exceedance(answers: Mapping[str, Any]) -> Table:
    columns = [
        Column("exact_part"),
        *(
            Column("exact_period", "money", heading=say("exact.period", years=count(period)))
            for period in PERIODS
        ),
    ]
    rows: list[list[Cell]] = []
    for title, of in _parts(answers):
        if of["gross"]["exact"]:
            found = {row["period"]: row["var"] for row in of["gross"]["return_periods"]}
            rows.append([title, *(Figure.of(found[period]) for period in PERIODS)])
    return build("exact_exceedance", columns, rows)
