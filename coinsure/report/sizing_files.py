"""``SizingReport``: page, data, tables and figures of a sizing of shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coinsure.decision.sizing import Conflict
from coinsure.report.beside_files import write
from coinsure.report.drawn import drawings, figure_files, inlined
from coinsure.report.figures import share_curve, style
from coinsure.report.layout import show
from coinsure.report.monospace import grids
from coinsure.report.numerals import Language
from coinsure.report.page import Content, page
from coinsure.report.quantity import percent
from coinsure.report.run import as_json, tables
from coinsure.report.section import Drawing, Section
from coinsure.report.sizing import (
    against_table,
    broken_table,
    conflict_table,
    gain_table,
    limit_dict,
    limit_table,
    member_heading,
    member_name,
    pool_heading,
    range_table,
    share_table,
    title_of,
)
from coinsure.report.table import Table
from coinsure.report.wording import Phrase, Writer, say
from coinsure.report.workbook import table_files
from coinsure.results.estimates import figure
from coinsure.sizing import MemberSizing, PoolSizing
from coinsure.sizing.book import Sized
from coinsure.sizing.worth import Worth

SCHEMA = 1
"""Version of the layout of ``sizing.json``."""


@dataclass(frozen=True, slots=True, eq=False)
class SizingReport:
    """What is shown of a sizing; ``data`` is the content of ``sizing.json``."""

    sized: Sized
    title: Phrase
    sections: tuple[Section, ...]
    data: dict[str, Any]
    feasible: bool


def pool_sizing(found: PoolSizing) -> SizingReport:
    """Return what is shown of the cheapest shares."""
    scenario = found.sized.scenario
    conflict = isinstance(found.answer, Conflict)
    blocks: list[Phrase | Table] = [say("text.sizing_conflict" if conflict else "text.sizing")]
    if conflict:
        blocks += [conflict_table(found), against_table(found)]
    else:
        blocks += [broken_table(found)] if found.broken else []
        blocks += [share_table(found), gain_table(found), limit_table(found)]
    return SizingReport(
        found.sized,
        say("sizing.title", title=title_of(scenario)),
        (Section("sizing", pool_heading(found), tuple(blocks)),),
        {**_head(found.sized), **_pool_dict(found)},
        not conflict,
    )


def member_sizing(found: MemberSizing) -> SizingReport:
    """Return what is shown of the shares that a member can carry."""
    scenario = found.sized.scenario
    name = member_name(scenario, found.member)
    source = _source(found.sized)
    drawing = Drawing(
        "share_curve",
        say("alt.share_curve", member=name),
        lambda writer: share_curve.draw(found, source, writer),
    )
    return SizingReport(
        found.sized,
        say("sizing.title_member", title=title_of(scenario), member=name),
        (Section("sizing", member_heading(found), (drawing, range_table(found))),),
        {**_head(found.sized), **_member_dict(found)},
        not any(one.feasible.empty for one in found.sectors),
    )


def write_sizing(found: SizingReport, folder: Path, first: Language) -> None:
    """Write page, data, tables and figures of a sizing into ``folder``, all at once.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but earlier results, or cannot be written.
    """
    unit = found.sized.scenario.unit
    drawn = figure_files(drawings(found.sections), unit, first)
    files: dict[str, bytes] = {
        "sizing.html": page(_content(found), unit, first, inlined(drawn)).encode(),
        "sizing.json": as_json(found.data),
    }
    files |= table_files(tables(found.sections), unit)
    files |= {f"figures/{name}": content for name, content in drawn.items()}
    write(folder, files)


def sizing_text(found: SizingReport, language: Language) -> str:
    """Return heading and tables as aligned text."""
    writer = Writer(language, found.sized.scenario.unit)
    headings = [writer.write(section.heading) for section in found.sections]
    return "\n".join(
        [*headings, "", grids([show(table, writer) for table in tables(found.sections)])]
    )


def _content(found: SizingReport) -> Content:
    scenario = found.sized.scenario
    return Content(
        title=found.title,
        opening=say(
            "sizing.opening",
            years=found.sized.years,
            seed=str(scenario.simulation.seed),
            level=percent(scenario.capital.level),
        ),
        first=(),
        further=(),
        sections=found.sections,
        footer=(say("page.errors"),),
    )


def _source(found: Sized) -> Phrase:
    scenario = found.scenario
    return style.source(title_of(scenario), found.years, 1, scenario.simulation.seed)


def _head(found: Sized) -> dict[str, Any]:
    scenario = found.scenario
    return {
        "schema": SCHEMA,
        "title": title_of(scenario).model_dump(),
        "unit": scenario.unit,
        "level": scenario.capital.level,
        "hurdle": scenario.capital.hurdle,
        "years": found.years,
        "seed": scenario.simulation.seed,
    }


def _pool_dict(found: PoolSizing) -> dict[str, Any]:
    answer, sized = found.answer, found.sized
    data: dict[str, Any] = {
        "feasible": not isinstance(answer, Conflict),
        "present_cost": figure(found.present_cost),
        "present_breaks": [{**limit_dict(one), "missed": gap} for one, gap in found.broken],
        "present": _table(sized, sized.present.tolist()),
    }
    if isinstance(answer, Conflict):
        missed = [{**limit_dict(one), "missed": gap} for one, gap in answer.missed]
        return {**data, "missed": missed, "against": [limit_dict(one) for one in answer.against]}
    return {
        **data,
        "advised": _table(sized, answer.shares.tolist()),
        "cost": answer.cost,
        "saved": figure(found.saved),
        "saved_on_other_seed": figure(found.saved_again),
        "members": {
            name: {
                "present": _worth_dict(one.present),
                "advised": _worth_dict(one.advised),
                "gain": figure(one.gain),
            }
            for name, one in found.members.items()
        },
        "limits": [
            {
                **limit_dict(limit),
                "bound": limit.bound,
                "slack": float(slack),
                "excess_on_other_seed": figure(check.excess),
                "kept_on_other_seed": check.kept,
            }
            for limit, slack, check in zip(
                sized.limits, answer.slack.tolist(), found.checks, strict=True
            )
        ],
    }


def _member_dict(found: MemberSizing) -> dict[str, Any]:
    return {
        "member": found.member,
        "present": _worth_dict(found.present),
        "sectors": {
            one.sector: {
                "present": one.present,
                "low": None if one.feasible.empty else one.feasible.low,
                "high": None if one.feasible.empty else one.feasible.high,
                "below": one.feasible.below and limit_dict(one.feasible.below),
                "above": one.feasible.above and limit_dict(one.feasible.above),
                "at_low": one.ends and _worth_dict(one.ends[0]),
                "at_high": one.ends and _worth_dict(one.ends[1]),
                "curve": [{"share": p.share, **_worth_dict(p.worth)} for p in one.curve],
            }
            for one in found.sectors
        },
    }


def _worth_dict(worth: Worth) -> dict[str, Any]:
    return {
        "result": figure(worth.result),
        "capital": figure(worth.capital),
        "return_on_capital": figure(worth.return_on_capital),
        "economic_profit": figure(worth.economic_profit),
    }


def _table(sized: Sized, shares: list[list[float]]) -> Mapping[str, Mapping[str, float]]:
    return {
        member: dict(zip(sized.book.sectors, row, strict=True))
        for member, row in zip(sized.book.members, shares, strict=True)
    }
