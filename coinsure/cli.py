"""The command line: reads a scenario, runs it, writes a report.

Results go to the standard output, progress and messages to the standard error. What a command
needs is imported when it runs, so that ``coinsure --help`` is immediate.
"""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from coinsure import choosing
from coinsure.ending import end_as_interrupted, guarded, say
from coinsure.options import (
    Json,
    Lang,
    Method,
    Out,
    Paths,
    ScenarioFile,
    Seed,
    Set,
    TargetError,
    ThreadCount,
    engine_of,
    language_of,
    overrides_of,
    part_of,
    progress_bars,
    show,
    usage,
)

app = typer.Typer(
    name="coinsure",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


COLLECT_AFTER = 100_000
"""New objects after which circular garbage is looked for: a run makes many that stay, and looking
as often as by default takes a tenth of its time."""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"coinsure {version('coinsure')}", to=sys.stdout)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Simulate a science-and-technology co-insurance pool (科技保险共保体)."""
    del version  # its callback has printed it


@app.command("run")
def run(
    scenario: ScenarioFile,
    out: Out = None,
    paths: Paths = None,
    target_error: TargetError = None,
    seed: Seed = None,
    threads: ThreadCount = None,
    set_: Set = None,
    method: Annotated[
        Method,
        typer.Option(help="exact: gross and net losses of year 1 without sampling, if they can."),
    ] = Method.SIMULATION,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Simulate a scenario, settle it among the members and write the report.

    Exit code 0: done; 1: done, but a limit that the scenario declares is breached, or the target
    error is not reached.
    """
    from coinsure.planning.work import long_run
    from coinsure.report import check_folder, write_run
    from coinsure.report.terminal import run_summary
    from coinsure.scenario import load_scenario
    from coinsure.study import run as run_study

    if method is Method.EXACT:
        if any(option is not None for option in (paths, target_error, seed, threads)):
            raise usage(
                "--method exact draws nothing: leave out --paths, --target-error, --seed and "
                "--threads"
            )
        _run_exact(scenario, out, set_, lang, json)
        return
    target = part_of(target_error)
    loaded = load_scenario(scenario, overrides_of(None if target else paths, seed, set_))
    if out:
        check_folder(out)
    if notice := long_run(loaded):
        say(f"coinsure: {notice}")
    with progress_bars() as announce:
        study = run_study(
            loaded,
            engine=engine_of(threads),
            progress=announce(scenario.stem),
            target_error=target,
            most_paths=paths,
        )
    answers = study.summary()
    if out:
        write_run(study, answers, out, language_of(lang))
    show(
        answers, json, lambda: run_summary(answers, language_of(lang)), out and out / "report.html"
    )
    missed = study.accuracy is not None and not study.accuracy.met
    if study.accuracy and missed:
        say(f"coinsure: {study.accuracy.shortfall}")
    if missed or not answers["passed"]:
        raise typer.Exit(1)


def _run_exact(
    scenario: Path, out: Path | None, set_: list[str] | None, lang: Lang, json: bool
) -> None:
    """Answer for a scenario by the exact route and write the report."""
    from coinsure.report import check_folder
    from coinsure.report.exact import exact_text, write_exact
    from coinsure.results.exact import exact
    from coinsure.scenario import load_scenario

    loaded = load_scenario(scenario, overrides_of(None, None, set_))
    if out:
        check_folder(out)
    found = exact(loaded)
    answers = found.summary()
    if out:
        write_exact(found, answers, out, language_of(lang))
    show(answers, json, lambda: exact_text(answers, language_of(lang)), out and out / "report.html")


@app.command("stress")
def stress(
    scenario: ScenarioFile,
    stresses: Annotated[
        list[Path] | None,
        typer.Argument(help="Stress files; by default those in the folder stress beside it."),
    ] = None,
    out: Out = None,
    paths: Paths = None,
    seed: Seed = None,
    threads: ThreadCount = None,
    set_: Set = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Run a scenario as it is and under each stress, with the same random numbers."""
    from coinsure.report import check_folder, stress_dict, write_stresses
    from coinsure.report.terminal import stress_table
    from coinsure.stress import run_stresses

    files = stresses or sorted((scenario.parent / "stress").glob("*.toml"))
    if not files:
        folder = scenario.parent / "stress"
        raise usage(f"no stress files in {folder}; name some after the scenario")
    if out:
        check_folder(out)
    with progress_bars() as announce:
        table = run_stresses(
            scenario,
            files,
            overrides_of(paths, seed, set_),
            engine=engine_of(threads),
            announce=announce,
        )
    if out:
        write_stresses(table, out, language_of(lang))
    show(
        stress_dict(table),
        json,
        lambda: stress_table(table, language_of(lang)),
        out and out / "stresses.html",
    )


app.command("compare-rules")(choosing.compare_rules)
app.command("public")(choosing.public)
app.command("recommend")(choosing.recommend)
app.command("agreement")(choosing.agreement)
app.command("size")(choosing.size)
app.command("incentives")(choosing.incentives)


@app.command("compare")
def compare(
    base: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    other: Annotated[Path, typer.Argument(help="Folder of another run.", show_default=False)],
    out: Out = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Say what differs between two runs, with paired errors where they share random numbers."""
    from coinsure.report import check_folder, comparison_dict, write_comparison
    from coinsure.report.terminal import comparison
    from coinsure.stress import compare as compare_runs

    if out:
        check_folder(out)
    found = compare_runs(base, other)
    if out:
        write_comparison(found, out, language_of(lang))
    show(
        comparison_dict(found),
        json,
        lambda: comparison(found, language_of(lang)),
        out and out / "comparison.html",
    )


@app.command("reinsure")
def reinsure(
    losses: Annotated[Path, typer.Argument(help="Loss table (CSV).", show_default=False)],
    programme: Annotated[Path, typer.Argument(help="Treaties (TOML).", show_default=False)],
    out: Out = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Apply a reinsurance programme to a loss table of your own, row by row.

    The table has columns period, event, line and amount, or those of an Oasis period loss table.
    """
    from coinsure.reinsurance import reinsure_rows
    from coinsure.reinsurance.loss_file import read_losses
    from coinsure.reinsurance.programme_file import read_programme
    from coinsure.report import check_folder, reinsured_dict, write_reinsured
    from coinsure.report.terminal import reinsured

    rows = read_losses(losses)
    terms = read_programme(programme, rows.line)
    if out:
        check_folder(out)
    result = reinsure_rows(
        rows,
        terms.contracts,
        periods=terms.periods,
        premium=terms.premium,
        reinsurers=terms.reinsurers,
        seed=terms.seed,
    )
    if out:
        write_reinsured(rows, result, out, language_of(lang), terms.reinsurers)
    found = reinsured_dict(rows, result)
    show(
        found,
        json,
        lambda: reinsured(found, language_of(lang), terms.reinsurers),
        out and out / "reinsured.html",
    )


@app.command("validate")
def validate(scenario: ScenarioFile, set_: Set = None, json: Json = False) -> None:
    """Check a scenario file and report every mistake in it."""
    from coinsure.scenario import load_scenario

    loaded = load_scenario(scenario, overrides_of(None, None, set_))
    found = {
        "title": loaded.title,
        "title_zh": loaded.title_zh,
        "lines": len(loaded.lines),
        "members": len(loaded.members),
        "hash": loaded.digest(),
    }
    valid = f"{scenario}: valid; {len(loaded.lines)} lines, {len(loaded.members)} members"
    show(found, json, lambda: valid)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from json import dumps

    from coinsure.scenario import json_schema

    say(dumps(json_schema(), ensure_ascii=False, indent=2), to=sys.stdout)


@app.command("init")
def init(
    path: Annotated[Path, typer.Argument(help="File to write.")] = Path("scenario.toml"),
) -> None:
    """Write a commented starter scenario; an existing file is never overwritten."""
    from coinsure.errors import StorageError
    from coinsure.scenario import starter

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter())
    except FileExistsError:
        raise StorageError(f"{path} exists already; name another file") from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
    say(f"{path}", to=sys.stdout)


def main() -> None:
    """Run the command line; every error ends in a message and an exit code, never a traceback."""
    gc.set_threshold(COLLECT_AFTER)
    end_as_interrupted()
    sys.exit(guarded(app, [str(command.name) for command in app.registered_commands]))
