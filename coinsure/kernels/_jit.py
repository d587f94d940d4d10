"""How kernels are compiled: the one place that configures numba.

Compiled code is kept in a folder of its own, named after a hash of every kernel source and of the
versions that made it, because numba itself does not notice a change in another module. The folder
lies under ``NUMBA_CACHE_DIR`` where that is set, else in the user's cache; where neither can be
written it is a temporary folder that goes with the process. With ``NUMBA_BOUNDSCHECK=1`` every
index is checked, and compiled code is kept apart.
"""

import atexit
import hashlib
import platform
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import llvmlite
import numba
import numpy as np
import platformdirs
from numba import njit
from numba.core import config as numba_config

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

config: Any = numba_config  # sets its attributes when it is imported, which no type checker sees


def source_key() -> str:
    """Return a hash of all kernel sources, the versions that compile them and the bounds check."""
    digest = hashlib.sha256()
    versions = (numba.__version__, llvmlite.__version__, np.__version__, platform.python_version())
    digest.update(repr((versions, config.BOUNDSCHECK)).encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def cache_folder() -> Path:
    """Return a folder for compiled kernels that exists and can be written."""
    parent = Path(config.CACHE_DIR or platformdirs.user_cache_dir("coinsure", appauthor=False))
    folder = parent / f"kernels-{source_key()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        temporary = tempfile.mkdtemp(prefix="coinsure-kernels-")
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        return Path(temporary)


FOLDER = cache_folder()


def kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a loop that Python calls: without the interpreter lock, cached, IEEE to the letter.

    Division by zero gives inf or NaN as in numpy; no fastmath, no parallel loops, so the bits do
    not depend on threads or on the width of the vectors.
    """
    before = config.CACHE_DIR
    config.CACHE_DIR = str(FOLDER)
    try:
        return njit(nogil=True, cache=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = before


def inline(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a step that only kernels call, put in place of the call so that loops vectorise."""
    return njit(forceinline=True, error_model="numpy")(function)
