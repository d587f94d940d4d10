"""Folders of results appear whole or not at all."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from coinsure.errors import StorageError, UsageError
from coinsure.report.folder import check_folder, new_folder


def fill(folder, text="first"):
    with new_folder(folder) as fresh:
        (fresh / "manifest.json").write_text(json.dumps({"scenario_sha256": text}))


def fill_until_the_disk_is_full(folder):
    with new_folder(folder) as fresh:
        (fresh / "summary.json").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_new_folder_and_its_parents_are_made(tmp_path):
    fill(tmp_path / "deep" / "run")
    assert (tmp_path / "deep" / "run" / "manifest.json").is_file()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run"]


def test_a_former_run_is_replaced_whole(tmp_path):
    fill(tmp_path / "run")
    (tmp_path / "run" / "summary.json").write_text("{}")
    fill(tmp_path / "run", "second")
    assert (
        json.loads((tmp_path / "run" / "manifest.json").read_text())["scenario_sha256"] == "second"
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["run", "manifest.json"]


def test_after_a_failure_the_former_run_is_as_before_and_nothing_else_is_left(tmp_path):
    fill(tmp_path / "run")
    with pytest.raises(StorageError, match="No space left"):
        fill_until_the_disk_is_full(tmp_path / "run")
    assert [path.name for path in tmp_path.rglob("*")] == ["run", "manifest.json"]


def test_an_interruption_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "run"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_whoever_stops_a_run_finds_no_half_written_folder(tmp_path, name):
    program = f"""
import os, signal, sys, time
from pathlib import Path
from coinsure.ending import end_as_interrupted, guarded
from coinsure.report.folder import new_folder
def command(*arguments, **options):
    with new_folder(Path({str(tmp_path / "run")!r})) as folder:
        (folder / "summary.json").write_text("half")
        os.kill(os.getpid(), signal.{name})
        time.sleep(60)
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # both may be ignored where the tests run
signal.signal(signal.SIGINT, signal.default_int_handler)
end_as_interrupted()
sys.exit(guarded(command, ()))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (130, "interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "run").mkdir()
    fill(tmp_path / "run")
    assert (tmp_path / "run" / "manifest.json").is_file()


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("dear")
    with pytest.raises(UsageError, match="name a folder that is new"):
        check_folder(tmp_path)


def test_a_run_to_which_somebody_added_a_file_is_refused(tmp_path):
    fill(tmp_path / "run")
    (tmp_path / "run" / "my notes.txt").write_text("dear")
    with pytest.raises(UsageError, match="left alone"):
        fill(tmp_path / "run")


def test_the_manifest_of_something_else_does_not_make_a_run(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "a web application"}')
    with pytest.raises(UsageError):
        check_folder(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        check_folder(tmp_path / "run")


def test_a_folder_below_a_file_is_refused_before_the_run(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="not writable"):
        check_folder(tmp_path / "file" / "run")


def test_a_place_where_no_folder_can_be_made_is_named():
    with pytest.raises(StorageError, match="/proc/coinsure/run: cannot be"):
        fill(Path("/proc/coinsure/run"))
