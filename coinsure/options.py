"""What commands have in common: their options, engine, language, progress, and how they answer."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coinsure.ending import say

if TYPE_CHECKING:
    from coinsure.engine import Threads

Announce = Callable[[str], Callable[[int, int | None], None] | None]
"""Called with the name of a run that starts; returns what is told of its progress."""


class Method(StrEnum):
    """Ways to the answers of a scenario."""

    SIMULATION = "simulation"
    EXACT = "exact"


class Language(StrEnum):
    """Languages of what is printed."""

    ZH = "zh"
    EN = "en"


ScenarioFile = Annotated[Path, typer.Argument(help="Scenario file (TOML).", show_default=False)]
Out = Annotated[Path | None, typer.Option(help="Folder for the report and its data.")]
Paths = Annotated[
    int | None, typer.Option(min=1, help="Simulated histories; replaces simulation.paths.")
]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed; replaces simulation.seed.")]
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


def overrides_of(
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


def part_of(text: str | None) -> float | None:
    """Read a part of something, "0.5%" or 0.005."""
    if text is None:
        return None
    number = text.strip()
    try:
        return float(number[:-1]) / 100.0 if number.endswith("%") else float(number)
    except ValueError:
        raise usage(f"--target-error {text}: write it like 0.5%") from None


def engine_of(threads: int | None) -> "Threads":
    """Return an engine with so many threads, or one for every processor."""
    from coinsure.engine import Threads

    return Threads(threads) if threads else Threads()


def language_of(lang: Language | None) -> Literal["zh", "en"]:
    """Return the language asked for, else that of the environment."""
    if lang:
        return "zh" if lang is Language.ZH else "en"
    keys = ("LC_ALL", "LC_MESSAGES", "LANG")
    named = next((os.environ[key] for key in keys if os.environ.get(key)), "")
    return "zh" if named.lower().startswith("zh") else "en"


@contextmanager
def progress_bars() -> Generator[Announce]:
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


def show(
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


def usage(message: str) -> Exception:
    """Return the error of a command that is used in a wrong way."""
    from coinsure.errors import UsageError

    return UsageError(message)
