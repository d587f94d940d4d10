"""The command line: reads a scenario, runs it, writes a report.

Results go to the standard output, progress and messages to the standard error. What a command
needs is imported when it runs, so that ``coinsure --help`` is immediate.
"""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coinsure.ending import guarded, say

if TYPE_CHECKING:
    from coinsure.engine import Threads

Announce = Callable[[str], Callable[[int, int | None], None] | None]
"""Called with the name of a run that starts; returns what is told of its progress."""

app = typer.Typer(
    name="coinsure",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Language(StrEnum):
    """Languages of what is printed."""

    ZH = "zh"
    EN = "en"


ScenarioFile = Annotated[Path, typer.Argument(help="Scenario file (TOML).", show_default=False)]
Out = Annotated[Path | None, typer.Option(help="Folder for the report and its data.")]
Paths = Annotated[int | None, typer.Option(help="Simulated histories; replaces simulation.paths.")]
Seed = Annotated[int | None, typer.Option(help="Seed; replaces simulation.seed.")]
TargetError = Annotated[
    str | None,
    typer.Option(
        metavar="PERCENT",
        help="Add paths until the standard error of the capital is this part of it, 0.5% for "
        "instance; --paths is then the most (10,000,000 by default).",
    ),
]
ThreadCount = Annotated[int | None, typer.Option(min=1, help="Threads; all processors by default.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Replace a value of the scenario; repeatable."),
]
Lang = Annotated[Language | None, typer.Option(help="Language; $LANG decides by default.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


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
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Simulate a scenario, settle it among the members and write the report.

    Exit code 0: done; 1: done, but a limit that the scenario declares is breached, or the target
    error is not reached.
    """
    from coinsure.report import check_folder, write_run
    from coinsure.report.terminal import run_summary
    from coinsure.scenario import load_scenario
    from coinsure.study import run as run_study

    target = _part(target_error)
    loaded = load_scenario(scenario, _overrides(None if target else paths, seed, set_))
    if out:
        check_folder(out)
    with _progress() as announce:
        study = run_study(
            loaded,
            engine=_engine(threads),
            progress=announce(scenario.stem),
            target_error=target,
            most_paths=paths,
        )
    answers = study.summary()
    if out:
        write_run(study, answers, out, _language(lang))
    _show(answers, json, lambda: run_summary(answers, _language(lang)), out and out / "report.html")
    missed = study.accuracy is not None and not study.accuracy.met
    if study.accuracy and missed:
        say(f"coinsure: {study.accuracy.shortfall}")
    if missed or not answers["passed"]:
        raise typer.Exit(1)


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
        raise _usage(f"no stress files in {folder}; name some after the scenario")
    if out:
        check_folder(out)
    with _progress() as announce:
        table = run_stresses(
            scenario,
            files,
            _overrides(paths, seed, set_),
            engine=_engine(threads),
            announce=announce,
        )
    if out:
        write_stresses(table, out, _language(lang))
    _show(
        stress_dict(table),
        json,
        lambda: stress_table(table, _language(lang)),
        out and out / "stresses.html",
    )


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
        write_comparison(found, out, _language(lang))
    _show(
        comparison_dict(found),
        json,
        lambda: comparison(found, _language(lang)),
        out and out / "comparison.html",
    )


@app.command("public")
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
        raise _usage(f"no designs in {folder}; name some after the scenario")
    if out:
        check_folder(out)
    with _progress() as announce:
        table = compare_designs(
            scenario,
            files,
            _overrides(paths, seed, set_),
            outlay=outlay,
            engine=_engine(threads),
            announce=announce,
        )
    found = design_dict(table)
    if out:
        write_designs(found, out, _language(lang))
    _show(
        found,
        json,
        lambda: design_tables(found, _language(lang)),
        out and out / "designs.html",
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
    result = reinsure_rows(rows, terms.contracts, periods=terms.periods, premium=terms.premium)
    if out:
        write_reinsured(rows, result, out)
    found = reinsured_dict(rows, result)
    _show(found, json, lambda: reinsured(found, _language(lang)), out and out / "net.csv")


@app.command("validate")
def validate(scenario: ScenarioFile, set_: Set = None, json: Json = False) -> None:
    """Check a scenario file and report every mistake in it."""
    from coinsure.scenario import load_scenario

    loaded = load_scenario(scenario, _overrides(None, None, set_))
    found = {
        "title": loaded.title,
        "title_zh": loaded.title_zh,
        "lines": len(loaded.lines),
        "members": len(loaded.members),
        "hash": loaded.digest(),
    }
    valid = f"{scenario}: valid; {len(loaded.lines)} lines, {len(loaded.members)} members"
    _show(found, json, lambda: valid)


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
    sys.exit(guarded(app, [str(command.name) for command in app.registered_commands]))


def _overrides(
    paths: int | None, seed: int | None, settings: list[str] | None
) -> dict[str, object]:
    """Put the options together as keys of the scenario, in the order given."""
    from coinsure.scenario import parse_override

    found = dict(parse_override(text) for text in settings or [])
    if paths is not None:
        found["simulation.paths"] = paths
    if seed is not None:
        found["simulation.seed"] = seed
    return found


def _part(text: str | None) -> float | None:
    """Read a part of something, "0.5%" or 0.005."""
    if text is None:
        return None
    number = text.strip()
    try:
        return float(number[:-1]) / 100.0 if number.endswith("%") else float(number)
    except ValueError:
        raise _usage(f"--target-error {text}: write it like 0.5%") from None


def _engine(threads: int | None) -> "Threads":
    from coinsure.engine import Threads

    return Threads(threads) if threads else Threads()


def _language(lang: Language | None) -> Literal["zh", "en"]:
    """Return the language asked for, else that of the environment."""
    if lang:
        return "zh" if lang is Language.ZH else "en"
    keys = ("LC_ALL", "LC_MESSAGES", "LANG")
    named = next((os.environ[key] for key in keys if os.environ.get(key)), "")
    return "zh" if named.lower().startswith("zh") else "en"


@contextmanager
def _progress() -> Generator[Announce]:
    """Show a bar per run on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:

        def announce(name: str) -> Callable[[int, int | None], None]:
            task = bars.add_task(name, total=None)
            return lambda done, expected: bars.update(task, completed=done, total=expected)

        yield announce


def _show(
    found: object, as_json: bool, text: Callable[[], str], written: Path | None = None
) -> None:
    """Print the answer of a command, and where it was ``written``."""
    if as_json:
        from json import dumps

        say(dumps(found, ensure_ascii=False, indent=1, allow_nan=False), to=sys.stdout)
    else:
        say(text(), to=sys.stdout)
    if written:
        say(str(written))


def _usage(message: str) -> Exception:
    from coinsure.errors import UsageError

    return UsageError(message)
