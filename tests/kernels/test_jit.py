import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coinsure.kernels import _jit
from coinsure.kernels._jit import inline, kernel


@inline
def twice(x: float) -> float:
    return x + x


@kernel
def fill(out: np.ndarray, value: float) -> float:
    for i in range(out.size):
        out[i] = twice(value)
    return out[0] / 0.0


def test_a_kernel_divides_by_zero_as_numpy_does():
    out = np.empty(3)
    assert fill(out, 2.0) == np.inf
    assert out.tolist() == [4.0, 4.0, 4.0]


def test_decorating_leaves_the_numba_cache_setting_of_others_alone():
    before = _jit.config.CACHE_DIR
    kernel(lambda x: x)
    assert before == _jit.config.CACHE_DIR


def test_the_folder_changes_with_any_kernel_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(_jit, "__file__", str(tmp_path / "_jit.py"))
    (tmp_path / "one.py").write_text("a = 1")
    first = _jit.source_key()
    (tmp_path / "one.py").write_text("a = 2")
    second = _jit.source_key()
    (tmp_path / "one.py").write_text("a = 1")
    assert first != second
    assert first == _jit.source_key()


def test_the_folder_changes_with_the_bounds_check(monkeypatch: pytest.MonkeyPatch):
    before = _jit.source_key()
    monkeypatch.setattr(_jit.config, "BOUNDSCHECK", not _jit.config.BOUNDSCHECK)
    assert before != _jit.source_key()


def test_a_parent_that_cannot_be_written_is_replaced_by_a_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(_jit.config, "CACHE_DIR", str(blocked))
    folder = _jit.cache_folder()
    assert folder.is_dir()
    assert blocked not in folder.parents


def test_the_parent_folder_is_numbas_where_it_is_set(tmp_path: Path):
    code = "from coinsure.kernels import _jit; print(_jit.FOLDER)"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"NUMBA_CACHE_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(answer.stdout.strip()).parent == tmp_path
