"""Commands that put terms of a pool beside each other, choose among them or print them."""

from pathlib import Path
from typing import Annotated

import typer

from coinsure.options import (
    Json,
    Lang,
    Out,
    Paths,
    ScenarioFile,
    Seed,
    Set,
    ThreadCount,
    engine_of,
    language_of,
    overrides_of,
    progress_bars,
    show,
    usage,
)


def compare_rules(
    scenario: ScenarioFile,
    rules: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of rules; by default those in the folder rules beside it."),
    ] = None,
    out: Out = None,
    paths: Paths = None,
    seed: Seed = None,
    threads: ThreadCount = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Settle the same losses by every share rule with every profit rule, side by side."""
    from coinsure.report import check_folder, rules_dict, write_rules
    from coinsure.report.terminal import rules_text
    from coinsure.rules import compare_rules as compared
    from coinsure.rules import load_choices

    files = rules or sorted((scenario.parent / "rules").glob("*.toml"))
    if not files:
        folder = scenario.parent / "rules"
        raise usage(f"no files of rules in {folder}; name some after the scenario")
    if out:
        check_folder(out)
    choices = load_choices(scenario, files, overrides_of(paths, seed, set_))
    with progress_bars() as announce:
        table = compared(choices, engine=engine_of(threads), progress=announce("rules"))
    if out:
        write_rules(table, out, language_of(lang))
    show(
        rules_dict(table),
        json,
        lambda: rules_text(table, language_of(lang)),
        out and out / "rules.html",
    )


def public(
    scenario: ScenarioFile,
    designs: Annotated[
        list[Path] | None,
        typer.Argument(help="Designs; by default those in the folder designs beside it."),
    ] = None,
    outlay: Annotated[
        float | None,
        typer.Option(
            help="What each design should cost in all; what the first one costs if left out."
        ),
    ] = None,
    out: Out = None,
    paths: Paths = None,
    seed: Seed = None,
    threads: ThreadCount = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Compare designs of public money that cost the same: on average, and once in 100 times."""
    from coinsure.report import check_folder, design_dict, write_designs
    from coinsure.report.terminal import design_tables
    from coinsure.stress import compare_designs

    files = designs or sorted((scenario.parent / "designs").glob("*.toml"))
    if not files:
        folder = scenario.parent / "designs"
        raise usage(f"no designs in {folder}; name some after the scenario")
    if out:
        check_folder(out)
    with progress_bars() as announce:
        table = compare_designs(
            scenario,
            files,
            overrides_of(paths, seed, set_),
            outlay=outlay,
            engine=engine_of(threads),
            announce=announce,
        )
    found = design_dict(table)
    if out:
        write_designs(found, out, language_of(lang))
    show(
        found,
        json,
        lambda: design_tables(found, language_of(lang)),
        out and out / "designs.html",
    )


def recommend(
    scenario: ScenarioFile,
    candidates: Annotated[
        list[Path] | None,
        typer.Argument(help="Terms; by default those in the folder candidates beside it."),
    ] = None,
    out: Out = None,
    paths: Paths = None,
    seed: Seed = None,
    threads: ThreadCount = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Choose the pool's terms among candidates by its objective, and try how far the advice holds.

    Exit code 0: done; 1: done, but no choice keeps to all checks and limits.
    """
    from coinsure.recommendation import load_candidates
    from coinsure.recommendation import recommend as recommended
    from coinsure.report import check_folder, recommendation_dict, write_recommendation
    from coinsure.report.terminal import recommendation_text

    files = candidates or sorted((scenario.parent / "candidates").glob("*.toml"))
    if not files:
        folder = scenario.parent / "candidates"
        raise usage(f"no files of candidates in {folder}; name some after the scenario")
    if out:
        check_folder(out)
    choices = load_candidates(scenario, files, overrides_of(paths, seed, set_))
    with progress_bars() as announce:
        found = recommended(choices, engine=engine_of(threads), announce=announce)
    if out:
        write_recommendation(found, out, language_of(lang))
    show(
        recommendation_dict(found),
        json,
        lambda: recommendation_text(found, language_of(lang)),
        out and out / "recommendation.html",
    )
    if not found.best.admissible:
        raise typer.Exit(1)


def agreement(
    scenario: ScenarioFile,
    out: Out = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Print the agreement sheet (共保协议要素表): shares, lines, clauses, steps, worked years."""
    from coinsure.agreement import agreement_sheet
    from coinsure.report import agreement_dict, check_folder, write_agreement
    from coinsure.report.agreement_files import agreement_text
    from coinsure.scenario import load_scenario

    loaded = load_scenario(scenario, overrides_of(None, None, set_))
    if out:
        check_folder(out)
    sheet = agreement_sheet(loaded)
    if out:
        write_agreement(sheet, out, language_of(lang))
    show(
        agreement_dict(sheet),
        json,
        lambda: agreement_text(sheet, language_of(lang)),
        out and out / "agreement.html",
    )


def size(
    scenario: ScenarioFile,
    member: Annotated[
        str | None,
        typer.Option(help="One member: which shares it can carry; all of them if left out."),
    ] = None,
    out: Out = None,
    paths: Paths = None,
    seed: Seed = None,
    threads: ThreadCount = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Find the share table that costs least capital, or the shares that one member can carry.

    Exit code 0: done; 1: done, but no shares keep all limits.
    """
    from coinsure.report import check_folder, member_sizing, pool_sizing, sizing_text, write_sizing
    from coinsure.scenario import load_scenario
    from coinsure.sizing import size_member, size_pool

    loaded = load_scenario(scenario, overrides_of(paths, seed, set_))
    if out:
        check_folder(out)
    with progress_bars() as announce:
        engine = engine_of(threads)
        if member is None:
            found = pool_sizing(size_pool(loaded, engine=engine, announce=announce))
        else:
            found = member_sizing(size_member(loaded, member, engine=engine, announce=announce))
    if out:
        write_sizing(found, out, language_of(lang))
    show(
        found.data,
        json,
        lambda: sizing_text(found, language_of(lang)),
        out and out / "sizing.html",
    )
    if not found.feasible:
        raise typer.Exit(1)


def incentives(
    scenario: ScenarioFile,
    out: Out = None,
    seed: Seed = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Say what members gain by acting against the pool, and which terms take that away."""
    from coinsure.incentives import incentives as measured
    from coinsure.report import check_folder, incentives_dict, incentives_text, write_incentives
    from coinsure.scenario import load_scenario

    loaded = load_scenario(scenario, overrides_of(None, seed, set_))
    if out:
        check_folder(out)
    with progress_bars() as announce:
        table = measured(loaded, progress=announce("incentives"))
    if out:
        write_incentives(table, out, language_of(lang))
    show(
        incentives_dict(table),
        json,
        lambda: incentives_text(table, language_of(lang)),
        out and out / "incentives.html",
    )
