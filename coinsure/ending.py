"""How a command ends: every error is one message and an exit code, never a traceback.

What is needed to tell errors apart is imported when there is one, so that help is immediate.
"""

import codecs
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

PLAIN = {"−": "-", "±": "+-", "×": "x", "—": "-", "–": "-"}
"""What signs become where the output cannot show them; a number must not lose its minus."""

USAGE, STORAGE, BUG, INTERRUPTED = 2, 4, 5, 130


def end_as_interrupted() -> None:
    """Let a run that is told to stop, by Ctrl-C, a scheduler or a closed terminal, end alike.

    Otherwise the process ends where it is, and leaves a folder that is half written. A signal that
    somebody has asked to ignore stays ignored.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # not every system has both
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def guarded(command: Callable[..., Any], names: Sequence[str]) -> int:
    """Call the command line, whose commands have these names, and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may lack ± or Chinese
        codecs.register_error("plain", _plainly)
        sys.stdout.reconfigure(errors="plain")
    try:
        code = command(sys.argv[1:] or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:
        if _began_as(error, BrokenPipeError):
            # Whoever read the output has left; without this the interpreter complains at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        if os.environ.get("COINSURE_DEBUG"):
            raise
        return _explained(error, names)
    if code == INTERRUPTED:  # the library of the command line has caught it
        say("interrupted; nothing was written")
    return code if isinstance(code, int) else 0


def _explained(error: BaseException, names: Sequence[str]) -> int:
    """Say what stopped a command and return its exit code."""
    from typer.exceptions import TyperException

    from coinsure.errors import CoinsureError

    if isinstance(error, typer.Abort) or _began_as(error, KeyboardInterrupt):
        say("interrupted; nothing was written")
        return INTERRUPTED
    if isinstance(error, TyperException):
        say(f"coinsure: {_plain(error.format_message())} Try {_help_of(sys.argv[1:], names)}.")
        return USAGE
    if isinstance(error, CoinsureError):
        say(f"coinsure: {error}")
        return error.exit_code
    if isinstance(error, OSError):
        say(f"coinsure: {error}")
        return STORAGE
    say(
        f"coinsure: this is a bug: {type(error).__name__}: {error}\n"
        "Please report it with the scenario; COINSURE_DEBUG=1 shows where it happened."
    )
    return BUG


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that the encoding of the output lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lost), error.end


def _began_as(error: BaseException, kind: type[BaseException]) -> bool:
    """Return whether one of a kind is behind an error: libraries wrap what stops them."""
    begin: BaseException | None = error
    while begin is not None and not isinstance(begin, kind):
        begin = begin.__cause__ or begin.__context__
    return begin is not None


def _plain(message: str) -> str:
    """Return a message of the library of the command line as a sentence, without its jargon."""
    text = message.replace("Value error, ", "").replace("Input should", "it should")
    return text if text.endswith((".", "?")) else f"{text}."


def _help_of(arguments: Sequence[str], names: Sequence[str]) -> str:
    """Return what shows the options of the command that was called, if it was one."""
    called = " ".join(arguments[:1])
    return f"coinsure {called} --help" if called in names else "coinsure --help"


def say(message: str, to: Any = None) -> None:
    """Print a line, to the standard error unless told otherwise."""
    stream = to or sys.stderr
    stream.write(message + "\n")
    stream.flush()
