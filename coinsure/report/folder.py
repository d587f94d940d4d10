"""Folders of results: they appear whole or not at all, and never in place of somebody's files."""

import json
import os
import secrets
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coinsure.errors import StorageError, UsageError

MARKS = {
    "manifest.json": "scenario_sha256",
    "stresses.json": "stresses",
    "comparison.json": "rows",
    "reinsured.json": "treaties",
    "rules.json": "rules",
    "designs.json": "designs",
    "recommendation.json": "recommended",
    "agreement.json": "settlement",
    "incentives.json": "deviations",
    "sizing.json": "hurdle",
}
"""Files that show what a folder is, each with a key that it holds."""

CONTENT = frozenset(
    {
        *MARKS,
        "report.html",
        "summary.json",
        "results.npz",
        "tables",
        "tables.xlsx",
        "figures",
        "stresses.html",
        "stresses.csv",
        "comparison.html",
        "comparison.csv",
        "rules.html",
        "designs.html",
        "recommendation.html",
        "agreement.html",
        "incentives.html",
        "reinsured.html",
        "sizing.html",
        "net.csv",
        "net_plt.csv",
        "gross_ept.csv",
        "net_ept.csv",
        "summary_info.csv",
    }
)
"""Everything that is ever written into a folder of results."""


def check_folder(folder: Path) -> None:
    """See to it that results could go into ``folder``, before they are computed.

    Raises
    ------
    UsageError
        If there is a file, or a folder that holds anything but results of this package.
    StorageError
        If the folder cannot be read or made.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(
                f"{folder} is a file; name a folder that is new, empty or a former run"
            )
        if folder.is_dir() and not _replaceable(folder):
            raise UsageError(
                f"{folder} holds other files and is left alone; "
                "name a folder that is new, empty or a former run"
            )
        home = _nearest(folder)
    except OSError as error:
        raise _refused(folder, error) from error
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise StorageError(f"{folder}: cannot be made, {home} is not writable; name another folder")


@contextmanager
def new_folder(folder: Path) -> Generator[Path]:
    """Yield a folder to fill; it takes the place of ``folder`` once everything is in it.

    Until then ``folder`` stays as it was; after a failure nothing is left of the new one.

    Raises
    ------
    UsageError, StorageError
        As ``check_folder``, or if the disk is full.
    """
    check_folder(folder)
    target = folder.resolve()
    mark = secrets.token_hex(4)
    fresh, former = (target.with_name(f".{target.name}.{mark}.{end}") for end in ("new", "old"))
    try:
        fresh.mkdir(parents=True)
        yield fresh
        _exchange(fresh, target, former)
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def write_files(fresh: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their path in a new folder, at most one folder deep."""
    for name, content in files.items():
        path = fresh / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def _exchange(fresh: Path, target: Path, former: Path) -> None:
    """Put ``fresh`` where ``target`` is; if that fails ``target`` is as before."""
    if not target.exists():
        fresh.rename(target)
        return
    target.rename(former)
    try:
        fresh.rename(target)
    except OSError:
        former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _replaceable(folder: Path) -> bool:
    """Whether a folder is empty or holds results and nothing else."""
    names = {path.name for path in folder.iterdir()}
    return not names or (names <= CONTENT and any(_shows(folder / name) for name in MARKS))


def _shows(path: Path) -> bool:
    """Whether this is a file that only results have."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return isinstance(found, dict) and MARKS[path.name] in found


def _nearest(folder: Path) -> Path:
    """Return the folder that exists already and in which something would be made."""
    above = folder.resolve().parent
    while not above.exists():
        above = above.parent
    return above


def _refused(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{folder}: cannot be written ({error.strerror or error}); make room or name another folder"
    )
