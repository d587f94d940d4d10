"""Shares before they are agreed: tables of the cheapest table and of what a member can carry."""

from typing import Any

from coinsure.decision.sizing import Conflict, Limit
from coinsure.models.labels import Label
from coinsure.report.beside import read
from coinsure.report.quantity import Figure, Quantity, count, money, percent
from coinsure.report.table import Cell, Column, Mark, Table, build
from coinsure.report.wording import Phrase, Value, say
from coinsure.scenario import Scenario
from coinsure.sizing import MemberSizing, PoolSizing, SectorRange
from coinsure.sizing.book import Sized

SHARES = ("placement", "appetite", "max_share", "min_share", "lead_share")
"""Kinds of limits on a share; all others are on money."""

LEAST = ("min_share", "lead_share")
"""Kinds of limits from below: they are written with the sign turned."""

MEMBERS = (
    Column("member"),
    Column("result_present", "money", "error"),
    Column("result_advised", "money", "error"),
    Column("capital_present", "money", "error"),
    Column("capital_advised", "money", "error"),
    Column("return_present", "percent", "error"),
    Column("return_advised", "percent", "error"),
    Column("economic_gain", "money", "error", signed=True),
)
TIGHTEST = (
    Column("member"),
    Column("limit"),
    Column("limit_used", "mixed"),
    Column("limit_bound", "mixed"),
    Column("other_seed"),
)
MISSED = (
    Column("member"),
    Column("limit"),
    Column("limit_bound", "mixed"),
    Column("missed", "mixed"),
)
RANGES = (
    Column("sector"),
    Column("share_present", "percent"),
    Column("share_lowest", "percent"),
    Column("share_highest", "percent"),
    Column("binding_limit"),
    Column("return_lowest", "percent", "error"),
    Column("return_present", "percent", "error"),
    Column("return_highest", "percent", "error"),
)


def pool_heading(found: PoolSizing) -> Phrase:
    """Say what the cheapest shares save, or that there are none."""
    if isinstance(found.answer, Conflict):
        return say("sizing.heading_conflict", limits=count(len(found.answer.missed)))
    cost = money(read(found.present_cost))
    if found.saved.value is None:
        return say("sizing.heading_unknown")
    if found.broken:
        change = money(read(found.saved.times(-1.0)))
        limits = count(len(found.broken))
        return say("sizing.heading_broken", limits=limits, cost=cost, change=change)
    if _nothing(found):
        return say("sizing.heading_kept", cost=cost)
    return say("sizing.heading", saved=money(read(found.saved)), cost=cost)


def _nothing(found: PoolSizing) -> bool:
    cost = found.present_cost.value or 0.0
    return found.saved.value is not None and abs(found.saved.value) <= 1e-6 * abs(cost)


def share_table(found: PoolSizing) -> Table:
    """Return every member's share of every sector, now and as advised."""
    scenario, present = found.sized.scenario, found.sized.present
    advised = present if isinstance(found.answer, Conflict) else found.answer.shares
    columns = [Column("member")]
    for sector in scenario.sectors.values():
        columns += [
            Column("now", "percent", heading=say("sizing.present", sector=sector.label)),
            Column("then", "percent", heading=say("sizing.advised", sector=sector.label)),
        ]
    rows: list[list[Cell]] = []
    for m, name in enumerate(scenario.members):
        pairs = zip(present[m].tolist(), advised[m].tolist(), strict=True)
        shares = [Figure.of(share) for pair in pairs for share in pair]
        rows.append([member_name(scenario, name), *shares])
    return build("sizing_shares", columns, rows)


def gain_table(found: PoolSizing) -> Table:
    """Return what every member has now and at the advised shares."""
    rows: list[list[Cell]] = [
        [
            member_name(found.sized.scenario, name),
            read(one.present.result),
            read(one.advised.result),
            read(one.present.capital),
            read(one.advised.capital),
            read(one.present.return_on_capital),
            read(one.advised.return_on_capital),
            read(one.gain),
        ]
        for name, one in found.members.items()
    ]
    again = say("note.sizing_check", saved=money(read(found.saved_again)))
    notes = [_about_capital(found.sized), again]
    return build("sizing_members", MEMBERS, rows, notes)


def _about_capital(found: Sized) -> Phrase:
    """Say what capital is: that of the pool alone, or what the pool adds to a varying own one."""
    capital = found.scenario.capital
    values: dict[str, Value] = {"level": percent(capital.level), "hurdle": percent(capital.hurdle)}
    if found.book.own is None:
        return say("note.sizing_capital", **values)
    return say("note.sizing_capital_added", **values)


def limit_table(found: PoolSizing) -> Table:
    """Return of every member the limit that is used up first, and whether another seed keeps it."""
    rows: list[list[Cell]] = []
    if not isinstance(found.answer, Conflict):
        limits = found.sized.limits
        order = (found.answer.slack / [limit.size for limit in limits]).argsort(kind="stable")
        tightest: dict[str, int] = {}
        for number in order.tolist():
            member = limits[number].member
            if member is not None:
                tightest.setdefault(member, number)
        order_of_file = [name for name in found.sized.scenario.members if name in tightest]
        slack = found.answer.slack.tolist()
        rows += [_tightest(found, tightest[name], slack[tightest[name]]) for name in order_of_file]
    broken = [check for check in found.checks if not check.kept]
    note = say("note.sizing_checked", limits=count(len(found.checks)), broken=count(len(broken)))
    return build("sizing_limits", TIGHTEST, rows, [note])


def _tightest(found: PoolSizing, number: int, slack: float) -> list[Cell]:
    scenario, limit = found.sized.scenario, found.sized.limits[number]
    check = found.checks[number]
    used = limit.bound - slack
    kept = Mark("good", say("sizing.kept")) if check.kept else Mark("bad", say("sizing.broken"))
    return [
        member_name(scenario, limit.member or ""),
        limit_name(scenario, limit),
        amount(limit, used),
        amount(limit, limit.bound),
        kept,
    ]


def conflict_table(found: PoolSizing) -> Table:
    """Return the limits that the least breach breaks, and by how much."""
    missed = found.answer.missed if isinstance(found.answer, Conflict) else ()
    rows = _missed(found, missed)
    return build("sizing_conflict", MISSED, rows, [say("note.sizing_conflict")])


def broken_table(found: PoolSizing) -> Table:
    """Return the limits that the present shares break, and by how much."""
    return build("sizing_broken", MISSED, _missed(found, found.broken))


def _missed(found: PoolSizing, missed: tuple[tuple[Limit, float], ...]) -> list[list[Cell]]:
    return [
        [*_named(found.sized.scenario, limit), amount(limit, limit.bound), amount(limit, gap)]
        for limit, gap in missed
    ]


def against_table(found: PoolSizing) -> Table:
    """Return the limits that force the breach, with the members that have used them up."""
    scenario = found.sized.scenario
    against = found.answer.against if isinstance(found.answer, Conflict) else ()
    alike: dict[tuple[str, str | None, float], list[Limit]] = {}
    for limit in against:
        alike.setdefault((limit.kind, limit.subject, limit.bound), []).append(limit)
    rows: list[list[Cell]] = []
    for limits in alike.values():
        who: list[Value] = [_named(scenario, limit)[0] for limit in limits]
        if len(limits) == len(scenario.members):
            who = [say("sizing.everybody")]
        first = limits[0]
        rows.append([limit_name(scenario, first), amount(first, first.bound), names(who)])
    columns = (Column("limit"), Column("limit_bound", "mixed"), Column("members_bound"))
    return build("sizing_against", columns, rows)


def names(of: list[Value]) -> Phrase:
    """Return some names one after another."""
    return say("sizing.names", names=of)


def _named(scenario: Scenario, limit: Limit) -> tuple[Value, Phrase]:
    who: Value = say("member.pool") if limit.member is None else member_name(scenario, limit.member)
    return who, limit_name(scenario, limit)


def range_table(found: MemberSizing) -> Table:
    """Return the shares of each sector that the member can carry, and the limit that ends them."""
    scenario = found.sized.scenario
    rows: list[list[Cell]] = []
    for one in found.sectors:
        feasible = one.feasible
        ends = (None, None) if feasible.empty else (feasible.low, feasible.high)
        least, most = (
            (Figure.of(None), Figure.of(None))
            if one.ends is None
            else (read(end.return_on_capital) for end in one.ends)
        )
        rows.append(
            [
                scenario.sectors[one.sector].label,
                Figure.of(one.present),
                *(Figure.of(end) for end in ends),
                binding_limit(scenario, one),
                least,
                read(found.present.return_on_capital),
                most,
            ]
        )
    notes = [say("note.sizing_range"), _about_capital(found.sized)]
    return build("sizing_ranges", RANGES, rows, notes)


def binding_limit(scenario: Scenario, one: SectorRange) -> Phrase:
    """Name the limit that ends the feasible shares."""
    above = one.feasible.above
    if one.feasible.empty and above is not None:
        return say("sizing.empty", limit=limit_name(scenario, above))
    return say("sizing.unbounded") if above is None else limit_name(scenario, above)


def member_heading(found: MemberSizing) -> Phrase:
    """Say in how many sectors a member could carry more, and which limit is the narrowest."""
    scenario = found.sized.scenario
    narrowest = min(found.sectors, key=lambda one: one.feasible.high - one.present)
    feasible = narrowest.feasible
    key = "heading_member" if feasible.above else "heading_member_unbounded"
    if feasible.empty or feasible.high < narrowest.present - 1e-9:
        key = "heading_member_over"
    return say(
        f"sizing.{key}",
        member=member_name(scenario, found.member),
        sector=scenario.sectors[narrowest.sector].label,
        high=percent(0.0 if feasible.empty else feasible.high),
        present=percent(narrowest.present),
        limit=binding_limit(scenario, narrowest),
    )


def amount(limit: Limit, value: float) -> Quantity:
    """Return an amount of a limit in its unit."""
    if limit.kind in SHARES:
        return percent(-value if limit.kind in LEAST and value < 0.0 else value)
    return money(value)


def limit_name(scenario: Scenario, limit: Limit) -> Phrase:
    """Return what a limit is called."""
    subject: Value = ""
    if limit.subject in scenario.sectors:
        subject = scenario.sectors[limit.subject].label
    elif limit.subject is not None:
        subject = scenario.risk_units[limit.subject].label
    return say(f"share_limit.{limit.kind}", subject=subject)


def member_name(scenario: Scenario, name: str) -> Value:
    """Return what a member is called."""
    return scenario.members[name].label or name


def title_of(scenario: Scenario) -> Label:
    """Return the title of a scenario in both languages."""
    return Label(zh=scenario.title_zh, en=scenario.title)


def limit_dict(limit: Limit) -> dict[str, Any]:
    """Return a limit as ``sizing.json`` holds it."""
    return {"kind": limit.kind, "member": limit.member, "subject": limit.subject}
