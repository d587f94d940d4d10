"""The agreement sheet (共保协议要素表) as tables, and the content of ``agreement.json``."""

from collections.abc import Iterator
from typing import Any

from coinsure.agreement import AgreementSheet
from coinsure.models.labels import Label
from coinsure.report.beside import read
from coinsure.report.profit_terms import profit_clause
from coinsure.report.quantity import Figure, percent
from coinsure.report.sections.assumptions import guarantee_terms, investment_terms, reserve_terms
from coinsure.report.table import Cell, Column, Table, build
from coinsure.report.wording import Value, say
from coinsure.results.estimates import figure
from coinsure.tables.accounts import MEMBER_FLOWS

SCHEMA = 1
"""Version of the layout of ``agreement.json``."""

ROUNDING = 1e-9
"""Part of the pool's premium below which an amount is rounding and shown as 0."""

WORKED: tuple[tuple[Column, tuple[str, ...]], ...] = (
    (Column("premium", "money"), ("premium", "subsidy")),
    (Column("worked_claims", "money"), ("claims", "stepped_in")),
    (Column("worked_reinsurance", "money"), ("reinsurance",)),
    (
        Column("worked_costs", "money"),
        ("expenses", "management", "levies", "brokerage"),
    ),
    (Column("worked_fee", "money"), ("lead_fee",)),
    (
        Column("worked_reserve", "money"),
        ("to_reserve", "from_reserve", "membership", "to_guarantee", "from_guarantee"),
    ),
    (Column("worked_profit", "money"), ("investment", "profit")),
    (Column("worked_result", "money"), MEMBER_FLOWS),
)
"""Columns of the worked settlement, and the flows that each adds up."""


def agreement_dict(sheet: AgreementSheet) -> dict[str, Any]:
    """Return the agreement sheet as ``agreement.json`` holds it; + is received by a member."""
    scenario, worked, shares = sheet.scenario, sheet.worked, sheet.plan.shares
    return {
        "schema": SCHEMA,
        "title": {"zh": scenario.title_zh, "en": scenario.title},
        "unit": scenario.unit,
        "shares": {
            "members": list(shares.members),
            "sectors": list(shares.sectors),
            "premium": shares.premium.tolist(),
            "liability": shares.liability.tolist(),
            "unplaced": shares.unplaced.tolist(),
        },
        "risk_units": {
            name: {
                "gross": line.gross,
                "pool_line": line.amount,
                "binding": line.binding_member,
                "members": dict(zip(shares.members, sheet.carried(name).tolist(), strict=True)),
            }
            for name, line in sheet.lines.items()
        },
        "terms": scenario.pool.model_dump(mode="json"),
        "settlement": [
            {
                "loss_ratio": ratio,
                "losses": dict(zip(worked.lines, worked.losses[:, year].tolist(), strict=True)),
                "members": {
                    name: {
                        **dict(zip(MEMBER_FLOWS, worked.flow[m, :, year].tolist(), strict=True)),
                        "result": float(worked.result[m, year]),
                    }
                    for m, name in enumerate(worked.members)
                },
                "reserve": float(worked.reserve[year]),
                "unpaid": float(worked.unpaid[year]),
            }
            for year, ratio in enumerate(worked.loss_ratios)
        ],
        "steps": [
            {
                "key": step.key,
                "before": step.before,
                "after": step.after,
                "members": {name: figure(gain) for name, gain in step.gains.items()},
            }
            for step in sheet.steps
        ],
    }


def schedule_table(sheet: AgreementSheet, kind: str) -> Table:
    """Return the share schedule, members x sectors, of the liability or of the premium."""
    shares, sectors = sheet.plan.shares, sheet.scenario.sectors
    columns = [Column("member")]
    columns += [
        Column(f"share_{name}", "percent", heading=sector.label) for name, sector in sectors.items()
    ]
    of_kind = shares.liability if kind == "liability" else shares.premium
    rows: list[list[Cell]] = [
        [member_name(sheet, name), *map(Figure.of, row)]
        for name, row in zip(shares.members, of_kind.tolist(), strict=True)
    ]
    if kind == "liability":
        rows.append([say("member.unplaced"), *map(Figure.of, shares.unplaced.tolist())])
    return build(f"shares_{kind}", columns, rows)


def line_table(sheet: AgreementSheet) -> Table:
    """Return the line of the pool for each risk unit, and whose legal cap sets it."""
    columns = (
        Column("risk_unit"),
        Column("unit_gross", "money"),
        Column("pool_line", "money"),
        Column("binding_member"),
    )
    rows: list[list[Cell]] = [
        [
            sheet.scenario.risk_units[name].label,
            Figure.of(line.gross),
            Figure.of(line.amount),
            member_name(sheet, line.binding_member),
        ]
        for name, line in sheet.lines.items()
    ]
    return build("agreement_lines", columns, rows, [say("text.risk_units")])


def carried_table(sheet: AgreementSheet) -> Table:
    """Return what each member carries of one risk unit at its full sums insured."""
    columns = [Column("risk_unit"), Column("unit_gross", "money"), *member_columns(sheet)]
    columns.append(Column("unit_unplaced", "money"))
    rows: list[list[Cell]] = []
    for name, line in sheet.lines.items():
        amounts = sheet.carried(name)
        unplaced = max(line.gross - float(amounts.sum()), 0.0)
        unplaced = 0.0 if unplaced < ROUNDING * line.gross else unplaced
        rows.append(
            [
                sheet.scenario.risk_units[name].label,
                Figure.of(line.gross),
                *map(Figure.of, amounts.tolist()),
                Figure.of(unplaced),
            ]
        )
    return build("agreement_carried", columns, rows)


def member_columns(sheet: AgreementSheet, *, signed: bool = False) -> list[Column]:
    """Return a column of money for each member."""
    return [
        Column(name, "money", heading=member_name(sheet, name), signed=signed)
        for name in sheet.plan.shares.members
    ]


def clauses(sheet: AgreementSheet) -> Iterator[tuple[Value, str, Value]]:
    """Yield what each clause is called, the key of the scenario that states it, and its setting."""
    pool = sheet.scenario.pool.model_dump(mode="json")
    fee, membership = pool["lead_fee"], pool["membership"]
    yield say("rule.shares.name"), "pool.shares", say(f"rule.shares.{pool['shares']['kind']}")
    yield (
        say("agreement.placement"),
        "pool.full_placement",
        say("agreement.placed_fully" if pool["full_placement"] else "agreement.placed_partly"),
    )
    yield (
        say("rule.lead_fee.name"),
        "pool.lead_fee",
        say(f"rule.lead_fee.{fee['base']}", rate=percent(fee["rate"])),
    )
    yield say("rule.management.name"), "pool.management_rate", percent(pool["management_rate"])
    yield say("rule.levies.name"), "pool.levy_rate", percent(pool["levy_rate"])
    yield say("rule.brokerage.name"), "pool.brokerage_rate", percent(pool["brokerage_rate"])
    yield say("rule.investment.name"), "pool.investment", investment_terms(pool.get("investment"))
    yield say("rule.reserve.name"), "pool.reserve", reserve_terms(pool)
    yield (
        say("rule.guarantee_fund.name"),
        "pool.guarantee_fund",
        guarantee_terms(pool.get("guarantee_fund")),
    )
    yield say("rule.profit.name"), "pool.profit", profit_clause(pool["profit"])
    yield (
        say("agreement.membership"),
        "pool.membership",
        say(
            "agreement.prices",
            entry=percent(membership["entry_price"]),
            exit=percent(membership["exit_price"]),
        ),
    )
    yield say("rule.liability.name"), "pool.liability", say(f"rule.liability.{pool['liability']}")
    yield (
        say("rule.legal_form.name"),
        "pool.legal_form",
        say(f"rule.legal_form.{pool['legal_form']}"),
    )
    allowed = pool["own_reinsurance"] == "allowed"
    yield (
        say("agreement.own_reinsurance"),
        "pool.own_reinsurance",
        say("agreement.own_allowed" if allowed else "agreement.own_forbidden"),
    )


def clause_table(sheet: AgreementSheet) -> Table:
    """Return the clauses with the keys of the scenario that state them."""
    columns = (Column("rule"), Column("scenario_key"), Column("setting"))
    return build("agreement_clauses", columns, list(clauses(sheet)), [say("agreement.silent")])


def step_table(sheet: AgreementSheet) -> Table:
    """Return what one step of each clause brings or costs each member, a year on average.

    The page has room for one error a row, the largest; ``agreement.json`` has them all.
    """
    columns = [Column("scenario_key"), Column("clause_step"), *member_columns(sheet, signed=True)]
    columns.append(Column("largest_error", "money"))
    rows: list[list[Cell]] = []
    for step in sheet.steps:
        gains = [read(gain) for gain in step.gains.values()]
        after = step.after if isinstance(step.after, str) else f"{step.after:g}"
        errors = [gain.half for gain in gains]
        rows.append(
            [step.key, after, *(Figure.of(gain.value) for gain in gains), Figure.of(max(errors))]
        )
    notes = [say("agreement.steps_how"), say("agreement.steps_none")]
    return build("agreement_steps", columns, rows, notes)


def worked_table(sheet: AgreementSheet) -> Table:
    """Return what declared years leave to each member, and to all together."""
    worked = sheet.worked
    columns = (Column("loss_ratio", "percent"), Column("member"), *(c for c, _ in WORKED))
    pages = [worked.page(*flows) for _, flows in WORKED]
    near = ROUNDING * float(sheet.plan.pool.premium[:, 0].sum())
    rows: list[list[Cell]] = []
    for year, ratio in enumerate(worked.loss_ratios):
        for m, name in enumerate(worked.members):
            amounts = [_paid(page[m, year], near) for page in pages]
            rows.append([Figure.of(ratio), member_name(sheet, name), *amounts])
        amounts = [_paid(page[:, year].sum(), near) for page in pages]
        rows.append([Figure.of(ratio), say("agreement.together"), *amounts])
    return build("agreement_worked", columns, rows, [say("agreement.worked_how")])


def _paid(amount: float, near: float) -> Figure:
    return Figure.of(0.0 if abs(amount) < near else float(amount))


def outcome_table(sheet: AgreementSheet) -> Table:
    """Return claims, reserve and what is unpaid at the end of each declared year."""
    worked = sheet.worked
    columns = (
        Column("loss_ratio", "percent"),
        Column("worked_gross", "money"),
        Column("reserve_held", "money"),
        Column("worked_unpaid", "money"),
    )
    rows: list[list[Cell]] = [
        [
            Figure.of(ratio),
            Figure.of(float(worked.losses[:, year].sum())),
            Figure.of(float(worked.reserve[year])),
            Figure.of(float(worked.unpaid[year])),
        ]
        for year, ratio in enumerate(worked.loss_ratios)
    ]
    return build("agreement_outcome", columns, rows)


def member_name(sheet: AgreementSheet, name: str) -> Label | str:
    """Return what a member is called."""
    return sheet.scenario.members[name].label or name
