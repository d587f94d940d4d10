"""Rules beside each other: tables a committee can read, and the content of ``rules.json``."""

from collections.abc import Mapping
from typing import Any

from coinsure.models.labels import Label
from coinsure.report.beside import read
from coinsure.report.quantity import Figure, Kind, money, percent
from coinsure.report.table import Cell, Column, Mark, Table, build
from coinsure.report.wording import Phrase, Value, say
from coinsure.results.estimates import figure
from coinsure.risk.estimate import Estimate
from coinsure.rules import MemberFigures, RuleTable, Settled

SCHEMA = 1
"""Version of the layout of ``rules.json``."""

MEMBER_TABLES: tuple[tuple[str, Kind, bool], ...] = (
    ("rules_result", "money", False),
    ("rules_gain", "money", True),
    ("rules_return_on_risk", "percent", False),
    ("rules_tvar", "money", False),
    ("rules_sd", "money", False),
    ("rules_probability_of_loss", "percent", False),
    ("rules_probability_of_call", "percent", False),
    ("rules_probability_of_default", "percent", False),
    ("rules_gain_by_pooling", "money", True),
)
"""Figures of members with a table each: its key, their kind, and whether they are changes."""


def rules_dict(table: RuleTable) -> dict[str, Any]:
    """Return every figure by which rules are compared, as ``rules.json`` holds it."""
    scenario = table.scenario
    return {
        "schema": SCHEMA,
        "title": {"zh": scenario.title_zh, "en": scenario.title},
        "unit": scenario.unit,
        "level": scenario.capital.level,
        "hurdle": scenario.capital.hurdle,
        "paths": table.base.rows.paths,
        "years": table.base.rows.years,
        "seed": scenario.simulation.seed,
        "base": table.base.choice.name,
        "rules": {settled.choice.name: _choice_dict(settled) for settled in table.settled},
    }


def choices_table(table: RuleTable) -> Table:
    """Return the pool's figures under each choice."""
    columns = (
        *RULE_COLUMNS,
        Column("concentration", "plain"),
        Column("complaint", "money", "error"),
        Column("worst_coalition"),
        Column("stable"),
        Column("lowest_return", "percent", "error"),
        Column("dispersion", "percent"),
        Column("probability_unpaid", "percent", "error"),
        Column("reserve_held", "money", "error"),
    )
    rows: list[list[Cell]] = []
    for settled in table.settled:
        pool, stable = settled.pool, settled.stability
        rows.append(
            [
                *rule_names(settled),
                Figure.of(pool.concentration),
                read(stable.complaint) if stable else Figure(None, reason=TOO_MANY),
                coalition(settled),
                verdict(settled),
                read(pool.lowest_return),
                Figure.of(pool.dispersion),
                read(pool.probability_unpaid),
                read(pool.reserve),
            ]
        )
    notes = [
        say("note.rules_stability", hurdle=percent(table.scenario.capital.hurdle)),
        say("note.rules_return", level=percent(table.scenario.capital.level)),
    ]
    return build("rules_pool", columns, rows, notes)


TOO_MANY = "a game has 2 to 16 members"


def member_table(table: RuleTable, key: str, kind: Kind, *, signed: bool) -> Table:
    """Return one figure of every member under each choice."""
    members = table.base.plan.members
    columns = [
        *RULE_COLUMNS,
        *(
            Column(name, kind, "error", heading=member.label or name, signed=signed)
            for name, member in members.items()
        ),
    ]
    measure = key.removeprefix("rules_")
    rows: list[list[Cell]] = []
    for settled in table.settled:
        found = settled.members
        rows.append([*rule_names(settled), *(_shown(getattr(m, measure)) for m in found.values())])
    return build(key, columns, rows)


RULE_COLUMNS = (Column("share_rule"), Column("profit_rule"))


def rule_names(settled: Settled) -> tuple[Value, Value]:
    """Return what the share rule and the profit rule are called."""
    choice, now = settled.choice, say("rules.now")
    if choice.terms is not None:
        return choice.terms, choice.terms
    return choice.shares or now, choice.profit or now


def coalition(settled: Settled) -> Cell:
    """Return the members of the coalition that is treated worst."""
    if settled.stability is None:
        return None
    inside = settled.stability.coalition
    outside = [name for name in settled.plan.members if name not in inside]
    most = len(outside) < len(inside)
    named: list[Value] = [
        settled.plan.members[name].label or name for name in (outside if most else inside)
    ]
    return say("rules.all_but" if most else "rules.coalition", members=named)


def verdict(settled: Settled) -> Cell:
    """Say whether a coalition would rather leave, within the error of what it would gain."""
    stable = settled.stability
    if stable is None or stable.complaint.low is None or stable.complaint.high is None:
        return None
    near = 1e-9 * settled.plan.pool.premium[:, 0].sum()
    if stable.complaint.low > near:
        return Mark("bad", say("rules.unstable"))
    if stable.complaint.high > near:
        return Mark("warn", say("rules.unknown"))
    return Mark("good", say("rules.stable"))


def heading(table: RuleTable) -> Phrase:
    """Say which rules leave least to complain about."""
    known = [s for s in table.settled if s.stability and s.stability.complaint.value is not None]
    if not known:
        return say("rules.heading_unknown", rules=len(table.settled))
    best = min(known, key=_complaint)
    shares, profit = rule_names(best)
    return say("rules.heading", shares=shares, profit=profit, complaint=money(_complaint(best)))


def _complaint(settled: Settled) -> float:
    stable = settled.stability
    return 0.0 if stable is None or stable.complaint.value is None else stable.complaint.value


def _shown(value: Estimate | float | None) -> Figure:
    return read(value) if isinstance(value, Estimate) else Figure.of(value)


def _choice_dict(settled: Settled) -> dict[str, Any]:
    choice, pool, stable = settled.choice, settled.pool, settled.stability
    return {
        "shares": {"kind": choice.scenario.pool.shares.kind, "label": _label(choice.shares)},
        "profit": {"kind": choice.scenario.pool.profit.kind, "label": _label(choice.profit)},
        "terms": _label(choice.terms),
        "pool": {
            "conserved": pool.conserved,
            "concentration": pool.concentration,
            "lowest_return": figure(pool.lowest_return),
            "dispersion": pool.dispersion,
            "losers": pool.losers,
            "unpaid": figure(pool.unpaid),
            "probability_unpaid": figure(pool.probability_unpaid),
            "uninsured": figure(pool.uninsured),
            "reserve": figure(pool.reserve),
            "complaint": figure(stable.complaint) if stable else None,
            "worst_coalition": list(stable.coalition) if stable else None,
        },
        "members": {n: _member_dict(m) for n, m in settled.members.items()},
    }


def _member_dict(member: MemberFigures) -> dict[str, Any]:
    return {
        "share": member.share,
        "result": figure(member.result),
        "gain": figure(member.gain),
        "sd": member.sd,
        "tvar": figure(member.tvar),
        "return_on_risk": figure(member.return_on_risk),
        "probability_of_loss": figure(member.probability_of_loss),
        "probability_of_call": figure(member.probability_of_call),
        "probability_of_default": figure(member.probability_of_default),
        "economic_profit": member.economic_profit,
        "gain_by_pooling": member.gain_by_pooling,
    }


def _label(label: Label | None) -> Mapping[str, str] | None:
    return label.model_dump() if label else None
