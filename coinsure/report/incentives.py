"""Incentives as tables, and the content of ``incentives.json``."""

from typing import Any

from coinsure.incentives import DEVIATIONS, Deviation, IncentiveTable, Remedy, RuleIncentives
from coinsure.incentives.gains import Gain
from coinsure.models.labels import Label
from coinsure.report.beside import read
from coinsure.report.profit_terms import profit_terms
from coinsure.report.quantity import Quantity, count, percent
from coinsure.report.table import Cell, Column, Mark, Table, build
from coinsure.report.wording import Phrase, Value, say
from coinsure.results.estimates import figure

SCHEMA = 1
"""Version of the layout of ``incentives.json``."""


def incentives_dict(table: IncentiveTable) -> dict[str, Any]:
    """Return every figure of incentives as ``incentives.json`` holds it."""
    scenario = table.scenario
    return {
        "schema": SCHEMA,
        "title": {"zh": scenario.title_zh, "en": scenario.title},
        "unit": scenario.unit,
        "paths": table.paths,
        "years": table.plan.years,
        "seed": scenario.simulation.seed,
        "terms": scenario.incentives.model_dump(mode="json", exclude_none=True),
        "member": table.member,
        "lead": table.lead,
        "line": table.line,
        "deviations": {
            f"{number}.{one.rule.kind}": {
                "own": one.own,
                "terms": one.rule.model_dump(mode="json", exclude_none=True),
                "gains": {kind: _gain(gain) for kind, gain in one.gains.items()},
            }
            for number, one in enumerate(table.rules, start=1)
        },
        "remedies": {
            kind: [
                {
                    "kind": remedy.kind,
                    "value": remedy.value,
                    "removes": remedy.removes,
                    **_gain(remedy.gain),
                }
                for remedy in found
            ]
            for kind, found in table.remedies.items()
        },
    }


def gain_table(table: IncentiveTable) -> Table:
    """Return rules x deviations: what the one gains and all others together."""
    columns = [Column("profit_rule")]
    for kind in DEVIATIONS:
        for side in ("own", "others"):
            heading = say(f"incentives.{side}", deviation=say(f"incentives.{kind}"))
            columns.append(Column(f"{kind}_{side}", "money", "error", heading=heading, signed=True))
    rows: list[list[Cell]] = []
    for one in table.rules:
        cells: list[Cell] = [rule_name(one)]
        for kind in DEVIATIONS:
            cells += [read(one.gains[kind].own), read(one.gains[kind].others)]
        rows.append(cells)
    return build("incentives_gains", columns, rows, notes(table))


def remedy_table(table: IncentiveTable) -> Table:
    """Return what takes the gain under the pool's own rule away, kind by kind."""
    columns = (
        Column("deviation"),
        Column("remedy"),
        Column("remedy_value", "mixed"),
        Column("gain_left", "money", "error", signed=True),
        Column("others_left", "money", "error", signed=True),
        Column("removes"),
    )
    rows: list[list[Cell]] = [
        [
            say(f"incentives.{kind}"),
            say(f"incentives.remedy_{remedy.kind}"),
            _strength(remedy),
            read(remedy.gain.own),
            read(remedy.gain.others),
            _removes(remedy),
        ]
        for kind, found in table.remedies.items()
        for remedy in found
    ]
    return build("incentives_remedies", columns, rows, [say("note.incentives_remedies")])


def term_table(table: IncentiveTable) -> Table:
    """Return the terms under which each rule was measured."""
    rows: list[list[Cell]] = [
        [rule_name(one), profit_terms(one.rule.model_dump(mode="json"))] for one in table.rules
    ]
    return build("incentives_terms", (Column("profit_rule"), Column("setting")), rows)


def notes(table: IncentiveTable) -> list[Phrase]:
    """Return who does what, and how far."""
    terms = table.scenario.incentives
    sector, _, line = table.line.partition(".")
    return [
        say(
            "note.incentives_keeps_back",
            member=member_name(table, table.member),
            line=table.scenario.sectors[sector].lines[line].label,
            part=percent(terms.kept_back),
            quality=percent(terms.quality),
        ),
        say(
            "note.incentives_settles_loosely",
            lead=member_name(table, table.lead),
            more=percent(terms.looser),
            saved=percent(terms.effort_saved),
        ),
        say(
            "note.incentives_under_reserves",
            member=member_name(table, table.member),
            part=percent(terms.understated),
        ),
    ]


def heading(table: IncentiveTable) -> Phrase:
    """Return which deviations pay under the pool's own rule."""
    own = table.rules[0]
    paying: list[Deviation] = [kind for kind in DEVIATIONS if own.gains[kind].pays]
    if not paying:
        return say("incentives.heading_none", rule=say(f"rule.profit.{own.rule.kind}"))
    return say(
        "incentives.heading",
        rule=say(f"rule.profit.{own.rule.kind}"),
        deviations=[_pays(table, kind, own.gains[kind]) for kind in paying],
    )


def rule_name(one: RuleIncentives) -> Value:
    """Return what a rule is called, the pool's own marked."""
    name = say(f"rule.profit.{one.rule.kind}")
    return say("incentives.own_rule", rule=name) if one.own else name


def member_name(table: IncentiveTable, name: str) -> Label | str:
    """Return what a member is called."""
    return table.scenario.members[name].label or name


def _pays(table: IncentiveTable, kind: Deviation, gain: Gain) -> Phrase:
    return say(
        "incentives.pays",
        deviation=say(f"incentives.{kind}"),
        gain=Quantity("money", read(gain.own)),
        who=member_name(table, table.who(kind)),
    )


def _strength(remedy: Remedy) -> Quantity:
    if remedy.kind in ("share", "clawback"):
        return percent(remedy.value)
    return count(remedy.value)


def _removes(remedy: Remedy) -> Mark:
    if remedy.removes:
        return Mark("good", say("incentives.removes"))
    return Mark("bad", say("incentives.remains"))


def _gain(gain: Gain) -> dict[str, Any]:
    return {
        "gain": figure(gain.own),
        "others": figure(gain.others),
        "insured": figure(gain.insured),
    }
